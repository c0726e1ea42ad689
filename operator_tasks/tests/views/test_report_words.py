"""A week in plain words."""

from decimal import Decimal

import pytest

from operator_tasks.views.report_words import Change, change_of

SAME = Change("same", "neutral", "as in the week before")


@pytest.mark.parametrize(
    ("now", "before", "better", "change"),
    [
        (5, 3, 1, Change("up", "success", "2 more than the week before")),
        (5, 3, -1, Change("up", "danger", "2 more than the week before")),
        (3, 5, 1, Change("down", "danger", "2 fewer than the week before")),
        (3, 5, -1, Change("down", "success", "2 fewer than the week before")),
        (3, 5, 0, Change("down", "neutral", "2 fewer than the week before")),
        (4, 4, 1, SAME),
        (Decimal(1200), Decimal(), 1, Change("up", "success", "1,200 more than the week before")),
    ],
)
def test_a_change_is_a_direction_words_and_news(now, before, better, change):
    assert change_of(now, before, better=better) == change
