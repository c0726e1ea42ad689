"""Webhooks: where events are told to other programs, their secrets, and the log of what was told."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.door import Door
from campaigns.api.fields import Choice, Input, Key, Text, Version, YesNo
from campaigns.api.output import Output
from campaigns.api.pages import ListInput
from campaigns.choices import ApiScope, DeliveryState, WebhookEvent
from campaigns.domain.webhook_events import enter_test, send_again
from campaigns.domain.webhooks import create_webhook, delete_webhook, edit_webhook, rotate_secret, secret_of
from campaigns.errors import NotAllowed
from campaigns.models import Client, WebhookDelivery, WebhookEndpoint
from campaigns.models.audited import SEE_EVERY_CLIENT

MANAGE_WEBHOOKS = "campaigns.manage_webhooks"
HAPPENINGS = [event.value for event in WebhookEvent.happenings()]

EXAMPLE = OpenApiExample(
    "All completed tasks of one client",
    value={
        "name": "Team chat",
        "url": "https://hooks.example.com/campaignops",
        "events": ["task.completed"],
        "client": 1,
    },
    request_only=True,
)
WEBHOOK = OpenApiParameter("webhook", OpenApiTypes.INT, OpenApiParameter.PATH, description="The webhook.")


class WebhookOut(Output):
    """A webhook. `client` is null where it is told of all clients; `off_reason` says why the system switched it off."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    url = serializers.CharField()
    client = serializers.IntegerField(source="client_id", allow_null=True)
    client_name = serializers.CharField(source="client.name", allow_null=True)
    events = serializers.ListField(child=serializers.ChoiceField(HAPPENINGS))
    is_active = serializers.BooleanField()
    off_reason = serializers.CharField()
    failing_since = serializers.DateTimeField(allow_null=True)
    previous_secret_until = serializers.DateTimeField(source="previous_until", allow_null=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class WebhookWithSecretOut(WebhookOut):
    """As `Webhook`, with the secret that signs: told in this one answer, and null where the answer is repeated."""

    secret = serializers.SerializerMethodField()

    @extend_schema_field({"type": ["string", "null"]})
    def get_secret(self, row: WebhookEndpoint) -> str | None:
        return secret_of(row)


@extend_schema_field({"type": "string", "format": "uri", "minLength": 1, "maxLength": 2000})
class Address(Text):
    """An https address without name and password, outside of private networks."""


class Happenings(serializers.ListField):
    """Events, each counted once."""

    def __init__(self, **options: Any) -> None:
        child = Choice(HAPPENINGS)
        super().__init__(**{"child": child, "min_length": 1, "max_length": 20, **options})

    def to_internal_value(self, data: Any) -> list[str]:
        return list(dict.fromkeys(super().to_internal_value(data)))


class WebhookIn(Input):
    """A webhook of one `client`, or of all."""

    fixed = (
        "id",
        "client_name",
        "is_active",
        "off_reason",
        "failing_since",
        "previous_secret_until",
        "secret",
        "version",
        "created_at",
        "updated_at",
    )

    name = Text(max_length=100)
    url = Address(max_length=2000)
    events = Happenings()
    client = Key(required=False, allow_null=True)


class WebhookChange(Input):
    """The client of a webhook stays; make a new one instead. What waits goes to the new address."""

    fixed = (*(name for name in WebhookIn.fixed if name not in ("version", "is_active")), "client")

    name = Text(max_length=100)
    url = Address(max_length=2000)
    events = Happenings()
    is_active = YesNo(required=False)
    version = Version()


class WebhookSeen(Input):
    version = Version()


class WebhookListInput(ListInput):
    client = Key(required=False)
    is_active = YesNo(required=False)
    ordering = Choice(["name", "-name", "id", "-id"], required=False)


class WebhookDeliveryOut(Output):
    """A message to a webhook. `body` is the very text that was signed."""

    id = serializers.IntegerField()
    message_id = serializers.CharField()
    event = serializers.ChoiceField(WebhookEvent.choices)
    state = serializers.ChoiceField(DeliveryState.choices)
    attempts = serializers.IntegerField()
    next_attempt_at = serializers.SerializerMethodField()
    answer_status = serializers.IntegerField(allow_null=True, help_text="What the receiver answered last.")
    error = serializers.CharField()
    body = serializers.CharField()
    created_at = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field({"type": ["string", "null"], "format": "date-time"})
    def get_next_attempt_at(self, row: WebhookDelivery) -> Any:
        return row.try_at if row.state == DeliveryState.WAITING else None


class WebhookDeliveryListInput(ListInput):
    state = Choice(DeliveryState, required=False)
    event = Choice(WebhookEvent, required=False)
    ordering = Choice(["id", "-id"], required=False)


class WebhookDoor(Door):
    """Webhooks, for managers."""

    output = WebhookOut
    orders = {"name": ("name", "pk"), "id": ("pk",)}
    default_order = "name"
    needs = dict.fromkeys(
        ("list", "create", "retrieve", "update", "partial_update", "destroy", "rotate", "test"),
        MANAGE_WEBHOOKS,
    )
    scopes = dict.fromkeys(needs, ApiScope.ADMIN)
    versioned = {"rotate": True}
    told_once = ("secret",)

    def rows(self) -> QuerySet[WebhookEndpoint]:
        return WebhookEndpoint.objects.visible_to(self.request.user).select_related("client")

    @extend_schema(parameters=[WebhookListInput], responses=WebhookOut(many=True))
    def list(self, request: Request) -> Response:
        asked = self.asked(WebhookListInput)
        chosen: dict[str, Any] = {name: asked[name] for name in ("client", "is_active") if name in asked}
        return self.page(self.rows().filter(**chosen), asked)

    @extend_schema(request=WebhookIn, responses={201: WebhookWithSecretOut}, examples=[EXAMPLE])
    def create(self, request: Request) -> Response:
        """The answer tells the secret, this once."""
        given = self.given(WebhookIn)
        client = self._client(given.pop("client", None))
        endpoint = create_webhook(**given, client=client, by=self.actor, now=self.now)
        return self.told(endpoint, status=201, output=WebhookWithSecretOut)

    def _client(self, pk: int | None) -> Client | None:
        if pk is not None:
            client: Client = self.found(Client.objects.visible_to(self.request.user), pk)
            return client
        if not self.request.user.has_perm(SEE_EVERY_CLIENT):
            raise NotAllowed(_("Choose a client: you do not see all of them."))
        return None

    @extend_schema(responses=WebhookOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self.told(self.row(pk))

    @extend_schema(request=WebhookChange, responses=WebhookOut)
    def update(self, request: Request, pk: str) -> Response:
        return self._change(pk, partial=False)

    @extend_schema(request=WebhookChange, responses=WebhookOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        return self._change(pk, partial=True)

    def _change(self, pk: str, *, partial: bool) -> Response:
        endpoint = self.row(pk)
        given = self.given(WebhookChange, partial=partial)
        seen = self.seen_version(given, required=True)
        return self.told(edit_webhook(endpoint, values=given, by=self.actor, now=self.now, seen_version=seen))

    @extend_schema(request=WebhookSeen, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete it with its log; what waits is never sent."""
        endpoint = self.row(pk)
        seen = self.seen_version(self.given(WebhookSeen), required=True)
        delete_webhook(endpoint, by=self.actor, now=self.now, seen_version=seen)
        return Response(status=204)

    @extend_schema(request=WebhookSeen, responses=WebhookWithSecretOut)
    @action(detail=True, methods=["post"])
    def rotate(self, request: Request, pk: str) -> Response:
        """A new secret, told in the answer, this once; for 24 hours the one before signs too."""
        endpoint = self.row(pk)
        seen = self.seen_version(self.given(WebhookSeen), required=False)
        rotated = rotate_secret(endpoint, by=self.actor, now=self.now, seen_version=seen)
        return self.told(rotated, output=WebhookWithSecretOut)

    @extend_schema(request=Input, responses={201: WebhookDeliveryOut})
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: str) -> Response:
        """Send a message of the type `webhook.test`; it goes out within a minute."""
        endpoint = self.row(pk)
        self.given(Input)
        return self.told(enter_test(endpoint, now=self.now), status=201, output=WebhookDeliveryOut)


class WebhookDeliveryDoor(Door):
    """The messages of a webhook, the latest first; those that were delivered are kept for 30 days."""

    output = WebhookDeliveryOut
    needs = dict.fromkeys(("list", "retrieve", "replay"), MANAGE_WEBHOOKS)
    scopes = dict.fromkeys(needs, ApiScope.ADMIN)
    default_order = "-id"

    @cached_property
    def endpoint(self) -> WebhookEndpoint:
        visible = WebhookEndpoint.objects.visible_to(self.request.user)
        found: WebhookEndpoint = self.found(visible, self.kwargs["webhook"])
        return found

    def rows(self) -> QuerySet[WebhookDelivery]:
        return self.endpoint.deliveries.all()

    @extend_schema(parameters=[WEBHOOK, WebhookDeliveryListInput], responses=WebhookDeliveryOut(many=True))
    def list(self, request: Request, webhook: str) -> Response:
        asked = self.asked(WebhookDeliveryListInput)
        chosen: dict[str, Any] = {name: asked[name] for name in ("state", "event") if name in asked}
        return self.page(self.rows().filter(**chosen), asked)

    @extend_schema(parameters=[WEBHOOK], responses=WebhookDeliveryOut)
    def retrieve(self, request: Request, webhook: str, pk: str) -> Response:
        return self.told(self.row(pk))

    @extend_schema(parameters=[WEBHOOK], request=Input, responses=WebhookDeliveryOut)
    @action(detail=True, methods=["post"])
    def replay(self, request: Request, webhook: str, pk: str) -> Response:
        """Send a delivered or failed message again, under the same id."""
        delivery = self.row(pk)
        self.given(Input)
        return self.told(send_again(delivery, now=self.now))
