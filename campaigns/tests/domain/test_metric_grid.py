"""Grids as people paste them: every cell read or told what is wrong with it."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.choices import Platform
from campaigns.domain.metric_grid import Grid, read_grid
from campaigns.domain.metric_logging import DayValue
from campaigns.errors import InvalidInput
from campaigns.metric_names import MetricName
from conftest import NOW

DAY = date(2026, 3, 1)


def grid(campaign, text: str, **changes) -> Grid:
    values = {"platform": None, "day": None, "day_order": "", "now": NOW, **changes}
    return read_grid(text, campaign=campaign, **values)


@pytest.mark.parametrize(
    "text",
    [
        "Date\tPlatform\tImpressions\tReactions\n2026-03-01\tLinkedIn\t1,234\t12\n",
        "date;platform;impressions;likes\n01.03.2026;linkedin;1.234;12\n",
        'Day,Channel,Impressions,like\n"Mar 1, 2026",LINKEDIN,"1,234",12\n\n',
    ],
)
def test_a_grid_is_read_whatever_parts_its_cells(active_campaign, text):
    read = grid(active_campaign, text)

    assert read.problems == ()
    assert read.values == (
        DayValue("Row 2, Impressions", Platform.LINKEDIN, DAY, MetricName.IMPRESSIONS, Decimal(1234)),
        DayValue("Row 2, Likes", Platform.LINKEDIN, DAY, MetricName.LIKES, Decimal(12)),
    )


def test_day_and_platform_may_be_chosen_for_all_rows(active_campaign):
    read = grid(active_campaign, "Impressions\tLikes\n5\t–\n", platform=Platform.X, day=DAY)

    assert read.values == (
        DayValue("Row 2, Impressions", Platform.X, DAY, MetricName.IMPRESSIONS, Decimal(5)),
    )


def test_each_problem_is_told_by_its_cell(active_campaign):
    text = (
        "Date\tPlatform\tImpressions\tFoo\n"
        "2026-03-01\tXing\t5\t\n"
        "2026-03-09\tX\tabc\t1\n"
        "soon\tinternal\t12%\t\n"
    )
    read = grid(active_campaign, text)

    assert read.problems == (
        "Column 4: “Foo” is no metric we know.",
        "Row 2, Platform: “Xing” is not a platform we know",
        "Row 3, Date: the day lies in the future or before 2000",
        "Row 3, Impressions: “abc” is not a number",
        "Row 4, Date: “soon” is not a day; write it like 2026-01-31",
        "Row 4, Platform: “internal” is not a platform we know",
        "Row 4, Impressions: “12%” is a percentage, and this metric is counted",
    )
    assert [cell.problem for cell in read.rows[1].cells] == [
        "the day lies in the future or before 2000",
        "",
        "“abc” is not a number",
        "",
    ]


def test_what_is_missing_is_asked_for(active_campaign):
    assert grid(active_campaign, "Foo\tBar\n\t\n1\t2\n").problems[:3] == (
        "There is no column “Date”. Add one, or choose the day above.",
        "There is no column “Platform”. Add one, or choose the platform above.",
        "No column is named after a metric, such as Impressions or Likes.",
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("hello", "no table yet"),
        ("Date\tLikes\n", "no row below"),
        ("Date\tLikes\n" + "2026-03-01\t1\n" * 401, "at most 400 rows"),
        ("\t".join(["Likes"] * 46) + "\n1\n", "at most 400 rows and 45 columns"),
        ("Date\tLikes\n03/04/2025\t1\n", "Choose which"),
        ("Date\tWatch time (hours)\n2026-03-01\t1.5\n2026-03-01\t1,5\n", "Some numbers have a decimal point"),
    ],
)
def test_what_is_no_table_is_refused(active_campaign, text, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        grid(active_campaign, text, platform=Platform.X)
