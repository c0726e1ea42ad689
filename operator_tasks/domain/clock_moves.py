"""What the clock does to the tasks of locked campaigns: a slice of them at a time, missed, overdue and due at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Case, DateTimeField, F, Q, QuerySet, Value, When
from django.db.models.functions import Greatest

from campaigns.actor import Actor
from campaigns.domain.audit_sets import Move, Moved, recorded_moves
from campaigns.expressions import Later
from campaigns.models import Campaign
from operator_tasks import states
from operator_tasks.choices import TaskStatus
from operator_tasks.domain.webhook_events import tasks_overdue
from operator_tasks.models import OperatorTask

# So many rows change under one lock at most, so that nobody at a page waits for a large tick.
SLICE = 5000


def on_the_clock(now: datetime) -> QuerySet[OperatorTask]:
    """Live tasks whose clock has passed, in the order of their clocks: an index holds these alone."""
    return OperatorTask.objects.live().filter(clock_at__lte=now).order_by("clock_at")


def move_by_clock(
    rows: QuerySet[OperatorTask], campaigns: Mapping[int, Campaign], *, by: Actor, now: datetime
) -> list[Moved]:
    """Give the first slice of `rows` the status of the clock. The campaigns are locked by the caller."""
    late = Q(status__in=[TaskStatus.PENDING, TaskStatus.DUE], due_at__lt=now, system_kind="")
    near = Q(status=TaskStatus.PENDING, due_at__lt=now + states.DUE_WINDOW)
    missed = Q(status=TaskStatus.OVERDUE, miss_at__lte=now)
    moves = [
        Move("task.tick_missed", missed, TaskStatus.MISSED),
        Move("task.tick_overdue", late, TaskStatus.OVERDUE),
        Move("task.tick_due", near, TaskStatus.DUE),
    ]
    miss_at = _miss_at(now)
    # A task of the house that is due stands still: it is never late.
    rings = [When(late, then=miss_at), When(near & Q(system_kind=""), then=F("due_at"))]
    moved = recorded_moves(
        rows,
        campaigns,
        moves,
        by=by,
        now=now,
        changes={"miss_at": _case(When(late, then=miss_at)), "clock_at": _case(*rings)},
        limit=SLICE,
    )
    overdue = {each.batch: campaigns[each.chain] for each in moved if each.move.to == TaskStatus.OVERDUE}
    if overdue:
        tasks_overdue(overdue, now=now)
    return moved


def _case(*cases: When) -> Case:
    return Case(*cases, default=Value(None), output_field=DateTimeField())


def _miss_at(now: datetime) -> Any:
    """When a task that becomes overdue now would be missed: its grace, and not before it was seen for a while."""
    soonest = Value(now + states.LEAST_GRACE, output_field=DateTimeField())
    cases = [
        When(task_type=task_type, then=Greatest(Later("due_at", grace), soonest))
        for task_type, grace in states.GRACE.items()
    ]
    return _case(*cases)
