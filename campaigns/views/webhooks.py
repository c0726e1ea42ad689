"""The pages of webhooks, in the settings of managers: what they are told, their secrets, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.choices import DeliveryState, WebhookEvent
from campaigns.domain import webhooks
from campaigns.domain.preferences import preferences_of
from campaigns.domain.webhook_events import SETTLED, enter_test, send_again
from campaigns.errors import DomainError, StaleVersion
from campaigns.forms import VersionedForm, submit
from campaigns.forms.webhooks import DeliveryFilterForm, NewWebhookForm, WebhookForm
from campaigns.models import WebhookDelivery, WebhookEndpoint
from campaigns.views.doors import form_page, needs, page_actor
from campaigns.views.paging import asked_page

MANAGE_WEBHOOKS = "campaigns.manage_webhooks"
LIST, DETAIL = "campaigns:webhook_list", "campaigns:webhook_detail"
WEBHOOK_FIELDS = ("name", "url", "events")
# Which webhook's secret the next page may show, once. The session keeps its key, never the secret.
SHOWS_SECRET_OF = "webhook_secret_of"
DELIVERIES_A_PAGE = 25
LOOKS = {
    DeliveryState.WAITING: ("attention", "clock"),
    DeliveryState.SENDING: ("info", "play"),
    DeliveryState.DELIVERED: ("success", "check"),
    DeliveryState.FAILED: ("danger", "alert"),
}


@dataclass(frozen=True)
class ShownDelivery:
    """A line of the log; the page says when a message is tried next where it is."""

    row: WebhookDelivery

    @property
    def tone(self) -> str:
        return LOOKS[DeliveryState(self.row.state)][0]

    @property
    def icon(self) -> str:
        return LOOKS[DeliveryState(self.row.state)][1]

    @property
    def waits(self) -> bool:
        return self.row.state == DeliveryState.WAITING

    @property
    def may_go_again(self) -> bool:
        return self.row.state in SETTLED


def _visible(request: HttpRequest) -> QuerySet[WebhookEndpoint]:
    return WebhookEndpoint.objects.visible_to(request.user).select_related("client")


@require_safe
@needs(MANAGE_WEBHOOKS)
def webhook_list(request: HttpRequest) -> HttpResponse:
    rows = [(row, urlsplit(row.url).hostname, _event_names(row)) for row in _visible(request)]
    return render(request, "campaigns/webhook_list.html", {"rows": rows})


def _event_names(endpoint: WebhookEndpoint) -> list[str]:
    return [str(WebhookEvent(event).label) for event in endpoint.events]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE_WEBHOOKS)
def webhook_create(request: HttpRequest) -> HttpResponse:
    form = NewWebhookForm(request.POST if request.method == "POST" else None, user=request.user)
    by, now = page_actor(request), timezone.now()
    if submit(form, lambda: webhooks.create_webhook(**form.cleaned_data, by=by, now=now)):
        request.session[SHOWS_SECRET_OF] = form.result.pk
        messages.success(request, _("The webhook is there. Give its secret to the program that listens."))
        return redirect(DETAIL, form.result.pk)
    return form_page(request, "campaigns/webhook_form.html", form, {})


@require_safe
@needs(MANAGE_WEBHOOKS)
def webhook_detail(request: HttpRequest, pk: int) -> HttpResponse:
    endpoint, now = get_object_or_404(_visible(request), pk=pk), timezone.now()
    filters = DeliveryFilterForm(request.GET)
    state = filters.cleaned_data["state"] if filters.is_valid() else ""
    log = endpoint.deliveries.filter(state=state) if state else endpoint.deliveries.all()
    page = asked_page(log.order_by("-pk"), request, DELIVERIES_A_PAGE)
    context = {
        "endpoint": endpoint,
        "events": _event_names(endpoint),
        "secret": _secret_to_show(request, endpoint),
        "both_sign": endpoint.previous_until is not None and now < endpoint.previous_until,
        "deliveries": [ShownDelivery(row) for row in page],
        "page": page,
        "filters": filters,
        "is_filtered": bool(state),
        "zone": _zone(request),
    }
    return render(request, "campaigns/webhook_detail.html", context)


def _zone(request: HttpRequest) -> ZoneInfo:
    assert isinstance(request.user, User)  # asked at the door
    return preferences_of(request.user).zone


def _secret_to_show(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    """The secret, on the first page after it was made; empty on every other."""
    if request.method != "GET" or request.session.get(SHOWS_SECRET_OF) != endpoint.pk:
        return ""
    del request.session[SHOWS_SECRET_OF]
    return webhooks.secret_of(endpoint)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE_WEBHOOKS)
def webhook_edit(request: HttpRequest, pk: int) -> HttpResponse:
    endpoint = get_object_or_404(_visible(request), pk=pk)
    initial = {name: getattr(endpoint, name) for name in (*WEBHOOK_FIELDS, "version")}
    form = WebhookForm(request.POST if request.method == "POST" else None, initial=initial)
    if submit(form, lambda: _change(request, endpoint, form.cleaned_data)):
        messages.success(request, _("The webhook was changed."))
        return redirect(DETAIL, pk)
    if isinstance(form.refusal, StaleVersion):
        fresh = get_object_or_404(_visible(request), pk=pk)
        form.meet({name: getattr(fresh, name) for name in WEBHOOK_FIELDS}, version=fresh.version)
    return form_page(request, "campaigns/webhook_form.html", form, {"endpoint": endpoint})


def _change(request: HttpRequest, endpoint: WebhookEndpoint, given: dict[str, Any]) -> WebhookEndpoint:
    values = {name: given[name] for name in WEBHOOK_FIELDS}
    by, now = page_actor(request), timezone.now()
    return webhooks.edit_webhook(endpoint, values=values, by=by, now=now, seen_version=given["version"])


@require_POST
@needs(MANAGE_WEBHOOKS)
def webhook_switch(request: HttpRequest, pk: int, *, on: bool) -> HttpResponse:
    done = _("The webhook is on; what waits goes out within a minute.") if on else _("The webhook is off.")
    return _carried_out(request, pk, lambda row, **how: webhooks.switch_webhook(row, on=on, **how), done)


@require_POST
@needs(MANAGE_WEBHOOKS)
def webhook_rotate(request: HttpRequest, pk: int) -> HttpResponse:
    def rotate(endpoint: WebhookEndpoint, **how: Any) -> None:
        webhooks.rotate_secret(endpoint, **how)
        request.session[SHOWS_SECRET_OF] = endpoint.pk

    done = _("There is a new secret. For 24 hours the one before signs too.")
    return _carried_out(request, pk, rotate, done)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE_WEBHOOKS)
def webhook_delete(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        done = _("The webhook was deleted; the audit log keeps its last state.")
        return _carried_out(request, pk, webhooks.delete_webhook, done, to=(LIST,))
    endpoint = get_object_or_404(_visible(request), pk=pk)
    waiting = endpoint.deliveries.filter(state=DeliveryState.WAITING).count()
    context = {"endpoint": endpoint, "waiting": waiting}
    return render(request, "campaigns/webhook_delete.html", context)


def _carried_out(
    request: HttpRequest, pk: int, verb: Callable[..., object], done: str, to: tuple[Any, ...] = ()
) -> HttpResponse:
    """One press of a button, on the version that the person saw; refused, the page of the webhook says why."""
    endpoint = get_object_or_404(_visible(request), pk=pk)
    form = VersionedForm(request.POST)
    by, now = page_actor(request), timezone.now()
    if submit(form, lambda: verb(endpoint, by=by, now=now, seen_version=form.cleaned_data["version"])):
        messages.success(request, done)
        return redirect(*(to or (DETAIL, pk)))
    messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    return redirect(DETAIL, pk)


@require_POST
@needs(MANAGE_WEBHOOKS)
def webhook_test(request: HttpRequest, pk: int) -> HttpResponse:
    endpoint = get_object_or_404(_visible(request), pk=pk)
    done = _("A test message is entered; it goes out within a minute.")
    return _entered(request, pk, lambda now: enter_test(endpoint, now=now), done)


@require_POST
@needs(MANAGE_WEBHOOKS)
def delivery_again(request: HttpRequest, pk: int, delivery_pk: int) -> HttpResponse:
    endpoint = get_object_or_404(_visible(request), pk=pk)
    delivery = get_object_or_404(endpoint.deliveries.select_related("endpoint"), pk=delivery_pk)
    done = _("The message is entered to be sent again, within a minute.")
    return _entered(request, pk, lambda now: send_again(delivery, now=now), done)


def _entered(request: HttpRequest, pk: int, verb: Callable[[datetime], object], done: str) -> HttpResponse:
    try:
        verb(timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(DETAIL, pk)
