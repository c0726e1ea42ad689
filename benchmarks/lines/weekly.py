"""weekly_summary: the numbers of a week with very many tasks."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from benchmarks import in_sql, little_world
from benchmarks.contest import Contender, Contest
from benchmarks.earlier import EarlierModule
from benchmarks.earlier import Task as EarlierTask
from benchmarks.little_world import BEGUN, NAIVE, TASKS
from campaigns.models import Campaign
from operator_tasks.domain.summaries import week_numbers
from operator_tasks.domain.weeks import Week
from operator_tasks.models import OperatorTask

NOW = BEGUN + timedelta(days=8)


def contests(size: int) -> Iterator[Contest]:
    campaign = little_world.campaign(little_world.client())
    week = Week(BEGUN.date(), campaign.zone)
    due = in_sql.moment(f"{int(week.starts_at.timestamp())} + n % 604800")
    values = little_world.task_values(campaign.pk, due) | {
        "status": "CASE n % 4 WHEN 0 THEN 'OVERDUE' WHEN 1 THEN 'MISSED' ELSE 'PENDING' END"
    }
    in_sql.execute(in_sql.insert_series(OperatorTask, size, values))
    in_sql.settle()
    module = EarlierModule()
    earlier = _earlier_week(module, size)
    yield Contest(
        "weekly_summary",
        size,
        ours=Contender(lambda: week_numbers(campaign, week, now=NOW)),
        raw=Contender(lambda: _raw(campaign, week)),
        earlier=Contender(lambda: module.week(earlier, NAIVE.replace(hour=0))),
    )


def _raw(campaign: Campaign, week: Week) -> list[Any]:
    """One aggregate over the tasks of the week, one count of the next, and one over the metrics."""
    begun, ended, after = (in_sql.literal(at) for at in (week.starts_at, week.ends_at, week.next().ends_at))
    mine, late = f"campaign_id = {campaign.pk} AND system_kind = ''", f"due_at < {in_sql.literal(NOW)}"
    parts = (
        "",
        "status = 'DONE'",
        "status = 'DONE' AND is_late",
        f"status IN ('PENDING', 'DUE', 'OVERDUE') AND {late}",
        "status = 'MISSED'",
        "status = 'BLOCKED'",
    )
    live = [
        f"COUNT(*) FILTER (WHERE {' AND '.join(filter(None, ('cancelled_at IS NULL', part)))})"
        for part in parts
    ]
    counts = in_sql.fetched(
        f"SELECT {', '.join(live)}, COUNT(*) FILTER (WHERE cancelled_at IS NOT NULL) "
        f'FROM "{TASKS}" WHERE {mine} AND due_at >= {begun} AND due_at < {ended}'
    )
    ahead = in_sql.fetched(
        f'SELECT COUNT(*) FROM "{TASKS}" WHERE {mine} AND cancelled_at IS NULL '
        f"AND due_at >= {ended} AND due_at < {after}"
    )
    metrics = in_sql.fetched(
        "SELECT platform, metric_name, SUM(metric_value) FROM campaigns_metricentry "
        f"WHERE campaign_id = {campaign.pk} AND date >= '{week.monday}' AND date <= '{week.sunday}' "
        "GROUP BY platform, metric_name"
    )
    return [counts, ahead, metrics]


def _earlier_week(module: EarlierModule, size: int) -> int:
    campaign, begun = little_world.earlier_campaign(module), NAIVE.replace(hour=0)
    rows = [
        {
            "campaign_id": campaign,
            "task_type": "POST",
            "platform": "linkedin",
            "due_at": begun + timedelta(seconds=number % 604800),
            "title": f"Post {number}",
            "instructions_text": little_world.INSTRUCTIONS,
        }
        for number in range(size)
    ]
    module.fill(EarlierTask, rows)
    return campaign
