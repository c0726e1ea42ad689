"""Numbers over time, as charts and tables need them: by day, beside the period before, never mixed up."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from campaigns.choices import Granularity, MetricKind, Platform
from campaigns.metric_names import MANUAL_SOURCE, MetricName, kind_of
from campaigns.models import Campaign, MetricEntry

MOST_ENTRIES = 20_000

Points = tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True)
class Period:
    """Local days from `first` to `last`, both inside; `before` is as long and ends the day before."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))


@dataclass(frozen=True)
class MetricSeries:
    """One metric of one platform as one source tells it, by day; sources are never mixed.

    Days without a value are missing from `points`, which is not the same as 0. `before` are those of the
    period before.
    """

    platform: str
    metric_name: str
    source: str
    points: Points
    before: Points = ()

    @property
    def metric_label(self) -> str:
        name = str(MetricName(self.metric_name).label)
        return name if self.source == MANUAL_SOURCE else f"{name} ({self.source})"

    @property
    def label(self) -> str:
        return f"{Platform(self.platform).label}: {self.metric_label}"

    @property
    def kind(self) -> MetricKind:
        return kind_of(self.metric_name)

    @property
    def is_additive(self) -> bool:
        return self.kind is MetricKind.ADDITIVE

    @property
    def figure(self) -> Decimal | None:
        """The number that stands for the period: the sum where days may be summed, else the last value."""
        return _figure(self.points, is_additive=self.is_additive)

    @property
    def figure_before(self) -> Decimal | None:
        return _figure(self.before, is_additive=self.is_additive)


def _figure(points: Points, *, is_additive: bool) -> Decimal | None:
    if not points:
        return None
    return sum((value for _day, value in points), Decimal(0)) if is_additive else points[-1][1]


def whole_period(campaign: Campaign, *, today: date) -> Period:
    """From the first day that has a number to today."""
    first = (
        MetricEntry.objects.filter(campaign=campaign, granularity=Granularity.DAY)
        .order_by("date")
        .values_list("date", flat=True)
        .first()
    )
    return Period(min(first or today, today), today)


def metric_series(
    campaign: Campaign, *, period: Period, platform: str = "", compare: bool = False
) -> list[MetricSeries]:
    """The day totals of a period, as series by platform, metric and source; numbers of posts are apart."""
    first = period.before.first if compare else period.first
    days = MetricEntry.objects.filter(
        campaign=campaign, granularity=Granularity.DAY, date__gte=first, date__lte=period.last
    )
    if platform:
        days = days.filter(platform=platform)
    rows = days.order_by("-date").values_list(
        "platform", "metric_name", "source_format", "date", "metric_value"
    )
    series: dict[tuple[str, str, str], list[tuple[date, Decimal]]] = defaultdict(list)
    for row_platform, name, source, day, value in rows[:MOST_ENTRIES]:
        series[row_platform, name, source].append((day, value))
    found = [
        MetricSeries(
            *key,
            tuple(point for point in reversed(points) if point[0] >= period.first),
            tuple(point for point in reversed(points) if point[0] < period.first),
        )
        for key, points in series.items()
    ]
    places = {platform.value: place for place, platform in enumerate(Platform)}
    metrics = {metric.value: place for place, metric in enumerate(MetricName)}
    found.sort(
        key=lambda one: (
            places[one.platform],
            metrics[one.metric_name],
            one.source != MANUAL_SOURCE,
            one.source,
        )
    )
    return [one for one in found if one.points]
