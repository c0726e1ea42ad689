"""The calendar from the cadence: exactly what it calls for, once, whatever people did to it meanwhile."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from campaigns.domain.cadence import NoDay
from campaigns.domain.calendar import (
    PlanChanged,
    delete_item,
    edit_item,
    generate_calendar,
    move_item,
    preview_calendar,
)
from campaigns.domain.calendar_diff import weeks_of
from campaigns.domain.campaigns import CadenceLine, create_campaign
from campaigns.domain.plans import save_plan
from campaigns.errors import InvalidInput
from campaigns.models import CalendarItem, Campaign
from campaigns.tests.witness import how_often, nothing_changes, refused
from conftest import CADENCE, NOW, brief, hours


def generate(campaign: Campaign, manager, days: int = 14, now: datetime = NOW):
    return generate_calendar(campaign, days_ahead=days, by=manager, now=now)


def test_generate_makes_exactly_the_cadence_with_themes_and_call_to_action(campaign, manager):
    save_plan(campaign, weekly_themes=["Why", "How"], by=manager, now=NOW)

    made = generate(campaign, manager)

    assert Counter((item.platform, item.slot_week, item.theme) for item in made.created) == {
        ("linkedin", 0, "Why"): 3,
        ("linkedin", 1, "How"): 3,
        ("x", 0, "Why"): 2,
        ("x", 1, "How"): 2,
    }
    assert (made.kept, made.skipped, made.notes) == (0, (), ())
    assert {item.cta_text for item in made.created} == {"Reply with AUDIT"}
    assert list(made.created) == list(CalendarItem.objects.order_by("scheduled_at", "platform"))
    assert how_often("calendar_item.created") == 10


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_generate_gives_ten_items_for_a_campaign_that_starts_today_at_any_hour(client_acme, manager, hour):
    now = datetime(2026, 3, 2, hour, 59, tzinfo=UTC)
    values = brief(end_date=date(2026, 3, 29))
    campaign = create_campaign(client=client_acme, cadence=CADENCE, values=values, by=manager, now=now)

    made = generate(campaign, manager, now=now)

    assert Counter(item.platform for item in made.created) == {"linkedin": 6, "x": 4}
    assert all(item.scheduled_at > now for item in made.created)


def test_generate_again_changes_nothing(campaign, manager):
    generate(campaign, manager)

    with nothing_changes():
        again = generate(campaign, manager)
    assert (again.created, again.kept) == ((), 10)


def test_generate_keeps_every_edit_by_hand(active_campaign, manager):
    first, second, third = generate(active_campaign, manager).created[:3]
    edit_item(first, values={"title": "Mine"}, by=manager, now=NOW)
    move_item(second, to=second.scheduled_at + hours(1), by=manager, now=NOW)
    edit_item(third, values={"content_type": "carousel"}, by=manager, now=NOW)

    with nothing_changes():
        generate(active_campaign, manager)


def test_generate_does_not_bring_back_what_was_deleted(active_campaign, manager):
    gone = generate(active_campaign, manager).created[0]
    delete_item(gone, by=manager, now=NOW)

    with nothing_changes():
        generate(active_campaign, manager)


def test_preview_tells_the_same_and_saves_nothing(campaign, manager):
    with nothing_changes():
        preview = preview_calendar(campaign, days_ahead=14, now=NOW)

    made = generate(campaign, manager)
    told_alike = [
        [(item.platform, item.scheduled_at, item.slot_week, item.slot_index) for item in result.created]
        for result in (preview, made)
    ]
    assert told_alike[0] == told_alike[1]


def test_generate_leaves_blackout_days_free(client_acme, manager):
    values = brief(blackout_dates=["2026-03-02", "2026-03-04"])
    campaign = create_campaign(client=client_acme, cadence=CADENCE, values=values, by=manager, now=NOW)

    made = generate(campaign, manager)

    days = {campaign.local_date(item.scheduled_at) for item in made.created}
    assert len(made.created) == 10
    assert days.isdisjoint({date(2026, 3, 2), date(2026, 3, 4)})


def test_generate_says_what_it_skips_where_no_day_is_left(client_acme, manager):
    values = brief(blackout_dates=[f"2026-03-{day:02d}" for day in range(2, 9)])
    campaign = create_campaign(client=client_acme, cadence=CADENCE, values=values, by=manager, now=NOW)

    made = generate(campaign, manager)

    assert (len(made.created), len(made.skipped)) == (5, 5)
    assert {slot.reason for slot in made.skipped} == {NoDay(date(2026, 3, 2), date(2026, 3, 8))}
    assert all("No day from 2026-03-02 to 2026-03-08" in note for note in made.notes)
    with translation.override("de"):
        assert "No day from" not in " ".join(made.notes)


def test_generate_keeps_the_wall_clock_over_the_change_to_summer_time(client_acme, manager):
    cadence = [CadenceLine("linkedin", "post", 2, weekdays=[6, 7], times=["09:00"])]
    values = brief(start_date=date(2026, 3, 23), end_date=date(2026, 4, 5))
    campaign = create_campaign(client=client_acme, cadence=cadence, values=values, by=manager, now=NOW)

    made = generate(campaign, manager, days=60)

    assert [f"{item.scheduled_at:%d %H:%M}" for item in made.created] == [
        "28 08:00",
        "29 07:00",
        "04 07:00",
        "05 07:00",
    ]


def test_generate_moves_a_time_the_clocks_leap_over_and_says_so(client_acme, manager):
    cadence = [CadenceLine("linkedin", "post", 1, weekdays=[7], times=["02:30"])]
    values = brief(start_date=date(2026, 3, 23), end_date=date(2026, 3, 29))
    campaign = create_campaign(client=client_acme, cadence=cadence, values=values, by=manager, now=NOW)

    made = generate(campaign, manager, days=60)

    note = "02:30 does not exist on 2026-03-29 in Europe/Berlin; moved to 03:00."
    assert [(item.scheduled_at, item.notes) for item in made.created] == [
        (datetime(2026, 3, 29, 1, tzinfo=UTC), note)
    ]
    assert made.notes == (note,)


@pytest.mark.parametrize("days", [-1, 0, 367, 10**9])
def test_generate_refuses_days_that_are_no_horizon(campaign, manager, days):
    with refused(InvalidInput, "Choose between 1 and 366 days ahead"):
        generate(campaign, manager, days=days)
    with refused(InvalidInput, "Choose between 1 and 366 days ahead"):
        preview_calendar(campaign, days_ahead=days, now=NOW)


def test_generate_goes_as_far_as_366_days_and_never_beyond_the_campaign(campaign, manager):
    made = generate(campaign, manager, days=366)

    assert max(item.scheduled_at for item in made.created) < campaign.ends_at


def test_generate_makes_what_was_previewed_and_nothing_else(campaign, manager):
    seen = preview_calendar(campaign, days_ahead=14, now=NOW).fingerprint
    generate(campaign, manager, days=3)

    with refused(PlanChanged, "The calendar changed since you looked."):
        generate_calendar(campaign, days_ahead=14, by=manager, now=NOW, previewed=seen)

    plan = preview_calendar(campaign, days_ahead=14, now=NOW)
    made = generate_calendar(campaign, days_ahead=14, by=manager, now=NOW, previewed=plan.fingerprint)
    assert made.fingerprint == plan.fingerprint
    assert made.kept_items == plan.kept_items


def test_weeks_of_an_outcome_tell_what_is_new_kept_and_left_out(client_acme, manager):
    values = brief(blackout_dates=[f"2026-03-{day:02d}" for day in range(2, 9)])
    campaign = create_campaign(client=client_acme, cadence=CADENCE, values=values, by=manager, now=NOW)
    generate(campaign, manager, days=9)

    outcome = preview_calendar(campaign, days_ahead=14, now=NOW)
    weeks = weeks_of(campaign, outcome)

    assert [(week.number, week.first, week.last) for week in weeks] == [
        (1, date(2026, 3, 2), date(2026, 3, 8)),
        (2, date(2026, 3, 9), date(2026, 3, 15)),
    ]
    assert [(week.new_count, week.kept_count) for week in weeks] == [
        (0, 0),
        (len(outcome.created), outcome.kept),
    ]
    assert [(left.platform, left.content_type, left.count) for left in weeks[0].left_out] == [
        ("LinkedIn", "post", 3),
        ("X", "post", 2),
    ]
    assert [row.local for row in weeks[1].rows] == sorted(row.local for row in weeks[1].rows)
