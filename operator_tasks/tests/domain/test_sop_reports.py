"""Reports on procedures: made by whoever works, answered once by a manager, read on the tasks."""

import pytest

from campaigns.actor import Actor
from campaigns.domain.audit_verify import verify
from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import activate_campaign, create_campaign
from campaigns.domain.clients import create_client
from campaigns.errors import InvalidInput, NotAllowed, NotNow, StaleVersion
from campaigns.tests.witness import refused, told
from conftest import CADENCE, NOW, actor_for, brief, hours, user_named
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.sop_reports import answer_report, report_step, reports_for
from operator_tasks.models import SopReport

NOTE = "The button is called Send now."


@pytest.fixture
def report(linkedin_task, operator) -> SopReport:
    return report_step(linkedin_task, step=1, note=f"  {NOTE} ", by=operator, now=NOW)


def test_a_report_keeps_the_step_as_it_read(linkedin_task, report, operator_user):
    row = SopReport.objects.get()

    assert (row.sop_version, row.task, row.step, row.note) == (
        linkedin_task.sop_version,
        linkedin_task,
        1,
        NOTE,
    )
    assert row.step_text == linkedin_task.sop_version.steps[1]
    assert (row.reporter, row.reporter_label, row.answered_at) == (operator_user, "omar", None)
    assert told("sop_report.made")[:4] == ("omar", "page", "sop report", 1)
    assert verify().faults == ()


def test_a_report_can_speak_of_the_whole_procedure(linkedin_task, operator):
    row = report_step(linkedin_task, step=None, note=NOTE, by=operator, now=NOW)

    assert (row.step, row.step_text) == (None, "")


@pytest.mark.parametrize("note", ["", "  \n", "x" * 1001, "a\x00b", "\u202e"])
def test_a_note_that_nobody_can_read_is_refused(linkedin_task, operator, note):
    with refused(InvalidInput, "."):
        report_step(linkedin_task, step=0, note=note, by=operator, now=NOW)


@pytest.mark.parametrize("step", [-1, 8, 10**9])
def test_a_step_that_is_not_there_is_refused(linkedin_task, operator, step):
    with refused(InvalidInput, "no such step"):
        report_step(linkedin_task, step=step, note=NOTE, by=operator, now=NOW)


def test_the_same_note_waits_once(linkedin_task, report, operator, manager):
    with refused(NotNow, "waits for a manager's answer"):
        report_step(linkedin_task, step=1, note=NOTE, by=operator, now=NOW)

    answer_report(report, answer="Mended.", by=manager, now=NOW)
    assert report_step(linkedin_task, step=1, note=NOTE, by=operator, now=NOW).pk != report.pk


@pytest.mark.parametrize("step", [1, None])
def test_the_same_note_waits_once_from_whichever_task(tasks, operator, manager, step):
    first, second = [task for task in tasks if task.platform == "linkedin"][:2]
    report_step(first, step=step, note=NOTE, by=operator, now=NOW)

    with refused(NotNow, "You reported this already; it waits for a manager's answer"):
        report_step(second, step=step, note=NOTE, by=operator, now=NOW)

    other = None if step else 1
    report_step(second, step=other, note=NOTE, by=operator, now=NOW)
    report_step(second, step=step, note=f"{NOTE} Really.", by=operator, now=NOW)
    report_step(second, step=step, note=NOTE, by=manager, now=NOW)
    assert SopReport.objects.count() == 4
    assert "sameness" not in told("sop_report.made")[5]


def test_the_house_itself_reports_nothing(linkedin_task):
    with refused(NotAllowed, "Only a person"):
        report_step(linkedin_task, step=1, note=NOTE, by=Actor.system("tick"), now=NOW)


def test_a_manager_answers(report, manager):
    answered = answer_report(
        report, answer=" Right, mended. ", by=manager, now=NOW + hours(1), seen_version=1
    )

    assert (answered.answer, answered.answered_at, answered.answered_by_label) == (
        "Right, mended.",
        NOW + hours(1),
        "maria",
    )
    assert told("sop_report.answered")[5]["answer"] == "Right, mended."
    assert verify().faults == ()


def test_an_answer_is_given_once_by_a_manager(report, manager, operator):
    with refused(NotAllowed, "Only a manager"):
        answer_report(report, answer="No", by=operator, now=NOW)
    with refused(InvalidInput, "Write what the operators should do"):
        answer_report(report, answer=" ", by=manager, now=NOW)
    with refused(StaleVersion, "changed meanwhile"):
        answer_report(report, answer="No", by=manager, now=NOW, seen_version=7)
    answer_report(report, answer="Yes", by=manager, now=NOW)

    with refused(NotNow, "maria answered this report on 2026-03-02 06:00 UTC already"):
        answer_report(report, answer="No", by=manager, now=NOW)


def test_reports_are_read_on_tasks_of_the_same_version_by_those_who_may(
    tasks, report, operator_user, manager, manager_user
):
    rival = create_client(name="Rival", time_zone="Europe/Berlin", by=manager, now=NOW)
    campaign = create_campaign(client=rival, cadence=CADENCE, values=brief(), by=manager, now=NOW)
    campaign = activate_campaign(campaign, by=manager, now=NOW)
    generate_calendar(campaign, days_ahead=14, by=manager, now=NOW)
    planned = plan_tasks(campaign, by=manager, now=NOW).created
    theirs = next(task for task in planned if task.platform == "linkedin")
    secret = report_step(theirs, step=0, note="Rival does otherwise", by=manager, now=NOW + hours(1))
    other = [task for task in tasks if task.platform == "linkedin"][1]
    on_x = next(task for task in tasks if task.platform == "x")

    assert reports_for(other, operator_user) == (report,)
    assert reports_for(other, manager_user) == (secret, report)
    assert reports_for(on_x, operator_user) == ()


def test_whoever_works_may_report(linkedin_task):
    olga = actor_for(user_named("olga", "operator"))

    assert report_step(linkedin_task, step=0, note=NOTE, by=olga, now=NOW).reporter_label == "olga"
