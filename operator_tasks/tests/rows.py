"""A task as tests compare it, and the ways to bring one into each status by the verbs alone."""

from datetime import datetime, timedelta
from typing import Any

from campaigns.actor import Actor
from campaigns.domain.campaigns import activate_campaign, create_campaign
from campaigns.models import Campaign, Client
from conftest import CADENCE, brief, hours, linkedin_proof
from operator_tasks.domain.tasks import create_manual_task
from operator_tasks.domain.ticking import tick_all
from operator_tasks.domain.transitions import block_task, cancel_task, complete_task, miss_task
from operator_tasks.models import OperatorTask

CLOCK = Actor.system("campaign_tick")


def row(task: OperatorTask, *columns: str) -> tuple[Any, ...]:
    """The stored values of these columns, whatever the instance at hand remembers."""
    return OperatorTask.objects.values_list(*columns).get(pk=task.pk)


def state(task: OperatorTask) -> tuple[Any, ...]:
    """Status, when it is due, when time next moves it, why it is blocked or cancelled, and its version."""
    return row(task, "status", "due_at", "clock_at", "blocked_reason", "cancel_reason", "version")


def brought_to(status: str, task: OperatorTask, manager: Actor) -> tuple[OperatorTask, datetime]:
    """The first task of an active campaign in this status, and the moment at which it got there."""
    now = task.due_at - hours(2)
    if status == "DUE":
        now = task.due_at - hours(0.5)
        tick_all(by=CLOCK, now=now)
    if status in {"OVERDUE", "MISSED"}:
        now = task.due_at + hours(1)
        tick_all(by=CLOCK, now=now)
    if status == "MISSED":
        miss_task(task, reason="too late", by=manager, now=now)
    if status == "BLOCKED":
        block_task(task, reason="no picture", by=manager, now=now)
    if status == "DONE":
        complete_task(task, proof=linkedin_proof(), by=manager, now=now)
    if status == "CANCELLED":
        cancel_task(task, reason="not needed", by=manager, now=now)
    return OperatorTask.objects.get(pk=task.pk), now


def running_campaign(client: Client, manager: Actor, now: datetime) -> Campaign:
    """For doors that read the real clock: begun three weeks before `now`, with one task an hour overdue."""
    then = now - timedelta(weeks=3)
    values = brief(start_date=then.date(), end_date=then.date() + timedelta(weeks=8))
    campaign = create_campaign(client=client, cadence=CADENCE, values=values, by=manager, now=then)
    campaign = activate_campaign(campaign, by=manager, now=then)
    create_manual_task(campaign, title="Call", due_at=now - hours(1), by=manager, now=then)
    return campaign
