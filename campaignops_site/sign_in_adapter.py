"""How the sign-in library behaves in this house: nobody signs up, and who comes in is entered in the audit log."""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from campaigns.actor import Actor, Via
from campaigns.domain.sign_ins import note_sign_in, note_sign_in_key

# The page that opens says it already.
NOT_SAID = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})


class SignInAdapter(DefaultAccountAdapter):
    """People come by invitation, so the form for strangers is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Whoever comes in is entered, or does not come in."""
        records = get_authentication_records(request, user)
        methods = [record.get("type") or record["method"] for record in records]
        address = self.get_client_ip(request)
        with transaction.atomic():
            super().login(request, user)
            by = Actor.from_request(request, via=Via.PAGE)
            note_sign_in(user, methods=methods, address=address, by=by, now=timezone.now())

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Who logged in a moment ago need not prove it again."""
        request = context.request
        records = get_authentication_records(request, request.user)
        latest = max((record["at"] for record in records), default=0.0)
        fresh = timezone.now().timestamp() - latest < app_settings.REAUTHENTICATION_TIMEOUT
        return not fresh and super().is_reauthentication_required(app=app)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **options: Any) -> None:
        template = args[0] if args else options.get("message_template")
        if template not in NOT_SAID:
            super().add_message(request, level, *args, **options)


def watch_sign_in_keys() -> None:
    """Enter each app, passkey or set of codes that comes or goes, in the transaction that writes it."""
    post_save.connect(_entered, sender="mfa.Authenticator", dispatch_uid="sign-in key added")
    post_delete.connect(_gone, sender="mfa.Authenticator", dispatch_uid="sign-in key removed")


def _entered(instance: Any, created: bool, **_rest: Any) -> None:
    if created:
        _note(instance, is_new=True)


def _gone(instance: Any, **_rest: Any) -> None:
    _note(instance, is_new=False)


def _note(key: Any, *, is_new: bool) -> None:
    request = context.request
    signed_in = request is not None and request.user.is_authenticated
    by = _who(request) if signed_in else Actor.system("sign-in", via=Via.COMMAND)
    note_sign_in_key(key.user, kind=key.type, is_new=is_new, by=by, now=timezone.now())


def _who(request: HttpRequest) -> Actor:
    in_admin = request.path.startswith(reverse("admin:index"))
    return Actor.from_request(request, via=Via.ADMIN if in_admin else Via.PAGE)
