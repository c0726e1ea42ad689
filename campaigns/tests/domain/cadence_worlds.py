"""Rows and windows for the cadence tests, by hand and by hypothesis."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st

from campaigns.domain.cadence import CadenceRow, SkippedSlot, Slot, Window, place_slots

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
WORKDAYS = (1, 2, 3, 4, 5)
DEFAULT_TIMES = (time(8, 30), time(12), time(17, 30))
BERLIN = ZoneInfo("Europe/Berlin")
ZONE_NAMES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "America/Nuuk",
    "America/St_Johns",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)

zones = st.sampled_from(ZONE_NAMES).map(ZoneInfo)
starts = st.dates(date(2024, 1, 1), date(2032, 6, 30))
clock_times = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
unhurried = settings(deadline=None)


def row_of(
    posts_per_week: int,
    weekdays: tuple[int, ...] = EVERY_DAY,
    times: tuple[time, ...] = DEFAULT_TIMES,
    platform: str = "linkedin",
) -> CadenceRow:
    return CadenceRow(platform, "post", posts_per_week, weekdays, times)


def window_of(start: date, days: int, zone: ZoneInfo = BERLIN, blackouts: Sequence[date] = ()) -> Window:
    return Window(start, start + timedelta(days=days - 1), zone, frozenset(blackouts))


def local_text(slot: Slot, window: Window) -> str:
    return f"{slot.at.astimezone(window.zone):%a %Y-%m-%d %H:%M}"


def local_date(slot: Slot, window: Window) -> date:
    return slot.at.astimezone(window.zone).date()


def identity(slot: Slot | SkippedSlot) -> tuple[int, int]:
    return slot.week, slot.index


def allowed_days(row: CadenceRow, window: Window, week: int) -> list[date]:
    first = window.start + timedelta(days=7 * week)
    days = [first + timedelta(days=offset) for offset in range(7)]
    return [
        day
        for day in days
        if day <= window.end and day.isoweekday() in row.weekdays and day not in window.blackouts
    ]


@st.composite
def rows(draw: st.DrawFn, most_posts: int = 50) -> CadenceRow:
    weekdays = draw(st.sets(st.integers(1, 7), min_size=1))
    times = draw(st.sets(clock_times, min_size=1, max_size=5))
    return row_of(draw(st.integers(0, most_posts)), tuple(sorted(weekdays)), tuple(sorted(times)))


@st.composite
def windows(draw: st.DrawFn, most_days: int = 40) -> Window:
    start = draw(starts)
    days = draw(st.integers(1, most_days))
    blackouts = draw(st.sets(st.integers(0, days - 1), max_size=12))
    return window_of(start, days, draw(zones), [start + timedelta(days=offset) for offset in blackouts])


def place(
    row: CadenceRow,
    window: Window,
    now: datetime,
    *,
    days_ahead: int = 14,
    taken: Iterable[tuple[int, int]] = (),
    busy: Iterable[datetime] = (),
) -> tuple[list[Slot], list[SkippedSlot]]:
    """Places slots for `days_ahead` local days, today included."""
    return place_slots(
        row,
        window,
        now=now,
        horizon_end=now.date() + timedelta(days=days_ahead),
        taken=frozenset(taken),
        busy=frozenset(busy),
    )
