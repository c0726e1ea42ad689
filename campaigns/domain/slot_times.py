"""Turns a day and its preferred local times into instants, so that nothing else meets the gaps of a zone."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60
WIDE_GAP = 120
STEP = 60
ROUND_TO = 5


@dataclass(frozen=True)
class Leap:
    """A preferred local time that clocks leap over on `day`, and the one that stands in for it."""

    day: date
    zone: str
    wanted: time
    shown: time


@dataclass(frozen=True)
class Moment:
    """An instant in UTC, with the leap where the preferred time itself does not exist that day."""

    at: datetime
    leap: Leap | None = None


@lru_cache(maxsize=1024)
def existing_minutes(day: date, zone: ZoneInfo) -> Sequence[int]:
    """The minutes after midnight that clocks in `zone` show on `day`; none where the zone left it out."""
    midnight = datetime.combine(day, time(), zone)
    next_midnight = datetime.combine(day + timedelta(days=1), time(), zone)
    if midnight.utcoffset() == next_midnight.utcoffset():
        return range(MINUTES_A_DAY)
    return tuple(minute for minute in range(MINUTES_A_DAY) if _exists(_local(day, minute, zone)))


def preferred_moments(day: date, zone: ZoneInfo, times: Iterable[time]) -> list[Moment]:
    """The preferred times of one day, in order, to the minute and without doubles.

    A time the clocks leap over moves to the next that exists. Where that is already tomorrow it moves to the
    last minute of the day instead, because tomorrow may be a blackout date or another week.
    """
    minutes = existing_minutes(day, zone)
    by_position = _by_position(minutes, times)
    return [_moment(day, zone, minutes[position], wanted) for position, wanted in sorted(by_position.items())]


def spread_moments(
    day: date, zone: ZoneInfo, times: Iterable[time], *, count: int, turn: int
) -> list[Moment]:
    """`count` different moments of one day, in order.

    `turn` says how many slots came before: the preferred times take turns, so that each is used as often.
    When `count` exceeds the preferred times, further ones are put between and after them.
    """
    minutes = existing_minutes(day, zone)
    by_position = _by_position(minutes, times)
    positions = sorted(by_position)
    if count <= len(positions):
        chosen = sorted(positions[(turn + offset) % len(positions)] for offset in range(count))
    else:
        chosen = _with_extras(positions, count, len(minutes))
    return [
        _moment(day, zone, minutes[position], by_position.get(position, minutes[position]))
        for position in chosen
    ]


def _exists(local: datetime) -> bool:
    back = local.astimezone(UTC).astimezone(local.tzinfo)
    return back.replace(tzinfo=None) == local.replace(tzinfo=None)


def _local(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The first of the two where clocks show this time twice (fold 0)."""
    return datetime.combine(day, time(minute // 60, minute % 60), zone)


def _by_position(minutes: Sequence[int], times: Iterable[time]) -> dict[int, int]:
    """Maps places in `minutes` to the minute wanted there; an exact wish wins over one that had to move."""
    by_position: dict[int, int] = {}
    for wanted in sorted({preferred.hour * 60 + preferred.minute for preferred in times}):
        position = min(bisect_left(minutes, wanted), len(minutes) - 1)
        if position not in by_position or minutes[position] == wanted:
            by_position[position] = wanted
    return by_position


def _with_extras(positions: Sequence[int], count: int, end: int) -> list[int]:
    """Places, not minutes: counted along the minutes that exist, so an extra can never fall into a leap."""
    chosen = list(positions)
    while len(chosen) < count:
        chosen.append(_extra(chosen, end))
        chosen.sort()
    return chosen


def _extra(chosen: Sequence[int], end: int) -> int:
    gaps = [(later - earlier, -earlier) for earlier, later in pairwise(chosen)]
    width, negated_start = max(gaps, default=(0, 0))
    half = width // 2
    if width >= WIDE_GAP:
        return half - half % ROUND_TO - negated_start
    if chosen[-1] + STEP < end:
        return chosen[-1] + STEP
    if chosen[0] >= STEP:
        return chosen[0] - STEP
    return half - negated_start


def _moment(day: date, zone: ZoneInfo, minute: int, wanted: int) -> Moment:
    at = _local(day, minute, zone).astimezone(UTC)
    if minute == wanted:
        return Moment(at)
    return Moment(at, Leap(day, zone.key, _clock(wanted), _clock(minute)))


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)
