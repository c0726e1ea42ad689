"""What a campaign's metrics look like over time, and the numbers of its single posts."""

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.choices import Granularity, Platform
from campaigns.domain.metric_reads import MetricSeries, Period, metric_series, whole_period
from campaigns.forms.metrics import PERIODS, PeriodForm
from campaigns.metric_names import MetricName
from campaigns.models import Campaign, MetricEntry
from campaigns.views.chart_numbers import value_text
from campaigns.views.charts import Chart, chart_of
from campaigns.views.doors import visible_campaign
from campaigns.views.paging import asked_page

MOST_CHARTS = 24
MOST_TILES = 6
# What people ask for first; the others follow in the order of their names' list.
FIRST = (
    MetricName.IMPRESSIONS,
    MetricName.VIEWS,
    MetricName.VIDEO_VIEWS,
    MetricName.ENGAGEMENTS,
    MetricName.LINK_CLICKS,
    MetricName.CLICKS,
    MetricName.FOLLOWERS,
    MetricName.LEADS,
)


@dataclass(frozen=True)
class Numbered:
    """A chart with the number that its anchor on the page has; where a tile tells its total it need not."""

    number: int
    chart: Chart
    has_tile: bool = False


@dataclass(frozen=True)
class PlatformCharts:
    platform: Platform
    tiles: tuple[Numbered, ...]
    charts: tuple[Numbered, ...]


@require_safe
@login_required
def campaign_metrics(request: HttpRequest, pk: int) -> HttpResponse:
    """Charts of the day totals, beside the period before, and the numbers of single posts."""
    campaign = visible_campaign(request, pk)
    filters = PeriodForm(request.GET)
    chosen = _chosen(filters)
    period = _period(campaign, chosen["days"])
    series = metric_series(campaign, period=period, platform=chosen["platform"], compare=bool(chosen["days"]))
    page = asked_page(_posts(campaign, chosen["platform"]), request)
    context = {
        "campaign": campaign,
        "tab": "metrics",
        "filters": filters,
        "periods": _period_links(chosen),
        "period": period,
        "groups": _groups(series[:MOST_CHARTS], period),
        "is_cut": len(series) > MOST_CHARTS,
        "page": page,
        "rows": [(entry, value_text(entry.metric_value)) for entry in page],
    }
    return render(request, "campaigns/campaign_metrics.html", context)


def _chosen(filters: PeriodForm) -> dict[str, Any]:
    chosen: dict[str, Any] = filters.cleaned_data if filters.is_valid() else {"days": "", "platform": ""}
    return {**chosen, "days": PERIODS[0][0] if chosen["days"] == "" else chosen["days"]}


def _posts(campaign: Campaign, platform: str) -> QuerySet[MetricEntry]:
    posts = campaign.metric_entries.exclude(granularity=Granularity.DAY).order_by("-date", "-pk")
    return posts.filter(platform=platform) if platform else posts


def _period(campaign: Campaign, days: int) -> Period:
    today = campaign.local_date(timezone.now())
    return Period(today - timedelta(days=days - 1), today) if days else whole_period(campaign, today=today)


def _period_links(chosen: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """Label, query and whether it is the present one, in the order of length."""
    ordered = sorted(PERIODS, key=lambda period: period[0] or 10_000)
    kept = {"platform": chosen["platform"]} if chosen["platform"] else {}
    return [
        (str(label), urlencode({**kept, "days": days}), days == chosen["days"]) for days, label in ordered
    ]


def _groups(series: list[MetricSeries], period: Period) -> list[PlatformCharts]:
    charts = [Numbered(number, chart_of(one, period)) for number, one in enumerate(series, start=1)]
    return [
        _platform_charts(name, tuple(group))
        for name, group in groupby(charts, key=lambda one: one.chart.series.platform)
    ]


def _platform_charts(name: str, charts: tuple[Numbered, ...]) -> PlatformCharts:
    tiles = _tiles(charts)
    told = tuple(replace(each, has_tile=each in tiles) for each in charts)
    return PlatformCharts(Platform(name), tiles, told)


def _tiles(charts: tuple[Numbered, ...]) -> tuple[Numbered, ...]:
    """One tile for each metric, from the source that tells most days; sources are never added up."""
    fullest: dict[str, Numbered] = {}
    for each in charts:
        name = each.chart.series.metric_name
        if name not in fullest or len(each.chart.series.points) > len(fullest[name].chart.series.points):
            fullest[name] = each
    ranks = {metric.value: place for place, metric in enumerate(FIRST)}
    ordered = sorted(fullest.values(), key=lambda one: ranks.get(one.chart.series.metric_name, len(ranks)))
    return tuple(ordered[:MOST_TILES])
