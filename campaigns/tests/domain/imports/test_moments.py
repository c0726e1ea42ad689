"""One spelling means one moment; everything else is refused."""

from datetime import date, datetime, time

import pytest

from campaigns.domain.imports.moments import parsed_date, parsed_local_time, parsed_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-31", date(2026, 1, 31)),
        (" 2026-1-3 ", date(2026, 1, 3)),
        ("2028-02-29", date(2028, 2, 29)),
    ],
)
def test_parsed_date_reads_iso_days(text: str, expected: date) -> None:
    assert parsed_date(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "2026-02-29", "2026-13-01", "31/01/2026", "20260131", "2026-W05-1", "0026-01-01", "2026-01-٣"],
)
def test_parsed_date_refuses_everything_else(text: str) -> None:
    with pytest.raises(ValueError):
        parsed_date(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:30", time(9, 30)),
        ("9:30", time(9, 30)),
        ("20:40:15", time(20, 40, 15)),
        ("9:00 pm", time(21)),
        ("9:00PM", time(21)),
        ("12:00 am", time(0)),
        ("12:30 p.m.", time(12, 30)),
    ],
)
def test_parsed_time_reads_both_clocks(text: str, expected: time) -> None:
    assert parsed_time(text) == expected


@pytest.mark.parametrize(
    "text", ["", "9", "24:00", "13:00 pm", "0:30 am", "09:60", "noon", "09:30Z", "09:30+01:00"]
)
def test_parsed_time_refuses_everything_else(text: str) -> None:
    with pytest.raises(ValueError):
        parsed_time(text)


@pytest.mark.parametrize("text", ["2026-01-21 9:00 pm", "2026-01-21  21:00", "2026-01-21T21:00:00"])
def test_parsed_local_time_joins_a_day_and_a_time(text: str) -> None:
    assert parsed_local_time(text) == datetime(2026, 1, 21, 21)  # noqa: DTZ001 a file names no zone


@pytest.mark.parametrize(
    "text", ["", "2026-01-21", "21:00", "21:00 2026-01-21", "in 3 days", "2026-01-21T21:00Z"]
)
def test_parsed_local_time_refuses_everything_else(text: str) -> None:
    with pytest.raises(ValueError):
        parsed_local_time(text)
