"""Days of exports: each spelling, the order of day and month, and years that are not written."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from campaigns.domain.imports.metric_days import days_of_year, has_no_year, order_of, parsed_stamp
from campaigns.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-01-31", "", date(2026, 1, 31)),
        ("2026/01/31", "", date(2026, 1, 31)),
        ("20260131", "", date(2026, 1, 31)),
        ("2026-01-31T00:00:00", "", date(2026, 1, 31)),
        ("2026/01/31 2:02 PM", "", date(2026, 1, 31)),
        ("2026-01-31 23:32 +0000", "", date(2026, 1, 31)),
        ("Sat, Aug 1, 2026", "", date(2026, 8, 1)),
        ("Oct 26, 2018 02:56 pm", "", date(2018, 10, 26)),
        ("31 January 2026", "", date(2026, 1, 31)),
        ("31.01.2026", "mdy", date(2026, 1, 31)),
        ("3/4/2026", "mdy", date(2026, 3, 4)),
        ("3/4/2026", "dmy", date(2026, 4, 3)),
        ("12/10/2024 04:26", "mdy", date(2024, 12, 10)),
    ],
)
def test_each_spelling_means_one_day(text, order, day):
    assert parsed_stamp(text, order).day == day


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-02-30", "Foo 3, 2026", "1899-01-01", "April 12", "13/13/2026"]
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError):
        parsed_stamp(text, "mdy")


@pytest.mark.parametrize(
    ("text", "written_in", "day"),
    [
        ("2026-01-31 23:32 +0000", "", date(2026, 2, 1)),
        ("2026-01-31 23:32", "America/Los_Angeles", date(2026, 2, 1)),
        ("2026-01-31 23:32", "", date(2026, 1, 31)),
        ("2026-01-31", "America/Los_Angeles", date(2026, 1, 31)),
    ],
)
def test_the_day_is_that_of_the_campaign_where_the_time_is_known(text, written_in, day):
    assert parsed_stamp(text, "").day_in(ZoneInfo("Europe/Berlin"), written_in=written_in) == day


@pytest.mark.parametrize(
    ("texts", "usual", "chosen", "order"),
    [
        (["3/4/2026", "3/13/2026"], "", "", "mdy"),
        (["3/4/2026", "13/3/2026"], "mdy", "", "dmy"),
        (["3/4/2026"], "mdy", "", "mdy"),
        (["3/4/2026"], "mdy", "dmy", "dmy"),
        (["3/3/2026", "2026-01-01"], "", "", "mdy"),
    ],
)
def test_the_column_decides_then_a_person_then_the_platform(texts, usual, chosen, order):
    assert order_of(texts, usual=usual, chosen=chosen) == order


def test_an_undecided_order_is_asked_for():
    with pytest.raises(InvalidInput, match="Choose which") as refusal:
        order_of(["3/4/2026", "5/6/2026"], usual="", chosen="")
    assert list(refusal.value.fields) == ["day_order"]


def test_a_contradicting_column_is_refused():
    with pytest.raises(InvalidInput, match="Some dates have the day first"):
        order_of(["13/4/2026", "4/13/2026"], usual="", chosen="")


def test_days_without_a_year_count_back_from_the_newest():
    texts = ["December 30", "December 31", "January 1", "x"]

    assert days_of_year(texts, 2026) == [date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 1), None]
    newest_first = ["January 3", "January 2", "January 1", "December 31"]
    assert days_of_year(newest_first, 2026)[-2:] == [date(2026, 1, 1), date(2025, 12, 31)]
    assert has_no_year("April 12")


def test_a_day_that_its_year_does_not_have_is_refused():
    with pytest.raises(InvalidInput, match="is the year right"):
        days_of_year(["February 28", "February 29"], 2026)
