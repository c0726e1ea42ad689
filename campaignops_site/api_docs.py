"""What a program or its author finds at the front of the API: the root, the schema, and what refusals mean."""

import functools
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, ensure_csrf_cookie
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import (
    api_view,
    authentication_classes,
    permission_classes,
    throttle_classes,
)
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.output import Output
from campaigns.choices import ApiScope

RENDERERS: dict[str, Any] = {"yaml": OpenApiYamlRenderer, "json": OpenApiJsonRenderer}

# What each kind of problem means, and what to do about it.
MEANINGS: dict[str, tuple[Any, Any]] = {
    "invalid-input": (
        _("What was sent cannot be used: a field is missing, unknown, of the wrong type or breaks a rule."),
        _("Read errors: it names each field and says what to write there. Nothing was changed."),
    ),
    "not-signed-in": (
        _("There is no token and no session, or the token is unknown, has expired or was revoked."),
        _("Send “Authorization: Bearer” and a valid token; make one in Settings."),
    ),
    "not-allowed": (
        _("The role of the person, or the scopes of the token, do not allow this."),
        _("Use a token that has the scope, or ask a manager."),
    ),
    "not-found": (
        _("There is nothing at this address, or it belongs to a client that the person does not work for."),
        _("Check the id and the slash at the end of the address."),
    ),
    "no-such-method": (
        _("The address exists, but does not answer to this method."),
        _("The header Allow lists the methods that it answers to."),
    ),
    "not-now": (
        _("The state of the thing does not allow this now: a task that is done cannot be completed again."),
        _("Read it again and decide anew; detail says what stands in the way."),
    ),
    "key-of-another-request": (
        _("The Idempotency-Key came with another request in the last 24 hours."),
        _("Use a new key for each new request, and the same key only to repeat one."),
    ),
    "changed-meanwhile": (
        _("Somebody changed the thing after the version that the program saw."),
        _("Read it again, look at what changed, and send the change with the new ETag."),
    ),
    "needs-version": (
        _("This change must say which version it was made from, so that nobody’s work is lost."),
        _("Send the ETag of your last answer as If-Match, or its number as version in the body."),
    ),
    "needs-length": (
        _("The body came in chunks, without its length."),
        _("Send it in one piece, with a Content-Length header."),
    ),
    "too-large": (
        _("The body is larger than the API reads."),
        _("Send it in parts, or a smaller file."),
    ),
    "not-read-here": (
        _("The body is of a type that this address does not read."),
        _("Send JSON with “Content-Type: application/json”; files go as multipart/form-data."),
    ),
    "too-many-requests": (
        _("This token has sent more requests in a minute than the installation allows."),
        _("Wait for as many seconds as Retry-After says, then go on."),
    ),
    "refused": (
        _("A rule of the product does not allow this."),
        _("Do what detail says."),
    ),
    "our-fault": (
        _("Something went wrong on our side; nothing was changed, and it was logged."),
        _("Try again with the same Idempotency-Key; if it stays, tell us the X-Request-ID of the answer."),
    ),
    "not-ready": (
        _("The service is starting or being maintained."),
        _("Try again in a moment."),
    ),
    "off": (
        _("CampaignOps is switched off on this installation."),
        _("Ask whoever runs it."),
    ),
}


class RootOut(Output):
    """What this is, and who asks."""

    name = serializers.CharField()
    version = serializers.CharField()
    user = serializers.CharField()
    scopes = serializers.ListField(
        child=serializers.ChoiceField(ApiScope.choices), allow_null=True, help_text="Null for a session."
    )


@extend_schema(operation_id="root", summary="See whether a token works", tags=["me"], responses=RootOut)
@api_view(["GET"])
def api_root(request: Request) -> Response:
    """What this is and who asks, for programs that want to know whether their token works."""
    scopes = None if request.auth is None else request.auth.scopes
    return Response(
        {"name": "CampaignOps", "version": "v1", "user": request.user.get_username(), "scopes": scopes}
    )


@functools.cache
def document(kind: str) -> bytes:
    """The schema of every resource as YAML or JSON, in English; the same for everybody, so it is made once."""
    with translation.override("en"):
        told = SchemaGenerator().get_schema(request=None, public=True)
        return bytes(RENDERERS[kind]().render(told, renderer_context={}))


@extend_schema(exclude=True, responses=OpenApiTypes.OBJECT)
@api_view(["GET"])
@authentication_classes([])
@permission_classes([])
@throttle_classes([])
def schema(request: Request) -> HttpResponse:
    """The OpenAPI document; it holds no data, so everybody may read it. `?format=json` asks for JSON."""
    kind = "json" if request.query_params.get("format") == "json" else "yaml"
    return HttpResponse(document(kind), content_type=RENDERERS[kind].media_type)


@csrf_exempt  # it is only read; programs that post here are told so in JSON by what surrounds it
@ensure_csrf_cookie
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The schema as a page on which requests can be tried, with a token or as who is signed in."""
    return render(request, "api/docs.html")


@csrf_exempt
@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """What each kind of problem means; the `type` of an error leads to its heading here."""
    kinds = [{"name": name, "meaning": told[0], "advice": told[1]} for name, told in MEANINGS.items()]
    return render(request, "api/problems.html", {"kinds": kinds})
