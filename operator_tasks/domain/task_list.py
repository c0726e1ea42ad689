"""Every task a person may know of, in one list: open, done, missed and cancelled, across all campaigns."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy

from campaigns.domain.paging import Page, page_of
from operator_tasks.choices import TaskStatus
from operator_tasks.domain.queries import ROWS_A_PAGE, Whose, row_of, whose_is
from operator_tasks.domain.search import matching, words_of
from operator_tasks.models import OperatorTask, OperatorTaskQuerySet


class ListStatus(TextChoices):
    """What the list can be narrowed to; time decides between the open ones, as on every page."""

    ALL = "", gettext_lazy("Any status")
    OPEN = "open", gettext_lazy("Open")
    PENDING = "pending", gettext_lazy("Pending")
    DUE = "due", gettext_lazy("Due")
    OVERDUE = "overdue", gettext_lazy("Overdue")
    BLOCKED = "blocked", gettext_lazy("Blocked")
    DONE = "done", gettext_lazy("Done")
    MISSED = "missed", gettext_lazy("Missed")
    CANCELLED = "cancelled", gettext_lazy("Cancelled")


_OPEN = frozenset(
    {ListStatus.OPEN, ListStatus.PENDING, ListStatus.DUE, ListStatus.OVERDUE, ListStatus.BLOCKED}
)


@dataclass(frozen=True)
class ListFilters:
    """What narrows the list; empty values narrow nothing. Days are read on the clock of `zone`, both included."""

    zone: ZoneInfo
    client: int | None = None
    campaign: int | None = None
    platform: str = ""
    task_type: str = ""
    status: str = ListStatus.ALL
    whose: str = Whose.ALL
    assignee: int | None = None
    doubtful: bool = False
    q: str = ""
    due_from: date | None = None
    due_to: date | None = None
    page: int = 1

    @property
    def is_open_work(self) -> bool:
        return self.status in _OPEN


def task_list(user: User, filters: ListFilters, now: datetime) -> Page[Any]:
    """One page of rows, in one query: open work in the order in which it is due, anything else latest first."""
    tasks = _by_status(OperatorTask.objects.visible_to(user), filters.status, now)
    rows = tasks.filter(_condition(user, filters)).for_list().defer("instructions_text")
    if not filters.is_open_work:
        rows = rows.order_by("-due_at", "-id")
    page = page_of(rows, filters.page, ROWS_A_PAGE)
    return Page(tuple(row_of(task, user, now) for task in page.rows), page.number, page.has_next)


def _by_status(tasks: OperatorTaskQuerySet, status: str, now: datetime) -> OperatorTaskQuerySet:
    if status == ListStatus.ALL:
        return tasks
    narrow = {
        ListStatus.OPEN: lambda: tasks.open(),
        ListStatus.PENDING: lambda: tasks.upcoming(now),
        ListStatus.DUE: lambda: tasks.due(now),
        ListStatus.OVERDUE: lambda: tasks.overdue(now),
        ListStatus.BLOCKED: lambda: tasks.blocked(),
        ListStatus.DONE: lambda: tasks.live().filter(status=TaskStatus.DONE),
        ListStatus.MISSED: lambda: tasks.live().filter(status=TaskStatus.MISSED),
        ListStatus.CANCELLED: lambda: tasks.filter(cancelled_at__isnull=False),
    }
    return narrow[ListStatus(status)]()


def _condition(user: User, filters: ListFilters) -> Q:
    wanted: dict[str, Any] = {
        "campaign__client": filters.client,
        "campaign": filters.campaign,
        "platform": filters.platform,
        "task_type": filters.task_type,
        "assignee": filters.assignee,
        "due_at__gte": filters.due_from and _midnight(filters.due_from, filters.zone),
        "due_at__lt": filters.due_to and _midnight(filters.due_to + timedelta(days=1), filters.zone),
    }
    condition = Q(**{name: value for name, value in wanted.items() if value})
    condition &= whose_is(filters.whose, user)
    if filters.doubtful:
        condition &= Q(proof__is_weak=True)
    return condition & matching(words_of(filters.q), "title", "copy_text", "account__handle")


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
