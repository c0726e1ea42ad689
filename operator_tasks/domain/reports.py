"""A week of a campaign beside the week before it, from the stored summaries or as things stand now."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from campaigns.choices import MetricKind, Platform
from campaigns.domain.audit_chain import plain
from campaigns.metric_names import MetricName, kind_of
from campaigns.models import Campaign
from operator_tasks.domain.summaries import WeekNumbers, engagement, week_numbers
from operator_tasks.domain.weeks import Week, week_of
from operator_tasks.models import WeeklySummary

Numbers = WeekNumbers | WeeklySummary

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

    @property
    def percent(self) -> str:
        return percent(self.numbers)

    @property
    def percent_before(self) -> str:
        return percent(self.before)

    @property
    def top_platform(self) -> str:
        top = self.numbers.top_platform
        return str(Platform(top).label) if top else ""

    @property
    def best_posts(self) -> list[dict[str, str]]:
        return [{**post, "label": str(Platform(post["platform"]).label)} for post in self.numbers.best_posts]


def week_report(campaign: Campaign, week: Week, now: datetime) -> WeekReport:
    """Stored summaries are shown as they were written; weeks without one are counted as they are at `now`."""
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
    )


def percent(numbers: Numbers) -> str:
    rate = numbers.completion_rate
    return "–" if rate is None else f"{rate * 100:.0f}\u00a0%"


def engagement_by_platform(numbers: Numbers) -> dict[str, Decimal]:
    """Engagement and clicks of each platform that has any, by its label."""
    found = {
        str(Platform(name).label): engagement(values) for name, values in numbers.metrics_summary.items()
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
    return f"{Decimal(plain(number)):,}".replace("-", "\u2212")


def week_to_show(campaign: Campaign, now: datetime) -> Week:
    """This week, or the campaign's nearest one while it does not run."""
    day = min(max(campaign.local_date(now), campaign.start_date), campaign.end_date)
    return week_of(day, campaign.zone)
