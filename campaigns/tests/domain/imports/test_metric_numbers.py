"""Numbers of exports: read where they mean one thing, refused where they could mean two."""

from decimal import Decimal

import pytest

from campaigns.domain.imports.metric_numbers import (
    BadNumber,
    Style,
    is_missing,
    is_rounded,
    parsed_value,
    style_of,
)
from campaigns.errors import InvalidInput
from campaigns.metric_names import MetricName


@pytest.mark.parametrize(
    ("text", "name", "style", "value"),
    [
        ("1250", "likes", Style.UNKNOWN, "1250"),
        ("566.0", "likes", Style.UNKNOWN, "566"),
        ("1,234", "likes", Style.UNKNOWN, "1234"),
        ("1.234", "likes", Style.UNKNOWN, "1234"),
        ("1.234,5", "watch_time_hours", Style.UNKNOWN, "1234.5"),
        ("1,234.5", "watch_time_hours", Style.UNKNOWN, "1234.5"),
        ("1.234", "watch_time_hours", Style.POINT, "1.234"),
        ("1.234", "watch_time_hours", Style.COMMA, "1234"),
        ("12,5", "watch_time_hours", Style.UNKNOWN, "12.5"),
        ("1 234 567", "views", Style.UNKNOWN, "1234567"),
        ("1’234", "views", Style.UNKNOWN, "1234"),
        ("1.234.567", "views", Style.UNKNOWN, "1234567"),
        ("12.3K", "views", Style.UNKNOWN, "12300"),
        ("1,2M", "views", Style.UNKNOWN, "1200000"),
        ("1.5e3", "views", Style.UNKNOWN, "1500"),
        ("4.2%", "ctr", Style.UNKNOWN, "0.042"),
        ("4,2 %", "ctr", Style.UNKNOWN, "0.042"),
        ("0.0617", "ctr", Style.UNKNOWN, "0.0617"),
        ("100.00%", "open_rate", Style.UNKNOWN, "1"),
    ],
)
def test_numbers_are_read_as_they_are_meant(text, name, style, value):
    assert parsed_value(text, MetricName(name), style) == Decimal(value)


def test_a_column_of_percentages_needs_no_sign():
    assert parsed_value("3.06", MetricName.CTR, Style.POINT, is_percent=True) == Decimal("0.0306")


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        ("many", "likes", "“many” is not a number"),
        ("=SUM(B2:B9)", "likes", "is not a number"),
        ("1,23,4", "likes", "is not a number"),
        ("12,34.5", "watch_time_hours", "is not a number"),
        ("< 1%", "ctr", "is not a number"),
        ("-1", "likes", "is below zero"),
        ("−4", "likes", "is below zero"),
        ("1e12", "likes", "is too large to be true"),
        ("12.5", "likes", "has decimals"),
        ("12%", "likes", "is a percentage"),
        ("4.2", "ctr", "is no rate"),
        ("120%", "open_rate", "is no rate"),
    ],
)
def test_what_is_no_usable_number_says_why(text, name, sentence):
    with pytest.raises(BadNumber, match=sentence):
        parsed_value(text, MetricName(name), Style.UNKNOWN)


@pytest.mark.parametrize("text", ["", " ", "-", "--", "–", "NAN", "NA", "N/A", "undefined", "null"])
def test_missing_is_not_zero(text):
    assert is_missing(text)
    assert not is_missing("0")


@pytest.mark.parametrize(
    ("texts", "style"),
    [
        (["1,234", "5"], Style.UNKNOWN),
        (["1,234", "5.5"], Style.POINT),
        (["1.234", "5,5"], Style.COMMA),
        (["1.234.567"], Style.COMMA),
        (["4,2 %", "abc"], Style.COMMA),
    ],
)
def test_the_style_is_that_of_the_whole_file(texts, style):
    assert style_of(texts) is style


def test_two_styles_in_one_file_are_refused():
    with pytest.raises(InvalidInput, match=r"decimal point \(“1.5”\), others a decimal comma \(“2,5”\)"):
        style_of(["1.5", "2,5"])


def test_rounded_numbers_are_known():
    assert is_rounded("12.3K")
    assert not is_rounded("12300")
