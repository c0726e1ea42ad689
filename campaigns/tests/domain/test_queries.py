from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from campaigns.domain.calendar import add_item, delete_item, generate_calendar, move_item
from campaigns.domain.campaigns import edit_campaign
from campaigns.domain.housekeeping import archive_campaign
from campaigns.domain.metrics import log_metric
from campaigns.domain.plans import save_plan
from campaigns.domain.queries import (
    MetricSeries,
    calendar_month,
    campaigns_matching,
    clients_with_counts,
    metric_series,
    readable,
    status_of,
    trail_of,
    trail_of_campaign,
    with_post_task,
)
from campaigns.models import CalendarItem, Campaign, Client, OperatorAuditLog
from conftest import NOW, hours
from operator_tasks.domain.planning import plan_tasks

BERLIN = ZoneInfo("Europe/Berlin")
MARCH = date(2026, 3, 1)


def added(campaign, at, by, **changes):
    told = {"platform": "linkedin", "content_type": "post", "values": {}, **changes}
    return add_item(campaign, scheduled_at=at, by=by, now=NOW, **told)


def month(*, first=MARCH, zone=BERLIN, now=NOW):
    return calendar_month(CalendarItem.objects.all(), first=first, zone=zone, now=now)


def entries(found):
    return [entry for day in found.days for entry in day.entries]


def test_campaigns_matching_leaves_archived_out(campaign, manager):
    archive_campaign(campaign, by=manager, now=NOW)

    assert list(campaigns_matching(Campaign.objects.all())) == []
    assert list(campaigns_matching(Campaign.objects.all(), archived=True)) == [campaign]


def test_campaigns_matching_counts_a_platform_only_where_it_is_posted_on(campaign):
    everything = Campaign.objects.all()

    assert list(campaigns_matching(everything, platform="x")) == [campaign]
    assert list(campaigns_matching(everything, platform="email")) == []


def test_clients_with_counts_does_not_multiply(campaign, client_acme):
    row = clients_with_counts(Client.objects.all()).get()

    assert (row.campaign_count, row.account_count) == (1, 0)


def test_calendar_month_puts_items_on_the_local_day(active_campaign, manager):
    late = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    added(active_campaign, late, manager)

    in_berlin = [day.day for day in month().days]
    in_utc = [day.day for day in month(zone=ZoneInfo("UTC")).days]

    assert (in_berlin, in_utc) == ([date(2026, 3, 11)], [date(2026, 3, 10)])


def test_calendar_month_is_whole_weeks_and_knows_today_and_its_neighbours(db):
    found = month()

    days = [day for week in found.weeks for day in week]
    assert (days[0].day, days[-1].day, len(days)) == (date(2026, 2, 23), date(2026, 4, 5), 42)
    assert [day.day for day in days if day.is_today] == [date(2026, 3, 2)]
    assert [day.day for day in days if day.is_outside][:2] == [date(2026, 2, 23), date(2026, 2, 24)]
    assert (found.previous, found.next) == (date(2026, 2, 1), date(2026, 4, 1))


def test_calendar_month_shows_the_status_of_the_task_at_that_moment(active_campaign, manager):
    generate_calendar(active_campaign, days_ahead=3, by=manager, now=NOW)
    without = {entry.status_label for entry in entries(month())}
    plan_tasks(active_campaign, by=manager, now=NOW)

    first = entries(month())[0]
    later = entries(month(now=first.item.scheduled_at + hours(1)))[0]

    assert without == {"No task yet"}
    assert (first.status, later.status) == ("PENDING", "OVERDUE")


def test_calendar_month_marks_posts_of_one_client_at_one_moment(active_campaign, manager):
    at = NOW + hours(30)
    added(active_campaign, at, manager)
    added(active_campaign, at, manager)
    added(active_campaign, at, manager, platform="x")

    assert [(entry.item.platform, entry.is_clash) for entry in entries(month())] == [
        ("linkedin", True),
        ("linkedin", True),
        ("x", False),
    ]


def test_a_deleted_item_clashes_with_nothing(active_campaign, manager):
    at = NOW + hours(30)
    gone = added(active_campaign, at, manager)
    added(active_campaign, at, manager)
    delete_item(gone, by=manager, now=NOW)

    assert [(entry.status, entry.is_clash) for entry in entries(month())] == [
        ("CANCELLED", False),
        ("", False),
    ]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_calendar_month_asks_two_queries(active_campaign, manager, count, django_assert_num_queries):
    for number in range(count):
        added(active_campaign, NOW + timedelta(minutes=30 * number + 1), manager)

    with django_assert_num_queries(2):
        found = month()

    assert len(entries(found)) == count


def test_status_of_an_item_ignores_cancelled_tasks(active_campaign, tasks, manager):
    item = delete_item(tasks[0].calendar_item, by=manager, now=NOW)

    shown = with_post_task(CalendarItem.objects.filter(pk=item.pk)).get()

    assert (shown.post_tasks, status_of(shown, NOW)) == ([], ("CANCELLED", "Deleted"))


def test_readable_tells_changes_on_the_clock_of_the_zone(active_campaign, manager):
    item = added(active_campaign, datetime(2026, 3, 5, 9, 0, tzinfo=UTC), manager)
    move_item(item, to=datetime(2026, 3, 6, 10, 30, tzinfo=UTC), by=manager, now=NOW)

    entry = readable(trail_of(item)[:1], BERLIN)[0]

    assert (entry.actor_label, entry.via, entry.action) == ("maria", "page", "calendar_item.rescheduled")
    assert entry.entity_label == "calendar item “LinkedIn Post”"
    assert entry.changes == (("scheduled at", "2026-03-05 10:00 CET", "2026-03-06 11:30 CET"),)


def test_readable_tells_lists_maps_and_long_texts_briefly(campaign, manager):
    save_plan(
        campaign,
        angles=["a", "b"],
        messaging={"T": ["x", "y"]},
        positioning="p" * 400,
        by=manager,
        now=NOW,
    )

    changes = {
        name: after for name, _before, after in readable(trail_of_campaign(campaign)[:1], BERLIN)[0].changes
    }

    assert (changes["angles"], changes["messaging"]) == ("a, b", "T: x, y")
    assert changes["positioning"] == "p" * 300 + "…"


def test_readable_leaves_a_text_that_only_ends_like_a_time():
    text = '{"title":"Only 27 characters, not a Z"}'
    entry = OperatorAuditLog(
        at=NOW, actor_label="maria", via="page", action="x.y", entity_type="x", entity_label="y", after=text
    )

    assert readable([entry], BERLIN)[0].changes == (("title", "", "Only 27 characters, not a Z"),)


def test_trail_of_campaign_is_its_chain_with_the_newest_first(campaign, manager):
    edit_campaign(campaign, values={"name": "Second"}, by=manager, now=NOW)

    assert [entry.seq for entry in trail_of_campaign(campaign)] == [4, 3, 2, 1]


def logged(campaign, by, day, value, **changes):
    told = {"platform": "linkedin", "metric_name": "clicks", **changes}
    return log_metric(campaign, day=day, metric_value=value, by=by, now=NOW + hours(240), **told)


def test_metric_series_keeps_posts_apart_and_days_in_order(active_campaign, manager, tasks):
    logged(active_campaign, manager, date(2026, 3, 4), 7)
    logged(active_campaign, manager, date(2026, 3, 3), 5)
    logged(active_campaign, manager, date(2026, 3, 3), 9, task_id=tasks[0].pk)
    logged(active_campaign, manager, date(2026, 3, 3), 2, platform="x")

    assert metric_series(active_campaign, since=date(2026, 3, 1), platform="linkedin") == [
        MetricSeries(
            "linkedin",
            "clicks",
            "manual",
            ((date(2026, 3, 3), Decimal("5.0000")), (date(2026, 3, 4), Decimal("7.0000"))),
        )
    ]
    assert len(metric_series(active_campaign, since=date(2026, 3, 1))) == 2
    assert metric_series(active_campaign, since=date(2026, 3, 5)) == []


def test_metric_series_names_a_source_that_is_not_a_person():
    assert MetricSeries("x", "reach", "manual", ()).label == "X: Reach"
    assert MetricSeries("x", "reach", "x_export", ()).label == "X: Reach (x_export)"
    assert not MetricSeries("x", "reach", "manual", ()).is_additive
