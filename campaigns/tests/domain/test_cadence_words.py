"""What people read about slots that moved or were left out, and what is kept of it."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from campaigns.domain.cadence import Late, Moved, NoDay, NoTime, Slot
from campaigns.domain.cadence_words import left_out_text, slot_note
from campaigns.domain.slot_times import Leap
from campaigns.tests.domain.cadence_worlds import BERLIN

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 8)
PASSED = Late(datetime(2026, 3, 2, 8, 30, tzinfo=BERLIN), has_passed=True)
IN_USE = Late(datetime(2026, 3, 2, 8, 30, tzinfo=BERLIN), has_passed=False)
LATER = datetime(2026, 3, 3, 12, tzinfo=BERLIN)
LEAP = Leap(date(2026, 3, 29), "Europe/Berlin", time(2, 30), time(3))


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (
            NoDay(FIRST, LAST),
            "No day from 2026-03-02 to 2026-03-08 is both a preferred weekday and free of blackouts. "
            "Add a weekday, or make the item by hand.",
        ),
        (
            NoTime(PASSED, LAST),
            "2026-03-02 08:30 has passed, and no preferred time is free until 2026-03-08. "
            "Add a preferred time or weekday, or make the item by hand.",
        ),
        (
            NoTime(IN_USE, LAST),
            "2026-03-02 08:30 is already in use, and no preferred time is free until 2026-03-08. "
            "Add a preferred time or weekday, or make the item by hand.",
        ),
    ],
)
def test_a_slot_that_is_left_out_says_why_and_what_helps(reason: NoDay | NoTime, text: str) -> None:
    assert left_out_text(reason) == text


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("moves", "note"),
    [
        ((), ""),
        ((LEAP,), "02:30 does not exist on 2026-03-29 in Europe/Berlin; moved to 03:00."),
        ((Moved(PASSED, LATER),), "2026-03-02 08:30 has passed; moved to 2026-03-03 12:00."),
        (
            (Moved(IN_USE, LATER), LEAP),
            "2026-03-02 08:30 is already in use; moved to 2026-03-03 12:00. "
            "02:30 does not exist on 2026-03-29 in Europe/Berlin; moved to 03:00.",
        ),
    ],
)
def test_what_an_item_keeps_is_in_the_language_of_the_house(
    moves: tuple[Moved | Leap, ...], note: str, language: str
) -> None:
    slot = Slot("linkedin", "post", 0, 0, LATER.astimezone(UTC), moves)

    with translation.override(language):
        assert slot_note(slot) == note
