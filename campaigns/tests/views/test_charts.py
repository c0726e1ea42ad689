from datetime import date
from decimal import Decimal

import pytest

from campaigns.domain.queries import MetricSeries
from campaigns.views.charts import chart_of, value_text


def series(name: str, *points: tuple[int, str]) -> MetricSeries:
    return MetricSeries(
        "linkedin", name, "manual", tuple((date(2026, 11, day), Decimal(value)) for day, value in points)
    )


def test_counts_become_bars_from_the_axis():
    chart = chart_of(series("impressions", (1, "500"), (3, "1000")))

    assert [(bar.x, bar.y, bar.height) for bar in chart.bars] == [
        ("64.0", "102.0", "90.0"),
        ("600.0", "12.0", "180.0"),
    ]
    assert [bar.title for bar in chart.bars] == ["Sun 1 Nov 2026: 500", "Tue 3 Nov 2026: 1,000"]
    assert (chart.line, chart.dots) == ("", ())


def test_levels_become_a_line_that_keeps_gaps_in_time():
    chart = chart_of(series("followers", (1, "10"), (2, "10"), (5, "10")))

    assert chart.line == "78.0,12.0 212.0,12.0 614.0,12.0"
    assert [label.text for label in chart.values] == ["0", "2.5", "5", "7.5", "10"]


@pytest.mark.parametrize("value", ["0", "0.0004", "99999999999999"])
def test_a_single_value_of_any_size_can_be_drawn(value):
    chart = chart_of(series("clicks", (1, value)))

    assert len(chart.bars) == 1
    assert [label.text for label in chart.dates] == ["1 Nov"]


@pytest.mark.parametrize(
    ("value", "text"), [("1250.0000", "1,250"), ("0.0420", "0.042"), ("0", "0"), ("100", "100")]
)
def test_value_text_has_no_idle_zeros(value, text):
    assert value_text(Decimal(value)) == text
