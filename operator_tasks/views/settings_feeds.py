"""My calendar links: made here, their address shown once in the answer and kept nowhere, revoked when unused."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from campaigns.domain.calendar_feeds import create_feed, revoke_feed
from campaigns.domain.key_states import feed_state
from campaigns.domain.preferences import preferences_of
from campaigns.errors import DomainError
from campaigns.forms import submit
from campaigns.models import CalendarFeed, Campaign
from campaigns.views.doors import page_actor
from operator_tasks.settings_forms import FeedForm
from operator_tasks.views.answers import person
from operator_tasks.views.settings_tabs import settings_tabs
from operator_tasks.views.shown_keys import MOST_SHOWN, ShownKey

PAGE = "operator_tasks:settings_feeds"


@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settings_feeds(request: HttpRequest) -> HttpResponse:
    now, campaigns = timezone.now(), _campaigns(request)
    asked = {"campaign": request.GET.get("campaign")}
    sent = request.POST if request.method == "POST" else None
    form = FeedForm(sent, campaigns=campaigns, initial=asked)
    if submit(form, lambda: _make(request, form, now)):
        feed, secret = form.result
        shown = {"made": feed, **_addresses(secret), "form": FeedForm(campaigns=campaigns)}
        return _page(request, shown, status=201)
    return _page(request, {"form": form}, status=form.answer_status)


def _addresses(secret: str) -> dict[str, str]:
    """The link as it is, and as devices know it that open it in their calendar at once."""
    path = f"{reverse('operator_tasks:calendar_feed')}?{urlencode({'token': secret})}"
    host = settings.SITE_URL.partition("://")[2]
    return {"address": f"{settings.SITE_URL}{path}", "subscribe_address": f"webcal://{host}{path}"}


def _campaigns(request: HttpRequest) -> QuerySet[Campaign]:
    listed = Campaign.objects.visible_to(request.user).listed()
    return listed.select_related("client").order_by("client__name", "name", "pk")


def _make(request: HttpRequest, form: FeedForm, now: datetime) -> tuple[CalendarFeed, str]:
    return create_feed(person(request), form.chosen, by=page_actor(request), now=now)


def _page(request: HttpRequest, shown: dict[str, Any], status: int) -> HttpResponse:
    user = person(request)
    context = {
        "feeds": _feeds(user),
        "zone": preferences_of(user).zone,
        "tabs": settings_tabs(request),
        **shown,
    }
    return render(request, "operator_tasks/settings_feeds.html", context, status=status)


def _feeds(user: User) -> list[ShownKey]:
    """The person's own, the latest first; those that were revoked come last."""
    rows = CalendarFeed.objects.filter(user=user).select_related("campaign__client")
    rows = rows.order_by(F("revoked_at").desc(nulls_first=True), "-created_at", "-pk")
    return [ShownKey(feed, feed_state(feed)) for feed in rows[:MOST_SHOWN]]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def feed_revoke(request: HttpRequest, feed_id: int) -> HttpResponse:
    own = CalendarFeed.objects.filter(user=person(request)).select_related("campaign__client")
    feed = get_object_or_404(own, pk=feed_id)
    if request.method != "POST":
        return render(request, "operator_tasks/settings_feed_revoke.html", {"feed": feed})
    try:
        revoke_feed(feed, by=page_actor(request), now=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The calendar link is revoked; calendars that read it get nothing more."))
    return redirect(PAGE)
