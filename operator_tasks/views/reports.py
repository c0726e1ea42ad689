"""Weekly summaries: which there are, one beside the week before it, and writing one by hand."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.choices import CampaignStatus
from campaigns.domain.paging import page_of
from campaigns.errors import InvalidInput
from campaigns.forms import VerbForm, submit
from campaigns.models import Campaign, Client
from campaigns.views.doors import needs, page_actor, visible_campaign, works_here
from operator_tasks.domain.queries import ROWS_A_PAGE
from operator_tasks.domain.reports import (
    WeekReport,
    percent,
    week_report,
    week_to_show,
    weeks_before,
    weeks_of,
)
from operator_tasks.domain.summaries import write_summary
from operator_tasks.domain.weeks import Week, parse_week
from operator_tasks.forms import FIRST_YEAR, LAST_YEAR, page_number
from operator_tasks.models import WeeklySummary
from operator_tasks.views.charts import days_chart, engagement_chart, outcomes_chart
from operator_tasks.views.report_filter import ReportFilterForm
from operator_tasks.views.report_words import completion_change, headline, tiles

WRITES = "operator_tasks.write_summaries"
CAMPAIGNS_TO_CHOOSE = 12


@login_required
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    clients = Client.objects.visible_to(request.user)
    campaigns = Campaign.objects.visible_to(request.user).select_related("client")
    filters = ReportFilterForm(request.GET, clients=clients, campaigns=campaigns)
    chosen = filters.lookups()
    summaries = WeeklySummary.objects.visible_to(request.user).select_related("campaign__client")
    page = page_of(summaries.filter(**chosen), page_number(request.GET), ROWS_A_PAGE)
    context = {
        "filters": filters,
        "is_filtered": bool(chosen),
        "campaign": chosen.get("campaign"),
        "page": page,
        "rows": _rows(page.rows),
        "running": _running(campaigns, chosen, timezone.now()),
    }
    return render(request, "operator_tasks/report_list.html", context)


def _running(
    campaigns: QuerySet[Campaign], chosen: dict[str, Any], now: datetime
) -> list[tuple[Campaign, Week]]:
    """The weeks that run now, or the nearest one of a chosen campaign."""
    if "campaign" in chosen:
        return [(chosen["campaign"], week_to_show(chosen["campaign"], now))]
    rows = campaigns.filter(status=CampaignStatus.ACTIVE, archived_at__isnull=True)
    rows = rows.filter(client=chosen["campaign__client"]) if "campaign__client" in chosen else rows
    return [(each, week_to_show(each, now)) for each in rows[:CAMPAIGNS_TO_CHOOSE]]


def _rows(summaries: tuple[WeeklySummary, ...]) -> list[dict[str, Any]]:
    before = weeks_before(summaries)
    return [
        {
            "summary": each,
            "percent": percent(each),
            "rate": round((each.completion_rate or 0) * 100),
            "change": completion_change(each, before.get(each.pk)),
        }
        for each in summaries
    ]


@login_required
@require_safe
def report_jump(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """To the week that `?week=` names, else to the one that runs."""
    campaign = visible_campaign(request, campaign_id)
    name = request.GET.get("week", "")
    week = asked_week(campaign, name) if name else week_to_show(campaign, timezone.now())
    return redirect("operator_tasks:report_detail", campaign.pk, week.name)


@login_required
@require_safe
def report_detail(request: HttpRequest, campaign_id: int, week: str) -> HttpResponse:
    campaign = visible_campaign(request, campaign_id)
    return _report(request, campaign, asked_week(campaign, week))


@needs(WRITES)
@require_POST
def summary_write(request: HttpRequest, campaign_id: int, week: str) -> HttpResponse:
    campaign = visible_campaign(request, campaign_id)
    wanted = asked_week(campaign, week)
    now, form = timezone.now(), VerbForm({})
    if not submit(form, lambda: write_summary(campaign, wanted, by=page_actor(request), now=now)):
        return _report(request, campaign, wanted, form=form)
    messages.success(request, _("The summary of %(week)s was written.") % {"week": wanted.name})
    return redirect("operator_tasks:report_detail", campaign.pk, wanted.name)


def asked_week(campaign: Campaign, name: str) -> Week:
    """The week an address names; what is no week, or lies outside of all campaigns, is not there."""
    try:
        week = parse_week(name, campaign.zone)
    except InvalidInput as refusal:
        raise Http404(refusal.message) from refusal
    if not FIRST_YEAR <= week.monday.year <= LAST_YEAR:
        raise Http404("No campaign runs in such a week.")
    return week


def _report(
    request: HttpRequest, campaign: Campaign, week: Week, *, form: VerbForm | None = None
) -> HttpResponse:
    now, inside = timezone.now(), works_here(request)
    report = week_report(campaign, week, now, inside=inside)
    context = {
        "campaign": campaign,
        "form": form,
        "now": now,
        "works_here": inside,
        "may_write": report.has_begun and request.user.has_perm(WRITES),
        **_shown(report),
        **_around(campaign, week, now),
    }
    status = form.answer_status if form else 200
    return render(request, "operator_tasks/report_detail.html", context, status=status)


def _shown(report: WeekReport) -> dict[str, Any]:
    charts = (outcomes_chart(report), days_chart(report), engagement_chart(report))
    return {
        "report": report,
        "headline": headline(report),
        "tiles": tiles(report),
        "charts": [chart for chart in charts if chart],
    }


def _around(campaign: Campaign, week: Week, now: datetime) -> dict[str, Any]:
    """The weeks one can go to from here."""
    weeks = weeks_of(campaign, now)
    return {
        "weeks": weeks if week in weeks else [week, *weeks],
        "next_week": week.next().name,
        "week_before": week.before().name,
    }
