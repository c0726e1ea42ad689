"""The arithmetic from "three posts a week" to moments, without database or clock so that it can be proved."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from campaigns.domain.slot_times import Leap, Moment, existing_minutes, preferred_moments, spread_moments
from campaigns.errors import InvalidInput

DAYS_A_WEEK = 7
MOST_POSTS_PER_WEEK = 50


@dataclass(frozen=True)
class CadenceRow:
    """How often one platform and content type is posted: ISO weekdays (1 is Monday), naive local times."""

    platform: str
    content_type: str
    posts_per_week: int
    weekdays: tuple[int, ...]
    times: tuple[time, ...]

    def __post_init__(self) -> None:
        if not 0 <= self.posts_per_week <= MOST_POSTS_PER_WEEK:
            raise InvalidInput(f"Choose between 0 and {MOST_POSTS_PER_WEEK} posts per week.")
        if not self.weekdays or not set(self.weekdays) <= set(range(1, DAYS_A_WEEK + 1)):
            raise InvalidInput("Choose at least one weekday, from 1 (Monday) to 7 (Sunday).")
        if not self.times or any(preferred.tzinfo for preferred in self.times):
            raise InvalidInput("Choose at least one time of day, as local time without a zone.")


@dataclass(frozen=True)
class Window:
    """The days of a campaign in its zone, both ends included."""

    start: date
    end: date
    zone: ZoneInfo
    blackouts: frozenset[date]


@dataclass(frozen=True)
class Late:
    """A slot's own time, on the clock of its campaign, that has passed or else is in use already."""

    local: datetime
    has_passed: bool


@dataclass(frozen=True)
class Moved:
    """Why a slot stands at another time: it came `late` and is at `to` (local) now."""

    late: Late
    to: datetime


@dataclass(frozen=True)
class NoDay:
    """No day of this week is both a preferred weekday and free of blackouts."""

    first: date
    last: date


@dataclass(frozen=True)
class NoTime:
    """A slot came late, and no preferred time is free until `last`."""

    late: Late
    last: date


@dataclass(frozen=True)
class Slot:
    """A moment the cadence calls for: week 0 is the first, `at` is UTC; `moves` say why it is no preferred time."""

    platform: str
    content_type: str
    week: int
    index: int
    at: datetime
    moves: tuple[Moved | Leap, ...] = ()


@dataclass(frozen=True)
class SkippedSlot:
    """A slot that cannot be made, and why."""

    platform: str
    content_type: str
    week: int
    index: int
    reason: NoDay | NoTime


@dataclass(frozen=True)
class _Week:
    """A block of seven days from the start of the campaign, or what is left of one at its end."""

    number: int
    first: date
    last: date
    allowed: tuple[date, ...]
    posts: int


@dataclass(frozen=True)
class _Run:
    now: datetime
    horizon_end: date
    taken: frozenset[tuple[int, int]]
    busy: frozenset[datetime]

    def wants(self, slot: Slot | SkippedSlot) -> bool:
        return (slot.week, slot.index) not in self.taken

    def is_late(self, slot: Slot) -> bool:
        return slot.at <= self.now or slot.at in self.busy


def ideal_slots(row: CadenceRow, window: Window) -> tuple[list[Slot], list[SkippedSlot]]:
    """Every slot of the whole campaign in order of time, and those for which a week has no allowed day.

    The same row and window always give the same slots, whatever the time is now.
    """
    slots: list[Slot] = []
    skipped: list[SkippedSlot] = []
    for week in _weeks(row, window):
        made, lost = _ideal_week(row, window, week)
        slots += made
        skipped += lost
    return slots, skipped


def place_slots(
    row: CadenceRow,
    window: Window,
    *,
    now: datetime,
    horizon_end: date,
    taken: frozenset[tuple[int, int]],
    busy: frozenset[datetime],
) -> tuple[list[Slot], list[SkippedSlot]]:
    """The slots to make at `now` (aware), in order of time, and those that find no place any more.

    `horizon_end` is a local date and excluded; `taken` names each (week, index) made before, whatever became
    of it; `busy` holds the UTC instants of this row's live items. A slot whose own time has passed or is busy
    keeps its identity and takes the next free preferred time of its week, on a day with fewer posts before
    one with more, even where that lies beyond the horizon. Weeks that are over give nothing.
    """
    run = _Run(now, horizon_end, taken, busy)
    today = now.astimezone(window.zone).date()
    slots: list[Slot] = []
    skipped: list[SkippedSlot] = []
    for week in _weeks(row, window, since=today, until=horizon_end):
        made, lost = _place_week(row, window, week, run)
        slots += made
        skipped += lost
    return slots, skipped


def _weeks(
    row: CadenceRow, window: Window, *, since: date = date.min, until: date = date.max
) -> Iterator[_Week]:
    """The weeks with a day on or after `since` and before `until`."""
    length = (window.end - window.start).days + 1
    begin = max(0, (since - window.start).days // DAYS_A_WEEK)
    end = min(length, (until - window.start).days)
    for number in range(begin, -(-end // DAYS_A_WEEK)):
        offsets = range(number * DAYS_A_WEEK, min((number + 1) * DAYS_A_WEEK, length))
        days = [window.start + timedelta(days=offset) for offset in offsets]
        allowed = tuple(day for day in days if _is_allowed(day, row, window))
        yield _Week(number, days[0], days[-1], allowed, _share(row.posts_per_week, len(days)))


def _is_allowed(day: date, row: CadenceRow, window: Window) -> bool:
    if day.isoweekday() not in row.weekdays or day in window.blackouts:
        return False
    return len(existing_minutes(day, window.zone)) > 0


def _share(posts_per_week: int, days: int) -> int:
    """The part of a week's posts that falls to `days`, to the nearest whole; sevenths never leave a half."""
    return (2 * posts_per_week * days + DAYS_A_WEEK) // (2 * DAYS_A_WEEK)


def _evenly(count: int, places: int) -> list[int]:
    """`count` of `places` places, each in the middle of its part; all different while `count` fits."""
    return [(2 * turn + 1) * places // (2 * count) for turn in range(count)]


def _ideal_week(row: CadenceRow, window: Window, week: _Week) -> tuple[list[Slot], list[SkippedSlot]]:
    if not week.allowed:
        return [], [
            SkippedSlot(row.platform, row.content_type, week.number, index, NoDay(week.first, week.last))
            for index in range(week.posts)
        ]
    moments: list[Moment] = []
    for day, count in _posts_by_day(week):
        turn = week.number * row.posts_per_week + len(moments)
        moments += spread_moments(day, window.zone, row.times, count=count, turn=turn)
    return [
        Slot(row.platform, row.content_type, week.number, index, moment.at, _leaps(moment))
        for index, moment in enumerate(moments)
    ], []


def _posts_by_day(week: _Week) -> list[tuple[date, int]]:
    each, rest = divmod(week.posts, len(week.allowed))
    one_more = set(_evenly(rest, len(week.allowed)))
    return [(day, each + (place in one_more)) for place, day in enumerate(week.allowed)]


def _place_week(
    row: CadenceRow, window: Window, week: _Week, run: _Run
) -> tuple[list[Slot], list[SkippedSlot]]:
    ideal, unplaceable = _ideal_week(row, window, week)
    due = [slot for slot in ideal if run.wants(slot) and _local_date(slot.at, window) < run.horizon_end]
    late = [slot for slot in due if run.is_late(slot)]
    made = [slot for slot in due if not run.is_late(slot)]
    skipped = [slot for slot in unplaceable if run.wants(slot)]

    # A sibling's ideal time stays closed even when its item was deleted, so that nothing seems to return.
    closed = {slot.at for slot in ideal} | run.busy
    free = [
        moment for moment in _preferred(row, window, week) if moment.at > run.now and moment.at not in closed
    ]
    held = {slot.at for slot in ideal if slot not in late} | run.busy
    posts_on = Counter(_local_date(at, window) for at in held)
    for slot in late:
        if not free:
            skipped.append(_without_place(slot, window, week, run))
            continue
        moment = min(free, key=lambda option: (posts_on[_local_date(option.at, window)], option.at))
        free.remove(moment)
        posts_on[_local_date(moment.at, window)] += 1
        made.append(_moved(slot, moment, window, run))
    return sorted(made, key=lambda slot: slot.at), skipped


def _preferred(row: CadenceRow, window: Window, week: _Week) -> list[Moment]:
    return [moment for day in week.allowed for moment in preferred_moments(day, window.zone, row.times)]


def _moved(slot: Slot, moment: Moment, window: Window, run: _Run) -> Slot:
    move = Moved(_late(slot, window, run), moment.at.astimezone(window.zone))
    return replace(slot, at=moment.at, moves=(move, *_leaps(moment)))


def _without_place(slot: Slot, window: Window, week: _Week, run: _Run) -> SkippedSlot:
    reason = NoTime(_late(slot, window, run), week.last)
    return SkippedSlot(slot.platform, slot.content_type, slot.week, slot.index, reason)


def _late(slot: Slot, window: Window, run: _Run) -> Late:
    return Late(slot.at.astimezone(window.zone), slot.at <= run.now)


def _leaps(moment: Moment) -> tuple[Leap, ...]:
    return (moment.leap,) if moment.leap else ()


def _local_date(at: datetime, window: Window) -> date:
    return at.astimezone(window.zone).date()
