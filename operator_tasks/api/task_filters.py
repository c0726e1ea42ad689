"""Which tasks a list shows: judged by their time as on every page, so that a late tick hides nothing."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.actor import WORKS
from campaigns.api.fields import Choice, Key, Moment, PlatformName, Text, YesNo
from campaigns.api.pages import ListInput
from campaigns.errors import NotAllowed
from campaigns.models import Campaign
from operator_tasks.choices import TaskStatus, TaskType
from operator_tasks.domain.queries import until_midnight
from operator_tasks.domain.search import matching, words_of
from operator_tasks.models import OperatorTaskQuerySet

ME, NOBODY = "me", "none"


class TaskBucket(TextChoices):
    """What there is to do, by its time."""

    TODAY = "today", gettext_lazy("Today")
    OVERDUE = "overdue", gettext_lazy("Overdue")
    DUE = "due", gettext_lazy("Due")
    UPCOMING = "upcoming", gettext_lazy("Upcoming")
    DONE = "done", gettext_lazy("Done")


class TaskListInput(ListInput):
    campaign = Key(required=False)
    client = Key(required=False)
    status = Choice(TaskStatus, required=False, help_text="As the clock says at this moment.")
    platform = PlatformName(inward=True, required=False)
    task_type = Choice(TaskType, required=False)
    assignee = Text(required=False, max_length=150, help_text="A username, `me`, or `none` for nobody's.")
    due_after = Moment(required=False, help_text="Due at this time or later.")
    due_before = Moment(required=False, help_text="Due before this time.")
    bucket = Choice(
        TaskBucket,
        required=False,
        help_text=(
            "`overdue`; `due` within the hour; `today` from now until midnight on the campaign's clock; "
            "`upcoming` in an hour or later; `done`. Blocked tasks are in none of them."
        ),
    )
    cancelled = YesNo(
        required=False, help_text="Tasks that are out of the plan in place of those that are in it."
    )
    search = Text(required=False, max_length=200, help_text="Words of title, copy or account.")
    ordering = Choice(["due_at", "-due_at", "id", "-id"], required=False, help_text="`due_at` unless given.")


def narrowed(
    tasks: OperatorTaskQuerySet, asked: dict[str, Any], user: User, now: datetime
) -> OperatorTaskQuerySet:
    """The tasks that the filters leave; without `cancelled`, those that are in the plan.

    Refuses `assignee` to a client's own people, who are not told who does what.
    """
    tasks = tasks.filter(cancelled_at__isnull=not asked.get("cancelled", False))
    if "status" in asked:
        tasks = _of_status(tasks, asked["status"], now, is_live=not asked.get("cancelled", False))
    if "bucket" in asked:
        tasks = _in_bucket(tasks, asked["bucket"], user, now)
    wanted = {
        "campaign": asked.get("campaign"),
        "campaign__client": asked.get("client"),
        "platform": asked.get("platform"),
        "task_type": asked.get("task_type"),
        "due_at__gte": asked.get("due_after"),
        "due_at__lt": asked.get("due_before"),
    }
    tasks = tasks.filter(**{name: value for name, value in wanted.items() if value is not None})
    if "assignee" in asked:
        tasks = tasks.filter(_whose(asked["assignee"], user))
    return tasks.filter(matching(words_of(asked.get("search", "")), "title", "copy_text", "account__handle"))


def _of_status(
    tasks: OperatorTaskQuerySet, status: str, now: datetime, *, is_live: bool
) -> OperatorTaskQuerySet:
    """The clock of a cancelled task stands still, so there the stored status counts."""
    by_clock = {
        TaskStatus.PENDING: tasks.upcoming,
        TaskStatus.DUE: tasks.due,
        TaskStatus.OVERDUE: tasks.overdue,
    }
    find = by_clock.get(TaskStatus(status)) if is_live else None
    return tasks.filter(status=status) if find is None else find(now)


def _in_bucket(tasks: OperatorTaskQuerySet, bucket: str, user: User, now: datetime) -> OperatorTaskQuerySet:
    if bucket == TaskBucket.DONE:
        return tasks.live().filter(status=TaskStatus.DONE)
    if bucket == TaskBucket.TODAY:
        return _today(tasks, user, now)
    find = {
        TaskBucket.OVERDUE: tasks.overdue,
        TaskBucket.DUE: tasks.due,
        TaskBucket.UPCOMING: tasks.upcoming,
    }
    return find[TaskBucket(bucket)](now)


def _today(tasks: OperatorTaskQuerySet, user: User, now: datetime) -> OperatorTaskQuerySet:
    """What falls due from now until midnight of each campaign's own zone, and open tasks of the house."""
    zones = Campaign.objects.visible_to(user).order_by().values_list("time_zone", flat=True).distinct()
    today, _later = until_midnight(now, zones)
    open_now = tasks.open().exclude(status=TaskStatus.BLOCKED)
    return open_now.filter(today).filter(Q(due_at__gte=now) | ~Q(system_kind=""))


def _whose(assignee: str, user: User) -> Q:
    if not user.has_perm(WORKS):
        raise NotAllowed(_("Who does what is told to those who work here; leave `assignee` out."))
    if assignee == NOBODY:
        return Q(assignee__isnull=True)
    return Q(assignee=user) if assignee == ME else Q(assignee__username=assignee)
