"""What the charts of a report draw beside its own numbers: eight weeks of outcomes, and posts day by day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import Case, Count, IntegerField, Q, Value, When

from campaigns.models import Campaign
from operator_tasks.choices import TaskStatus, TaskType
from operator_tasks.domain.weeks import Week, week_of
from operator_tasks.models import OperatorTask, WeeklySummary
from operator_tasks.states import TIMED

WEEKS_SHOWN = 8


@dataclass(frozen=True)
class Outcomes:
    """What became of the tasks of one week; `ahead` are those whose time has not come."""

    week: Week
    on_time: int = 0
    late: int = 0
    missed: int = 0
    overdue: int = 0
    blocked: int = 0
    ahead: int = 0

    @property
    def planned(self) -> int:
        return sum((self.on_time, self.late, self.missed, self.overdue, self.blocked, self.ahead))


@dataclass(frozen=True)
class DayOfPosts:
    """How many posts a day asked for, and how many of them are published."""

    day: date
    planned: int = 0
    done: int = 0


def outcomes_until(campaign: Campaign, last: Week, now: datetime) -> tuple[Outcomes, ...]:
    """The campaign's weeks up to `last`, eight at most: as they were written, else as they are at `now`.

    Two queries, whatever the number of weeks and tasks.
    """
    weeks = _weeks_until(campaign, last)
    names = [week.name for week in weeks]
    written = {each.week: each for each in campaign.weekly_summaries.filter(week__in=names)}
    live = _counted(campaign, weeks, now)
    return tuple(
        _as_written(week, written[week.name]) if week.name in written else _as_counted(week, live[number])
        for number, week in enumerate(weeks)
    )


def _weeks_until(campaign: Campaign, last: Week) -> list[Week]:
    first = week_of(campaign.start_date, campaign.zone)
    weeks = [last]
    while len(weeks) < WEEKS_SHOWN and weeks[0].monday > first.monday:
        weeks.insert(0, weeks[0].before())
    return weeks


def _as_written(week: Week, summary: WeeklySummary) -> Outcomes:
    told = (
        summary.tasks_completed - summary.tasks_completed_late,
        summary.tasks_completed_late,
        summary.tasks_missed,
        summary.tasks_overdue,
        summary.tasks_blocked,
    )
    return Outcomes(week, *told, ahead=max(summary.tasks_planned - sum(told), 0))


def _as_counted(week: Week, counts: Counter[str]) -> Outcomes:
    return Outcomes(week, **counts)


def _counted(campaign: Campaign, weeks: Sequence[Week], now: datetime) -> list[Counter[str]]:
    edges = [*(week.starts_at for week in weeks), weeks[-1].ends_at]
    tasks = OperatorTask.objects.live().filter(campaign=campaign, system_kind="")
    kinds = Case(
        When(status=TaskStatus.DONE, is_late=False, then=Value("on_time")),
        When(status=TaskStatus.DONE, then=Value("late")),
        When(status=TaskStatus.MISSED, then=Value("missed")),
        When(status=TaskStatus.BLOCKED, then=Value("blocked")),
        When(status__in=TIMED, due_at__lt=now, then=Value("overdue")),
        default=Value("ahead"),
    )
    rows = tasks.filter(due_at__gte=edges[0], due_at__lt=edges[-1]).order_by()
    grouped = rows.values(span=_span(edges), kind=kinds).annotate(count=Count("pk"))
    counts: list[Counter[str]] = [Counter() for _week in weeks]
    for row in grouped:
        counts[row["span"]][row["kind"]] += row["count"]
    return counts


def posts_by_day(campaign: Campaign, week: Week) -> tuple[DayOfPosts, ...]:
    """The seven days of a week in the campaign's zone, by when posts were due; one query, never frozen."""
    days = [week.monday + timedelta(days=number) for number in range(8)]
    edges = [datetime.combine(day, time.min, tzinfo=week.zone).astimezone(UTC) for day in days]
    posts = OperatorTask.objects.live().filter(
        campaign=campaign, task_type=TaskType.POST, due_at__gte=edges[0], due_at__lt=edges[-1]
    )
    done = Count("pk", filter=Q(status=TaskStatus.DONE))
    grouped = posts.order_by().values(span=_span(edges)).annotate(planned=Count("pk"), done=done)
    counts = {row["span"]: (row["planned"], row["done"]) for row in grouped}
    return tuple(DayOfPosts(day, *counts.get(number, (0, 0))) for number, day in enumerate(days[:7]))


def _span(edges: Sequence[datetime]) -> Case:
    """The number of the span between two edges in which a task is due."""
    spans = enumerate(pairwise(edges))
    whens = [When(due_at__gte=start, due_at__lt=end, then=Value(number)) for number, (start, end) in spans]
    return Case(*whens, output_field=IntegerField())
