"""The tick: what time alone changes, at its exact moments, and nothing else however often it runs."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from campaigns.domain.audit_verify import verify
from campaigns.domain.calendar import add_item
from campaigns.domain.campaigns import activate_campaign, complete_campaign, create_campaign, pause_campaign
from campaigns.domain.housekeeping import hold_automation
from campaigns.models import AuditItem, Campaign, OperatorAuditLog
from campaigns.tests.witness import nothing_changes, told
from conftest import CADENCE, NOW, brief, hours, linkedin_proof
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.tasks import create_manual_task
from operator_tasks.domain.ticking import Ticked, tick, tick_all, turned_slices
from operator_tasks.domain.transitions import block_task, complete_task
from operator_tasks.models import OperatorTask
from operator_tasks.tests.rows import CLOCK, row

INSTANT = timedelta(microseconds=1)


def at(now: datetime) -> Ticked:
    return tick_all(by=CLOCK, now=now)


def clock(task: OperatorTask) -> tuple:
    return row(task, "status", "clock_at", "miss_at", "version")


@pytest.fixture
def alone(active_campaign, manager) -> OperatorTask:
    """A post without others beside it, due at noon on the 3rd."""
    due_at = datetime(2026, 3, 3, 12, tzinfo=UTC)
    add_item(
        active_campaign,
        platform="linkedin",
        content_type="post",
        scheduled_at=due_at,
        values={},
        by=manager,
        now=NOW,
    )
    return plan_tasks(active_campaign, by=manager, now=NOW).created[0]


# -- the way of a task ----------------------------------------------------------------------------------------
def test_task_goes_its_way_at_the_exact_moments(alone):
    due = alone.due_at
    late = due + INSTANT
    steps = [
        (due - hours(1), ("PENDING", due - hours(1), None, 1)),
        (due - hours(1) + INSTANT, ("DUE", due, None, 2)),
        (due, ("DUE", due, None, 2)),
        (late, ("OVERDUE", due + hours(72), due + hours(72), 3)),
        (due + hours(72) - INSTANT, ("OVERDUE", due + hours(72), due + hours(72), 3)),
        (due + hours(72), ("MISSED", None, None, 4)),
        (due + hours(999), ("MISSED", None, None, 4)),
    ]

    seen = []
    for now, _expected in steps:
        tick(alone.campaign, by=CLOCK, now=now)
        seen.append((now, clock(alone)))

    assert seen == steps


def test_tick_tells_how_many_it_moved(alone):
    due = alone.due_at

    assert at(due - hours(0.5)) == Ticked(due=1)
    assert at(due + hours(1)) == Ticked(overdue=1, escalations=1)
    assert at(due + hours(72)) == Ticked(missed=1, escalations=1)
    assert at(due + hours(72)) == Ticked()


def test_after_an_outage_nobody_loses_a_task_unseen(alone):
    now = alone.due_at + timedelta(days=5)

    at(now)
    assert clock(alone) == ("OVERDUE", now + hours(4), now + hours(4), 2)
    at(now + hours(4))
    assert clock(alone) == ("MISSED", None, None, 3)


def test_manual_task_is_overdue_for_ever_and_never_missed(active_campaign, manager):
    due_at = NOW + hours(2)
    manual = create_manual_task(active_campaign, title="Call", due_at=due_at, by=manager, now=NOW)

    at(due_at + hours(1))
    at(due_at + hours(300))

    assert clock(manual) == ("OVERDUE", None, None, 2)


def test_blocked_and_finished_tasks_stand_still(tasks, manager):
    blocked, done = tasks[:2]
    block_task(blocked, reason="no picture", by=manager, now=NOW)
    complete_task(done, proof=_proof(done), by=manager, now=NOW)

    at(NOW + timedelta(days=9))

    assert [row(task, "status", "version") for task in (blocked, done)] == [("BLOCKED", 2), ("DONE", 2)]


def _proof(task):
    return linkedin_proof() if task.platform == "linkedin" else ProofInput("TEXT", "seen")


# -- the audit ------------------------------------------------------------------------------------------------
def test_tick_writes_one_detail_for_each_task_and_one_chained_entry(tasks):
    first, second = tasks[:2]
    now = second.due_at + hours(0.1)
    moved = [task for task in tasks if task.due_at < now]

    tick(first.campaign, by=CLOCK, now=now)

    details = AuditItem.objects.filter(action="task.tick_overdue").order_by("entity_id")
    columns = ("entity_type", "entity_id", "entity_version", "before", "after", "at")
    assert list(details.values_list(*columns)) == [
        ("task", task.pk, 2, '{"status":"PENDING"}', '{"status":"OVERDUE"}', now)
        for task in sorted(moved, key=lambda task: task.pk)
    ]
    entry = OperatorAuditLog.objects.get(action="task.tick_overdue")
    assert (entry.chain, entry.entity_type, entry.entity_id) == (
        first.campaign_id,
        "campaign",
        first.campaign_id,
    )
    assert told("task.tick_overdue")[:3] == ("campaign_tick", "job", "campaign")
    after = told("task.tick_overdue")[5]
    assert (after["count"], after["batch"]) == (len(moved), str(details[0].batch))
    assert {task.version for task in OperatorTask.objects.filter(pk__in=[task.pk for task in moved])} == {2}


# -- how often and how far ------------------------------------------------------------------------------------
@pytest.mark.parametrize("later", [0.5, 1, 30, 80, 200])
def test_twice_is_once(tasks, later):
    now = tasks[0].due_at + hours(later)
    at(now)

    with nothing_changes():
        assert at(now) == Ticked()


def test_clock_that_went_back_changes_nothing(tasks):
    at(tasks[0].due_at - hours(0.5))

    with nothing_changes():
        assert at(tasks[0].due_at - hours(0.9)) == Ticked()
        assert at(NOW - timedelta(days=300)) == Ticked()


@pytest.mark.parametrize("status", ["PLANNED", "PAUSED", "COMPLETED", "held"])
def test_campaign_that_does_not_run_is_left_alone(client_acme, manager, status):
    campaign = create_campaign(client=client_acme, cadence=CADENCE, values=brief(), by=manager, now=NOW)
    if status != "PLANNED":
        campaign = activate_campaign(campaign, by=manager, now=NOW)
    create_manual_task(campaign, title="Call", due_at=NOW + hours(2), by=manager, now=NOW)
    if status == "PAUSED":
        pause_campaign(campaign, reason="client asked", by=manager, now=NOW)
    if status == "COMPLETED":
        complete_campaign(campaign, by=manager, now=NOW)
    if status == "held":
        hold_automation(campaign, held=True, by=manager, now=NOW)

    with nothing_changes():
        assert at(NOW + timedelta(days=40)) == Ticked()
        assert tick(campaign, by=CLOCK, now=NOW + timedelta(days=40)) == Ticked()


@pytest.mark.parametrize("count", [10, 100])
def test_tick_costs_nothing_for_tasks_that_do_not_move(
    active_campaign, manager, count, django_assert_num_queries
):
    for number in range(count):
        create_manual_task(
            active_campaign, title=f"Call {number}", due_at=NOW + timedelta(days=3), by=manager, now=NOW
        )

    with django_assert_num_queries(4):
        assert at(NOW + timedelta(days=2)) == Ticked()


@pytest.mark.parametrize("count", [10, 100])
def test_tick_costs_the_same_number_of_queries_however_many_move(
    active_campaign, manager, count, django_assert_num_queries
):
    for number in range(count):
        create_manual_task(
            active_campaign, title=f"Call {number}", due_at=NOW + hours(2), by=manager, now=NOW
        )

    with django_assert_num_queries(15):
        assert at(NOW + hours(1.5)) == Ticked(due=count)


@pytest.mark.parametrize("count", [1, 3, 10])
def test_campaigns_are_turned_together_and_each_is_told_in_its_own_chain(
    client_acme, manager, count, django_assert_num_queries
):
    made = [_with_one_task(client_acme, manager, number) for number in range(count)]

    with django_assert_num_queries(12):
        moved = list(turned_slices(by=CLOCK, now=NOW + hours(1.5)))

    assert [(each.chain, each.count) for each in moved[0]] == [(campaign.pk, 1) for campaign in made]
    entries = OperatorAuditLog.objects.filter(action="task.tick_due").order_by("chain")
    assert [(entry.chain, json.loads(entry.after)["count"]) for entry in entries] == [
        (campaign.pk, 1) for campaign in made
    ]
    assert verify().faults == ()


def _with_one_task(client, manager, number: int) -> Campaign:
    values = brief(name=f"Campaign {number}")
    campaign = create_campaign(client=client, cadence=CADENCE, values=values, by=manager, now=NOW)
    activate_campaign(campaign, by=manager, now=NOW)
    create_manual_task(campaign, title="Call", due_at=NOW + hours(2), by=manager, now=NOW)
    return campaign


def test_whatever_moves_in_one_tick_has_an_entry_for_each_kind_of_move(tasks, manager):
    first, second = tasks[0], next(task for task in tasks if task.due_at > tasks[0].due_at + hours(2))
    at(first.due_at + INSTANT)
    create_manual_task(
        first.campaign, title="Call", due_at=first.due_at + hours(72.5), by=manager, now=first.due_at
    )

    at(first.due_at + hours(72))

    entries = OperatorAuditLog.objects.filter(at=first.due_at + hours(72), action__startswith="task.tick")
    assert {entry.action for entry in entries} == {"task.tick_missed", "task.tick_overdue", "task.tick_due"}
    assert row(first, "status") == ("MISSED",)
    assert row(second, "status") == ("OVERDUE",)
    assert verify().faults == ()


# -- the end of a campaign ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("zone", "end"),
    [
        ("Europe/Berlin", datetime(2026, 3, 16, 23, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 3, 16, 10, tzinfo=UTC)),
        ("Etc/GMT+12", datetime(2026, 3, 17, 12, tzinfo=UTC)),
    ],
)
def test_campaign_without_open_work_completes_when_its_last_day_is_over(client_acme, manager, zone, end):
    values = brief(time_zone=zone)
    campaign = create_campaign(client=client_acme, cadence=CADENCE, values=values, by=manager, now=NOW)
    activate_campaign(campaign, by=manager, now=NOW)

    assert at(end - INSTANT) == Ticked()
    assert at(end) == Ticked(completed_campaigns=1)
    assert list(Campaign.objects.values_list("status", "completed_at")) == [("COMPLETED", end)]
    assert told("campaign.completed")[0] == "campaign_tick"


def test_campaign_with_open_work_does_not_complete_by_itself(active_campaign, manager):
    last = active_campaign.ends_at + timedelta(days=6)
    create_manual_task(active_campaign, title="Thank", due_at=last, by=manager, now=NOW)

    at(active_campaign.ends_at + timedelta(days=1))

    assert Campaign.objects.get().status == "ACTIVE"
