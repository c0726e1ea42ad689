"""Escalation: one open REVIEW task a campaign lists what is overdue; it updates and closes itself."""

from datetime import datetime, timedelta

import pytest

from campaigns.domain.campaigns import complete_campaign, pause_campaign
from campaigns.domain.housekeeping import hold_automation
from campaigns.errors import NotNow
from campaigns.tests.witness import how_often, nothing_changes, refused, told
from conftest import hours
from operator_tasks.domain.escalation import campaigns_to_settle, escalate_all
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.ticking import tick_all
from operator_tasks.domain.transitions import (
    block_task,
    cancel_task,
    complete_task,
    reschedule_task,
    unblock_task,
    undo_task,
)
from operator_tasks.models import OperatorTask
from operator_tasks.tests.rows import CLOCK

READ = ProofInput("TEXT", "Talked to omar")


def at(now: datetime) -> None:
    tick_all(by=CLOCK, now=now)


def escalations() -> list[tuple]:
    found = OperatorTask.objects.filter(system_kind="escalation").order_by("pk")
    return list(found.values_list("status", "title", "listed_tasks"))


def current() -> OperatorTask:
    return OperatorTask.objects.open().get(system_kind="escalation")


def done(task: OperatorTask, by, now: datetime) -> None:
    complete_task(task, proof=ProofInput("TEXT", "posted"), by=by, now=now)


@pytest.fixture
def late(tasks) -> tuple[OperatorTask, OperatorTask, datetime]:
    """The first two tasks, due hours apart, and the moment at which the first has become overdue."""
    first = tasks[0]
    second = next(task for task in tasks if task.due_at > first.due_at + hours(2))
    at(first.due_at + hours(1))
    return first, second, first.due_at + hours(1)


def test_overdue_work_opens_one_escalation_that_lists_it(late):
    first, _second, now = late

    assert escalations() == [("DUE", "1 task is overdue", [first.pk])]
    task = current()
    local = "Mon 2026-03-02 08:15 CET – LinkedIn Post"
    assert (task.task_type, task.platform, task.due_at, task.copy_text) == ("REVIEW", "internal", now, local)
    assert (task.clock_at, task.miss_at, task.assignee) == (None, None, None)
    assert told("escalation.opened")[:4] == ("campaign_tick", "job", "task", 1)


def test_however_often_it_runs_there_is_one(late):
    with nothing_changes():
        for _ in range(3):
            at(late[2])
            escalate_all(by=CLOCK, now=late[2])


def test_more_overdue_work_updates_the_open_one(late):
    first, second, _now = late

    at(second.due_at + hours(1))

    assert escalations() == [("DUE", "2 tasks are overdue", [first.pk, second.pk])]
    assert told("escalation.updated")[4]["listed_tasks"] == [first.pk]


def test_it_closes_itself_when_nothing_is_overdue_any_more(late, operator):
    first, _second, now = late
    done(first, operator, now)

    at(now + hours(0.1))

    assert escalations() == [("DONE", "1 task is overdue", [first.pk])]
    closed = OperatorTask.objects.get(system_kind="escalation")
    assert (closed.completed_at, closed.completed_by_label, closed.proof.value) == (
        now + hours(0.1),
        "campaign_tick",
        "Every listed task is resolved.",
    )
    assert how_often("escalation.resolved") == 1


@pytest.mark.parametrize("way", ["block", "cancel", "reschedule"])
def test_it_closes_itself_whatever_took_the_work_off_the_list(late, manager, way):
    first, _second, now = late
    verbs = {
        "block": lambda: block_task(first, reason="no picture", by=manager, now=now),
        "cancel": lambda: cancel_task(first, reason="not needed", by=manager, now=now),
        "reschedule": lambda: reschedule_task(
            first, due_at=now + hours(90), reason="later", by=manager, now=now
        ),
    }

    verbs[way]()
    at(now + hours(0.1))

    assert [status for status, *_rest in escalations()] == ["DONE"]


def test_closed_by_a_manager_it_opens_again_only_after_a_day(late, manager):
    first, _second, now = late
    complete_task(current(), proof=READ, by=manager, now=now)

    escalate_all(by=CLOCK, now=now + hours(24) - timedelta(microseconds=1))
    assert len(escalations()) == 1

    escalate_all(by=CLOCK, now=now + hours(24))
    assert escalations()[1] == ("DUE", "1 task is overdue", [first.pk])


def test_work_that_was_never_listed_opens_a_new_one_at_once(late, manager):
    first, second, now = late
    complete_task(current(), proof=READ, by=manager, now=now)

    at(second.due_at + hours(1))

    assert escalations()[1] == ("DUE", "2 tasks are overdue", [first.pk, second.pk])


def test_it_is_never_overdue_missed_or_listed_itself(late, manager):
    _first, second, now = late
    block_task(second, reason="no picture", by=manager, now=now)

    at(now + hours(60))

    assert escalations()[0][0] == "DUE"
    assert current().pk not in current().listed_tasks


def test_operator_cannot_close_it_while_listed_work_is_overdue(late, operator):
    first, _second, now = late

    with refused(NotNow, "Tasks on this list are still overdue; finish them"):
        complete_task(current(), proof=READ, by=operator, now=now)

    done(first, operator, now)
    complete_task(current(), proof=READ, by=operator, now=now)
    assert [status for status, *_rest in escalations()] == ["DONE"]


def test_it_can_be_completed_and_nothing_else(late, manager):
    now = late[2]

    for change in (
        lambda: block_task(current(), reason="why", by=manager, now=now),
        lambda: cancel_task(current(), reason="why", by=manager, now=now),
        lambda: reschedule_task(current(), due_at=now + hours(2), by=manager, now=now),
    ):
        with refused(NotNow, "This is a task of the house; it can be completed, and nothing else"):
            change()


def test_older_one_cannot_be_undone_beside_a_newer(late, manager):
    now = late[2]
    older = complete_task(current(), proof=READ, by=manager, now=now)
    at(late[1].due_at + hours(1))

    with refused(NotNow, "A newer escalation of this campaign is open; work on that one"):
        undo_task(older, by=manager, now=late[1].due_at + hours(1))


@pytest.mark.parametrize("way", ["held", "paused"])
def test_campaign_that_is_held_or_paused_is_left_alone(late, operator, manager, way):
    first, _second, now = late
    if way == "held":
        hold_automation(first.campaign, held=True, by=manager, now=now)
        done(first, operator, now)
    else:
        done(first, operator, now)
        pause_campaign(first.campaign, reason="client asked", by=manager, now=now)
    was = escalations()

    assert escalate_all(by=CLOCK, now=now + hours(30)) == 0
    assert escalations() == was


def test_completing_the_campaign_cancels_it(late, manager):
    complete_campaign(late[0].campaign, by=manager, now=late[2])

    assert OperatorTask.objects.filter(system_kind="escalation").values_list("cancel_reason").get() == (
        "campaign_completed",
    )


def test_list_is_true_again_when_as_many_join_it_as_leave(late, manager):
    first, second, _now = late
    at(second.due_at + hours(1))
    done(first, manager, second.due_at + hours(1.5))
    at(second.due_at + hours(2))

    undo_task(first, by=manager, now=second.due_at + hours(9))
    done(second, manager, second.due_at + hours(9))
    at(second.due_at + hours(9.1))

    others = OperatorTask.objects.live().filter(status="OVERDUE").exclude(system_kind="escalation")
    assert current().listed_tasks == sorted(others.values_list("pk", flat=True))
    assert first.pk in current().listed_tasks
    assert second.pk not in current().listed_tasks


@pytest.mark.parametrize("more", [0, 4])
def test_late_work_that_stays_as_it_is_costs_the_same_however_much_it_is(
    late, tasks, more, django_assert_num_queries
):
    now = tasks[more].due_at + hours(1)
    at(now)
    at(now + timedelta(minutes=6))

    with django_assert_num_queries(2):
        assert campaigns_to_settle(now + timedelta(minutes=7)) == []


def test_list_is_true_again_after_the_campaign_was_held_whatever_moves_first(late, tasks, manager):
    first, second, _now = late
    now = second.due_at + hours(1)
    at(now)
    block_task(second, reason="no picture", by=manager, now=now)
    at(now + hours(1))
    hold_automation(first.campaign, held=True, by=manager, now=now + hours(2))
    unblock_task(second, by=manager, now=now + hours(2.5))
    done(first, manager, now + hours(2.5))
    later = next(task for task in tasks if task.due_at > now + hours(6))
    hold_automation(first.campaign, held=False, by=manager, now=later.due_at - hours(0.8))

    at(later.due_at - hours(0.5))

    late_now = OperatorTask.objects.live().filter(status="OVERDUE", system_kind="")
    assert current().listed_tasks == sorted(late_now.values_list("pk", flat=True))
    assert second.pk in current().listed_tasks


def test_hourly_job_asks_every_campaign_and_changes_none_that_is_right(late):
    now, escalation = late[2], current()

    assert escalate_all(by=CLOCK, now=now + hours(1)) == 0
    assert current() == escalation
