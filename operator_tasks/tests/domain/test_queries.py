"""The assembled reads: what My day holds in which zone, and that pages offer exactly what verbs accept."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from campaigns.domain.campaigns import activate_campaign, complete_campaign, create_campaign, pause_campaign
from campaigns.domain.clients import create_client
from campaigns.errors import NotAllowed, NotNow
from conftest import CADENCE, NOW, brief, hours
from operator_tasks.domain import tasks as task_verbs
from operator_tasks.domain import transitions
from operator_tasks.domain.allowed import allowed_verbs
from operator_tasks.domain.cockpit import procedure_parts, task_history
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.queries import BoardFilters, board
from operator_tasks.domain.tasks import assign_task, create_manual_task
from operator_tasks.domain.ticking import tick_all
from operator_tasks.models import OperatorTask

NOTE = ProofInput("TEXT", "Called them")


def titles(user, now: datetime) -> dict[str, list[str]]:
    sections = board(user, BoardFilters(), now).shown
    return {section.bucket.value: [row.task.title for row in section.page.rows] for section in sections}


def test_today_ends_at_midnight_of_each_campaigns_zone(manager_user, manager, db):
    for place, zone in (("Tokyo", "Asia/Tokyo"), ("Lima", "America/Lima")):
        client = create_client(name=place, time_zone=zone, by=manager, now=NOW)
        campaign = create_campaign(client=client, cadence=CADENCE, values=brief(), by=manager, now=NOW)
        activate_campaign(campaign, by=manager, now=NOW)
        for hour in (14, 16):
            due = datetime(2026, 3, 2, hour, tzinfo=UTC)
            create_manual_task(campaign, title=f"{place} {hour}", due_at=due, by=manager, now=NOW)

    assert titles(manager_user, NOW) == {
        "today": ["Tokyo 14", "Lima 14", "Lima 16"],
        "upcoming": ["Tokyo 16"],
    }


def test_lists_judge_by_time_even_when_the_tick_is_late(linkedin_task, operator_user):
    found = board(operator_user, BoardFilters(platform="linkedin"), linkedin_task.due_at + hours(1))

    row = found.shown[0].page.rows[0]
    assert (row.task.pk, row.task.status, row.status) == (linkedin_task.pk, "PENDING", "OVERDUE")


def test_history_merges_people_and_the_clock(linkedin_task, operator, operator_user, clock):
    late = linkedin_task.due_at + hours(1)
    tick_all(by=clock, now=late)
    assign_task(
        OperatorTask.objects.get(pk=linkedin_task.pk), to=operator_user, by=operator, now=late + hours(1)
    )

    found = task_history(OperatorTask.objects.for_list().get(pk=linkedin_task.pk))

    assert [(entry.actor_label, entry.action, entry.changes) for entry in found] == [
        ("omar", "task.assigned", (("Assignee", "", "omar"),)),
        ("The clock", "task.tick_overdue", (("Status", "Pending", "Overdue"),)),
        ("maria", "task.created", ()),
    ]


def test_procedure_parts_leave_nothing_out():
    text = "## WHERE\n\nHere\n\n## HOW\n\n1. Do\n2. Look\n\n## TIPS\n\nNone\n"

    assert procedure_parts(text) == ((("WHERE", "Here"),), ("Do", "Look"), (("TIPS", "None"),))
    assert procedure_parts("Just do it") == ((("", "Just do it"),), (), ())


STATES = ("open", "overdue", "blocked", "done", "missed", "cancelled")
CAMPAIGNS = ("planned", "active", "paused", "completed")
# A campaign that never ran has nothing that is done or late.
WORLDS = [
    (campaign, state)
    for campaign in CAMPAIGNS
    for state in STATES
    if campaign != "planned" or state in {"open", "blocked", "cancelled"}
]


def _task_in(state: str, campaign, by, now: datetime) -> OperatorTask:
    """A task in a state, built by verbs before the campaign gets its own."""
    due = now - hours(5) if state == "overdue" else now + hours(30)
    task = create_manual_task(campaign, title=state, due_at=due, by=by, now=now - hours(10))
    if state == "blocked":
        return transitions.block_task(task, reason="No photo", by=by, now=now)
    if state == "done":
        return transitions.complete_task(task, proof=NOTE, by=by, now=now)
    if state == "missed":
        blocked = transitions.block_task(task, reason="No photo", by=by, now=now)
        return transitions.miss_task(blocked, reason="Too late", by=by, now=now)
    if state == "cancelled":
        return transitions.cancel_task(task, reason="Not needed", by=by, now=now)
    return task


def _verbs(user, now: datetime):
    later = now + hours(10)
    return {
        "complete": (transitions.complete_task, {"proof": NOTE, "performed_at": now - hours(2)}),
        "undo": (transitions.undo_task, {}),
        "replace_proof": (transitions.replace_proof, {"proof": NOTE}),
        "block": (transitions.block_task, {"reason": "No photo"}),
        "unblock": (transitions.unblock_task, {}),
        "reschedule": (transitions.reschedule_task, {"due_at": later, "reason": "Later"}),
        "miss": (transitions.miss_task, {"reason": "Too late"}),
        "reopen": (transitions.reopen_task, {"due_at": later, "reason": "Wanted"}),
        "cancel": (transitions.cancel_task, {"reason": "Not needed"}),
        "restore": (transitions.restore_task, {}),
        "claim": (task_verbs.assign_task, {"to": user}),
        "edit": (task_verbs.edit_task, {"values": {"copy_text": "New"}}),
    }


@pytest.mark.parametrize(("campaign_state", "state"), WORLDS)
@pytest.mark.parametrize("role", ["manager", "operator"])
def test_pages_offer_what_verbs_accept(
    campaign, manager, operator, manager_user, operator_user, state, campaign_state, role
):
    now = NOW + timedelta(days=2)
    if campaign_state != "planned":
        campaign = activate_campaign(campaign, by=manager, now=NOW)
    task = _task_in(state, campaign, manager, now)
    if campaign_state == "paused":
        pause_campaign(campaign, reason="Budget", by=manager, now=now)
    if campaign_state == "completed":
        complete_campaign(campaign, by=manager, now=now)
    by, user = (manager, manager_user) if role == "manager" else (operator, operator_user)
    fresh = OperatorTask.objects.for_list().get(pk=task.pk)

    offered = allowed_verbs(fresh, user, now)

    accepted = {
        name for name, (verb, values) in _verbs(user, now).items() if _accepts(verb, fresh, values, by, now)
    }
    assert offered - {"assign", "release"} == accepted


def _accepts(verb, task: OperatorTask, values: dict, by, now: datetime) -> bool:
    """Whether the verb goes through; what it did is taken back."""
    sid = transaction.savepoint()
    try:
        verb(OperatorTask.objects.get(pk=task.pk), **values, by=by, now=now)
    except (NotAllowed, NotNow):
        return False
    finally:
        transaction.savepoint_rollback(sid)
    return True
