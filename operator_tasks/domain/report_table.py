"""Weeks of a campaign as a table for spreadsheets: one row a week, under names that stay."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from campaigns.models import Campaign
from operator_tasks.domain.reports import Numbers
from operator_tasks.domain.summaries import week_numbers
from operator_tasks.domain.weeks import Week, week_of
from operator_tasks.models import WeeklySummary

# The names of the summary's fields, in English in every language, so that what reads the file need not change.
COLUMNS = (
    "client_name",
    "campaign",
    "week",
    "week_start",
    "week_end",
    "tasks_planned",
    "tasks_completed",
    "tasks_completed_late",
    "tasks_overdue",
    "tasks_missed",
    "tasks_blocked",
    "completion_rate",
    "top_platform",
    "notes",
    "written_at",
)
Row = tuple[str, ...]


def week_table(campaign: Campaign, week: Week, *, now: datetime) -> list[Row]:
    """One week: as it was written, else as it is at `now` with an empty `written_at`."""
    stored = campaign.weekly_summaries.filter(week=week.name).first()
    return _table(campaign, [(week, stored or week_numbers(campaign, week, now=now))])


def weeks_table(campaign: Campaign, *, first: Week | None, last: Week | None, now: datetime) -> list[Row]:
    """The written weeks between two, in order, and the one that runs while it is not written."""
    current = week_of(campaign.local_date(now), campaign.zone)
    weeks: list[tuple[Week, Numbers]] = [
        (Week(each.week_start, campaign.zone), each)
        for each in campaign.weekly_summaries.order_by("week_start")
    ]
    runs = campaign.start_date <= current.sunday and current.monday <= campaign.end_date
    if runs and current.name not in {week.name for week, _numbers in weeks}:
        weeks.append((current, week_numbers(campaign, current, now=now)))
    return _table(campaign, [each for each in weeks if _is_between(each[0], first, last)])


def _is_between(week: Week, first: Week | None, last: Week | None) -> bool:
    return (first is None or first.monday <= week.monday) and (last is None or week.monday <= last.monday)


def _table(campaign: Campaign, weeks: Sequence[tuple[Week, Numbers]]) -> list[Row]:
    metrics = _metric_columns(numbers for _week, numbers in weeks)
    head = (*COLUMNS, *(f"metrics_summary.{platform}.{name}" for platform, name in metrics))
    return [head, *(_row(campaign, week, numbers, metrics) for week, numbers in weeks)]


def _metric_columns(all_numbers: Iterable[Numbers]) -> list[tuple[str, str]]:
    found = {
        (platform, name)
        for numbers in all_numbers
        for platform, values in numbers.metrics_summary.items()
        for name in values
    }
    return sorted(found)


def _row(campaign: Campaign, week: Week, numbers: Numbers, metrics: Sequence[tuple[str, str]]) -> Row:
    rate = numbers.completion_rate
    values = (
        numbers.tasks_planned,
        numbers.tasks_completed,
        numbers.tasks_completed_late,
        numbers.tasks_overdue,
        numbers.tasks_missed,
        numbers.tasks_blocked,
    )
    return (
        campaign.client.name,
        campaign.name,
        week.name,
        week.monday.isoformat(),
        week.sunday.isoformat(),
        *map(str, values),
        "" if rate is None else f"{rate:.4f}",
        numbers.top_platform,
        numbers.notes,
        numbers.generated_at.isoformat(timespec="seconds") if isinstance(numbers, WeeklySummary) else "",
        *(numbers.metrics_summary.get(platform, {}).get(name, "") for platform, name in metrics),
    )
