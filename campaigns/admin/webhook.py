"""Webhooks to look at and to switch, and the log of what was told; they are made and changed in the settings."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.admin.actions import Answers, VerbAction
from campaigns.admin.base import ReadOnlyAdmin
from campaigns.admin.display import link_to_list
from campaigns.admin.hand import Hand
from campaigns.domain.webhook_events import send_again
from campaigns.domain.webhooks import switch_webhook
from campaigns.models import WebhookDelivery, WebhookEndpoint

MANAGE_WEBHOOKS = "campaigns.manage_webhooks"
# Not the messages of a plan.
MESSAGES = pgettext_lazy("webhook", "messages")


def _switch_on(endpoint: WebhookEndpoint, _answers: Answers, hand: Hand) -> None:
    switch_webhook(endpoint, on=True, by=hand.by, now=hand.now, seen_version=hand.seen_version)


def _switch_off(endpoint: WebhookEndpoint, _answers: Answers, hand: Hand) -> None:
    switch_webhook(endpoint, on=False, by=hand.by, now=hand.now, seen_version=hand.seen_version)


def _send_again(delivery: WebhookDelivery, _answers: Answers, hand: Hand) -> None:
    send_again(delivery, now=hand.now)


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadOnlyAdmin):
    view_permission = MANAGE_WEBHOOKS
    verb_actions = (
        VerbAction(
            name="switch_on",
            label=_("Switch on"),
            permission=MANAGE_WEBHOOKS,
            verb=_switch_on,
            done=_("switched on"),
        ),
        VerbAction(
            name="switch_off",
            label=_("Switch off"),
            permission=MANAGE_WEBHOOKS,
            verb=_switch_off,
            done=_("switched off"),
            warning=_("They hear of nothing new; what waits stays until they are on again."),
        ),
    )
    list_display = ("name", "client", "url", "is_active", "failing_since", "log")
    list_filter = ("is_active", "client")
    list_select_related = ("client",)
    search_fields = ("name", "url")
    fields = (
        "name",
        "url",
        "client",
        "events",
        "is_active",
        "off_reason",
        "failing_since",
        "generation",
        "previous_until",
        "log",
        "created_at",
        "updated_at",
    )

    @admin.display(description=MESSAGES)
    def log(self, row: WebhookEndpoint) -> str:
        return link_to_list("campaigns_webhookdelivery", MESSAGES, endpoint__id__exact=row.pk)


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnlyAdmin):
    scoped = False
    view_permission = MANAGE_WEBHOOKS
    verb_actions = (
        VerbAction(
            name="send_again",
            label=_("Send again"),
            permission=MANAGE_WEBHOOKS,
            verb=_send_again,
            done=_("entered to be sent again"),
        ),
    )
    list_display = (
        "event",
        "endpoint",
        "state",
        "attempts",
        "answer_status",
        "error",
        "created_at",
        "try_at",
    )
    list_filter = ("state", "event", "endpoint")
    list_select_related = ("endpoint",)
    search_fields = ("message_id",)
    ordering = ("-id",)
    fields = (
        "endpoint",
        "message_id",
        "event",
        "state",
        "attempts",
        "try_at",
        "answer_status",
        "error",
        "created_at",
        "delivered_at",
        "body",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Who does not see every client sees what its webhooks were told."""
        seen = WebhookEndpoint.objects.visible_to(request.user)
        return super().get_queryset(request).filter(endpoint__in=seen)
