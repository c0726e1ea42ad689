"""Reports on procedures for programs: listed as far as the person may see, answered once by managers."""

import pytest
from django.utils import timezone

from campaigns.tests.witness import told
from operator_tasks.domain.sop_reports import report_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(posts, operator):
    return report_step(posts[0], step=0, note="The button moved.", by=operator, now=timezone.now())


def test_a_report_is_read_and_answered_once(managing, operating, report, posts):
    address = f"/sop-reports/{report.pk}/"
    before = operating.get(address)
    answered = managing.post(
        f"{address}answer/", {"answer": "Mended in version 2."}, {"If-Match": before["ETag"]}
    )

    sop = posts[0].sop_version.sop
    assert before.json() == {
        "id": report.pk,
        "sop": sop.pk,
        "sop_title": sop.title,
        "sop_version": 1,
        "task": posts[0].pk,
        "step": 1,
        "step_text": report.step_text,
        "note": "The button moved.",
        "reporter": "omar",
        "created_at": before.json()["created_at"],
        "answer": "",
        "answered_by": "",
        "answered_at": None,
        "version": 1,
    }
    after = answered.json()
    assert (answered.status_code, after["answer"], after["answered_by"]) == (
        200,
        "Mended in version 2.",
        "maria",
    )
    assert told("sop_report.answered")[:2] == ("maria", "api")
    assert managing.post(f"{address}answer/", {"answer": "Again"}).status_code == 409


def test_reports_are_narrowed(operating, report, managing):
    def found(query: str) -> list[int]:
        return [row["id"] for row in operating.get(f"/sop-reports/?{query}").json()["results"]]

    assert found("is_open=true") == found(f"sop={report.sop_version.sop_id}") == [report.pk]
    assert found("is_open=false") == found("sop=999999") == []


def test_only_those_who_publish_answer_and_viewers_read_none(operating, viewing, report):
    assert operating.post(f"/sop-reports/{report.pk}/answer/", {"answer": "No"}).status_code == 403
    assert viewing.get("/sop-reports/").status_code == 403
    assert operating.get("/sop-reports/999999/").status_code == 404
