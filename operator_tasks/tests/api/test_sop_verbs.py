"""Procedures written by programs: made, published, retired, and open tasks moved."""

import pytest

from campaigns.tests.witness import told
from operator_tasks.models import Sop

pytestmark = pytest.mark.django_db


@pytest.fixture
def sop() -> Sop:
    return Sop.objects.get(task_type="POST", platform="linkedin", content_type="post")


@pytest.fixture
def text(sop) -> dict:
    return {
        "body": sop.versions.get().body + "\nMore.\n",
        "minutes": 7,
        "proof_types": ["URL"],
        "note": "More",
    }


def test_a_procedure_is_made_and_published(managing, text):
    made = managing.post("/sops/", {"title": "Reply", "task_type": "MANUAL", "platform": "twitter"})
    first = managing.post(f"/sops/{made.json()['id']}/versions/", text)

    assert (made.status_code, made.json()["platform"], made.json()["latest"]) == (201, "x", None)
    assert (first.status_code, first.json()["number"], first.json()["author"]) == (201, 1, "maria")
    assert told("sop_version.published")[:2] == ("maria", "api")
    assert (
        managing.post("/sops/", {"title": "Again", "task_type": "MANUAL", "platform": "x"}).status_code == 409
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"body": "## WHERE"}, "body"),
        ({"minutes": 0}, "minutes"),
        ({"proof_types": []}, "proof_types"),
        ({"proof_types": ["OATH"]}, "proof_types.0"),
        ({"number": 7}, "number"),
    ],
)
def test_what_no_operator_could_follow_is_refused(managing, sop, text, change, field):
    refused = managing.post(f"/sops/{sop.pk}/versions/", {**text, **change})

    assert (refused.status_code, list(refused.json()["errors"])) == (400, [field])
    assert sop.versions.count() == 1


def test_a_version_names_the_one_before_it(managing, sop, text):
    address = f"/sops/{sop.pk}/versions/"

    answers = [
        managing.post(address, {**text, "version": 1}),
        managing.post(address, {**text, "version": 1}),
        managing.post(address, text, {"If-Match": '"v2"'}),
    ]

    assert [answer.status_code for answer in answers] == [201, 412, 201]


def test_open_tasks_are_moved(managing, sop, text, posts):
    managing.post(f"/sops/{sop.pk}/versions/", text)
    count = len([task for task in posts if task.platform == "linkedin"])

    assert managing.post(f"/sops/{sop.pk}/move-tasks/").json() == {"moved": count}
    assert managing.post(f"/sops/{sop.pk}/move-tasks/").json() == {"moved": 0}


def test_a_procedure_retires_and_comes_back(managing, sop, running):
    carousel = Sop.objects.get(platform="linkedin", content_type="carousel")
    address = f"/sops/{carousel.pk}/"

    retired = managing.post(f"{address}retire/", {"version": 1})
    back = managing.post(f"{address}restore/", {}, {"If-Match": retired["ETag"]})

    assert (retired.status_code, retired.json()["retired_at"] is None) == (200, False)
    assert (back.json()["retired_at"], back.json()["version"]) == (None, 3)
    assert managing.post(f"/sops/{sop.pk}/retire/").status_code == 409


def test_operators_read_alone(operating, sop, text):
    answers = [
        operating.post("/sops/", {"title": "Mine", "task_type": "MANUAL"}),
        operating.post(f"/sops/{sop.pk}/versions/", text),
        operating.post(f"/sops/{sop.pk}/retire/"),
        operating.post(f"/sops/{sop.pk}/restore/"),
        operating.post(f"/sops/{sop.pk}/move-tasks/"),
    ]

    assert [answer.status_code for answer in answers] == [403] * 5
