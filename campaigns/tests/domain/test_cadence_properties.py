"""Proves the slot arithmetic over zones with every kind of daylight saving."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.domain.cadence import CadenceRow, Slot, Window, ideal_slots
from campaigns.domain.slot_times import existing_minutes
from campaigns.tests.domain.cadence_worlds import (
    DEFAULT_TIMES,
    EVERY_DAY,
    WORKDAYS,
    allowed_days,
    clock_times,
    identity,
    local_date,
    place,
    row_of,
    rows,
    starts,
    unhurried,
    window_of,
    windows,
    zones,
)


def has_clock_change(slot: Slot, window: Window) -> bool:
    return len(existing_minutes(local_date(slot, window), window.zone)) < 24 * 60


@unhurried
@given(rows(), windows())
def test_ideal_slots_have_the_exact_count_and_identities_of_every_week(
    row: CadenceRow, window: Window
) -> None:
    slots, skipped = ideal_slots(row, window)

    length = (window.end - window.start).days + 1
    full_weeks, rest = divmod(length, 7)
    shares = [row.posts_per_week] * full_weeks + [int(row.posts_per_week * rest / 7 + 0.5)]
    expected = [(week, index) for week, share in enumerate(shares) for index in range(share)]
    assert sorted(map(identity, [*slots, *skipped])) == expected
    assert [slot for slot in skipped if allowed_days(row, window, slot.week)] == []


@unhurried
@given(rows(), windows())
def test_ideal_slots_are_in_order_distinct_and_on_allowed_days(row: CadenceRow, window: Window) -> None:
    slots, _ = ideal_slots(row, window)

    assert [slot.at for slot in slots] == sorted({slot.at for slot in slots})
    assert list(map(identity, slots)) == sorted(map(identity, slots))
    assert [
        slot for slot in slots if local_date(slot, window) not in allowed_days(row, window, slot.week)
    ] == []


@unhurried
@given(rows(), windows())
def test_ideal_slots_are_even_over_the_allowed_days(row: CadenceRow, window: Window) -> None:
    slots, _ = ideal_slots(row, window)

    for week in {slot.week for slot in slots}:
        days = allowed_days(row, window, week)
        on_day = Counter(local_date(slot, window) for slot in slots if slot.week == week)
        counts = [on_day[day] for day in days]
        assert max(counts) - min(counts) <= 1
        places = [number for number, count in enumerate(counts) if count > min(counts)]
        steps = [later - earlier for earlier, later in pairwise(places)]
        assert max(steps, default=0) - min(steps, default=0) <= 1


@unhurried
@given(rows(), windows())
def test_ideal_slots_show_a_preferred_time_unless_noted_or_extra(row: CadenceRow, window: Window) -> None:
    slots, _ = ideal_slots(row, window)

    on_day = Counter(local_date(slot, window) for slot in slots)
    odd = [
        slot
        for slot in slots
        if slot.at.astimezone(window.zone).time() not in row.times
        and not slot.moves
        and on_day[local_date(slot, window)] <= len(row.times)
        and not has_clock_change(slot, window)
    ]
    assert odd == []
    assert [slot for slot in slots if slot.moves and not has_clock_change(slot, window)] == []


@unhurried
@given(st.integers(1, 21), starts)
def test_ideal_slots_use_every_preferred_time_equally_often(posts: int, start: date) -> None:
    window = window_of(start, 28)

    slots, _ = ideal_slots(row_of(posts), window)

    used = Counter(slot.at.astimezone(window.zone).time() for slot in slots)
    assert max(used[wanted] for wanted in DEFAULT_TIMES) - min(used[wanted] for wanted in DEFAULT_TIMES) <= 1


@unhurried
@given(rows(), windows())
def test_ideal_slots_do_not_depend_on_how_often_or_in_what_order_they_are_asked(
    row: CadenceRow, window: Window
) -> None:
    mixed = row_of(row.posts_per_week, row.weekdays[::-1], row.times[::-1])

    assert ideal_slots(row, window) == ideal_slots(row, window) == ideal_slots(mixed, window)


@unhurried
@given(rows(most_posts=21), windows(), st.integers(0, 39), clock_times, st.integers(1, 40))
def test_place_slots_are_in_the_future_inside_their_week_and_distinct(
    row: CadenceRow, window: Window, offset: int, moment: time, days_ahead: int
) -> None:
    now = datetime.combine(window.start + timedelta(days=offset), moment, window.zone)

    slots, skipped = place(row, window, now, days_ahead=days_ahead)

    assert [slot for slot in slots if slot.at <= now] == []
    assert len({slot.at for slot in slots}) == len(slots)
    assert len({identity(slot) for slot in [*slots, *skipped]}) == len(slots) + len(skipped)
    assert [
        slot for slot in slots if local_date(slot, window) not in allowed_days(row, window, slot.week)
    ] == []


@unhurried
@given(rows(most_posts=21), windows(), st.integers(0, 39), clock_times)
def test_place_slots_twice_adds_nothing(row: CadenceRow, window: Window, offset: int, moment: time) -> None:
    now = datetime.combine(window.start + timedelta(days=offset), moment, window.zone)
    slots, skipped = place(row, window, now)

    again = place(row, window, now, taken=map(identity, slots), busy=[slot.at for slot in slots])

    assert again == ([], skipped)


@unhurried
@given(starts, zones, clock_times, st.sampled_from([EVERY_DAY, WORKDAYS]))
def test_place_slots_on_the_first_day_makes_three_and_two_a_week(
    start: date, zone: ZoneInfo, moment: time, weekdays: tuple[int, ...]
) -> None:
    window = window_of(start, 15, zone)
    now = datetime.combine(start, moment, zone)

    results = [place(row_of(posts, weekdays), window, now) for posts in (3, 2)]

    every_identity = [[(week, index) for week in (0, 1) for index in range(posts)] for posts in (3, 2)]
    assert [sorted(map(identity, slots)) for slots, _ in results] == every_identity
    assert [skipped for _, skipped in results] == [[], []]
    assert [len({local_date(slot, window) for slot in slots}) for slots, _ in results] == [6, 4]


@settings(max_examples=60, deadline=None)
@given(rows(most_posts=15), windows(most_days=30), clock_times, st.integers(1, 14))
def test_place_slots_day_by_day_makes_every_ideal_slot_once(
    row: CadenceRow, window: Window, moment: time, days_ahead: int
) -> None:
    made: list[Slot] = []
    lost: set[tuple[int, int]] = set()
    for offset in range((window.end - window.start).days + 1):
        today = window.start + timedelta(days=offset)
        slots, skipped = place(
            row,
            window,
            datetime.combine(today, moment, window.zone),
            days_ahead=days_ahead,
            taken=map(identity, made),
            busy=[slot.at for slot in made],
        )
        made += slots
        lost |= set(map(identity, skipped))

    ideal, impossible = ideal_slots(row, window)
    everything = {identity(slot) for slot in [*ideal, *impossible]}
    assert len({slot.at for slot in made}) == len(made)
    assert sorted(map(identity, made)) == sorted(everything - lost)


@unhurried
@given(rows(most_posts=21), windows(), st.integers(1, 200))
def test_place_slots_before_the_start_are_the_ideal_ones(
    row: CadenceRow, window: Window, days_early: int
) -> None:
    result = place(
        row,
        window,
        datetime.combine(window.start - timedelta(days=days_early), time(12), window.zone),
        days_ahead=366,
    )

    assert result == ideal_slots(row, window)
