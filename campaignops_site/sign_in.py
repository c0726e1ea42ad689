"""The signed-in person as every request finds them: with what they chose, in one query, and on their terms."""

from collections.abc import Callable
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation

from campaigns.domain.preferences import preferences_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class Backend(AuthenticationBackend):
    """The library's own, but for the row of preferences that comes along."""

    def get_user(self, user_id: Any) -> User | None:
        found = User._default_manager.select_related("preferences").filter(pk=user_id).first()
        return found if found and self.user_can_authenticate(found) else None


class PreferencesMiddleware:
    """Speak the person's language and show their clock; before the sign-in, the browser's and the house's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.get_response(request)
        chosen = preferences_of(request.user)
        language = chosen.language or translation.get_language()
        with timezone.override(chosen.zone), translation.override(language):
            response = self.get_response(request)
        response["Content-Language"] = language
        return response
