"""The pages of the sign-in that are ours: logging in, what protects my account, and the devices I am logged in on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account import views as account
from allauth.account.forms import LoginForm
from allauth.mfa.base import views as mfa
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from campaigns.domain.preferences import preferences_of
from campaigns.domain.sign_ins import end_sessions
from campaigns.views.doors import page_actor
from operator_tasks.views.answers import person
from operator_tasks.views.settings_tabs import settings_tabs

DEVICES = "usersessions_list"
# What browsers call themselves, the most particular first: several also carry the names of others.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


class PlainLoginForm(LoginForm):
    """The library's form without hints inside the fields, which vanish as soon as one types."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""


class LoginPage(account.LoginView):
    def form_invalid(self, form: LoginForm) -> HttpResponse:
        """Refused: said by the status as well."""
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 400
        return response


class SecurityPage(mfa.IndexView):
    def get_context_data(self, **options: Any) -> dict[str, Any]:
        return {**super().get_context_data(**options), "tabs": settings_tabs(self.request)}


@dataclass(frozen=True)
class Device:
    """A session as its owner knows it."""

    pk: int
    name: str
    address: str
    since: datetime
    is_this: bool


@require_safe
@login_required
def devices(request: HttpRequest) -> HttpResponse:
    user = person(request)
    context = {
        "devices": [_device(session, request) for session in _sessions(request)],
        "zone": preferences_of(user).zone,
        "tabs": settings_tabs(request),
    }
    return render(request, "usersessions/usersession_list.html", context)


@require_POST
@login_required
def device_sign_out(request: HttpRequest, session_id: int) -> HttpResponse:
    session = get_object_or_404(UserSession, pk=session_id, user=person(request))
    return _sign_out(request, [session])


@require_POST
@login_required
def devices_sign_out(request: HttpRequest) -> HttpResponse:
    this = request.session.session_key
    return _sign_out(request, [session for session in _sessions(request) if session.session_key != this])


def _sign_out(request: HttpRequest, sessions: list[UserSession]) -> HttpResponse:
    count = end_sessions(person(request), sessions, by=page_actor(request), now=timezone.now())
    told = ngettext("%(count)d device is logged out.", "%(count)d devices are logged out.", count)
    messages.success(request, told % {"count": count} if count else _("No other device was logged in."))
    return redirect(DEVICES)


def _sessions(request: HttpRequest) -> list[UserSession]:
    """Those that still work, the latest first."""
    still = UserSession.objects.purge_and_list(person(request))
    return sorted(still, key=lambda session: session.created_at, reverse=True)


def _device(session: UserSession, request: HttpRequest) -> Device:
    is_this = session.session_key == request.session.session_key
    return Device(session.pk, device_name(session.user_agent), session.ip, session.created_at, is_this)


def device_name(user_agent: str) -> str:
    """Browser and system as people call them, as far as they are known."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown program")
