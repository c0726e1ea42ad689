"""The one task a person should do now, so that nobody has to choose from a list what is waiting longest."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet, Subquery

from campaigns.actor import MANAGES, WORKS
from campaigns.choices import CampaignStatus
from campaigns.walking import walked
from operator_tasks.choices import SystemKind, TaskStatus
from operator_tasks.domain.queries import (
    DUE_FIRST,
    BoardFilters,
    TaskRow,
    Whose,
    narrowed,
    row_of,
    until_midnight,
)
from operator_tasks.models import OperatorTask, OperatorTaskQuerySet
from operator_tasks.states import DUE_WINDOW


@dataclass(frozen=True)
class NextUp:
    """`now` is to be done now; where it is None, the day is done and `later` says what comes next, if anything."""

    now: TaskRow | None = None
    later: TaskRow | None = None


def next_up(user: User, filters: BoardFilters, zones: Iterable[str], now: datetime) -> NextUp:
    """The next task of an operator or manager, in one query; nothing for those who only read.

    Of the tasks that are theirs or nobody's, in active campaigns, and not blocked: first what is overdue, the
    oldest first; then what is due, tasks of the house among them; then what is due before midnight of its
    campaign's zone. Escalations are for managers, because operators cannot close them while their work is late.
    Of the filters, client, platform and type count; whose is decided by the rule.
    """
    if not user.has_perm(WORKS):
        return NextUp()
    today, _later = until_midnight(now, zones)
    mine = _for(user, filters)
    timed = mine.filter(system_kind="")
    house = mine.exclude(system_kind="").filter(due_at__lt=now + DUE_WINDOW)
    if not user.has_perm(MANAGES):
        house = house.exclude(system_kind=SystemKind.ESCALATION)
    first = [Q(pk=Subquery(_first(tasks))) for tasks in (timed.filter(today), house, timed)]
    found = OperatorTask.objects.for_list().filter(first[0] | first[1] | first[2])
    return _chosen([row_of(task, user, now) for task in found], now)


def _for(user: User, filters: BoardFilters) -> OperatorTaskQuerySet:
    tasks = OperatorTask.objects.visible_to(user).open().exclude(status=TaskStatus.BLOCKED)
    return narrowed(tasks, user, replace(filters, whose=Whose.FOR_ME)).filter(
        campaign__status=CampaignStatus.ACTIVE
    )


def _first(tasks: OperatorTaskQuerySet) -> QuerySet[OperatorTask, Any]:
    return walked(tasks.order_by(*DUE_FIRST), DUE_FIRST).values("pk")[:1]


def _chosen(rows: list[TaskRow], now: datetime) -> NextUp:
    """The rows come in the order in which they are due."""
    waiting = [row for row in rows if row.task.is_system or _is_today(row.task, now)]
    if waiting:
        return NextUp(now=min(waiting, key=lambda row: row.status != TaskStatus.OVERDUE))
    return NextUp(later=rows[0] if rows else None)


def _is_today(task: OperatorTask, now: datetime) -> bool:
    return task.campaign.local_date(task.due_at) <= task.campaign.local_date(now)
