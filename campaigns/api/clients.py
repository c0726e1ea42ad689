"""Clients and their accounts."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.door import Door
from campaigns.api.fields import Choice, Input, Key, PlatformName, Text, Version, YesNo
from campaigns.api.output import Output
from campaigns.api.pages import ListInput
from campaigns.choices import ApiScope, Platform
from campaigns.domain.clients import add_account, create_client, edit_account, edit_client
from campaigns.models import Account, Client

MANAGE_CLIENTS = "campaigns.manage_clients"
# Clients and accounts are set up by those who run the agency.
NEEDS = dict.fromkeys(("create", "update", "partial_update"), MANAGE_CLIENTS)
SCOPES = dict.fromkeys(NEEDS, ApiScope.ADMIN)


class ClientOut(Output):
    """A client of the agency. `notes` are for those who work here."""

    inside = ("notes",)

    id = serializers.IntegerField()
    name = serializers.CharField()
    time_zone = serializers.CharField()
    notes = serializers.CharField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ClientIn(Input):
    """A client; `time_zone` is an IANA name and the default for its campaigns."""

    fixed = ("id", "created_at", "updated_at")

    name = Text(max_length=255)
    time_zone = Text(max_length=64, required=False)
    notes = Text(max_length=20000, required=False, allow_blank=True)


class ClientChange(ClientIn):
    """As `Client`, with the version that was seen."""

    version = Version()


class ClientListInput(ListInput):
    search = Text(required=False, max_length=200, help_text="A part of the name.")
    ordering = Choice(["name", "-name", "id", "-id"], required=False)


class ClientDoor(Door):
    """Clients that the person works for; all of them for managers."""

    output = ClientOut
    needs, scopes = NEEDS, SCOPES
    orders = {"name": ("name", "pk"), "id": ("pk",)}
    default_order = "name"

    def rows(self) -> QuerySet[Client]:
        return Client.objects.visible_to(self.request.user)

    @extend_schema(parameters=[ClientListInput], responses=ClientOut(many=True))
    def list(self, request: Request) -> Response:
        asked = self.asked(ClientListInput)
        rows = self.rows()
        if asked.get("search"):
            rows = rows.filter(name__icontains=asked["search"])
        return self.page(rows, asked)

    @extend_schema(request=ClientIn, responses={201: ClientOut})
    def create(self, request: Request) -> Response:
        client = create_client(**self.given(ClientIn), by=self.actor, now=self.now)
        return self.told(client, status=201)

    @extend_schema(responses=ClientOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self.told(self.row(pk))

    @extend_schema(request=ClientChange, responses=ClientOut)
    def update(self, request: Request, pk: str) -> Response:
        return self._change(pk, partial=False)

    @extend_schema(request=ClientChange, responses=ClientOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        return self._change(pk, partial=True)

    def _change(self, pk: str, *, partial: bool) -> Response:
        client = self.row(pk)
        given = self.given(ClientChange, partial=partial)
        seen = self.seen_version(given, required=True)
        return self.told(edit_client(client, values=given, by=self.actor, now=self.now, seen_version=seen))


class AccountOut(Output):
    """An account of a client on a platform: the answer to "which account do I post from"."""

    id = serializers.IntegerField()
    client = serializers.IntegerField(source="client_id")
    client_name = serializers.CharField(source="client.name")
    platform = serializers.ChoiceField(Platform.choices)
    handle = serializers.CharField()
    profile_url = serializers.CharField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class AccountIn(Input):
    fixed = ("id", "created_at", "updated_at", "client_name", "is_active")

    client = Key()
    platform = PlatformName()
    handle = Text(max_length=255)
    profile_url = Text(max_length=2000, required=False, allow_blank=True)


class AccountChange(Input):
    """Client and platform of an account stay; make a new one instead."""

    fixed = ("id", "created_at", "updated_at", "client", "client_name", "platform")

    handle = Text(max_length=255)
    profile_url = Text(max_length=2000, required=False, allow_blank=True)
    is_active = YesNo(required=False)
    version = Version()


class AccountListInput(ListInput):
    client = Key(required=False)
    platform = PlatformName(required=False)
    is_active = YesNo(required=False)
    ordering = Choice(["id", "-id"], required=False)


class AccountDoor(Door):
    """The accounts of the clients that the person works for."""

    output = AccountOut
    needs, scopes = NEEDS, SCOPES

    def rows(self) -> QuerySet[Account]:
        return Account.objects.visible_to(self.request.user).select_related("client")

    @extend_schema(parameters=[AccountListInput], responses=AccountOut(many=True))
    def list(self, request: Request) -> Response:
        asked = self.asked(AccountListInput)
        chosen: dict[str, Any] = {
            name: asked[name] for name in ("client", "platform", "is_active") if name in asked
        }
        return self.page(self.rows().filter(**chosen), asked)

    @extend_schema(request=AccountIn, responses={201: AccountOut})
    def create(self, request: Request) -> Response:
        given = self.given(AccountIn)
        client = self.found(Client.objects.visible_to(request.user), given.pop("client"))
        return self.told(add_account(client, **given, by=self.actor, now=self.now), status=201)

    @extend_schema(responses=AccountOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self.told(self.row(pk))

    @extend_schema(request=AccountChange, responses=AccountOut)
    def update(self, request: Request, pk: str) -> Response:
        return self._change(pk, partial=False)

    @extend_schema(request=AccountChange, responses=AccountOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        return self._change(pk, partial=True)

    def _change(self, pk: str, *, partial: bool) -> Response:
        account = self.row(pk)
        given = self.given(AccountChange, partial=partial)
        seen = self.seen_version(given, required=True)
        changed = edit_account(account, values=given, by=self.actor, now=self.now, seen_version=seen)
        return self.told(changed)
