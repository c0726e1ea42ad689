"""Shows by example where the slots of a cadence lie."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.domain.cadence import NoDay, SkippedSlot, Slot, ideal_slots
from campaigns.domain.slot_times import Leap
from campaigns.errors import InvalidInput
from campaigns.tests.domain.cadence_worlds import (
    DEFAULT_TIMES,
    EVERY_DAY,
    local_date,
    local_text,
    row_of,
    window_of,
)


def test_ideal_slots_spread_over_the_week_and_take_turns_with_the_times() -> None:
    window = window_of(date(2026, 3, 2), 14)

    slots, skipped = ideal_slots(row_of(2), window)

    assert slots == [
        Slot("linkedin", "post", 0, 0, datetime(2026, 3, 3, 7, 30, tzinfo=UTC)),
        Slot("linkedin", "post", 0, 1, datetime(2026, 3, 7, 11, 0, tzinfo=UTC)),
        Slot("linkedin", "post", 1, 0, datetime(2026, 3, 10, 16, 30, tzinfo=UTC)),
        Slot("linkedin", "post", 1, 1, datetime(2026, 3, 14, 7, 30, tzinfo=UTC)),
    ]
    assert skipped == []


def test_ideal_slots_exceeding_the_days_take_different_times_on_one_day() -> None:
    window = window_of(date(2026, 3, 2), 7)

    slots, _ = ideal_slots(row_of(3, weekdays=(1, 3)), window)

    assert [local_text(slot, window) for slot in slots] == [
        "Mon 2026-03-02 08:30",
        "Wed 2026-03-04 12:00",
        "Wed 2026-03-04 17:30",
    ]


def test_ideal_slots_exceeding_the_times_are_put_between_and_after_them() -> None:
    window = window_of(date(2026, 3, 2), 7)

    slots, _ = ideal_slots(row_of(6, weekdays=(1,), times=(time(9), time(12))), window)

    assert [local_text(slot, window)[-5:] for slot in slots] == [
        "09:00", "10:30", "12:00", "13:00", "14:00", "15:00",
    ]  # fmt: skip


def test_ideal_slots_of_a_short_last_week_are_its_share_by_days() -> None:
    window = window_of(date(2026, 3, 2), 8)

    shares = [
        sum(slot.week == 1 for slot in ideal_slots(row_of(posts), window)[0]) for posts in (3, 4, 10, 11)
    ]

    assert shares == [0, 1, 1, 2]


def test_ideal_slots_of_a_week_without_an_allowed_day_are_skipped_and_say_so() -> None:
    window = window_of(date(2026, 3, 2), 7, blackouts=[date(2026, 3, 2)])

    result = ideal_slots(row_of(1, weekdays=(1,)), window)

    assert result == (
        [],
        [
            SkippedSlot(
                "linkedin",
                "post",
                0,
                0,
                NoDay(date(2026, 3, 2), date(2026, 3, 8)),
            )
        ],
    )


def test_ideal_slots_keep_the_wall_clock_over_daylight_saving() -> None:
    window = window_of(date(2026, 3, 23), 14)

    slots, _ = ideal_slots(row_of(1, weekdays=(2,), times=(time(9),)), window)

    assert [slot.at for slot in slots] == [
        datetime(2026, 3, 24, 8, tzinfo=UTC),
        datetime(2026, 3, 31, 7, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("zone_name", "day", "wanted", "at", "shown"),
    [
        (
            "Europe/Berlin",
            date(2026, 3, 29),
            time(2, 30),
            datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
            time(3),
        ),
        (
            "Australia/Lord_Howe",
            date(2026, 10, 4),
            time(2, 15),
            datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
            time(2, 30),
        ),
        (
            "America/Nuuk",
            date(2026, 3, 28),
            time(23, 30),
            datetime(2026, 3, 29, 0, 59, tzinfo=UTC),
            time(22, 59),
        ),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC), None),
    ],
)
def test_ideal_slot_meets_a_clock_change(
    zone_name: str, day: date, wanted: time, at: datetime, shown: time | None
) -> None:
    row = row_of(1, weekdays=(day.isoweekday(),), times=(wanted,))

    slots, _ = ideal_slots(row, window_of(day - timedelta(days=3), 7, ZoneInfo(zone_name)))

    leaps = (Leap(day, zone_name, wanted, shown),) if shown else ()
    assert slots == [Slot("linkedin", "post", 0, 0, at, leaps)]


def test_ideal_slots_that_a_leap_would_press_together_stay_apart() -> None:
    window = window_of(date(2026, 3, 29), 7)
    row = row_of(3, weekdays=(7,), times=(time(2, 15), time(2, 45), time(3)))

    slots, _ = ideal_slots(row, window)

    assert [local_text(slot, window)[-5:] for slot in slots] == ["03:00", "04:00", "05:00"]


def test_ideal_slots_leave_out_a_day_that_a_zone_left_out() -> None:
    window = window_of(date(2011, 12, 26), 7, ZoneInfo("Pacific/Apia"))

    slots, _ = ideal_slots(row_of(6), window)

    assert [local_date(slot, window).day for slot in slots] == [26, 27, 28, 29, 31, 1]


@pytest.mark.parametrize(
    ("posts", "weekdays", "times", "message"),
    [
        (51, EVERY_DAY, DEFAULT_TIMES, "Choose between 0 and 50 posts per week."),
        (-1, EVERY_DAY, DEFAULT_TIMES, "Choose between 0 and 50 posts per week."),
        (1, (), DEFAULT_TIMES, "Choose at least one weekday, from 1 (Monday) to 7 (Sunday)."),
        (1, (0,), DEFAULT_TIMES, "Choose at least one weekday, from 1 (Monday) to 7 (Sunday)."),
        (1, EVERY_DAY, (), "Choose at least one time of day, as local time without a zone."),
        (
            1,
            EVERY_DAY,
            (time(9, tzinfo=UTC),),
            "Choose at least one time of day, as local time without a zone.",
        ),
    ],
)
def test_cadence_row_refuses_what_cannot_be_spread(
    posts: int, weekdays: tuple[int, ...], times: tuple[time, ...], message: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        row_of(posts, weekdays, times)

    assert refusal.value.message == message
