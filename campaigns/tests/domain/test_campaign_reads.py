"""What the list and the page of campaigns show at a glance."""

from datetime import UTC, date, datetime, timedelta

import pytest

from campaigns.choices import CampaignStatus
from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaign_reads import (
    accounts_of,
    cadence_text,
    campaign_rows,
    days_ahead,
    days_text,
    latest_metrics,
    progress_of,
)
from campaigns.domain.campaigns import complete_campaign, create_campaign, edit_campaign
from campaigns.domain.clients import add_account, edit_account
from campaigns.domain.metrics import log_metric
from campaigns.domain.queries import campaigns_matching
from campaigns.domain.work import Progress
from campaigns.models import Campaign
from conftest import CADENCE, NOW, brief, hours, linkedin_proof
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.transitions import block_task, complete_task


def test_progress_tells_outcomes_and_what_is_next(active_campaign, tasks, linkedin_task, operator):
    done_at = linkedin_task.due_at
    complete_task(linkedin_task, proof=linkedin_proof(), by=operator, now=done_at)
    others = [task for task in tasks if task.pk != linkedin_task.pk]
    block_task(others[-1], reason="No picture", by=operator, now=done_at)
    later = max(done_at, others[0].due_at) + hours(1)

    progress = progress_of(active_campaign, now=later)

    follow_ups = 2
    assert (progress.planned, progress.done, progress.late, progress.blocked) == (10 + follow_ups, 1, 0, 1)
    # The next post, and both follow-ups of the first.
    assert (progress.overdue, progress.missed, progress.on_time_percent) == (1 + follow_ups, 0, 100)
    assert progress.next_due == min(
        due
        for due in active_campaign.tasks.exclude(status="DONE").values_list("due_at", flat=True)
        if due >= later
    )


def test_nothing_planned_is_no_progress(campaign):
    progress = progress_of(campaign, now=NOW)

    assert (progress, progress.percent, progress.on_time_percent) == (Progress(), 0, None)


def test_a_campaign_that_does_not_run_has_nothing_overdue(campaign, manager):
    generate_calendar(campaign, days_ahead=14, by=manager, now=NOW)
    plan_tasks(campaign, by=manager, now=NOW)

    assert progress_of(campaign, now=NOW + timedelta(days=30)).overdue == 0


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 2, 20), "begins in 10 days"),
        (date(2026, 3, 1), "begins in 1 day"),
        (date(2026, 3, 2), "14 days left"),
        (date(2026, 3, 15), "1 day left"),
        (date(2026, 3, 16), "today is its last day"),
        (date(2026, 3, 18), "ended 2 days ago"),
    ],
)
def test_days_are_told_on_the_clock_of_the_campaign(campaign, day, text):
    assert days_text(campaign, now=datetime(day.year, day.month, day.day, 12, tzinfo=UTC)) == text


def test_a_completed_campaign_counts_no_days(active_campaign, manager):
    ended = complete_campaign(active_campaign, by=manager, now=NOW)

    assert (ended.status, days_text(ended, now=NOW)) == (CampaignStatus.COMPLETED, "completed")


def test_cadence_in_words(campaign):
    assert cadence_text(campaign.cadences.all()) == "LinkedIn\u00a03, X\u00a02 a week"
    assert cadence_text([]) == ""


def test_the_strip_counts_items_by_local_day(active_campaign, manager):
    edit_campaign(active_campaign, values={"blackout_dates": ["2026-03-04"]}, by=manager, now=NOW)
    active_campaign.refresh_from_db()
    items = generate_calendar(active_campaign, days_ahead=14, by=manager, now=NOW).created
    by_day = [active_campaign.local_date(item.scheduled_at) for item in items]

    strip = days_ahead(active_campaign, now=NOW)

    assert [(each.day, each.count) for each in strip if each.count] == sorted(
        (day, by_day.count(day)) for day in set(by_day) if day <= date(2026, 3, 15)
    )
    assert (len(strip), strip[0].day, strip[0].is_today, strip[1].is_today) == (
        14,
        date(2026, 3, 2),
        True,
        False,
    )
    assert [each.day for each in strip if each.is_blackout] == [date(2026, 3, 4)]
    assert not any(each.is_outside for each in strip)
    assert all(each.is_outside for each in days_ahead(active_campaign, now=NOW + timedelta(days=30)))


def test_rows_ask_one_query_for_all_tasks(client_acme, manager, django_assert_num_queries):
    for number in range(3):
        values = brief(name=f"Campaign {number}")
        create_campaign(client=client_acme, cadence=CADENCE, values=values, by=manager, now=NOW)

    with django_assert_num_queries(3):  # campaigns, their cadences, their tasks
        rows = campaign_rows(campaigns_matching(Campaign.objects.all()), now=NOW)

    assert [row.campaign.name for row in rows] == ["Campaign 0", "Campaign 1", "Campaign 2"]
    assert campaign_rows([], now=NOW) == []


def test_campaigns_come_in_the_order_that_is_asked_for(client_acme, manager):
    for name, first, last in (("B", 2, 30), ("A", 3, 20), ("C", 4, 25)):
        days = {"start_date": date(2026, 3, first), "end_date": date(2026, 3, last)}
        values = brief(name=name, **days)
        create_campaign(client=client_acme, cadence=CADENCE, values=values, by=manager, now=NOW)

    def order(sort: str) -> str:
        return "".join(each.name for each in campaigns_matching(Campaign.objects.all(), sort=sort))

    assert [order(sort) for sort in ("", "end", "name", "client", "nonsense")] == [
        "CAB",
        "ACB",
        "ABC",
        "CAB",
        "CAB",
    ]


def test_accounts_are_those_in_use_on_the_platforms_of_the_cadence(campaign, manager):
    client = campaign.client
    known = add_account(client, platform="linkedin", handle="acme", by=manager, now=NOW)
    add_account(client, platform="tiktok", handle="acme", by=manager, now=NOW)
    old = add_account(client, platform="x", handle="@old", by=manager, now=NOW)
    edit_account(old, values={"is_active": False}, by=manager, now=NOW)

    assert accounts_of(campaign, campaign.cadences.all()) == [known]


def test_latest_metrics_are_the_last_five_values_of_days(active_campaign, manager):
    for number in range(6):
        log_metric(
            active_campaign,
            platform="x",
            day=date(2026, 2, 20 + number),
            metric_name="likes",
            metric_value=number,
            by=manager,
            now=NOW,
        )

    assert [entry.date.day for entry in latest_metrics(active_campaign)] == [25, 24, 23, 22, 21]
