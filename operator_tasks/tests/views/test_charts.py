"""Charts: the longest bar fills the drawing, none vanishes, and the table tells the same numbers."""

from decimal import Decimal

from operator_tasks.views.charts import (
    COLUMNS_FOOT,
    COLUMNS_HEIGHT,
    COLUMNS_TOP,
    LABEL_WIDTH,
    VALUE_WIDTH,
    WIDTH,
    Series,
    bar_chart,
    column_chart,
)

LONGEST = WIDTH - LABEL_WIDTH - VALUE_WIDTH
HIGHEST = COLUMNS_HEIGHT - COLUMNS_FOOT - COLUMNS_TOP
BOTH = (Series("1", "This week"), Series("2", "The week before"))


def test_bars_are_as_long_as_their_values():
    chart = bar_chart("a", "Tasks", BOTH, [("Done", [100, 50]), ("Late", [0, 1])], first="What")

    assert [[bar.width for bar in group.bars] for group in chart.groups] == [
        [LONGEST, LONGEST // 2],
        [0, LONGEST // 100],
    ]
    assert chart.summary == "Done: 100 / 50; Late: 0 / 1"
    assert chart.head == ("What", "This week", "The week before")
    assert chart.rows == (("Done", ("100", "50")), ("Late", ("0", "1")))


def test_small_values_stay_visible_and_nothing_is_nothing():
    large = bar_chart("a", "A", BOTH, [("B", [1_000_000, 1])], first="What")
    empty = bar_chart("a", "A", BOTH, [("B", [0, Decimal(0)])], first="What")

    assert [bar.width for bar in large.groups[0].bars] == [LONGEST, 2]
    assert [bar.width for bar in empty.groups[0].bars] == [0, 0]
    assert large.rows == (("B", ("1,000,000", "1")),)


def test_columns_stand_on_each_other_up_to_their_sum():
    chart = column_chart("a", "A", BOTH, [("W1", [3, 1]), ("W2", [0, 0])], first="Week", stacked=True)

    first, second = chart.groups
    assert [(bar.height, bar.text) for bar in first.bars] == [(HIGHEST * 3 // 4, "3"), (HIGHEST // 4, "1")]
    assert first.bars[0].y == COLUMNS_HEIGHT - COLUMNS_FOOT - first.bars[0].height
    assert first.bars[1].y == first.bars[0].y - first.bars[1].height
    assert (first.total, second.bars, second.total) == ("4", (), "")


def test_columns_stand_beside_each_other():
    chart = column_chart("a", "A", BOTH, [("Mon", [2, 1])], first="Day", stacked=False)

    left, right = chart.groups[0].bars
    assert (left.height, right.height) == (HIGHEST, HIGHEST // 2)
    assert left.x + left.width < right.x
