"""Webhooks: where events are told to other programs, and the outbox of what was or is to be told."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.choices import DeliveryState, WebhookEvent
from campaigns.models.audited import AuditedModel
from campaigns.models.client import Client
from campaigns.validators import validate_clean_text, validate_events, validate_http_url, validate_one_line


class WebhookEndpoint(AuditedModel):
    """An address that is told of events, of one client or of all.

    No secret is stored: it is derived from the installation's own key, `nonce` and `generation`. A rotation makes
    a new generation; until `previous_until` both sign. `failing_since` is the first failure after the last
    delivery that arrived. Neither it nor the salt `nonce`, which never changes, is in the audit log.
    """

    audit_noun = "webhook"
    unaudited_fields = frozenset({"failing_since", "nonce"})
    client_path = "client"

    name = models.CharField(_("name"), max_length=100, validators=[validate_clean_text, validate_one_line])
    url = models.CharField(_("address"), max_length=2000, validators=[validate_clean_text, validate_http_url])
    client = models.ForeignKey(
        Client,
        verbose_name=_("client"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="webhooks",
    )
    events = models.JSONField(_("events"), default=list, validators=[validate_events])
    is_active = models.BooleanField(_("in use"), default=True)
    off_reason = models.CharField(max_length=255, blank=True, editable=False)
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)
    generation = models.PositiveIntegerField(default=1, editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)

    class Meta(AuditedModel.Meta):
        ordering = ["name", "id"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        permissions = [("manage_webhooks", "Can set up webhooks and send deliveries again")]

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One message to one endpoint: written in the transaction of its event, sent by a job.

    `message_id` is what the receiver sees and tells repetitions by. `token` changes with each claim: a sender that
    was overtaken cannot book its delivery.
    """

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(_("message"), max_length=60)
    event = models.CharField(_("event"), max_length=40, choices=WebhookEvent.choices)
    body = models.TextField(_("body"))
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    token = models.UUIDField(null=True, editable=False)
    try_at = models.DateTimeField(_("next attempt"))
    answer_status = models.PositiveSmallIntegerField(_("answer"), null=True)
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("created"))
    delivered_at = models.DateTimeField(_("delivered"), null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "message_id"], name="delivery_once"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
        ]
        # Not partial: SQLite takes no partial index for states that come as parameters.
        indexes = [
            models.Index(fields=["state", "try_at"], name="delivery_by_turn"),
            models.Index(fields=["state", "created_at"], name="delivery_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.message_id}"
