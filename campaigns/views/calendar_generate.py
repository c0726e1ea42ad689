"""Making the calendar from the cadence: first what would be made, then exactly that."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.domain.calendar import GeneratedCalendar, PlanChanged, generate_calendar, preview_calendar
from campaigns.domain.calendar_diff import weeks_of
from campaigns.forms import submit
from campaigns.forms.calendar import GenerateForm
from campaigns.models import Campaign
from campaigns.views.doors import MANAGE, form_page, needs, page_actor, visible_campaign

TEMPLATE = "campaigns/calendar_generate.html"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def calendar_generate(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked how far ahead, shows what would be made, and makes it when told to save."""
    campaign = visible_campaign(request, pk)
    form = GenerateForm(request.POST if request.method == "POST" else None)
    saves, now = "save" in request.POST, timezone.now()
    if not submit(form, lambda: _generate(request, campaign, form, now)):
        if isinstance(form.refusal, PlanChanged):
            return _preview_page(request, campaign, form, now, status=form.answer_status)
        return form_page(request, TEMPLATE, form, {"campaign": campaign})
    if not saves:
        return _preview_page(request, campaign, form, now)
    _tell(request, form.result)
    return redirect("campaigns:campaign_detail", pk)


def _generate(
    request: HttpRequest, campaign: Campaign, form: GenerateForm, now: datetime
) -> GeneratedCalendar:
    days, seen = form.cleaned_data["days_ahead"], form.cleaned_data["previewed"]
    if "save" in request.POST:
        by = page_actor(request)
        return generate_calendar(campaign, days_ahead=days, by=by, now=now, previewed=seen)
    return preview_calendar(campaign, days_ahead=days, now=now)


def _preview_page(
    request: HttpRequest, campaign: Campaign, form: GenerateForm, now: datetime, status: int = 200
) -> HttpResponse:
    days = form.cleaned_data["days_ahead"]
    outcome = form.result or preview_calendar(campaign, days_ahead=days, now=now)
    form.renew({"previewed": outcome.fingerprint})
    context = {"campaign": campaign, "form": form, "outcome": outcome, "weeks": weeks_of(campaign, outcome)}
    return render(request, TEMPLATE, context, status=status)


def _tell(request: HttpRequest, outcome: GeneratedCalendar) -> None:
    counts = {"made": len(outcome.created), "kept": outcome.kept, "skipped": len(outcome.skipped)}
    messages.success(request, _("Items made: %(made)d, kept: %(kept)d, left out: %(skipped)d.") % counts)
