"""Bars: the longest fills the drawing, none vanishes."""

from operator_tasks.views.charts import LABEL_WIDTH, VALUE_WIDTH, WIDTH, bar_chart

LONGEST = WIDTH - LABEL_WIDTH - VALUE_WIDTH


def test_bars_are_as_long_as_their_values():
    chart = bar_chart("Tasks", [("Done", [100, 50]), ("Late", [0, 1])])

    assert [[bar.width for bar in group.bars] for group in chart.groups] == [
        [LONGEST, LONGEST // 2],
        [0, LONGEST // 100],
    ]
    assert chart.summary == "Done: 100 / 50; Late: 0 / 1"


def test_small_values_stay_visible_and_nothing_is_nothing():
    assert [bar.width for group in bar_chart("A", [("B", [1_000_000, 1])]).groups for bar in group.bars] == [
        LONGEST,
        2,
    ]
    assert bar_chart("Empty", [("B", [0])]).groups[0].bars[0].width == 0
