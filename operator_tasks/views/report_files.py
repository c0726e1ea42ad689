"""Reports as files: the weeks of a campaign as CSV, for spreadsheets and for whatever reads them by name."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from campaigns.csv_answers import csv_answer
from campaigns.models import Campaign
from campaigns.views.doors import visible_campaign
from operator_tasks.domain.report_table import Row, week_table, weeks_table
from operator_tasks.views.reports import asked_week


@login_required
@require_safe
def week_csv(request: HttpRequest, campaign_id: int, week: str) -> HttpResponseBase:
    campaign = visible_campaign(request, campaign_id)
    wanted = asked_week(campaign, week)
    return _csv(week_table(campaign, wanted, now=timezone.now()), campaign, wanted.name)


@login_required
@require_safe
def weeks_csv(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """All weeks, or those between `?from=` and `?to=`, both inclusive."""
    campaign = visible_campaign(request, campaign_id)
    first, last = (
        asked_week(campaign, request.GET[name]) if request.GET.get(name) else None for name in ("from", "to")
    )
    return _csv(weeks_table(campaign, first=first, last=last, now=timezone.now()), campaign, "weeks")


def _csv(rows: Sequence[Row], campaign: Campaign, part: str) -> HttpResponseBase:
    return csv_answer(f"{slugify(campaign.name) or campaign.pk}-{part}.csv", rows[0], rows[1:])
