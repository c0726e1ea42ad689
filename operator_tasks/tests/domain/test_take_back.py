"""The way back: each act leads to the verb that undoes it, and what comes back from a page is read strictly."""

import pytest

from campaigns.errors import InvalidInput, StaleVersion
from campaigns.tests.witness import how_often, nothing_changes, refused, told
from conftest import NOW, hours, linkedin_proof
from operator_tasks.domain.take_back import Step, parse_steps, take_back, way_back
from operator_tasks.domain.tasks import assign_task
from operator_tasks.domain.transitions import block_task, cancel_task, complete_task, reschedule_task
from operator_tasks.models import OperatorTask
from operator_tasks.tests.rows import row

LATER = NOW + hours(1)


def back(act, before, after, by) -> tuple[Step, ...]:
    return way_back(act, before, after, by=by, now=LATER)


def taken_back(task, steps, by, people=()) -> OperatorTask:
    (step,) = steps
    assert parse_steps(str(step), most=1) == (step,)
    fresh = OperatorTask.objects.select_related("campaign").get(pk=task.pk)
    return take_back(fresh, step, people=people, by=by, now=LATER)


def test_completing_is_taken_back_by_undo(linkedin_task, operator):
    after = complete_task(linkedin_task, proof=linkedin_proof(), by=operator, now=LATER)

    taken_back(linkedin_task, back("complete", linkedin_task, after, operator), operator)

    assert row(linkedin_task, "status", "proof") == ("DUE", None)
    assert told("task.completion_undone")[:3] == ("omar", "page", "task")


def test_blocking_is_taken_back_by_unblock(linkedin_task, operator):
    after = block_task(linkedin_task, reason="No photo", by=operator, now=LATER)

    taken_back(linkedin_task, back("block", linkedin_task, after, operator), operator)

    assert row(linkedin_task, "status", "blocked_reason") == ("DUE", "")
    assert how_often("task.unblocked") == 1


def test_cancelling_is_taken_back_by_restore(linkedin_task, manager):
    after = cancel_task(linkedin_task, reason="Not needed", by=manager, now=LATER)

    taken_back(linkedin_task, back("cancel", linkedin_task, after, manager), manager)

    assert row(linkedin_task, "cancelled_at") == (None,)
    assert how_often("task.restored") == 1


def test_claiming_is_taken_back_by_giving_the_task_to_whom_it_was(
    linkedin_task, operator_user, operator, manager_user, manager
):
    after = assign_task(linkedin_task, to=operator_user, by=operator, now=LATER)
    steps = back("claim", linkedin_task, after, operator)
    assert [step.value for step in steps] == [""]
    taken_back(linkedin_task, steps, operator)
    assert row(linkedin_task, "assignee") == (None,)

    mine = assign_task(linkedin_task, to=operator_user, by=manager, now=LATER)
    hers = assign_task(mine, to=manager_user, by=manager, now=LATER)
    taken_back(hers, back("assign", mine, hers, manager), manager, [operator_user])
    assert row(linkedin_task, "assignee") == (operator_user.pk,)


def test_moving_is_taken_back_by_moving_to_the_old_time(linkedin_task, operator):
    after = reschedule_task(linkedin_task, due_at=linkedin_task.due_at + hours(3), by=operator, now=LATER)

    taken_back(linkedin_task, back("reschedule", linkedin_task, after, operator), operator)

    assert row(linkedin_task, "due_at", "operator_moves") == (linkedin_task.due_at, 2)


def test_there_is_no_way_back_where_the_verb_would_refuse(linkedin_task, operator, manager):
    once = reschedule_task(linkedin_task, due_at=linkedin_task.due_at + hours(3), by=operator, now=LATER)
    twice = reschedule_task(once, due_at=linkedin_task.due_at + hours(5), by=operator, now=LATER)
    too_late = linkedin_task.due_at + hours(1)

    assert back("reschedule", once, twice, operator) == ()
    assert way_back("reschedule", linkedin_task, once, by=manager, now=too_late) == ()
    assert back("unblock", once, twice, operator) == ()
    assert back("claim", once, once, operator) == ()


def test_a_task_that_changed_since_is_not_taken_back(linkedin_task, operator):
    after = block_task(linkedin_task, reason="No photo", by=operator, now=LATER)
    steps = back("block", linkedin_task, after, operator)
    reschedule_task(after, due_at=linkedin_task.due_at + hours(2), by=operator, now=LATER)

    with refused(StaleVersion, "changed meanwhile"):
        taken_back(linkedin_task, steps, operator)


def test_a_person_who_is_gone_gets_nothing_back(linkedin_task, operator_user, manager):
    after = assign_task(linkedin_task, to=operator_user, by=manager, now=LATER)

    with refused(InvalidInput, "is gone"):
        taken_back(after, [Step(after.pk, after.version, "assign", "999")], manager)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "12:3:complete:",
        "12:3:undo:now",
        "12:3:assign:omar",
        "12:3:reschedule:tomorrow",
        "12:3:reschedule:2026-03-02T08:00:00",
        "-1:3:undo:",
        "12:3:undo: 12:4:undo:",
        "1:1:undo: 2:1:undo: 3:1:undo:",
        "12:99999999999:undo:",
    ],
)
def test_steps_that_nobody_offered_are_refused(text):
    with pytest.raises(InvalidInput, match="cannot be undone from here"):
        parse_steps(text, most=2)


def test_reading_steps_changes_nothing(linkedin_task):
    with nothing_changes():
        assert parse_steps("1:2:undo: 3:4:assign:5", most=2) == (
            Step(1, 2, "undo"),
            Step(3, 4, "assign", "5"),
        )
