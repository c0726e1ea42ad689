"""Weeks as a table for spreadsheets: names that stay, and no text that is taken for a formula."""

from datetime import timedelta

from campaigns.domain.metrics import log_metric
from conftest import NOW
from operator_tasks.domain.report_table import COLUMNS, week_table, weeks_table
from operator_tasks.domain.summaries import write_summary
from operator_tasks.domain.weeks import week_of


def week(campaign, number=0):
    return week_of(campaign.start_date + timedelta(weeks=number), campaign.zone)


def test_a_week_is_one_row_with_a_column_for_each_metric(active_campaign, tasks, manager):
    log_metric(
        active_campaign,
        platform="linkedin",
        day=active_campaign.start_date,
        metric_name="likes",
        metric_value=12,
        by=manager,
        now=NOW,
    )

    head, row = week_table(active_campaign, week(active_campaign), now=NOW)

    assert head == (*COLUMNS, "metrics_summary.linkedin.likes")
    assert dict(zip(head, row, strict=True)) == {
        "client_name": "Acme",
        "campaign": "Spring launch",
        "week": "2026-W10",
        "week_start": "2026-03-02",
        "week_end": "2026-03-08",
        "tasks_planned": "5",
        "tasks_completed": "0",
        "tasks_completed_late": "0",
        "tasks_overdue": "0",
        "tasks_missed": "0",
        "tasks_blocked": "0",
        "completion_rate": "0.0000",
        "top_platform": "linkedin",
        "notes": "0 of 5 tasks were completed (0 %), 0 of them late. Most engagement and clicks: LinkedIn.",
        "written_at": "",
        "metrics_summary.linkedin.likes": "12",
    }


def test_all_weeks_are_the_written_ones_and_the_one_that_runs(active_campaign, tasks, manager):
    now = NOW + timedelta(weeks=1)
    write_summary(active_campaign, week(active_campaign), by=manager, now=now)

    _head, *rows = weeks_table(active_campaign, first=None, last=None, now=now)
    _head, *written = weeks_table(active_campaign, first=None, last=week(active_campaign), now=now)
    _head, *after = weeks_table(active_campaign, first=week(active_campaign, 1), last=None, now=now)

    place = COLUMNS.index("written_at")
    assert [(row[2], row[place]) for row in rows] == [
        ("2026-W10", "2026-03-09T06:00:00+00:00"),
        ("2026-W11", ""),
    ]
    assert (written, after) == ([rows[0]], [rows[1]])
