"""ISO weeks in a campaign's zone, from name to moments and back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.domain.campaigns import create_campaign
from campaigns.errors import InvalidInput
from conftest import CADENCE, NOW, brief
from operator_tasks.domain.weeks import Week, finished_weeks, parse_week, week_of

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("name", "monday"),
    [
        ("2026-W10", date(2026, 3, 2)),
        ("2026-W01", date(2025, 12, 29)),
        ("2026-W53", date(2026, 12, 28)),
        (" 2027-W01 ", date(2027, 1, 4)),
    ],
)
def test_week_has_a_name_and_the_name_a_week(name, monday):
    week = parse_week(name, BERLIN)

    assert (week, week.name) == (Week(monday, BERLIN), name.strip())
    assert {week_of(monday + timedelta(days=day), BERLIN) for day in range(7)} == {week}


@pytest.mark.parametrize("text", ["", "2026", "W10", "2026-10", "2026-W1", "２０２６-W10"])
def test_what_is_no_name_of_a_week_is_refused(text):
    with pytest.raises(InvalidInput, match="is not a week; write it as 2026-W47") as caught:
        parse_week(text, BERLIN)
    assert set(caught.value.fields) == {"week"}


@pytest.mark.parametrize("text", ["2026-W54", "2025-W53", "2026-W00", "0000-W01", "9999-W52", "0001-W01"])
def test_a_week_that_no_calendar_has_is_refused(text):
    with pytest.raises(InvalidInput, match=f"There is no week {text}; correct it.") as caught:
        parse_week(text, BERLIN)
    assert set(caught.value.fields) == {"week"}


def test_week_begins_and_ends_on_the_clock_of_the_zone():
    week = parse_week("2026-W10", TOKYO)

    assert (week.starts_at, week.ends_at, week.summary_at, week.sunday) == (
        datetime(2026, 3, 1, 15, tzinfo=UTC),
        datetime(2026, 3, 8, 15, tzinfo=UTC),
        datetime(2026, 3, 8, 23, tzinfo=UTC),
        date(2026, 3, 8),
    )


@pytest.mark.parametrize(("name", "length"), [("2026-W13", 167), ("2026-W43", 169), ("2026-W20", 168)])
def test_week_in_which_clocks_change_has_an_hour_less_or_more(name, length):
    week = parse_week(name, BERLIN)

    assert week.ends_at - week.starts_at == timedelta(hours=length)


def test_week_knows_its_neighbours():
    week = parse_week("2026-W01", BERLIN)

    assert (week.before().name, week.next().name, week.next().before()) == ("2025-W52", "2026-W02", week)


@pytest.mark.parametrize(
    ("now", "names"),
    [
        (datetime(2026, 3, 9, 6, 59, 59, tzinfo=UTC), []),
        (datetime(2026, 3, 9, 7, tzinfo=UTC), ["2026-W10"]),
        (datetime(2026, 3, 16, 7, tzinfo=UTC), ["2026-W10", "2026-W11"]),
        (datetime(2026, 12, 1, tzinfo=UTC), ["2026-W10", "2026-W11", "2026-W12"]),
    ],
)
def test_weeks_are_finished_on_monday_at_eight_local_time(campaign, now, names):
    assert [week.name for week in finished_weeks(campaign, now)] == names


def test_weeks_before_a_campaign_was_entered_do_not_count(client_acme, manager):
    now = NOW + timedelta(days=14)
    campaign = create_campaign(client=client_acme, cadence=CADENCE, values=brief(), by=manager, now=now)

    assert [week.name for week in finished_weeks(campaign, now + timedelta(days=60))] == ["2026-W12"]
