"""The pages of campaigns: the list, the brief, and the campaign itself with what can be done to it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.actor import Actor
from campaigns.domain.campaign_reads import (
    accounts_of,
    cadence_text,
    campaign_rows,
    days_ahead,
    days_text,
    latest_metrics,
    progress_of,
)
from campaigns.domain.campaigns import create_campaign, create_campaign_for, edit_campaign
from campaigns.domain.queries import campaigns_matching, readable, trail_of_campaign
from campaigns.domain.window import OutsideWindow
from campaigns.errors import StaleVersion
from campaigns.forms import VerbForm, submit
from campaigns.forms.campaign import (
    BRIEF_FIELDS,
    BriefForm,
    CadenceFormSet,
    CampaignFilterForm,
    NewCampaignForm,
    cadence_initial,
)
from campaigns.forms.fields import time_zone_names
from campaigns.models import Account, Cadence, Campaign, Client
from campaigns.views.doors import MANAGE, READ_AUDIT, form_page, needs, page_actor, visible_campaign
from campaigns.views.paging import asked_page
from campaigns.views.verb_boxes import verb_boxes

LATEST_ENTRIES = 5
PLANS_SHOWN = 6


@require_safe
@login_required
def campaign_list(request: HttpRequest) -> HttpResponse:
    clients = Client.objects.visible_to(request.user)
    filters = CampaignFilterForm(request.GET, clients=clients)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    page = asked_page(campaigns_matching(Campaign.objects.visible_to(request.user), **chosen), request)
    context = {
        "filters": filters,
        "page": page,
        "rows": campaign_rows(page, now=timezone.now()),
        "is_filtered": any(value for name, value in chosen.items() if name != "sort"),
    }
    return render(request, "campaigns/campaign_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def campaign_create(request: HttpRequest) -> HttpResponse:
    clients = Client.objects.visible_to(request.user)
    data = request.POST if request.method == "POST" else None
    form = NewCampaignForm(data, clients=clients, initial={"client": request.GET.get("client")})
    rows = CadenceFormSet(data, prefix="cadence")
    by, now = page_actor(request), timezone.now()
    if _are_valid(form, rows) and submit(form, lambda: _create(form, rows, by=by, now=now)):
        messages.success(
            request, _("The campaign is planned. Write its plan and generate its calendar next.")
        )
        return redirect("campaigns:campaign_detail", form.result.pk)
    return form_page(request, "campaigns/campaign_create.html", form, _brief_context(rows))


def _create(form: NewCampaignForm, rows: Any, *, by: Actor, now: datetime) -> Campaign:
    given = form.cleaned_data
    told = {"cadence": rows.lines(), "values": form.values(), "by": by, "now": now}
    if given["client"]:
        return create_campaign(client=given["client"], **told)
    return create_campaign_for(given["new_client_name"], client_zone=given["new_client_time_zone"], **told)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def campaign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = visible_campaign(request, pk)
    form, rows = _edit_forms(request, campaign)
    if _are_valid(form, rows) and submit(form, lambda: _edit(request, campaign, form, rows)):
        messages.success(request, _("The campaign was changed."))
        return redirect("campaigns:campaign_detail", pk)
    if isinstance(form.refusal, StaleVersion):
        fresh = visible_campaign(request, pk)
        form.meet({name: getattr(fresh, name) for name in BRIEF_FIELDS}, version=fresh.version)
    form.offers_cancel = isinstance(form.refusal, OutsideWindow)
    context = {"campaign": campaign, **_brief_context(rows)}
    return form_page(request, "campaigns/campaign_edit.html", form, context)


def _edit_forms(request: HttpRequest, campaign: Campaign) -> tuple[BriefForm, Any]:
    data = request.POST if request.method == "POST" else None
    stored = {name: getattr(campaign, name) for name in (*BRIEF_FIELDS, "version")}
    form = BriefForm(data, campaign=campaign, initial=stored)
    accounts = list(Account.objects.filter(client=campaign.client_id))
    # What was sent stands for itself: a line that equals a stored one would count as not filled in.
    initial = cadence_initial(list(campaign.cadences.all())) if data is None else None
    rows = CadenceFormSet(data, prefix="cadence", initial=initial, form_kwargs={"accounts": accounts})
    return form, rows


def _edit(request: HttpRequest, campaign: Campaign, form: BriefForm, rows: Any) -> Campaign:
    return edit_campaign(
        campaign,
        values=form.values(),
        cadence=rows.lines(),
        cancel_outside=form.cleaned_data["cancel_outside"],
        by=page_actor(request),
        now=timezone.now(),
        seen_version=form.cleaned_data["version"],
    )


def _are_valid(form: VerbForm, rows: Any) -> bool:
    """Both are asked, so that a person sees all that is wrong at once."""
    return all([form.is_valid(), rows.is_valid()])


def _brief_context(rows: Any) -> dict[str, Any]:
    return {"rows": rows, "time_zones": time_zone_names()}


@require_safe
@login_required
def campaign_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return campaign_page(request, visible_campaign(request, pk))


def campaign_page(
    request: HttpRequest, campaign: Campaign, refused: tuple[str, VerbForm] | None = None
) -> HttpResponse:
    """The page of a campaign; after a refusal it shows the refused form, and answers with its status."""
    may_read = request.user.has_perm(READ_AUDIT)
    entries = trail_of_campaign(campaign)[:LATEST_ENTRIES] if may_read else ()
    context = {
        "campaign": campaign,
        "boxes": verb_boxes(campaign, request.user, refused),
        "refused": refused[1] if refused else None,
        "trail": readable(entries, campaign.zone),
        "tab": "overview",
        **_at_a_glance(campaign, timezone.now()),
    }
    status = refused[1].answer_status if refused else 200
    return render(request, "campaigns/campaign_detail.html", context, status=status)


def _at_a_glance(campaign: Campaign, now: datetime) -> dict[str, Any]:
    cadences = list(campaign.cadences.select_related("account"))
    return {
        "now": now,
        "progress": progress_of(campaign, now=now),
        "days_text": days_text(campaign, now=now),
        "cadence_text": cadence_text(cadences),
        "cadences": [(row, _weekdays(row)) for row in cadences],
        "accounts": accounts_of(campaign, cadences),
        "days": days_ahead(campaign, now=now),
        "metrics": latest_metrics(campaign),
        "plans": campaign.plans.order_by("-number")[:PLANS_SHOWN],
    }


def _weekdays(cadence: Cadence) -> str:
    return " ".join(str(WEEKDAYS_ABBR[day - 1]) for day in cadence.weekdays)
