"""My away days: entered here and taken back here, so that nobody is given work by rule while they are not there."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.actor import WORKS
from campaigns.domain.preferences import preferences_of
from campaigns.errors import DomainError
from campaigns.forms import submit
from campaigns.views.doors import needs, page_actor
from operator_tasks.domain.away import add_away, remove_away
from operator_tasks.models import AwayPeriod
from operator_tasks.settings_forms import AwayForm
from operator_tasks.views.answers import person
from operator_tasks.views.settings_tabs import settings_tabs

PAGE = "operator_tasks:settings_away"


@needs(WORKS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings_away(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = AwayForm(request.POST if request.method == "POST" else None)
    if submit(form, lambda: _enter(request, form, now)):
        messages.success(request, _("Your days are entered; no task of theirs is given to you by rule."))
        return redirect(PAGE)
    user = person(request)
    today = now.astimezone(preferences_of(user).zone).date()
    periods = AwayPeriod.objects.filter(user=user, ends_on__gte=today)
    context = {"form": form, "periods": periods, "today": today, "tabs": settings_tabs(request)}
    return render(request, "operator_tasks/settings_away.html", context, status=form.answer_status)


def _enter(request: HttpRequest, form: AwayForm, now: datetime) -> AwayPeriod:
    return add_away(person(request), **form.cleaned_data, by=page_actor(request), now=now)


@needs(WORKS)
@require_POST
def away_remove(request: HttpRequest, period_id: int) -> HttpResponse:
    period = get_object_or_404(AwayPeriod.objects.filter(user=person(request)), pk=period_id)
    try:
        remove_away(period, by=page_actor(request), now=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Those days are taken back; you are there."))
    return redirect(PAGE)
