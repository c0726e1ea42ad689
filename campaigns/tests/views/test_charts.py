"""Charts: what the drawing shows, what stands beside it, and what is never pretended."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from campaigns.choices import MetricKind
from campaigns.domain.metric_reads import MetricSeries, Period
from campaigns.views.chart_numbers import rounded_up, shown_value, value_text
from campaigns.views.charts import TableLine, chart_of

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 5))


def points(month: int, *given: tuple[int, str]):
    return tuple((date(2026, month, day), Decimal(value)) for day, value in given)


def series(name: str, *given: tuple[int, str], before=()) -> MetricSeries:
    return MetricSeries("linkedin", name, "manual", points(11, *given), before)


def test_counts_become_bars_from_the_axis():
    chart = chart_of(series("impressions", (1, "500"), (3, "1000")), NOVEMBER)

    assert [(bar.x, bar.y, bar.width, bar.height) for bar in chart.bars] == [
        ("92.6", "92.0", "24.0", "80.0"),
        ("255.0", "12.0", "24.0", "160.0"),
    ]
    assert [bar.title for bar in chart.bars] == ["Sun 1 Nov 2026: 500", "Tue 3 Nov 2026: 1,000"]
    assert [label.text for label in chart.values] == ["0", "250", "500", "750", "1,000"]
    assert (chart.lines, chart.dots, chart.figure, chart.note) == ((), (), "1,500", "from 2 of 5 days")


def test_levels_become_lines_with_gaps_that_do_not_start_at_zero():
    chart = chart_of(series("followers", (1, "3010"), (2, "3014"), (4, "3020")), NOVEMBER)

    assert chart.lines == ("104.6,152.0 185.8,88.0",) or len(chart.lines) == 1
    assert len(chart.dots) == 3
    assert Decimal(chart.values[0].text.replace(",", "")) >= 3000
    assert (chart.figure, chart.note) == ("3,020", "on 4 Nov 2026")


def test_a_long_period_is_a_line_and_lonely_days_are_dots():
    period = Period(date(2026, 9, 1), date(2026, 11, 30))
    chart = chart_of(series("impressions", (1, "5"), (2, "6"), (9, "7")), period)

    assert (len(chart.bars), len(chart.lines), len(chart.dots)) == (0, 1, 1)


def test_the_period_before_is_laid_over_this_one():
    before = points(10, (27, "400"), (28, "350"))
    chart = chart_of(series("impressions", (1, "500"), (2, "340"), before=before), NOVEMBER)

    assert (chart.trend, chart.change, chart.comparison) == ("up", "+12 %", "+12 % against the 5 days before")
    assert len(chart.lines_before) == 1
    assert chart.table == (
        TableLine(date(2026, 11, 1), "500", "400"),
        TableLine(date(2026, 11, 2), "340", "350"),
    )


@pytest.mark.parametrize(
    ("name", "now", "before", "told"),
    [
        ("clicks", "90", "100", ("down", "−10 %", "−10 % against the 5 days before")),
        ("clicks", "100", "100", ("same", "no change", "As the 5 days before")),
        ("clicks", "5", "0", ("up", "before: 0", "0 in the 5 days before")),
        ("ctr", "0.05", "0.04", ("up", "before: 4 %", "4 % in the 5 days before")),
    ],
)
def test_the_comparison_says_what_can_be_said(name, now, before, told):
    chart = chart_of(series(name, (1, now), before=points(10, (27, before))), NOVEMBER)

    assert (chart.trend, chart.change, chart.comparison) == told


def test_a_sum_of_many_days_is_not_compared_with_one_of_few():
    given = [(day, "10") for day in range(1, 6)]
    chart = chart_of(series("clicks", *given, before=points(10, (27, "10"))), NOVEMBER)

    assert (chart.trend, chart.change, chart.note) == ("", "no full period before", "in 5 days")
    assert chart.comparison == (
        "No full period before to compare with: it has values for 1 of 5 days, this period for 5."
    )
    assert chart.legend == ("This period, 5 of 5 days", "The period before, 1 of 5 days")


def test_a_campaign_that_began_in_the_period_before_is_not_said_to_grow():
    month = Period(date(2026, 11, 1), date(2026, 11, 28))
    now = [(day, "10") for day in range(1, 29)]
    begun = points(10, *((day, "10") for day in range(16, 32)))
    nearly = points(10, *((day, "10") for day in range(5, 32) if day != 9))

    assert chart_of(series("clicks", *now, before=begun), month).trend == ""
    assert (
        chart_of(series("clicks", *now, before=nearly), month).comparison == "+8 % against the 28 days before"
    )


def test_levels_are_compared_however_many_days_are_told():
    given = [(day, "110") for day in range(1, 6)]
    chart = chart_of(series("followers", *given, before=points(10, (27, "100"))), NOVEMBER)

    assert chart.comparison == "+10 % against the 5 days before"


@pytest.mark.parametrize("value", ["0", "0.0004", "99999999999999"])
def test_a_single_value_of_any_size_can_be_drawn(value):
    chart = chart_of(series("clicks", (1, value)), Period(date(2026, 11, 1), date(2026, 11, 1)))

    assert len(chart.bars) == 1
    assert [label.text for label in chart.dates] == ["1 Nov"]


@pytest.mark.parametrize("values", [("0", "0"), ("1", "99999999999"), ("3000", "3000"), ("999.5", "1000.25")])
def test_every_level_stays_inside_the_drawing(values):
    chart = chart_of(series("followers", (1, values[0]), (2, values[1])), NOVEMBER)

    assert all(12 <= float(dot.y) <= 172 for dot in chart.dots)


@pytest.mark.parametrize(
    ("value", "text"),
    [("1250.0000", "1,250"), ("0.0420", "0.042"), ("0", "0"), ("100", "100"), ("1E+3", "1,000")],
)
def test_value_text_has_no_idle_zeros(value, text):
    assert value_text(Decimal(value)) == text


def test_numbers_are_written_in_the_language_of_the_reader():
    with translation.override("de"):
        assert value_text(Decimal("1250.5")) == "1.250,5"
    assert shown_value(Decimal("0.0425"), MetricKind.RATIO) == "4.25 %"


@pytest.mark.parametrize(("value", "text"), [("0", "0.25"), ("3", "4"), ("11", "15"), ("0.0009", "0.001")])
def test_grids_have_round_numbers(value, text):
    assert rounded_up(Decimal(value)) == Decimal(text)
