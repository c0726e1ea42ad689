"""Importing a calendar file: first what would come of it, then the import itself."""

import base64

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.domain.imports.apply import ImportedCalendar, import_calendar, preview_calendar_import
from campaigns.domain.imports.calendar_file import READERS
from campaigns.forms import submit
from campaigns.forms.calendar import CalendarFileForm, SeenFileForm
from campaigns.models import Campaign
from campaigns.views.doors import MANAGE, needs, page_actor, visible_campaign

TEMPLATE = "campaigns/calendar_import.html"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def calendar_import(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = visible_campaign(request, pk)
    if request.method == "POST" and "save" in request.POST:
        return _import(request, campaign)
    form = CalendarFileForm(request.POST or None, request.FILES or None)
    if submit(form, lambda: _preview(campaign, form)):
        context = {"campaign": campaign, "outcome": form.result, "form": _seen(form)}
        return render(request, TEMPLATE, context)
    context = {"campaign": campaign, "form": form, "formats": READERS}
    return render(request, TEMPLATE, context, status=form.answer_status)


def _preview(campaign: Campaign, form: CalendarFileForm) -> ImportedCalendar:
    data, name, platforms = form.given()
    return preview_calendar_import(campaign, data, file_name=name, platforms=platforms)


def _seen(form: CalendarFileForm) -> SeenFileForm:
    data, name, platforms = form.given()
    content = base64.b64encode(data).decode()
    return SeenFileForm(initial={"content": content, "file_name": name, "platforms": list(platforms)})


def _import(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = SeenFileForm(request.POST)
    by, now = page_actor(request), timezone.now()

    def verb() -> ImportedCalendar:
        data, name, platforms = form.given()
        return import_calendar(campaign, data, file_name=name, platforms=platforms, by=by, now=now)

    if submit(form, verb):
        done: ImportedCalendar = form.result
        counts = {"made": len(done.created), "kept": done.kept, "skipped": len(done.skipped)}
        messages.success(request, _("Items made: %(made)d, kept: %(kept)d, left out: %(skipped)d.") % counts)
        return redirect("campaigns:campaign_detail", campaign.pk)
    again = CalendarFileForm()
    context = {"campaign": campaign, "form": again, "refused": form, "formats": READERS}
    return render(request, TEMPLATE, context, status=form.answer_status)
