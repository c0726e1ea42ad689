"""The calendar of one campaign or of all, and making it from the cadence."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.domain.calendar import GeneratedCalendar, generate_calendar, preview_calendar
from campaigns.domain.queries import calendar_month
from campaigns.forms import VerbForm, submit
from campaigns.forms.calendar import CalendarFilterForm, GenerateForm
from campaigns.models import CalendarItem, CalendarItemQuerySet, Campaign
from campaigns.views.doors import MANAGE, form_page, needs, page_actor, visible_campaign


@require_safe
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    campaigns = Campaign.objects.visible_to(request.user)
    filters = CalendarFilterForm(request.GET, campaigns=campaigns.listed())
    chosen = filters.cleaned_data if filters.is_valid() else {}
    campaign = chosen.get("campaign")
    zone = campaign.zone if campaign else ZoneInfo(settings.TIME_ZONE)
    now = timezone.now()
    first = chosen.get("month") or now.astimezone(zone).date().replace(day=1)
    items = _chosen_items(CalendarItem.objects.visible_to(request.user), chosen)
    context = {
        "filters": filters,
        "campaign": campaign,
        "month": calendar_month(items, first=first, zone=zone, now=now),
        "view": chosen.get("view") or "month",
        "this_month": now.astimezone(zone).date().replace(day=1),
    }
    return render(request, "campaigns/calendar.html", context)


def _chosen_items(items: CalendarItemQuerySet, chosen: dict[str, Any]) -> CalendarItemQuerySet:
    if not chosen.get("cancelled"):
        items = items.live()
    if chosen.get("platform"):
        items = items.filter(platform=chosen["platform"])
    if chosen.get("campaign"):
        return items.filter(campaign=chosen["campaign"])
    return items.filter(campaign__archived_at__isnull=True)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def calendar_generate(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked how far ahead, shows what would be made, and makes it when told to save."""
    campaign = visible_campaign(request, pk)
    form = GenerateForm(request.POST if request.method == "POST" else None)
    if not submit(form, lambda: _generate(request, campaign, form)):
        return form_page(request, "campaigns/calendar_generate.html", form, {"campaign": campaign})
    outcome: GeneratedCalendar = form.result
    if "save" not in request.POST:
        context = {"campaign": campaign, "form": form, "outcome": outcome}
        return render(request, "campaigns/calendar_generate.html", context)
    _tell(request, outcome)
    return redirect("campaigns:campaign_detail", pk)


def _generate(request: HttpRequest, campaign: Campaign, form: VerbForm) -> GeneratedCalendar:
    days, now = form.cleaned_data["days_ahead"], timezone.now()
    if "save" in request.POST:
        return generate_calendar(campaign, days_ahead=days, by=page_actor(request), now=now)
    return preview_calendar(campaign, days_ahead=days, now=now)


def _tell(request: HttpRequest, outcome: GeneratedCalendar) -> None:
    counts = {"made": len(outcome.created), "kept": outcome.kept, "skipped": len(outcome.skipped)}
    messages.success(request, _("Items made: %(made)d, kept: %(kept)d, left out: %(skipped)d.") % counts)
