"""Shows by example which slots are made at a given moment, and which have to move."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.domain.cadence import Late, Moved, NoTime, SkippedSlot
from campaigns.tests.domain.cadence_worlds import (
    BERLIN,
    EVERY_DAY,
    WORKDAYS,
    identity,
    local_date,
    local_text,
    place,
    row_of,
    window_of,
)


@pytest.mark.parametrize("weekdays", [EVERY_DAY, WORKDAYS])
@pytest.mark.parametrize("zone_name", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin", "UTC"])
@pytest.mark.parametrize("start", [date(2026, 3, 23) + timedelta(days=offset) for offset in range(7)])
def test_place_slots_makes_ten_in_fourteen_days_at_any_time_of_the_first_day(
    start: date, zone_name: str, weekdays: tuple[int, ...]
) -> None:
    zone = ZoneInfo(zone_name)
    window = window_of(start, 15, zone)
    cadence = [row_of(3, weekdays), row_of(2, weekdays, platform="x")]
    clock = [time(hour, minute) for hour in range(24) for minute in (0, 30, 59)]

    counts = set()
    for moment in clock:
        now = datetime.combine(start, moment, zone)
        placed = [place(row, window, now) for row in cadence]
        slots = [slot for made, _ in placed for slot in made]
        days = Counter((slot.platform, local_date(slot, window)) for slot in slots)
        counts.add((len(slots), sum(len(lost) for _, lost in placed), min(slot.at for slot in slots) > now))
        assert max(days.values()) == 1

    assert counts == {(10, 0, True)}


def test_place_slots_moves_a_passed_slot_to_the_next_free_time_and_says_so() -> None:
    window = window_of(date(2026, 3, 2), 7)
    row = row_of(3, weekdays=WORKDAYS)
    now = datetime(2026, 3, 2, 18, tzinfo=BERLIN)

    slots, skipped = place(row, window, now)

    late = Late(datetime(2026, 3, 2, 8, 30, tzinfo=BERLIN), has_passed=True)
    assert [(slot.index, local_text(slot, window), slot.moves) for slot in slots] == [
        (0, "Tue 2026-03-03 08:30", (Moved(late, datetime(2026, 3, 3, 8, 30, tzinfo=BERLIN)),)),
        (1, "Wed 2026-03-04 12:00", ()),
        (2, "Fri 2026-03-06 17:30", ()),
    ]
    assert skipped == []


def test_place_slots_counts_the_very_minute_as_passed() -> None:
    window = window_of(date(2026, 3, 2), 7)
    now = datetime(2026, 3, 2, 8, 30, tzinfo=BERLIN)

    slots, _ = place(row_of(1, weekdays=(1,)), window, now, days_ahead=1)

    assert [local_text(slot, window) for slot in slots] == ["Mon 2026-03-02 12:00"]


def test_place_slots_skips_a_passed_slot_without_a_free_time_and_says_so() -> None:
    window = window_of(date(2026, 3, 2), 7)
    now = datetime(2026, 3, 2, 18, tzinfo=BERLIN)

    result = place(row_of(1, weekdays=(1,)), window, now)

    late = Late(datetime(2026, 3, 2, 8, 30, tzinfo=BERLIN), has_passed=True)
    assert result == ([], [SkippedSlot("linkedin", "post", 0, 0, NoTime(late, date(2026, 3, 8)))])


def test_place_slots_moves_away_from_a_live_item_of_the_same_row() -> None:
    window = window_of(date(2026, 3, 2), 7)
    busy = {datetime(2026, 3, 5, 7, 30, tzinfo=UTC)}

    slots, _ = place(row_of(1), window, datetime(2026, 3, 4, 9, tzinfo=BERLIN), busy=busy)

    late = Late(datetime(2026, 3, 5, 8, 30, tzinfo=BERLIN), has_passed=False)
    assert [(local_text(slot, window), slot.moves) for slot in slots] == [
        ("Wed 2026-03-04 12:00", (Moved(late, datetime(2026, 3, 4, 12, tzinfo=BERLIN)),))
    ]


def test_place_slots_keeps_the_time_of_a_deleted_sibling_closed() -> None:
    window = window_of(date(2026, 3, 2), 7)
    row = row_of(2, weekdays=(1, 2), times=(time(9),))

    slots, skipped = place(row, window, datetime(2026, 3, 2, 10, tzinfo=BERLIN), taken={(0, 1)})

    assert slots == []
    assert [identity(slot) for slot in skipped] == [(0, 0)]


def test_place_slots_says_nothing_of_weeks_that_are_over_or_beyond_the_horizon() -> None:
    window = window_of(date(2026, 3, 2), 21)

    slots, skipped = place(row_of(2), window, datetime(2026, 3, 9, 6, tzinfo=BERLIN), days_ahead=5)

    assert [local_text(slot, window) for slot in slots] == ["Tue 2026-03-10 17:30"]
    assert skipped == []


def test_place_slots_gives_nothing_outside_the_campaign() -> None:
    window = window_of(date(2026, 3, 2), 7)
    before = datetime(2026, 2, 1, 6, tzinfo=BERLIN)
    after = datetime(2026, 3, 9, 0, tzinfo=BERLIN)

    results = [place(row_of(7), window, now) for now in (before, after)]

    assert results == [([], []), ([], [])]
