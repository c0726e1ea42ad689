from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.domain.calendar import add_item, delete_item, generate_calendar
from campaigns.domain.calendar_board import (
    calendar_board,
    month_span,
    status_of,
    week_span,
    with_post_task,
)
from campaigns.domain.campaigns import edit_campaign
from campaigns.models import CalendarItem
from conftest import NOW, hours
from operator_tasks.domain.planning import plan_tasks

BERLIN = ZoneInfo("Europe/Berlin")
MARCH = date(2026, 3, 1)
SUNDAY = 6


def added(campaign, at, by, **changes):
    told = {"platform": "linkedin", "content_type": "post", "values": {}, **changes}
    return add_item(campaign, scheduled_at=at, by=by, now=NOW, **told)


def board(span=None, *, zone=BERLIN, now=NOW, **options):
    span = span or month_span(MARCH)
    among = CalendarItem.objects.live()
    return calendar_board(CalendarItem.objects.all(), span=span, zone=zone, now=now, among=among, **options)


def entries(found):
    return [entry for day in found.days for entry in day.entries]


def test_items_stand_on_the_local_day(active_campaign, manager):
    late = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    added(active_campaign, late, manager)

    in_berlin = [day.day for day in board().days]
    in_utc = [day.day for day in board(zone=ZoneInfo("UTC")).days]

    assert (in_berlin, in_utc) == ([date(2026, 3, 11)], [date(2026, 3, 10)])


def test_a_month_is_whole_weeks_and_knows_today_and_its_neighbours(db):
    days = [day for week in board().weeks for day in week]

    assert (days[0].day, days[-1].day, len(days)) == (date(2026, 2, 23), date(2026, 4, 5), 42)
    assert [day.day for day in days if day.is_today] == [date(2026, 3, 2)]
    assert [day.day for day in days if day.is_outside][:2] == [date(2026, 2, 23), date(2026, 2, 24)]


@pytest.mark.parametrize(
    ("day", "week_start", "first"),
    [
        (date(2026, 3, 4), 0, date(2026, 3, 2)),
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
        (date(2026, 3, 1), 0, date(2026, 2, 23)),
        (date(2026, 3, 4), SUNDAY, date(2026, 3, 1)),
        (date(2026, 3, 1), SUNDAY, date(2026, 3, 1)),
    ],
)
def test_a_week_begins_where_the_language_begins_it(day, week_start, first):
    span = week_span(day, week_start=week_start)

    assert (span.first, span.last, span.month) == (first, first + timedelta(days=6), None)


def test_month_week_and_list_agree(active_campaign, manager):
    generate_calendar(active_campaign, days_ahead=14, by=manager, now=NOW)
    plan_tasks(active_campaign, by=manager, now=NOW)

    in_month = {entry.item.pk: entry for entry in entries(board())}
    weeks = [board(week_span(date(2026, 3, day))) for day in (2, 9, 16)]
    in_weeks = {entry.item.pk: entry for week in weeks for entry in entries(week)}

    assert (len(in_month), in_weeks) == (10, in_month)


def test_days_before_today_are_past_only_in_the_month_that_runs(active_campaign, manager):
    first = added(active_campaign, NOW + hours(3), manager)
    later = first.scheduled_at + hours(48)

    running, next_month = board(now=later), board(month_span(date(2026, 4, 1)), now=later)

    assert [day.day for day in running.days if day.is_past] == [first.scheduled_at.astimezone(BERLIN).date()]
    assert (running.has_earlier, next_month.has_earlier) == (True, False)


def test_a_week_shows_its_hours_in_order(active_campaign, manager):
    early = added(active_campaign, datetime(2026, 3, 3, 4, 30, tzinfo=UTC), manager)
    late = added(active_campaign, datetime(2026, 3, 3, 19, 45, tzinfo=UTC), manager)

    found = board(week_span(date(2026, 3, 3)))

    assert found.hours == range(5, 21)
    day, shown = found.columns[1]
    assert day.day == date(2026, 3, 3)
    held = [(slot.hour, slot.entries[0].item) for slot in shown if slot.entries]
    assert held == [(5, early), (20, late)]


def test_the_hours_of_work_are_shown_in_an_empty_week(db):
    assert board(week_span(MARCH)).hours == range(8, 19)


def test_clocks_carry_no_zone_that_a_template_could_shift(active_campaign, manager):
    added(active_campaign, datetime(2026, 3, 10, 9, 30, tzinfo=UTC), manager)

    entry = entries(board(zone=ZoneInfo("America/New_York")))[0]

    assert [entry.clock.isoformat(), entry.wall_clock.isoformat()] == [
        "2026-03-10T05:30:00",
        "2026-03-10T10:30:00",
    ]


def test_days_know_blackouts_and_the_ends_of_the_one_campaign(active_campaign, manager):
    item = added(active_campaign, NOW + hours(80), manager)
    day = active_campaign.local_date(item.scheduled_at)
    changed = edit_campaign(
        active_campaign, values={"blackout_dates": [day.isoformat()]}, by=manager, now=NOW
    )

    of_one = [day for week in board(campaign=changed).weeks for day in week]
    of_all = [day for week in board().weeks for day in week]

    assert [shown.day for shown in of_one if shown.is_blackout] == [day]
    assert [shown.day for shown in of_one if not shown.is_beyond] == [
        date(2026, 3, number) for number in range(2, 17)
    ]
    assert not any(shown.is_blackout or shown.is_beyond for shown in of_all)
    assert [entry.is_on_blackout for entry in entries(board())] == [True]


def test_status_is_that_of_the_task_at_that_moment(active_campaign, manager):
    generate_calendar(active_campaign, days_ahead=3, by=manager, now=NOW)
    without = {entry.status_label for entry in entries(board())}
    plan_tasks(active_campaign, by=manager, now=NOW)

    first = entries(board())[0]
    later = entries(board(now=first.item.scheduled_at + hours(1)))[0]

    assert without == {"No task yet"}
    assert (first.status, later.status) == ("PENDING", "OVERDUE")


def test_only_what_is_warned_of_is_shown_when_asked_for_and_counted_in_any_case(active_campaign, manager):
    at = NOW + hours(30)
    added(active_campaign, at, manager, values={"title": "One"})
    added(active_campaign, at + hours(0.5), manager, values={"title": "Two"})
    added(active_campaign, at + hours(5), manager, values={"title": "Three"})

    everything, warned = board(), board(only_warned=True)

    assert [entry.title for entry in entries(everything)] == ["One", "Two", "Three"]
    assert [entry.title for entry in entries(warned)] == ["One", "Two"]
    assert [(found.clash_count, found.repeat_count) for found in (everything, warned)] == [(2, 0), (2, 0)]


def test_a_deleted_item_clashes_with_nothing(active_campaign, manager):
    at = NOW + hours(30)
    gone = added(active_campaign, at, manager)
    added(active_campaign, at, manager)
    delete_item(gone, by=manager, now=NOW)

    assert [(entry.status, entry.is_clash) for entry in entries(board())] == [
        ("CANCELLED", False),
        ("", False),
    ]


@pytest.mark.parametrize("count", [1, 3, 300])
def test_a_board_asks_three_queries(active_campaign, manager, count, django_assert_num_queries):
    for number in range(count):
        added(active_campaign, NOW + timedelta(minutes=10 * number + 1), manager)

    with django_assert_num_queries(3):
        found = board()

    assert len(entries(found)) == count


def test_status_of_an_item_ignores_cancelled_tasks(active_campaign, tasks, manager):
    item = delete_item(tasks[0].calendar_item, by=manager, now=NOW)

    shown = with_post_task(CalendarItem.objects.filter(pk=item.pk)).get()

    assert (shown.post_tasks, status_of(shown, NOW)) == ([], ("CANCELLED", "Deleted"))
