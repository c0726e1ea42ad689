"""What the operator pages show, read in a constant number of queries and handed over as finished values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import IntegerField, Q, Subquery, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.actor import WORKS
from campaigns.choices import CampaignStatus
from campaigns.domain.paging import Page, page_of
from campaigns.models import Campaign
from campaigns.walking import walked
from operator_tasks.choices import TaskStatus
from operator_tasks.domain.allowed import allowed_verbs
from operator_tasks.models import OperatorTask, OperatorTaskQuerySet

CANCELLED = "CANCELLED"
RUNNING = (CampaignStatus.ACTIVE, CampaignStatus.PAUSED)
AHEAD = timedelta(days=7)
ROWS_A_PAGE = 50
ROWS_IN_PANEL = 8
COUNTED = 1000
DUE_FIRST = ("due_at", "id")
FOR_MANY = frozenset({"claim", "release", "assign", "reschedule", "block", "cancel"})


class Bucket(TextChoices):
    """The parts into which lists of tasks are divided."""

    OVERDUE = "overdue", gettext_lazy("Overdue")
    DUE = "due", gettext_lazy("Due")
    TODAY = "today", gettext_lazy("Today")
    UPCOMING = "upcoming", gettext_lazy("Upcoming")
    BLOCKED = "blocked", gettext_lazy("Blocked")
    DONE = "done", gettext_lazy("Done")
    MISSED = "missed", gettext_lazy("Missed")
    CANCELLED = "cancelled", gettext_lazy("Cancelled")


BOARD = (Bucket.OVERDUE, Bucket.DUE, Bucket.TODAY, Bucket.UPCOMING, Bucket.BLOCKED)
CAMPAIGN = (
    Bucket.OVERDUE,
    Bucket.DUE,
    Bucket.BLOCKED,
    Bucket.UPCOMING,
    Bucket.DONE,
    Bucket.MISSED,
    Bucket.CANCELLED,
)

# What is over is read from its end.
PAST = frozenset({Bucket.DONE, Bucket.MISSED, Bucket.CANCELLED})


class Whose(TextChoices):
    ALL = "", gettext_lazy("Everyone's")
    FOR_ME = "me", gettext_lazy("Mine and unassigned")
    MINE = "mine", gettext_lazy("Mine")
    UNASSIGNED = "unassigned", gettext_lazy("Unassigned")


@dataclass(frozen=True)
class BoardFilters:
    """What narrows My day; empty values narrow nothing. With a `bucket` only that one is shown, page by page."""

    client: int | None = None
    platform: str = ""
    task_type: str = ""
    whose: str = Whose.ALL
    bucket: str = ""
    page: int = 1

    @property
    def narrows(self) -> bool:
        return bool(self.client or self.platform or self.task_type or self.whose)


@dataclass(frozen=True)
class TaskRow:
    """A task as a list shows it: its status at this moment, and the verbs the reader may use now."""

    task: OperatorTask
    status: str
    label: str
    can: frozenset[str]
    is_mine: bool = False

    @property
    def can_be_picked(self) -> bool:
        """Whether any act on many tasks at once could do something to this one."""
        return bool(self.can & FOR_MANY)

    @property
    def is_on_hold(self) -> bool:
        return self.task.campaign.status == CampaignStatus.PAUSED


@dataclass(frozen=True)
class Section:
    bucket: Bucket
    count: int
    page: Page[Any]

    @property
    def tone(self) -> str:
        """The status whose look the section wears."""
        waits = self.bucket in (Bucket.TODAY, Bucket.UPCOMING)
        return TaskStatus.PENDING if waits else self.bucket.value.upper()

    @property
    def count_text(self) -> str:
        return f"{COUNTED}+" if self.count > COUNTED else str(self.count)


@dataclass(frozen=True)
class Board:
    """My day: what is open in running campaigns, and the clients to choose from."""

    sections: tuple[Section, ...]
    clients: tuple[tuple[int, str], ...]
    zones: frozenset[str] = frozenset()

    @property
    def shown(self) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.page.rows)

    @property
    def left_today(self) -> int:
        """How much is overdue, due or still to be done today, whoever is to do it."""
        return sum(
            section.count
            for section in self.sections
            if section.bucket in (Bucket.OVERDUE, Bucket.DUE, Bucket.TODAY)
        )


@dataclass(frozen=True)
class CampaignTasks:
    """A campaign's tasks by status; `done` of `planned` live ones."""

    sections: tuple[Section, ...]
    planned: int
    done: int

    @property
    def shown(self) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.page.rows)

    @property
    def percent(self) -> int:
        return self.done * 100 // self.planned if self.planned else 0


class _CountOf(Subquery):
    """How many rows a subquery has; a sliced one is counted no further than its slice."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def row_of(task: OperatorTask, user: User, now: datetime) -> TaskRow:
    """Needs the task with its campaign loaded."""
    can = allowed_verbs(task, user, now)
    is_mine = task.assignee_id == user.pk
    if not task.is_live:
        return TaskRow(task, CANCELLED, _("Cancelled"), can, is_mine)
    status = task.shown_status(now)
    return TaskRow(task, status, str(TaskStatus(status).label), can, is_mine)


def board(user: User, filters: BoardFilters, now: datetime) -> Board:
    """Open tasks of running campaigns that the user may see, in four queries and one for each section."""
    running = Campaign.objects.visible_to(user).filter(status__in=RUNNING)
    known = running.order_by("client__name").values_list("client_id", "client__name", "time_zone").distinct()
    clients, zones = {}, set()
    for client_id, name, zone in known:
        clients[client_id] = name
        zones.add(zone)
    tasks = narrowed(OperatorTask.objects.visible_to(user).in_running_campaigns(), user, filters)
    buckets = _board_buckets(tasks, now, zones)
    counts = _counts(user, buckets, most=COUNTED)
    sections = []
    for bucket, found in buckets.items():
        wanted = filters.bucket in ("", bucket)
        page = task_page(found, filters.page, ROWS_A_PAGE, user, now) if wanted else Page()
        sections.append(Section(bucket, counts[bucket], page))
    return Board(tuple(sections), tuple(clients.items()), frozenset(zones))


def narrowed(tasks: OperatorTaskQuerySet, user: User, filters: BoardFilters) -> OperatorTaskQuerySet:
    """The tasks that the filters leave, whatever their time."""
    wanted: dict[str, Any] = {
        "campaign__client": filters.client,
        "platform": filters.platform,
        "task_type": filters.task_type,
    }
    tasks = tasks.filter(**{name: value for name, value in wanted.items() if value})
    return tasks.filter(whose_is(filters.whose, user))


def whose_is(whose: str, user: User) -> Q:
    """The condition that a choice of `Whose` means; none for everyone's."""
    mine, unassigned = Q(assignee=user), Q(assignee__isnull=True)
    return {Whose.MINE: mine, Whose.UNASSIGNED: unassigned, Whose.FOR_ME: mine | unassigned}.get(
        Whose(whose), Q()
    )


def until_midnight(now: datetime, zones: Iterable[str]) -> tuple[Q, Q]:
    """What is due before today ends, and what is due later: at midnight of each campaign's own zone."""
    today, later = Q(pk__in=[]), Q(pk__in=[])
    for name in sorted(zones):
        zone = ZoneInfo(name)
        tomorrow = now.astimezone(zone).date() + timedelta(days=1)
        midnight = datetime.combine(tomorrow, time.min, tzinfo=zone).astimezone(UTC)
        today |= Q(campaign__time_zone=name, due_at__lt=midnight)
        later |= Q(campaign__time_zone=name, due_at__gte=midnight)
    return today, later


def _board_buckets(
    tasks: OperatorTaskQuerySet, now: datetime, zones: Iterable[str]
) -> dict[Bucket, OperatorTaskQuerySet]:
    today, later = until_midnight(now, zones)
    ahead = tasks.upcoming(now).filter(due_at__lt=now + AHEAD)
    found = (tasks.overdue(now), tasks.due(now), ahead.filter(today), ahead.filter(later), tasks.blocked())
    return dict(zip(BOARD, found, strict=True))


def _counts(
    user: User, buckets: Mapping[Bucket, OperatorTaskQuerySet], *, most: int | None = None
) -> dict[Bucket, int]:
    """All counts in one query; with `most` none counts further than one above it."""
    found = [walked(rows.order_by(*DUE_FIRST), DUE_FIRST).values("pk") for rows in buckets.values()]
    numbers = [_CountOf(rows if most is None else rows[: most + 1]) for rows in found]
    counted = get_user_model()._base_manager.filter(pk=user.pk).values_list(*numbers).get()
    return {bucket: number or 0 for bucket, number in zip(buckets, counted, strict=True)}


def task_page(
    rows: OperatorTaskQuerySet,
    number: int,
    size: int,
    user: User,
    now: datetime,
    *,
    latest_first: bool = False,
) -> Page[Any]:
    """One page of tasks as rows, in one query, in the order in which they are due."""
    ordered = walked(rows.for_list(), DUE_FIRST)
    page = page_of(ordered.reverse() if latest_first else ordered, number, size)
    return Page(tuple(row_of(task, user, now) for task in page.rows), page.number, page.has_next)


def campaign_tasks(
    campaign: Campaign, user: User, now: datetime, *, bucket: str = "", page: int = 1
) -> CampaignTasks:
    """All tasks of a campaign in one count and a query for each part; with `bucket` only that part's rows.

    Tasks of the house are not shown to a client's own people.
    """
    tasks = OperatorTask.objects.filter(campaign=campaign)
    buckets = _campaign_buckets(tasks if user.has_perm(WORKS) else tasks.filter(system_kind=""), now)
    counts = _counts(user, buckets)
    size = ROWS_A_PAGE if bucket else ROWS_IN_PANEL
    sections = []
    for name, found in buckets.items():
        is_past = name in PAST
        rows = (
            task_page(found, page, size, user, now, latest_first=is_past) if bucket in ("", name) else Page()
        )
        sections.append(Section(name, counts[name], rows))
    planned = sum(count for name, count in counts.items() if name != Bucket.CANCELLED)
    return CampaignTasks(tuple(sections), planned, counts[Bucket.DONE])


def _campaign_buckets(tasks: OperatorTaskQuerySet, now: datetime) -> dict[Bucket, OperatorTaskQuerySet]:
    found = (
        tasks.overdue(now),
        tasks.due(now),
        tasks.blocked(),
        tasks.upcoming(now),
        tasks.live().filter(status=TaskStatus.DONE),
        tasks.live().filter(status=TaskStatus.MISSED),
        tasks.filter(cancelled_at__isnull=False),
    )
    return dict(zip(CAMPAIGN, found, strict=True))
