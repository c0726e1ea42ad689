"""Who asks: what a program must know of its person before it does anything."""

from typing import Any

from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.door import Door
from campaigns.api.output import Output
from campaigns.choices import ApiScope, Role
from campaigns.domain.members import role_of
from campaigns.domain.preferences import preferences_of
from campaigns.models import Client

EXAMPLE = OpenApiExample(
    "An operator",
    response_only=True,
    value={
        "username": "omar",
        "role": "operator",
        "scopes": ["read", "write"],
        "time_zone": "Europe/Berlin",
        "language": "en",
        "clients": [{"id": 1, "name": "Acme"}],
    },
)


class MyClientOut(Output):
    """A client that the person works for."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class MeOut(Output):
    """The person behind the token or the session, and what they chose."""

    username = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(ApiScope.choices),
        allow_null=True,
        help_text="What the token opens; null for a session, which opens what its person may do.",
    )
    time_zone = serializers.CharField(help_text="On whose clock pages show times to the person.")
    language = serializers.CharField(help_text="In which sentences are written for the person.")
    clients = MyClientOut(many=True, help_text="Those that the person may see; all of them for managers.")


class MeDoor(Door):
    """The one who asks, for everybody."""

    output = MeOut

    @extend_schema(summary="Read who asks", responses=MeOut, examples=[EXAMPLE])
    def retrieve(self, request: Request) -> Response:
        """The person, their role, what the token opens, and their clients by name."""
        chosen = preferences_of(request.user)
        tell = MyClientOut().to_representation
        told: dict[str, Any] = {
            "username": request.user.get_username(),
            "role": role_of(request.user),
            "scopes": None if request.auth is None else request.auth.scopes,
            "time_zone": chosen.zone.key,
            "language": chosen.language or get_language(),
            "clients": [tell(row) for row in Client.objects.visible_to(request.user).order_by("name", "pk")],
        }
        return Response(told)
