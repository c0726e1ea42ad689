"""One act on many tasks: each for itself, audited for itself, and the refused ones named."""

from datetime import UTC, date, datetime

import pytest

from campaigns.domain.campaigns import activate_campaign, create_campaign
from campaigns.domain.clients import create_client
from campaigns.tests.witness import how_often, nothing_changes, told
from conftest import CADENCE, NOW, brief, hours
from operator_tasks.domain.bulk import (
    BulkAct,
    Move,
    Outcome,
    Pick,
    Refused,
    Wish,
    do_to_each,
)
from operator_tasks.domain.take_back import Step
from operator_tasks.domain.tasks import assign_task, create_manual_task
from operator_tasks.models import OperatorTask
from operator_tasks.tests.rows import row

UNKNOWN = "There is no such task, or it is not one of yours."


def picks(*tasks) -> list[Pick]:
    return [Pick(task.pk, task.version) for task in tasks]


def test_each_task_is_claimed_and_audited_for_itself(tasks, operator_user, operator):
    outcome = do_to_each(picks(*tasks[:3]), Wish(BulkAct.CLAIM), user=operator_user, by=operator, now=NOW)

    assert [row(task, "assignee", "version") for task in tasks[:3]] == [(operator_user.pk, 2)] * 3
    assert outcome.back == tuple(Step(task.pk, 2, "assign", "") for task in tasks[:3])
    assert outcome.refused == ()
    assert how_often("task.assigned") == 3


def test_refused_tasks_stay_and_say_why_and_stop_no_other(
    tasks, operator_user, operator, manager_user, manager
):
    first, hers, stale, last = tasks[:4]
    hers = assign_task(hers, to=manager_user, by=manager, now=NOW)
    assign_task(stale, to=operator_user, by=manager, now=NOW)

    outcome = do_to_each(
        picks(first, hers, stale, last),
        Wish(BulkAct.BLOCK, reason="No photo"),
        user=operator_user,
        by=operator,
        now=NOW,
    )

    assert [task.pk for task in outcome.done] == [first.pk, last.pk]
    assert [
        (refusal.task, refusal.reason.partition(";")[0].partition(":")[0]) for refusal in outcome.refused
    ] == [
        (hers, "This task is assigned to maria"),
        (stale, f"{stale} was changed meanwhile"),
    ]
    assert how_often("task.blocked") == 2
    assert told("task.blocked")[:4] == ("omar", "page", "task", last.version + 1)


def test_another_clients_task_is_refused_like_one_that_does_not_exist(manager, operator_user, operator):
    other = create_client(name="Other", time_zone="Asia/Tokyo", by=manager, now=NOW)
    campaign = create_campaign(client=other, cadence=CADENCE, values=brief(), by=manager, now=NOW)
    activate_campaign(campaign, by=manager, now=NOW)
    foreign = create_manual_task(campaign, title="Secret", due_at=NOW + hours(5), by=manager, now=NOW)

    with nothing_changes():
        outcome = do_to_each(
            [Pick(foreign.pk, 1), Pick(999999, 1)],
            Wish(BulkAct.CLAIM),
            user=operator_user,
            by=operator,
            now=NOW,
        )

    assert outcome == Outcome((), (Refused(foreign.pk, UNKNOWN), Refused(999999, UNKNOWN)))


def test_managers_assign_and_take_out_of_the_plan(tasks, manager_user, manager, operator_user):
    do_to_each(
        picks(tasks[0]),
        Wish(BulkAct.ASSIGN, assignee=operator_user),
        user=manager_user,
        by=manager,
        now=NOW,
    )
    outcome = do_to_each(
        picks(tasks[1]), Wish(BulkAct.CANCEL, reason="Not needed"), user=manager_user, by=manager, now=NOW
    )

    assert row(tasks[0], "assignee") == (operator_user.pk,)
    assert row(tasks[1], "cancel_reason") == ("manual",)
    assert [step.verb for step in outcome.back] == ["restore"]


def test_operators_do_not_take_tasks_out_of_the_plan(tasks, operator_user, operator):
    with nothing_changes():
        outcome = do_to_each(
            picks(tasks[0]), Wish(BulkAct.CANCEL, reason="Tired"), user=operator_user, by=operator, now=NOW
        )

    assert [refusal.reason for refusal in outcome.refused] == ["Only a manager can cancel a task."]


# Berlin is an hour ahead of UTC before the 29th of March 2026, and two after.
@pytest.mark.parametrize(
    ("due", "now", "wish", "moved_to"),
    [
        ("10T12:00", "10T08:00", Wish(BulkAct.RESCHEDULE, move=Move.HOUR), "10T13:00"),
        ("10T12:00", "10T15:10", Wish(BulkAct.RESCHEDULE, move=Move.HOUR, reason="Late"), "10T16:10"),
        ("10T12:00", "10T08:00", Wish(BulkAct.RESCHEDULE, move=Move.DAY), "11T12:00"),
        ("10T12:00", "12T08:00", Wish(BulkAct.RESCHEDULE, move=Move.DAY, reason="Late"), "13T12:00"),
        ("28T12:00", "28T08:00", Wish(BulkAct.RESCHEDULE, move=Move.DAY), "29T11:00"),
        ("10T12:00", "10T08:00", Wish(BulkAct.RESCHEDULE, move=Move.MORNING), "11T08:00"),
        ("10T12:00", "10T23:30", Wish(BulkAct.RESCHEDULE, move=Move.MORNING, reason="Late"), "12T08:00"),
        (
            "10T12:00",
            "10T08:00",
            Wish(BulkAct.RESCHEDULE, move=Move.TIME, wall_clock=datetime.fromisoformat("2026-03-12T09:30")),
            "12T08:30",
        ),
    ],
)
def test_moves_are_reckoned_on_the_clock_of_the_campaign(
    client_acme, manager_user, manager, due, now, wish, moved_to
):
    values = brief(end_date=date(2026, 4, 20))
    campaign = create_campaign(client=client_acme, cadence=CADENCE, values=values, by=manager, now=NOW)
    activate_campaign(campaign, by=manager, now=NOW)
    task = create_manual_task(campaign, title="Call", due_at=_march(due), by=manager, now=NOW)

    outcome = do_to_each(picks(task), wish, user=manager_user, by=manager, now=_march(now))

    assert outcome.refused == ()
    assert row(task, "due_at") == (_march(moved_to),)


def _march(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=UTC)


def test_a_time_that_clocks_leap_over_is_refused_for_that_task(tasks, manager_user, manager):
    wish = Wish(BulkAct.RESCHEDULE, move=Move.TIME, wall_clock=datetime.fromisoformat("2026-03-29T02:30"))

    with nothing_changes():
        outcome = do_to_each(picks(tasks[0]), wish, user=manager_user, by=manager, now=NOW)

    assert [refusal.reason for refusal in outcome.refused] == [
        "2026-03-29 02:30 does not exist in Europe/Berlin, where clocks change; choose another time."
    ]


def test_an_overdue_task_is_moved_with_a_reason_only(tasks, manager_user, manager):
    wish = Wish(BulkAct.RESCHEDULE, move=Move.HOUR)

    outcome = do_to_each(picks(tasks[0]), wish, user=manager_user, by=manager, now=tasks[0].due_at + hours(1))

    assert [refusal.reason for refusal in outcome.refused] == ["The task is overdue; say why it is moved."]
    assert OperatorTask.objects.get(pk=tasks[0].pk).version == tasks[0].version
