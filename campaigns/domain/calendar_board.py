"""The calendar as it is read: month, week and list are the same days with the same items."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from campaigns.domain.calendar_warnings import NONE, Warnings, warnings_for
from campaigns.models import CalendarItem, Campaign

# The working side is reached by the names of its relation and its fields alone; this app must not import it.
POST_TASK = "POST"
CANCELLED = "CANCELLED"
DONE = "DONE"
MISSED = "MISSED"
MOST_ITEMS = 1_000
MOST_A_DAY = 5
# The hours of a week that are shown even when nothing is planned in them.
FIRST_HOUR, LAST_HOUR = 8, 18
MONDAY = 0


@dataclass(frozen=True)
class Span:
    """Whole weeks of days, and the month they are shown for; a single week belongs to none."""

    weeks: tuple[tuple[date, ...], ...]
    month: date | None = None

    @property
    def first(self) -> date:
        return self.weeks[0][0]

    @property
    def last(self) -> date:
        return self.weeks[-1][-1]


def month_span(day: date, *, week_start: int = MONDAY) -> Span:
    """The weeks around the month of a day; `week_start` counts from 0, Monday, to 6."""
    weeks = Calendar(week_start).monthdatescalendar(day.year, day.month)
    return Span(tuple(tuple(week) for week in weeks), day.replace(day=1))


def week_span(day: date, *, week_start: int = MONDAY) -> Span:
    """The week in which a day lies."""
    first = day - timedelta(days=(day.weekday() - week_start) % 7)
    return Span((tuple(first + timedelta(days=number) for number in range(7)),))


@dataclass(frozen=True)
class CalendarEntry:
    """An item as the calendar shows it: on the clock of the page's zone, with the status of its task."""

    item: CalendarItem
    local: datetime
    status: str
    status_label: str
    warnings: Warnings
    is_on_blackout: bool

    @property
    def title(self) -> str:
        return self.item.title or self.item.theme or self.item.get_content_type_display()

    @property
    def is_clash(self) -> bool:
        return bool(self.warnings.clashes)

    @property
    def is_repeat(self) -> bool:
        return bool(self.warnings.repeats)

    @property
    def clock(self) -> datetime:
        """What clocks of the page's zone show: without a zone, so that no template shifts it to another."""
        return self.local.replace(tzinfo=None)

    @property
    def wall_clock(self) -> datetime:
        """What clocks of the campaign show, which a move keeps; without a zone as well."""
        return self.item.scheduled_at.astimezone(self.item.campaign.zone).replace(tzinfo=None)


@dataclass(frozen=True)
class CalendarHour:
    hour: int
    entries: tuple[CalendarEntry, ...]


@dataclass(frozen=True)
class CalendarDay:
    """A day of the page's zone; `is_outside` the month, `is_beyond` the days of the one campaign shown.

    `is_past` is said of the days before today where today is shown too.
    """

    day: date
    entries: tuple[CalendarEntry, ...]
    is_today: bool
    is_outside: bool
    is_blackout: bool = False
    is_beyond: bool = False
    is_past: bool = False

    @property
    def first_entries(self) -> tuple[CalendarEntry, ...]:
        """As many as fit into a cell of the month."""
        return self.entries[:MOST_A_DAY]

    @property
    def has_more(self) -> bool:
        return len(self.entries) > MOST_A_DAY

    def hours(self, shown: Iterable[int]) -> tuple[CalendarHour, ...]:
        return tuple(
            CalendarHour(hour, tuple(entry for entry in self.entries if entry.local.hour == hour))
            for hour in shown
        )


@dataclass(frozen=True)
class CalendarBoard:
    """Days in `zone` with their items; `is_cut` says that there is more than can be shown."""

    span: Span
    zone: ZoneInfo
    weeks: tuple[tuple[CalendarDay, ...], ...]
    is_cut: bool
    clash_count: int
    repeat_count: int

    @property
    def days(self) -> list[CalendarDay]:
        """The days asked for that hold something."""
        return [day for week in self.weeks for day in week if day.entries and not day.is_outside]

    @property
    def has_earlier(self) -> bool:
        return any(day.is_past for day in self.days)

    @property
    def hours(self) -> range:
        """From the first hour that holds something to the last, and the usual hours of work in any case."""
        held = [entry.local.hour for day in self.days for entry in day.entries]
        return range(min([FIRST_HOUR, *held]), max([LAST_HOUR, *held]) + 1)

    @property
    def columns(self) -> list[tuple[CalendarDay, tuple[CalendarHour, ...]]]:
        """The days of the first week with their hours."""
        return [(day, day.hours(self.hours)) for day in self.weeks[0]]


def calendar_board(
    items: QuerySet[CalendarItem],
    *,
    span: Span,
    zone: ZoneInfo,
    now: datetime,
    among: QuerySet[CalendarItem],
    campaign: Campaign | None = None,
    only_warned: bool = False,
) -> CalendarBoard:
    """The items of a span in the order of time, on the clock of `zone`.

    Warnings are sought `among` live items, whatever is filtered out of `items`. Days know the blackouts and the
    ends of `campaign` where one is shown. Four queries at most.
    """
    start = datetime.combine(span.first, time.min, tzinfo=zone)
    end = datetime.combine(span.last + timedelta(days=1), time.min, tzinfo=zone)
    there = items.filter(scheduled_at__gte=start, scheduled_at__lt=end).order_by("scheduled_at", "pk")
    found = list(with_post_task(there)[: MOST_ITEMS + 1])
    entries = list(_entries(found[:MOST_ITEMS], zone, now, among))
    by_day: dict[date, list[CalendarEntry]] = defaultdict(list)
    for entry in entries:
        if entry.warnings or not only_warned:
            by_day[entry.local.date()].append(entry)
    today = now.astimezone(zone).date()
    asked = [entry for entry in entries if _is_asked(entry.local.date(), span)]
    return CalendarBoard(
        span=span,
        zone=zone,
        weeks=tuple(
            tuple(_day(day, tuple(by_day[day]), today, span, campaign) for day in week) for week in span.weeks
        ),
        is_cut=len(found) > MOST_ITEMS,
        clash_count=sum(entry.is_clash for entry in asked),
        repeat_count=sum(entry.is_repeat for entry in asked),
    )


def _is_asked(day: date, span: Span) -> bool:
    return span.month is None or (day.year, day.month) == (span.month.year, span.month.month)


def _day(
    day: date, entries: tuple[CalendarEntry, ...], today: date, span: Span, campaign: Campaign | None
) -> CalendarDay:
    return CalendarDay(
        day=day,
        entries=entries,
        is_today=day == today,
        is_past=day < today <= span.last and _is_asked(today, span),
        is_outside=not _is_asked(day, span),
        is_blackout=campaign is not None and day.isoformat() in campaign.blackout_dates,
        is_beyond=campaign is not None and not campaign.start_date <= day <= campaign.end_date,
    )


def with_post_task(items: QuerySet[CalendarItem]) -> QuerySet[CalendarItem]:
    """Items with campaign, client, account, and the task that publishes them as the list `post_tasks`."""
    tasks: Any = CalendarItem._meta.get_field("tasks").related_model
    live = tasks._base_manager.filter(task_type=POST_TASK, cancelled_at__isnull=True)
    fitting = Prefetch("tasks", queryset=live.defer("instructions_text", "copy_text"), to_attr="post_tasks")
    return items.select_related("campaign__client", "account").prefetch_related(fitting)


def _entries(
    items: Sequence[CalendarItem], zone: ZoneInfo, now: datetime, among: QuerySet[CalendarItem]
) -> Iterable[CalendarEntry]:
    warnings = warnings_for(items, among=among, now=now)
    for item in items:
        status, label = status_of(item, now)
        local = item.scheduled_at.astimezone(zone)
        yield CalendarEntry(item, local, status, label, warnings.get(item.pk, NONE), _on_blackout(item))


def _on_blackout(item: CalendarItem) -> bool:
    days = item.campaign.blackout_dates
    return bool(days) and item.campaign.local_date(item.scheduled_at).isoformat() in days


def status_of(item: CalendarItem, now: datetime) -> tuple[str, str]:
    """The status of an item of `with_post_task` and its name: that of its task, nothing where it has none."""
    if item.cancelled_at is not None:
        return CANCELLED, _("Deleted")
    task: Any = next(iter(getattr(item, "post_tasks", ())), None)
    if task is None:
        return "", _("No task yet")
    status = task.shown_status(now)
    return status, str(dict(task._meta.get_field("status").choices)[status])
