"""A week of a campaign beside the week before it, from the stored summaries or as things stand now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from campaigns.choices import MetricKind, Platform
from campaigns.metric_names import MetricName, kind_of
from campaigns.models import Campaign, MetricEntry
from campaigns.spoken_numbers import spoken_number
from operator_tasks.choices import SystemKind
from operator_tasks.domain.summaries import WeekNumbers, engagement, week_numbers
from operator_tasks.domain.trend import DayOfPosts, Outcomes, outcomes_until, posts_by_day
from operator_tasks.domain.weeks import Week, week_of
from operator_tasks.models import OperatorTask, WeeklySummary

Numbers = WeekNumbers | WeeklySummary
MOST_ESCALATIONS = 5
MOST_NOTES = 20
# What a summary that is written again would tell anew; the load of the week after changes all the time.
TOLD_AGAIN = (
    "tasks_planned",
    "tasks_completed",
    "tasks_completed_late",
    "tasks_overdue",
    "tasks_missed",
    "tasks_blocked",
    "metrics_summary",
    "best_posts",
)

HOW_COUNTED = {
    MetricKind.ADDITIVE: _("sum"),
    MetricKind.SNAPSHOT: _("latest"),
    MetricKind.UNIQUE: _("highest day"),
    MetricKind.RATIO: _("mean of the days"),
}


@dataclass(frozen=True)
class MetricLine:
    """One metric of one platform; empty texts where nothing is known."""

    platform: str
    metric: str
    how: str
    value: str
    before: str
    change: str

    @property
    def direction(self) -> str:
        """`up`, `down`, `same`, or nothing where no change is known."""
        if not self.change:
            return ""
        return {"+": "up", "\u2212": "down"}.get(self.change[0], "same")


@dataclass(frozen=True)
class Inside:
    """What only those who work for the agency read: open escalations, and notes beside the week's numbers.

    `outdated` says that the stored summary tells other numbers than a new one would.
    """

    escalations: tuple[OperatorTask, ...] = ()
    notes: tuple[MetricEntry, ...] = ()
    outdated: bool = False


@dataclass(frozen=True)
class WeekReport:
    """The numbers of a week; `stored` is the written summary they come from, None while they are live."""

    campaign: Campaign
    week: Week
    numbers: Numbers
    stored: WeeklySummary | None
    before: Numbers
    metrics: tuple[MetricLine, ...]
    has_begun: bool
    is_over: bool
    trend: tuple[Outcomes, ...]
    days: tuple[DayOfPosts, ...]
    inside: Inside = field(default_factory=Inside)

    @property
    def engagement(self) -> Decimal:
        return sum(engagement_by_platform(self.numbers).values(), Decimal())

    @property
    def engagement_before(self) -> Decimal:
        return sum(engagement_by_platform(self.before).values(), Decimal())

    @property
    def percent(self) -> str:
        return percent(self.numbers)

    @property
    def top_platform(self) -> str:
        top = self.numbers.top_platform
        return str(Platform(top).label) if top else ""

    @property
    def best_posts(self) -> list[dict[str, str]]:
        return [{**post, "label": str(Platform(post["platform"]).label)} for post in self.numbers.best_posts]


def week_report(campaign: Campaign, week: Week, now: datetime, *, inside: bool = False) -> WeekReport:
    """Stored summaries are shown as they were written; weeks without one are counted as they are at `now`.

    With `inside` it also holds what a client's own people do not read.
    """
    names = [week.name, week.before().name]
    stored = {summary.week: summary for summary in campaign.weekly_summaries.filter(week__in=names)}
    numbers = stored.get(names[0]) or week_numbers(campaign, week, now=now)
    before = stored.get(names[1]) or week_numbers(campaign, week.before(), now=now)
    return WeekReport(
        campaign=campaign,
        week=week,
        numbers=numbers,
        stored=stored.get(names[0]),
        before=before,
        metrics=_metric_lines(numbers, before),
        has_begun=week.starts_at <= now,
        is_over=week.ends_at <= now,
        trend=outcomes_until(campaign, week, now),
        days=posts_by_day(campaign, week),
        inside=_inside(campaign, week, stored.get(names[0]), now) if inside else Inside(),
    )


def _inside(campaign: Campaign, week: Week, stored: WeeklySummary | None, now: datetime) -> Inside:
    noted = MetricEntry.objects.filter(campaign=campaign, date__gte=week.monday, date__lte=week.sunday)
    escalations = OperatorTask.objects.open().filter(campaign=campaign, system_kind=SystemKind.ESCALATION)
    return Inside(
        escalations=tuple(escalations.order_by("-due_at")[:MOST_ESCALATIONS]),
        notes=tuple(noted.exclude(notes="").order_by("date", "pk")[:MOST_NOTES]),
        outdated=stored is not None and _is_outdated(stored, week_numbers(campaign, week, now=now)),
    )


def _is_outdated(stored: WeeklySummary, live: WeekNumbers) -> bool:
    return any(getattr(stored, name) != getattr(live, name) for name in TOLD_AGAIN)


def weeks_of(campaign: Campaign, now: datetime) -> list[Week]:
    """The weeks a report can be asked for, the latest first: from the first day to now, or to the last day."""
    week, first = week_to_show(campaign, now), week_of(campaign.start_date, campaign.zone)
    weeks = [week]
    while week.monday > first.monday:
        week = week.before()
        weeks.append(week)
    return weeks


def weeks_before(summaries: Iterable[WeeklySummary]) -> dict[int, WeeklySummary]:
    """Of each summary the one of its campaign's week before, by the key of the later one; one query."""
    rows = list(summaries)
    earlier = {each.pk: week_of(each.week_start, each.campaign.zone).before().name for each in rows}
    found = WeeklySummary.objects.filter(
        campaign__in={each.campaign_id for each in rows}, week__in=set(earlier.values())
    )
    known = {(each.campaign_id, each.week): each for each in found}
    pairs = ((each.pk, known.get((each.campaign_id, earlier[each.pk]))) for each in rows)
    return {key: before for key, before in pairs if before is not None}


def percent(numbers: Numbers) -> str:
    rate = numbers.completion_rate
    return "–" if rate is None else f"{rate * 100:.0f}\u00a0%"


def engagement_by_platform(numbers: Numbers) -> dict[str, Decimal]:
    """Engagement and clicks of each platform that has any, by its label: whole numbers, for they are counts."""
    found = {
        str(Platform(name).label): engagement(values).quantize(Decimal(1), ROUND_HALF_UP)
        for name, values in numbers.metrics_summary.items()
    }
    return {label: total for label, total in found.items() if total > 0}


def _metric_lines(numbers: Numbers, before: Numbers) -> tuple[MetricLine, ...]:
    lines = []
    for platform, values in sorted(numbers.metrics_summary.items()):
        earlier = before.metrics_summary.get(platform, {})
        for name, value in sorted(values.items()):
            lines.append(_metric_line(platform, name, value, earlier.get(name, "")))
    return tuple(lines)


def _metric_line(platform: str, name: str, value: str, before: str) -> MetricLine:
    change = Decimal(value) - Decimal(before) if before else None
    return MetricLine(
        platform=str(Platform(platform).label),
        metric=str(MetricName(name).label),
        how=str(HOW_COUNTED[kind_of(name)]),
        value=_grouped(Decimal(value)),
        before=_grouped(Decimal(before)) if before else "",
        change="" if change is None else ("+" if change > 0 else "") + _grouped(change),
    )


def _grouped(number: Decimal) -> str:
    return spoken_number(number).replace("-", "\u2212")


def week_to_show(campaign: Campaign, now: datetime) -> Week:
    """This week, or the campaign's nearest one while it does not run."""
    day = min(max(campaign.local_date(now), campaign.start_date), campaign.end_date)
    return week_of(day, campaign.zone)
