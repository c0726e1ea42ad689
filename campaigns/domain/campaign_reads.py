"""What the list and the page of campaigns show at a glance, read in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.choices import CampaignStatus, Granularity, Platform
from campaigns.domain.work import Progress, work
from campaigns.models import Account, Cadence, CalendarItem, Campaign, MetricEntry

DAYS_AHEAD = 14
METRICS_SHOWN = 5
ACCOUNTS_SHOWN = 20


@dataclass(frozen=True)
class CampaignRow:
    """A campaign as a list shows it: how far it is, how long it runs, and how often it posts."""

    campaign: Campaign
    progress: Progress
    days: str
    cadence: str


@dataclass(frozen=True)
class DayAhead:
    """A day of the strip: how many items are planned for it, and whether nothing may be."""

    day: date
    count: int
    is_today: bool
    is_blackout: bool
    is_outside: bool


def campaign_rows(campaigns: Iterable[Campaign], *, now: datetime) -> list[CampaignRow]:
    """Rows for campaigns of `campaigns_matching`; one query for all their tasks."""
    rows = list(campaigns)
    found = work().progress([campaign.pk for campaign in rows], now=now)
    return [
        CampaignRow(
            campaign,
            found.get(campaign.pk, Progress()),
            days_text(campaign, now=now),
            cadence_text(campaign.cadences.all()),
        )
        for campaign in rows
    ]


def progress_of(campaign: Campaign, *, now: datetime) -> Progress:
    return work().progress([campaign.pk], now=now).get(campaign.pk, Progress())


def days_text(campaign: Campaign, *, now: datetime) -> str:
    """How long until it begins, or how long it still runs, by the days of its own zone."""
    today = campaign.local_date(now)
    if campaign.status == CampaignStatus.COMPLETED:
        return _("completed")
    if today < campaign.start_date:
        days = (campaign.start_date - today).days
        return ngettext("begins in %(count)d day", "begins in %(count)d days", days) % {"count": days}
    left = (campaign.end_date - today).days
    if left > 0:
        return ngettext("%(count)d day left", "%(count)d days left", left) % {"count": left}
    if not left:
        return _("today is its last day")
    return ngettext("ended %(count)d day ago", "ended %(count)d days ago", -left) % {"count": -left}


def cadence_text(cadences: Iterable[Cadence]) -> str:
    """How many posts a week on which platform, as "LinkedIn 4, X 2 a week"; nothing for no cadence."""
    posts: dict[str, int] = {}
    for cadence in cadences:
        posts[cadence.platform] = posts.get(cadence.platform, 0) + cadence.posts_per_week
    told = [f"{Platform(platform).label}\u00a0{count}" for platform, count in posts.items() if count]
    return _("%(platforms)s a week") % {"platforms": ", ".join(told)} if told else ""


def days_ahead(campaign: Campaign, *, now: datetime) -> list[DayAhead]:
    """The next two weeks from today in the campaign's zone, with what is planned for each day; one query."""
    today, blackouts = campaign.local_date(now), campaign.blackouts()
    days = [today + timedelta(days=number) for number in range(DAYS_AHEAD + 1)]
    edges = [datetime.combine(day, time.min, tzinfo=campaign.zone).astimezone(UTC) for day in days]
    counts = _per_span(CalendarItem.objects.filter(campaign=campaign, cancelled_at__isnull=True), edges)
    return [
        DayAhead(
            day,
            counts.get(number, 0),
            is_today=not number,
            is_blackout=day in blackouts,
            is_outside=not campaign.start_date <= day <= campaign.end_date,
        )
        for number, day in enumerate(days[:DAYS_AHEAD])
    ]


def _per_span(items: QuerySet[CalendarItem], edges: Sequence[datetime]) -> dict[int, int]:
    whens = [
        When(scheduled_at__gte=start, scheduled_at__lt=end, then=Value(number))
        for number, (start, end) in enumerate(pairwise(edges))
    ]
    within = items.filter(scheduled_at__gte=edges[0], scheduled_at__lt=edges[-1]).order_by()
    grouped = within.values(span=Case(*whens, output_field=IntegerField())).annotate(count=Count("pk"))
    return {row["span"]: row["count"] for row in grouped}


def latest_metrics(campaign: Campaign) -> list[MetricEntry]:
    """The last values of days that were logged or imported."""
    days = MetricEntry.objects.filter(campaign=campaign, granularity=Granularity.DAY)
    return list(days.order_by("-date", "platform", "metric_name")[:METRICS_SHOWN])


def accounts_of(campaign: Campaign, cadences: Iterable[Cadence]) -> list[Account]:
    """The accounts the campaign may post from: those in use on the platforms of its cadence."""
    platforms = {cadence.platform for cadence in cadences}
    rows = Account.objects.filter(client=campaign.client_id, is_active=True, platform__in=platforms)
    return list(rows.order_by("platform", "handle")[:ACCOUNTS_SHOWN])
