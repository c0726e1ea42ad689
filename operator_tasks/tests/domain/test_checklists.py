"""Ticked steps: one list for everybody on the task, told to the audit, and no trouble for open forms."""

from dataclasses import replace

import pytest

from campaigns.domain.audit_verify import verify
from campaigns.errors import InvalidInput, NotAllowed, NotNow
from campaigns.tests.witness import how_often, nothing_changes, refused, told
from conftest import NOW, actor_for, linkedin_proof, user_named
from operator_tasks.domain.checklists import tick_step, ticked_steps
from operator_tasks.domain.tasks import assign_task
from operator_tasks.domain.transitions import cancel_task, complete_task
from operator_tasks.models import OperatorTask, TaskChecklist


def test_a_step_is_ticked_and_open_again(linkedin_task, operator, manager):
    tick_step(linkedin_task, step=2, done=True, by=operator, now=NOW)
    tick_step(linkedin_task, step=0, done=True, by=manager, now=NOW)
    row = tick_step(linkedin_task, step=2, done=False, by=operator, now=NOW)

    assert (row.ticked, row.version, ticked_steps(linkedin_task)) == ([0], 3, frozenset({0}))
    assert told("checklist.ticked") == (
        "maria",
        "page",
        "checklist",
        2,
        {"ticked": [2]},
        {"ticked": [0, 2]},
    )
    assert told("checklist.unticked")[4:] == ({"ticked": [0, 2]}, {"ticked": [0]})
    assert verify().faults == ()


def test_the_last_tick_can_be_taken_back(linkedin_task, operator):
    tick_step(linkedin_task, step=0, done=True, by=operator, now=NOW)

    assert tick_step(linkedin_task, step=0, done=False, by=operator, now=NOW).ticked == []


def test_twice_the_same_changes_nothing(linkedin_task, operator):
    with nothing_changes():
        tick_step(linkedin_task, step=1, done=False, by=operator, now=NOW)
    tick_step(linkedin_task, step=1, done=True, by=operator, now=NOW)

    with nothing_changes():
        tick_step(linkedin_task, step=1, done=True, by=operator, now=NOW)
    assert how_often("checklist.ticked") == 1


def test_ticking_leaves_the_task_and_its_open_forms_alone(linkedin_task, operator):
    tick_step(linkedin_task, step=0, done=True, by=operator, now=NOW)

    done = complete_task(
        linkedin_task, proof=linkedin_proof(), by=operator, now=NOW, seen_version=linkedin_task.version
    )
    assert done.status == "DONE"


@pytest.mark.parametrize("step", [-1, 8, 10**9])
def test_a_step_that_is_not_there_is_refused(linkedin_task, operator, step):
    assert len(linkedin_task.sop_version.steps) == 8

    with refused(InvalidInput, "no such step"):
        tick_step(linkedin_task, step=step, done=True, by=operator, now=NOW)


def test_steps_of_another_persons_task_are_theirs(linkedin_task, manager, operator_user):
    assign_task(linkedin_task, to=operator_user, by=manager, now=NOW)
    olga = actor_for(user_named("olga", "operator"))

    with refused(NotAllowed, "assigned to omar"):
        tick_step(linkedin_task, step=0, done=True, by=olga, now=NOW)
    assert tick_step(linkedin_task, step=0, done=True, by=manager, now=NOW).ticked == [0]


def test_closed_tasks_keep_their_steps(tasks, operator, manager):
    done, cancelled = tasks[:2]
    complete_task(done, proof=replace(linkedin_proof(), proof_type="TEXT"), by=operator, now=NOW)
    cancel_task(cancelled, reason="Not wanted", by=manager, now=NOW)

    for task in (done, cancelled):
        with refused(NotNow, "closed"):
            tick_step(task, step=0, done=True, by=manager, now=NOW)


def test_a_task_has_one_list(linkedin_task, operator):
    tick_step(linkedin_task, step=0, done=True, by=operator, now=NOW)
    tick_step(OperatorTask.objects.get(pk=linkedin_task.pk), step=1, done=True, by=operator, now=NOW)

    assert list(TaskChecklist.objects.values_list("task", "ticked")) == [(linkedin_task.pk, [0, 1])]
