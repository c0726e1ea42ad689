"""The steps of a task: read, ticked and reported by a program as on the page."""

import pytest
from django.utils import timezone

from campaigns.tests.api.program import program_of
from campaigns.tests.witness import how_often, nothing_changes, told
from operator_tasks.domain.checklists import ticked_steps
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.sop_reports import answer_report
from operator_tasks.domain.tasks import assign_task
from operator_tasks.domain.transitions import complete_task
from operator_tasks.models import OperatorTask, SopReport
from operator_tasks.sops.library import steps_of
from operator_tasks.tests.api.told import moment

pytestmark = pytest.mark.django_db


def steps(task, *done, **changes):
    fresh = OperatorTask.objects.get(pk=task.pk)
    return {
        "task": task.pk,
        "sop": {"title": "Publish a LinkedIn post", "version": 1, "minutes": fresh.sop_version.minutes},
        "newer_version": None,
        "done": len(done),
        "may_tick": True,
        "steps": [
            {"number": number, "text": text, "done": number in done, "reports": []}
            for number, text in enumerate(steps_of(fresh.instructions_text), 1)
        ],
        "reports": [],
        **changes,
    }


def test_steps_are_ticked_and_unticked(operating, post):
    address = f"/tasks/{post.pk}/steps/"

    ticked = operating.post(f"{address}3/", {"done": True})
    again = operating.post(f"{address}3/", {"done": True})

    assert (ticked.status_code, ticked.json()) == (200, steps(post, 3))
    assert again.json() == operating.get(address).json() == ticked.json()
    assert operating.post(f"{address}3/", {"done": False}).json() == steps(post)
    assert ticked_steps(post) == frozenset()
    assert told("checklist.ticked")[:3] == ("omar", "api", "checklist")
    assert (how_often("checklist.ticked"), how_often("checklist.unticked")) == (1, 1)


def test_ticks_that_make_no_sense_are_refused(operating, managing, post, manager, operator):
    operating.get("/me/")
    address = f"/tasks/{post.pk}/steps/"

    with nothing_changes():
        answers = [
            operating.post(f"{address}{number}/", body)
            for number, body in ((0, {"done": True}), (99, {"done": True}), (1, {}), (1, {"done": "yes"}))
        ]
    complete_task(post, proof=ProofInput("TEXT", "Posted"), by=operator, now=timezone.now())
    closed = operating.post(f"{address}1/", {"done": True})

    assert [answer.status_code for answer in (*answers, closed)] == [404, 404, 400, 400, 409]
    assert answers[1].json()["detail"] == "The procedure of this task has no such step; read its steps again."
    assert managing.get(address).json() == steps(post, may_tick=False)


def test_other_peoples_steps_stay_theirs(operating, post, manager_user, manager):
    assign_task(post, to=manager_user, by=manager, now=timezone.now())

    assert operating.post(f"/tasks/{post.pk}/steps/1/", {"done": True}).status_code == 403
    assert operating.get(f"/tasks/{post.pk}/steps/").json()["may_tick"] is False


def test_a_report_stands_with_its_step_and_so_does_its_answer(operating, post, manager):
    made = operating.post(f"/tasks/{post.pk}/report/", {"step": 2, "note": "There is no such button."})
    whole = operating.post(f"/tasks/{post.pk}/report/", {"note": "Too long."})

    report = SopReport.objects.get(step=1)
    first = {
        "id": report.pk,
        "step": 2,
        "step_text": report.step_text,
        "note": "There is no such button.",
        "reporter": "omar",
        "created_at": moment(report.created_at),
        "answer": "",
        "answered_by": "",
        "answered_at": None,
    }
    assert (made.status_code, made.json()) == (201, first)
    assert (whole.status_code, whole.json()["step"], whole.json()["step_text"]) == (201, None, "")
    assert told("sop_report.made")[:3] == ("omar", "api", "sop report")
    now = timezone.now()
    answer_report(report, answer="It is called Post.", by=manager, now=now)
    read = operating.get(f"/tasks/{post.pk}/steps/").json()
    answered = {"answer": "It is called Post.", "answered_by": "maria", "answered_at": moment(now)}
    assert read["steps"][1]["reports"] == [{**first, **answered}]
    assert read["reports"] == [whole.json()]


@pytest.mark.parametrize(
    ("sent", "status", "field", "text"),
    [
        ({"step": 99, "note": "x"}, 400, "step", "The procedure has no such step; reload the task."),
        ({"step": 0, "note": "x"}, 400, "step", "Ensure this value is greater than or equal to 1."),
        ({"note": "  "}, 400, "note", "Write what is wrong and how it really is."),
        ({}, 400, "note", "This field is required."),
    ],
)
def test_reports_that_say_nothing_are_refused(operating, post, sent, status, field, text):
    operating.get("/me/")

    with nothing_changes():
        answer = operating.post(f"/tasks/{post.pk}/report/", sent)

    assert (answer.status_code, answer.json()["errors"]) == (status, {field: [text]})


def test_the_same_report_waits_once(operating, post):
    address, note = f"/tasks/{post.pk}/report/", {"step": None, "note": "Too long."}

    assert [operating.post(address, note).status_code for _time in range(2)] == [201, 409]


def test_procedures_are_for_those_who_work(viewing, operator_user, operating, managing, post, foreign):
    reading = program_of(operator_user, ("read",))
    address = f"/tasks/{post.pk}/steps/"

    assert viewing.get(address).status_code == 403
    assert viewing.post(f"{address}1/", {"done": True}).status_code == 403
    assert viewing.post(f"/tasks/{post.pk}/report/", {"note": "x"}).status_code == 403
    assert reading.get(address).status_code == 200
    assert reading.post(f"{address}1/", {"done": True}).status_code == 403
    made = managing.post(
        "/tasks/",
        {"campaign": foreign.pk, "title": "Elsewhere", "due_at": moment(foreign.ends_at)},
    )
    assert operating.get(f"/tasks/{made.json()['id']}/steps/").status_code == 404
