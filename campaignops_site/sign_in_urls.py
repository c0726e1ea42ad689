"""The addresses of the sign-in: the library's own views under our paths, those that change something as one write."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from campaignops_site import sign_in_pages as pages
from campaigns.domain.one_write import one_write

View = Callable[..., HttpResponseBase]
logger = logging.getLogger(__name__)


def as_one_write(view: View) -> View:
    """What is sent changes all of it with its audit entries, or nothing; reading opens no transaction."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **options)
        with one_write():
            return view(request, *args, **options)

    return answer


def refusing_nonsense(view: View) -> View:
    """Whoever sends no key of a browser is sent back: the library reads keys as if browsers alone sent them."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **options)
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            if request.method != "POST" or "credential" not in request.POST:
                raise
            logger.warning("a passkey that no browser sends was refused", exc_info=True)
            messages.error(request, _("This passkey could not be read. Try again."))
            return redirect(request.path if request.user.is_authenticated else "account_login")

    return answer


urlpatterns = [
    path("login/", pages.LoginPage.as_view(), name="account_login"),
    path("login/confirm/", refusing_nonsense(mfa.authenticate), name="mfa_authenticate"),
    path("login/passkey/", refusing_nonsense(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", account.signup, name="account_signup"),
    path("login/inactive/", account.account_inactive, name="account_inactive"),
    path("login/again/", account.reauthenticate, name="account_reauthenticate"),
    path("login/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "login/again/passkey/",
        refusing_nonsense(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("settings/security/", pages.SecurityPage.as_view(), name="mfa_index"),
    path("settings/security/app/", as_one_write(totp.activate_totp), name="mfa_activate_totp"),
    path("settings/security/app/remove/", as_one_write(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("settings/security/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "settings/security/codes/new/",
        as_one_write(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "settings/security/codes/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("settings/security/keys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path(
        "settings/security/keys/new/",
        refusing_nonsense(as_one_write(webauthn.add_webauthn)),
        name="mfa_add_webauthn",
    ),
    path("settings/security/keys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "settings/security/keys/<int:pk>/remove/",
        as_one_write(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("settings/devices/", pages.devices, name="usersessions_list"),
    path("settings/devices/<int:session_id>/sign-out/", pages.device_sign_out, name="device_sign_out"),
    path("settings/devices/sign-out-others/", pages.devices_sign_out, name="devices_sign_out"),
]
