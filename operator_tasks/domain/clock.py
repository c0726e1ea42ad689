"""Puts the clock's verdict into a task: status, when it would be missed, and when time next moves it."""

from datetime import datetime
from typing import Any

from django.db.models import Case, DateTimeField, ExpressionWrapper, F, Value, When

from campaigns.choices import CampaignStatus
from campaigns.models import Campaign
from operator_tasks import states
from operator_tasks.choices import TaskStatus
from operator_tasks.models import OperatorTask


def set_by_clock(task: OperatorTask, campaign: Campaign, now: datetime) -> None:
    """Give an unsaved or locked task the status of the clock.

    Outside an active campaign the clock only tells ahead (PENDING) from passed (OVERDUE). Tasks of the house are
    never overdue.
    """
    if campaign.status == CampaignStatus.ACTIVE:
        status = states.status_by_clock(task.due_at, now)
    else:
        status = TaskStatus.PENDING if task.due_at >= now else TaskStatus.OVERDUE
    if task.is_system and status == TaskStatus.OVERDUE:
        status = TaskStatus.DUE
    task.status = status
    overdue = status == TaskStatus.OVERDUE
    task.miss_at = states.missed_from(task.task_type, task.due_at, now) if overdue else None
    wind(task, campaign)


def wind(task: OperatorTask, campaign: Campaign) -> None:
    """Set `clock_at` from the task's present status; null where time alone can change nothing."""
    running = task.is_live and campaign.status == CampaignStatus.ACTIVE
    stands = not running or (task.is_system and task.status != TaskStatus.PENDING)
    task.clock_at = None if stands else states.clock_at(task.status, task.due_at, task.miss_at)


def stop_clocks(campaign: Campaign) -> None:
    """No task of the campaign is moved by time until `start_clocks`. Must run inside `together()`."""
    OperatorTask.objects.filter(campaign=campaign, clock_at__isnull=False).update(clock_at=None)


def start_clocks(campaign: Campaign) -> None:
    """Wind the clock of every open task of an active campaign anew. Must run inside `together()`."""
    open_tasks = OperatorTask.objects.filter(campaign=campaign).open()
    ahead: Any = ExpressionWrapper(F("due_at") - Value(states.DUE_WINDOW), output_field=DateTimeField())
    open_tasks.filter(system_kind="").update(
        clock_at=Case(
            When(status=TaskStatus.PENDING, then=ahead),
            When(status=TaskStatus.DUE, then=F("due_at")),
            When(status=TaskStatus.OVERDUE, then=F("miss_at")),
            default=Value(None),
            output_field=DateTimeField(),
        )
    )
    open_tasks.exclude(system_kind="").filter(status=TaskStatus.PENDING).update(clock_at=ahead)
