"""The library's pages: who may read, what a version changed, and answering a report."""

import pytest

from campaigns.tests.witness import nothing_changes, told
from operator_tasks.domain.sop_reports import report_step
from operator_tasks.domain.sops import publish_version
from operator_tasks.models import SopReport


@pytest.fixture
def sop(post):
    return post.sop_version.sop


@pytest.fixture
def report(post, operator, now):
    return report_step(post, step=0, note="The button has another name.", by=operator, now=now)


def page_of(sop) -> str:
    return f"/sops/{sop.pk}/"


def address(report) -> str:
    return f"/sops/reports/{report.pk}/answer/"


def sent(report, **changes) -> dict:
    given = {"answer": "Mended in version 2.", "version": report.version, **changes}
    return {f"report-{report.pk}-{name}": value for name, value in given.items()}


def next_version(sop, manager, now, **changes):
    latest = sop.versions.first()
    given = {"body": latest.body, "minutes": latest.minutes, "proof_types": latest.proof_types}
    return publish_version(sop, **{**given, **changes}, by=manager, now=now)


def test_viewers_get_no_procedures(as_viewer, sop, report):
    answers = [
        as_viewer.get("/sops/"),
        as_viewer.get(page_of(sop)),
        as_viewer.post(address(report), sent(report)),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_the_list_names_every_procedure_and_what_is_missing(as_operator, sop, report):
    text = as_operator.get("/sops/").content.decode()

    assert sop.title in text
    assert "1 open" in text
    assert "Without a procedure, and nothing stands in for it: Reel, Story" in text
    assert "Write and publish" not in text


def test_a_page_shows_the_procedure_as_operators_see_it(as_operator, sop):
    page = as_operator.get(page_of(sop))

    assert page.status_code == 200
    assert page.context["page"].steps == tuple(sop.versions.get().steps)
    assert "Write the next version" not in page.content.decode()
    assert as_operator.get("/sops/999999/").status_code == 404


def test_managers_find_the_way_to_write(as_manager, sop):
    assert f"/sops/{sop.pk}/draft/" in as_manager.get(page_of(sop)).content.decode()


def test_a_version_tells_what_it_changed(as_operator, sop, manager, now):
    first = sop.versions.get()
    changed = first.body.replace("## TIPS\n", "## TIPS\n\n- Post from the desk.\n", 1)
    next_version(sop, manager, now, body=changed, minutes=first.minutes + 1, note="A tip more")

    latest, oldest = as_operator.get(page_of(sop)).context["versions"]

    told_parts = [
        (part.title, [(line.kind, line.text) for line in part.lines if line.kind != "same"])
        for part in latest.parts
    ]
    assert told_parts == [
        ("Minutes", [("removed", str(first.minutes)), ("added", str(first.minutes + 1))]),
        ("Tips", [("added", "- Post from the desk.")]),
    ]
    assert (oldest.before, oldest.parts) == (None, ())


def test_open_tasks_on_an_older_version_are_told(as_operator, sop, post, manager, now):
    next_version(sop, manager, now)

    assert "still follow an older version" in as_operator.get(page_of(sop)).content.decode()


def test_a_manager_answers_a_report(as_manager, sop, report):
    shown = as_manager.get(page_of(sop))

    answer = as_manager.post(address(report), sent(report))

    report.refresh_from_db()
    assert shown.context["reports"][0].form is not None
    assert (answer.status_code, answer["Location"]) == (302, page_of(sop))
    assert (report.answer, report.answered_by_label) == ("Mended in version 2.", "maria")
    assert told("sop_report.answered")[:3] == ("maria", "page", "sop report")
    assert as_manager.get(page_of(sop)).context["reports"][0].form is None


def test_an_empty_answer_is_refused_beside_its_field(as_manager, report):
    with nothing_changes():
        page = as_manager.post(address(report), sent(report, answer=" "))

    assert (page.status_code, "answer" in page.context["reports"][0].form.errors) == (400, True)


def test_an_answer_that_came_second_is_refused_and_keeps_its_text(as_manager, report):
    as_manager.post(address(report), sent(report))

    with nothing_changes():
        page = as_manager.post(address(report), sent(report, answer="I was slower."))

    shown = page.context["reports"][0]
    assert (page.status_code, shown.form["answer"].value()) == (412, "I was slower.")
    assert "Mended in version 2." in page.content.decode()


def test_operators_read_reports_and_cannot_answer(as_operator, sop, report):
    shown = as_operator.get(page_of(sop)).context["reports"]

    assert [(each.report, each.form) for each in shown] == [(report, None)]
    assert as_operator.post(address(report), sent(report)).status_code == 403
    assert SopReport.objects.get().answered_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_whatever_it_holds(
    as_manager, sop, post, operator, manager, now, count, django_assert_num_queries
):
    for number in range(count):
        next_version(sop, manager, now, minutes=number + 20)
        report_step(post, step=number, note="Wrong", by=operator, now=now)
    as_manager.get(page_of(sop))

    with django_assert_num_queries(12):
        as_manager.get(page_of(sop))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_it_holds(
    as_operator, sop, post, operator, manager, now, count, django_assert_num_queries
):
    for number in range(count):
        next_version(sop, manager, now, minutes=number + 20)
        report_step(post, step=number, note="Wrong", by=operator, now=now)
    as_operator.get("/sops/")

    with django_assert_num_queries(10):
        as_operator.get("/sops/")
