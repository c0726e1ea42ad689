"""What is legal for a task: the table that the verbs consult, and the arithmetic of the clock."""

from datetime import datetime, timedelta
from typing import Final

from operator_tasks.choices import TaskStatus, TaskType

TIMED: Final = frozenset({TaskStatus.PENDING, TaskStatus.DUE, TaskStatus.OVERDUE})
OPEN: Final = TIMED | {TaskStatus.BLOCKED}
FINAL: Final = frozenset({TaskStatus.DONE, TaskStatus.MISSED})

# verb -> the statuses it may start from
TASK_TRANSITIONS: Final[dict[str, frozenset[TaskStatus]]] = {
    "complete": TIMED | {TaskStatus.MISSED},
    "undo": frozenset({TaskStatus.DONE}),
    "replace_proof": frozenset({TaskStatus.DONE}),
    "block": TIMED,
    "unblock": frozenset({TaskStatus.BLOCKED}),
    "reschedule": OPEN,
    "miss": frozenset({TaskStatus.OVERDUE, TaskStatus.BLOCKED}),
    "reopen": frozenset({TaskStatus.MISSED}),
    "cancel": OPEN,
    "assign": OPEN,
    "edit": OPEN,
}

DUE_WINDOW: Final = timedelta(hours=1)
GRACE: Final = {
    TaskType.POST: timedelta(hours=72),
    TaskType.FOLLOW_UP: timedelta(hours=72),
    TaskType.ENGAGE: timedelta(hours=24),
}
# After an outage nobody loses a task before it has been seen as overdue for this long.
LEAST_GRACE: Final = timedelta(hours=4)
TAIL: Final = timedelta(days=7)
OPERATOR_UNDO: Final = timedelta(minutes=15)
OPERATOR_REPLACE_PROOF: Final = timedelta(hours=24)
OPERATOR_SHIFT: Final = timedelta(hours=24)
OPERATOR_MOVES: Final = 2
FOLLOW_UP_HOURS: Final = (2, 24)
FOLLOW_UP_SOONEST: Final = timedelta(hours=1)
RE_ESCALATE: Final = timedelta(hours=24)


def status_by_clock(due_at: datetime, now: datetime) -> TaskStatus:
    """OVERDUE once `due_at` has passed, DUE within the hour before it, else PENDING."""
    if due_at < now:
        return TaskStatus.OVERDUE
    return TaskStatus.DUE if due_at < now + DUE_WINDOW else TaskStatus.PENDING


def missed_from(task_type: str, due_at: datetime, now: datetime) -> datetime | None:
    """When a task that is overdue now counts as missed; None for types that never do by the clock."""
    grace = GRACE.get(TaskType(task_type))
    return None if grace is None else max(due_at + grace, now + LEAST_GRACE)


def clock_at(status: str, due_at: datetime, miss_at: datetime | None) -> datetime | None:
    """The next moment at which time alone changes a live task of an active campaign; None when it cannot."""
    if status == TaskStatus.PENDING:
        return due_at - DUE_WINDOW
    if status == TaskStatus.DUE:
        return due_at
    return miss_at if status == TaskStatus.OVERDUE else None
