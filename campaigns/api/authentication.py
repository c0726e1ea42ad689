"""Who asks: a program by its token, or a page of ours by its session."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled

from campaigns.api.throttle import seconds_to_wait
from campaigns.domain.api_tokens import note_use, token_named_by
from campaigns.models import ApiToken

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer cops_…`. An unknown, expired or revoked token is refused, never taken for nobody.

    One address may send `API_RATE` of these a minute; good tokens get in from it all the same.
    """

    def authenticate(self, request: HttpRequest) -> tuple[Any, ApiToken] | None:
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        now = timezone.now()
        token = token_named_by(text.strip(), now=now)
        if token is None:
            # Not what a proxy passes on: whoever sends bad tokens can write anything there.
            seconds = seconds_to_wait(f"bad-token:{request.META.get('REMOTE_ADDR', '')}")
            if seconds is not None:
                raise Throttled(seconds)
            raise AuthenticationFailed(
                _("This token is not valid, has expired or was revoked; make a new one in Settings.")
            )
        note_use(token, now=now)
        return token.user, token

    def authenticate_header(self, request: HttpRequest) -> str:
        return SCHEME


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema names what the class above asks for."""

    target_class = "campaigns.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token of Settings → API tokens."}
