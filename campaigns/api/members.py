"""Who works for a client, read and replaced as a whole."""

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.clients import MANAGE_CLIENTS
from campaigns.api.door import Door
from campaigns.api.fields import Input, Text, Version
from campaigns.api.output import Output
from campaigns.choices import ApiScope, Role
from campaigns.domain.members import members_of, replace_members
from campaigns.models import Client

MOST_MEMBERS = 1000
EXAMPLE = OpenApiExample(
    "Two people", value={"members": ["omar", "vera"], "version": 482913377}, request_only=True
)


class MemberOut(Output):
    """Somebody who works for a client, or reads it (`viewer`)."""

    username = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)


class MembersOut(Output):
    """All members of a client, by name."""

    members = MemberOut(many=True)
    version = serializers.IntegerField(
        source="state", help_text="Another number whenever the members are others; it does not count up."
    )


class MembersIn(Input):
    """Exactly those who shall be members; open tasks of one who goes are nobody's again."""

    members = serializers.ListField(
        child=Text(max_length=150), max_length=MOST_MEMBERS, help_text="Usernames."
    )
    version = Version(help_text="The number that was read with the members, where there is no `If-Match`.")


class MembersDoor(Door):
    """The members of one client, for managers."""

    output = MembersOut
    needs = dict.fromkeys(("retrieve", "update"), MANAGE_CLIENTS)
    scopes = {"update": ApiScope.ADMIN}

    def rows(self) -> QuerySet[Client]:
        return Client.objects.visible_to(self.request.user)

    @extend_schema(summary="Read the members of a client", responses=MembersOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self._answer(self.row(pk))

    @extend_schema(
        summary="Replace the members of a client",
        request=MembersIn,
        responses=MembersOut,
        examples=[EXAMPLE],
    )
    def update(self, request: Request, pk: str) -> Response:
        client, given = self.row(pk), self.given(MembersIn)
        seen = self.seen_version(given, required=True)
        replace_members(client, given["members"], by=self.actor, now=self.now, seen_state=seen)
        return self._answer(client)

    def _answer(self, client: Client) -> Response:
        found = members_of(client)
        told = self.shape().to_representation(found)
        return Response(told, headers={"ETag": f'"v{found.state}"'})
