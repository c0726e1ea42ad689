"""Weekly summaries: the numbers of a week in the campaign's zone, frozen when they are written."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from campaigns.domain.campaigns import activate_campaign, create_campaign, pause_campaign
from campaigns.domain.housekeeping import hold_automation
from campaigns.domain.metrics import log_metric
from campaigns.models import Campaign
from campaigns.tests.witness import how_often, nothing_changes, told
from conftest import CADENCE, NOW, brief, hours
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.summaries import (
    WeekNumbers,
    metrics_by_platform,
    week_numbers,
    write_campaign_summaries,
    write_missing_summaries,
    write_summary,
)
from operator_tasks.domain.tasks import create_manual_task
from operator_tasks.domain.ticking import tick_all
from operator_tasks.domain.transitions import block_task, cancel_task, complete_task, miss_task
from operator_tasks.domain.weeks import parse_week
from operator_tasks.models import OperatorTask, WeeklySummary
from operator_tasks.tests.rows import CLOCK

DONE = ProofInput("TEXT", "seen in the feed")
FRIDAY = datetime(2026, 3, 6, 22, tzinfo=UTC)
MONDAY_AT_EIGHT = datetime(2026, 3, 9, 7, tzinfo=UTC)


def log(
    campaign: Campaign, by, day: int, name: str, value: object, platform: str = "linkedin", **more
) -> None:
    log_metric(
        campaign,
        platform=platform,
        day=date(2026, 3, day),
        metric_name=name,
        metric_value=value,
        by=by,
        now=datetime(2026, 3, 30, tzinfo=UTC),
        **more,
    )


def week(campaign: Campaign, name: str = "2026-W10"):
    return parse_week(name, campaign.zone)


def numbers(campaign: Campaign, now: datetime = FRIDAY) -> WeekNumbers:
    return week_numbers(campaign, week(campaign), now=now)


def summaries() -> list[str]:
    return list(WeeklySummary.objects.order_by("week_start").values_list("week", flat=True))


def analyses() -> list[tuple]:
    return list(OperatorTask.objects.filter(system_kind="weekly").values_list("week", "status", "title"))


# -- tasks ----------------------------------------------------------------------------------------------------
def test_numbers_tell_every_fate_of_the_weeks_tasks_apart(active_campaign, manager, operator):
    names = ("in time", "late", "overdue", "missed", "blocked", "cancelled", "next week")
    due = [NOW + hours(9 + place) for place in range(6)] + [NOW + timedelta(days=8)]
    made = {
        name: create_manual_task(active_campaign, title=name, due_at=at, by=manager, now=NOW)
        for name, at in zip(names, due, strict=True)
    }
    complete_task(made["in time"], proof=DONE, by=operator, now=made["in time"].due_at)
    complete_task(made["late"], proof=DONE, by=operator, now=made["late"].due_at + hours(1))
    block_task(made["blocked"], reason="no picture", by=manager, now=NOW)
    cancel_task(made["cancelled"], reason="not needed", by=manager, now=NOW)
    tick_all(by=CLOCK, now=FRIDAY)
    miss_task(made["missed"], reason="too late", by=manager, now=FRIDAY)

    assert numbers(active_campaign) == WeekNumbers(
        tasks_planned=5,
        tasks_completed=2,
        tasks_completed_late=1,
        tasks_overdue=1,
        tasks_missed=1,
        tasks_blocked=1,
        tasks_cancelled=1,
        completion_rate=Decimal("0.4"),
        metrics_summary={},
        top_platform="",
        best_posts=[],
        next_week_tasks=1,
        notes="2 of 5 tasks were completed (40 %), 1 of them late. 1 are overdue, 1 were missed, 1 are blocked.",
    )


def test_overdue_counts_before_the_tick_has_seen_it(active_campaign, manager):
    create_manual_task(active_campaign, title="Call", due_at=NOW + hours(1), by=manager, now=NOW)

    assert numbers(active_campaign).tasks_overdue == 1


def test_week_without_tasks_has_no_rate(active_campaign):
    told_numbers = numbers(active_campaign)

    assert (told_numbers.completion_rate, told_numbers.notes) == (None, "No task was planned for this week.")


def test_week_ends_at_midnight_of_the_campaigns_zone(client_acme, manager):
    campaign = create_campaign(
        client=client_acme, cadence=CADENCE, values=brief(time_zone="Asia/Tokyo"), by=manager, now=NOW
    )
    campaign = activate_campaign(campaign, by=manager, now=NOW)
    midnight = datetime(2026, 3, 8, 15, tzinfo=UTC)
    for title, due_at in (("Sunday", midnight - timedelta(seconds=1)), ("Monday", midnight)):
        create_manual_task(campaign, title=title, due_at=due_at, by=manager, now=NOW)

    counted = [
        week_numbers(campaign, week(campaign, name), now=NOW).tasks_planned
        for name in ("2026-W10", "2026-W11")
    ]

    assert counted == [1, 1]
    assert write_campaign_summaries(campaign, by=CLOCK, now=midnight + hours(8) - timedelta(seconds=1)) == 0
    assert write_campaign_summaries(campaign, by=CLOCK, now=midnight + hours(8)) == 1


# -- metrics --------------------------------------------------------------------------------------------------
def test_each_kind_of_metric_combines_in_its_own_way(active_campaign, operator):
    for day, impressions, followers, reach, ctr in ((2, 100, 10, 80, "0.1"), (4, 250, 14, 60, "0.3")):
        log(active_campaign, operator, day, "impressions", impressions)
        log(active_campaign, operator, day, "followers", followers)
        log(active_campaign, operator, day, "reach", reach)
        log(active_campaign, operator, day, "ctr", ctr)

    assert metrics_by_platform(active_campaign, week(active_campaign)) == {
        "linkedin": {"ctr": "0.2", "followers": "14", "impressions": "350", "reach": "80"}
    }


def test_sums_are_exact(active_campaign, operator):
    log(active_campaign, operator, 2, "clicks", "0.1")
    log(active_campaign, operator, 3, "clicks", "0.2")

    assert metrics_by_platform(active_campaign, week(active_campaign)) == {"linkedin": {"clicks": "0.3"}}


def test_days_of_other_weeks_and_numbers_of_posts_are_not_added(active_campaign, manager, operator):
    task = create_manual_task(active_campaign, title="Call", due_at=NOW + hours(1), by=manager, now=NOW)
    log(active_campaign, operator, 8, "engagements", 5)
    log(active_campaign, operator, 9, "engagements", 70)
    log(active_campaign, operator, 3, "engagements", 900, task_id=task.pk)

    told_numbers = numbers(active_campaign)

    assert told_numbers.metrics_summary == {"linkedin": {"engagements": "5"}}
    assert told_numbers.best_posts == [
        {"platform": "linkedin", "post": f"task-{task.pk}", "engagements": "900"}
    ]


@pytest.mark.parametrize(
    ("logged", "top"),
    [
        ([("x", "engagements", 45), ("linkedin", "impressions", 9000)], "x"),
        ([("x", "engagements", 10), ("linkedin", "likes", 6), ("linkedin", "comments", 5)], "linkedin"),
        ([("x", "engagements", 10), ("linkedin", "engagements", 8), ("linkedin", "clicks", 3)], "linkedin"),
        ([("x", "engagements", 0)], ""),
        ([("x", "impressions", 99)], ""),
        ([], ""),
    ],
)
def test_top_platform_has_the_most_engagement_and_clicks(active_campaign, operator, logged, top):
    for platform, name, value in logged:
        log(active_campaign, operator, 3, name, value, platform=platform)

    assert numbers(active_campaign).top_platform == top


# -- written --------------------------------------------------------------------------------------------------
def test_monday_at_eight_the_week_is_written_with_one_analysis(active_campaign):
    assert write_missing_summaries(by=CLOCK, now=MONDAY_AT_EIGHT - timedelta(seconds=1)) == 0
    assert write_missing_summaries(by=CLOCK, now=MONDAY_AT_EIGHT) == 1

    columns = ("week", "week_start", "week_end", "tasks_planned", "generated_at", "version")
    assert list(WeeklySummary.objects.values_list(*columns)) == [
        ("2026-W10", date(2026, 3, 2), date(2026, 3, 8), 0, MONDAY_AT_EIGHT, 1)
    ]
    assert analyses() == [("2026-W10", "DUE", "Analyze week 2026-W10")]
    assert told("summary.written")[:4] == ("campaign_tick", "job", "weekly summary", 1)


def test_written_again_nothing_more_is_written(active_campaign):
    write_missing_summaries(by=CLOCK, now=MONDAY_AT_EIGHT)

    with nothing_changes():
        assert write_missing_summaries(by=CLOCK, now=MONDAY_AT_EIGHT + timedelta(days=6)) == 0


def test_weeks_that_were_slept_through_are_written_later_with_one_analysis(active_campaign):
    assert write_missing_summaries(by=CLOCK, now=MONDAY_AT_EIGHT + timedelta(days=14)) == 3

    assert summaries() == ["2026-W10", "2026-W11", "2026-W12"]
    assert [name for name, *_rest in analyses()] == ["2026-W12"]


@pytest.mark.parametrize("way", ["planned", "paused", "held"])
def test_campaign_that_does_not_run_gets_none(campaign, manager, way):
    if way != "planned":
        activate_campaign(campaign, by=manager, now=NOW)
    if way == "paused":
        pause_campaign(campaign, reason="client asked", by=manager, now=NOW)
    if way == "held":
        hold_automation(campaign, held=True, by=manager, now=NOW)

    with nothing_changes():
        assert write_missing_summaries(by=CLOCK, now=MONDAY_AT_EIGHT) == 0
        assert write_campaign_summaries(campaign, by=CLOCK, now=MONDAY_AT_EIGHT) == 0


def test_by_hand_a_week_is_written_again_with_the_numbers_of_now(active_campaign, manager, operator):
    write_summary(active_campaign, week(active_campaign), by=manager, now=FRIDAY)
    log(active_campaign, operator, 3, "likes", 7)

    written = write_summary(active_campaign, week(active_campaign), by=manager, now=MONDAY_AT_EIGHT)

    assert (written.metrics_summary, written.generated_at, written.version) == (
        {"linkedin": {"likes": "7"}},
        MONDAY_AT_EIGHT,
        2,
    )
    assert (summaries(), len(analyses()), how_often("summary.rewritten")) == (["2026-W10"], 1, 1)


def test_week_written_by_hand_before_its_end_is_completed_on_monday(active_campaign, manager, operator):
    write_summary(active_campaign, week(active_campaign), by=manager, now=FRIDAY)
    log(active_campaign, operator, 7, "likes", 7)

    write_missing_summaries(by=CLOCK, now=MONDAY_AT_EIGHT)

    assert WeeklySummary.objects.get().metrics_summary == {"linkedin": {"likes": "7"}}


def test_analysis_is_a_task_of_the_house_that_time_does_not_move(active_campaign):
    write_missing_summaries(by=CLOCK, now=MONDAY_AT_EIGHT)

    tick_all(by=CLOCK, now=MONDAY_AT_EIGHT + timedelta(days=3))

    assert analyses() == [("2026-W10", "DUE", "Analyze week 2026-W10")]
    assert not OperatorTask.objects.filter(system_kind="escalation").exists()
