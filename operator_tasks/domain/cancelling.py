"""Takes tasks out of the plan, and back: the row is kept with its reason and not counted."""

from datetime import datetime

from campaigns.actor import Actor
from campaigns.choices import CancelReason
from campaigns.domain.audit import recorded
from campaigns.models import CalendarItem, Campaign
from operator_tasks.choices import TaskStatus
from operator_tasks.domain.clock import set_by_clock, wind
from operator_tasks.models import OperatorTask

# Reasons that take the planned post out of the calendar together with its task.
WITH_ITEM = frozenset(
    {
        CancelReason.PAUSED,
        CancelReason.BEFORE_ACTIVATION,
        CancelReason.CAMPAIGN_COMPLETED,
        CancelReason.MANUAL,
    }
)


def cancel(
    task: OperatorTask, *, reason: CancelReason, by: Actor, now: datetime, notes: str = ""
) -> OperatorTask:
    """Cancel a task and, where the reason concerns the post itself, its calendar item."""
    with recorded("task.cancelled", task, by=by, now=now, notes=notes) as fresh:
        fresh.cancelled_at, fresh.cancel_reason = now, reason
        fresh.clock_at = fresh.miss_at = None
    item = fresh.calendar_item
    if item is not None and item.cancelled_at is None and reason in WITH_ITEM:
        with recorded("calendar_item.cancelled", item, by=by, now=now) as fresh_item:
            fresh_item.cancelled_at, fresh_item.cancel_reason = now, reason
    return fresh


def restore(task: OperatorTask, campaign: Campaign, *, by: Actor, now: datetime) -> OperatorTask:
    """Bring a cancelled task back with the status of the clock; a blocked one stays blocked."""
    with recorded("task.restored", task, by=by, now=now) as fresh:
        fresh.cancelled_at, fresh.cancel_reason = None, ""
        if fresh.status == TaskStatus.BLOCKED:
            wind(fresh, campaign)
        else:
            set_by_clock(fresh, campaign, now)
    return fresh


def restore_item(item: CalendarItem, *, by: Actor, now: datetime) -> None:
    with recorded("calendar_item.restored", item, by=by, now=now) as fresh:
        fresh.cancelled_at, fresh.cancel_reason = None, ""


def has_rival(task: OperatorTask) -> bool:
    """Whether a live task already stands in this task's place."""
    live = OperatorTask.objects.live().exclude(pk=task.pk)
    if task.calendar_item_id and live.filter(calendar_item=task.calendar_item_id).exists():
        return True
    same_place = {"parent": task.parent_id, "follow_up_hours": task.follow_up_hours}
    return task.parent_id is not None and live.filter(**same_place).exists()
