"""Reads that pages need and that span several models, as plain values."""

import json
from calendar import Calendar
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from campaigns.choices import Granularity, MetricKind, Platform
from campaigns.metric_names import MetricName, kind_of
from campaigns.models import AuditedModel, CalendarItem, Campaign, Client, MetricEntry, OperatorAuditLog

# The working side is reached by the names of its relation and its fields alone; this app must not import it.
POST_TASK = "POST"
CANCELLED = "CANCELLED"
MOST_ITEMS = 1_000
MOST_A_DAY = 5
MOST_ENTRIES = 5_000
LONGEST_SHOWN = 300


def campaigns_matching(
    campaigns: QuerySet[Campaign],
    *,
    q: str = "",
    status: str = "",
    client: Client | None = None,
    platform: str = "",
    archived: bool = False,
) -> QuerySet[Campaign]:
    """The campaigns of a list, newest first, with client and cadence; `q` looks at name, venture and client."""
    if not archived:
        campaigns = campaigns.filter(archived_at__isnull=True)
    if status:
        campaigns = campaigns.filter(status=status)
    if client is not None:
        campaigns = campaigns.filter(client=client)
    if platform:
        campaigns = campaigns.filter(
            pk__in=Campaign.objects.filter(cadences__platform=platform, cadences__posts_per_week__gt=0)
        )
    if q:
        campaigns = campaigns.filter(
            Q(name__icontains=q) | Q(venture_name__icontains=q) | Q(client__name__icontains=q)
        )
    ordered = campaigns.order_by("-start_date", "name", "pk")
    return ordered.select_related("client").prefetch_related("cadences")


def clients_with_counts(clients: QuerySet[Client]) -> QuerySet[Client]:
    """Clients by name, each with `campaign_count` (archived ones left out) and `account_count` (in use)."""
    return clients.annotate(
        campaign_count=Count("campaigns", filter=Q(campaigns__archived_at__isnull=True), distinct=True),
        account_count=Count("accounts", filter=Q(accounts__is_active=True), distinct=True),
    ).order_by("name", "pk")


@dataclass(frozen=True)
class CalendarEntry:
    """An item as the calendar shows it: on the clock of the page's zone, with the status of its task."""

    item: CalendarItem
    local: datetime
    status: str
    status_label: str
    is_clash: bool

    @property
    def title(self) -> str:
        return self.item.title or self.item.theme or self.item.get_content_type_display()


@dataclass(frozen=True)
class CalendarDay:
    day: date
    entries: tuple[CalendarEntry, ...]
    is_today: bool
    is_outside: bool

    @property
    def first_entries(self) -> tuple[CalendarEntry, ...]:
        """As many as fit into a cell of the month."""
        return self.entries[:MOST_A_DAY]

    @property
    def has_more(self) -> bool:
        return len(self.entries) > MOST_A_DAY


@dataclass(frozen=True)
class CalendarMonth:
    """A month in `zone`: whole weeks from Monday; `is_cut` says that there is more than can be shown."""

    first: date
    zone: ZoneInfo
    weeks: tuple[tuple[CalendarDay, ...], ...]
    is_cut: bool

    @property
    def previous(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def days(self) -> list[CalendarDay]:
        """The days of the month itself that hold something."""
        return [day for week in self.weeks for day in week if day.entries and not day.is_outside]


def calendar_month(
    items: QuerySet[CalendarItem], *, first: date, zone: ZoneInfo, now: datetime
) -> CalendarMonth:
    """The items of the weeks around the month that begins on `first`, in the order of time."""
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    start = datetime.combine(weeks[0][0], time.min, tzinfo=zone)
    end = datetime.combine(weeks[-1][-1] + timedelta(days=1), time.min, tzinfo=zone)
    there = items.filter(scheduled_at__gte=start, scheduled_at__lt=end).order_by("scheduled_at", "pk")
    found = list(with_post_task(there)[: MOST_ITEMS + 1])
    by_day: dict[date, list[CalendarEntry]] = defaultdict(list)
    for entry in _entries(found[:MOST_ITEMS], zone, now):
        by_day[entry.local.date()].append(entry)
    today = now.astimezone(zone).date()
    return CalendarMonth(
        first=first,
        zone=zone,
        weeks=tuple(
            tuple(
                CalendarDay(day, tuple(by_day[day]), day == today, day.month != first.month) for day in week
            )
            for week in weeks
        ),
        is_cut=len(found) > MOST_ITEMS,
    )


def with_post_task(items: QuerySet[CalendarItem]) -> QuerySet[CalendarItem]:
    """Items with campaign, client, account, and the task that publishes them as the list `post_tasks`."""
    tasks: Any = CalendarItem._meta.get_field("tasks").related_model
    live = tasks._base_manager.filter(task_type=POST_TASK, cancelled_at__isnull=True)
    fitting = Prefetch("tasks", queryset=live.defer("instructions_text", "copy_text"), to_attr="post_tasks")
    return items.select_related("campaign__client", "account").prefetch_related(fitting)


def _entries(items: Sequence[CalendarItem], zone: ZoneInfo, now: datetime) -> Iterable[CalendarEntry]:
    places = Counter(_place(item) for item in items if item.cancelled_at is None)
    for item in items:
        status, label = status_of(item, now)
        clashes = item.cancelled_at is None and places[_place(item)] > 1
        yield CalendarEntry(item, item.scheduled_at.astimezone(zone), status, label, clashes)


def _place(item: CalendarItem) -> tuple[int, str, int | None, datetime]:
    """Two items of one client in the same place get in each other's way."""
    return item.campaign.client_id, item.platform, item.account_id, item.scheduled_at


def status_of(item: CalendarItem, now: datetime) -> tuple[str, str]:
    """The status of an item of `with_post_task` and its name: that of its task, nothing where it has none."""
    if item.cancelled_at is not None:
        return CANCELLED, _("Deleted")
    task: Any = next(iter(getattr(item, "post_tasks", ())), None)
    if task is None:
        return "", _("No task yet")
    status = task.shown_status(now)
    return status, str(dict(task._meta.get_field("status").choices)[status])


@dataclass(frozen=True)
class TrailEntry:
    """An audit entry as a person reads it; `changes` are (field, before, after)."""

    at: datetime
    actor_label: str
    via: str
    action: str
    entity_label: str
    changes: tuple[tuple[str, str, str], ...]
    notes: str


def trail_of_campaign(campaign: Campaign) -> QuerySet[OperatorAuditLog]:
    """The entries of the campaign's chain, the newest first."""
    return OperatorAuditLog.objects.filter(chain=campaign.pk).order_by("-seq")


def trail_of(row: AuditedModel) -> QuerySet[OperatorAuditLog]:
    """The entries about one row, the newest first."""
    about = OperatorAuditLog.objects.filter(entity_type=row.audit_noun, entity_id=row.pk)
    return about.order_by("-pk")


def readable(entries: Iterable[OperatorAuditLog], zone: ZoneInfo) -> list[TrailEntry]:
    """Audit entries with their changed fields side by side, times on the clock of `zone`."""
    return [
        TrailEntry(
            entry.at,
            entry.actor_label,
            entry.via,
            entry.action,
            f"{entry.entity_type} “{entry.entity_label}”",
            tuple(_changes(_fields(entry.before), _fields(entry.after), zone)),
            entry.notes,
        )
        for entry in entries
    ]


def _fields(text: str) -> dict[str, Any]:
    return json.loads(text) if text else {}


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], zone: ZoneInfo
) -> Iterable[tuple[str, str, str]]:
    for name in sorted({*before, *after}):
        yield name.replace("_", " "), _shown(before.get(name), zone), _shown(after.get(name), zone)


def _shown(value: Any, zone: ZoneInfo) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        text = ", ".join(_shown(entry, zone) for entry in value)
    elif isinstance(value, dict):
        text = "; ".join(f"{name}: {_shown(entry, zone)}" for name, entry in value.items())
    else:
        text = _on_the_clock(str(value), zone)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _on_the_clock(text: str, zone: ZoneInfo) -> str:
    """Moments stand in the log in UTC; anything else stays as it is."""
    if len(text) != 27 or not text.endswith("Z"):
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}"


@dataclass(frozen=True)
class MetricSeries:
    """One metric of one platform as one source tells it, by day; sources are never mixed."""

    platform: str
    metric_name: str
    source: str
    points: tuple[tuple[date, Decimal], ...]

    @property
    def label(self) -> str:
        name = f"{Platform(self.platform).label}: {MetricName(self.metric_name).label}"
        return name if self.source == "manual" else f"{name} ({self.source})"

    @property
    def is_additive(self) -> bool:
        return kind_of(self.metric_name) is MetricKind.ADDITIVE


def metric_series(campaign: Campaign, *, since: date, platform: str = "") -> list[MetricSeries]:
    """The day totals since a local day, as series by platform, metric and source; numbers of posts are apart."""
    days = MetricEntry.objects.filter(campaign=campaign, granularity=Granularity.DAY, date__gte=since)
    if platform:
        days = days.filter(platform=platform)
    rows = days.order_by("-date").values_list(
        "platform", "metric_name", "source_format", "date", "metric_value"
    )
    series: dict[tuple[str, str, str], list[tuple[date, Decimal]]] = defaultdict(list)
    for row_platform, name, source, day, value in rows[:MOST_ENTRIES]:
        series[row_platform, name, source].append((day, value))
    return [MetricSeries(*key, tuple(reversed(points))) for key, points in sorted(series.items())]
