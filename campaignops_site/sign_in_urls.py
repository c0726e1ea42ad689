"""The addresses of the sign-in: the library's own views under our paths, those that change something as one write."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.urls import path

from campaignops_site import sign_in_pages as pages

View = Callable[..., HttpResponseBase]


def as_one_write(view: View) -> View:
    """What is sent changes all of it with its audit entries, or nothing; reading opens no transaction."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **options)
        with transaction.atomic():
            return view(request, *args, **options)

    return answer


urlpatterns = [
    path("login/", pages.LoginPage.as_view(), name="account_login"),
    path("login/confirm/", mfa.authenticate, name="mfa_authenticate"),
    path("login/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", account.signup, name="account_signup"),
    path("login/inactive/", account.account_inactive, name="account_inactive"),
    path("login/again/", account.reauthenticate, name="account_reauthenticate"),
    path("login/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "login/again/passkey/",
        webauthn.reauthenticate_webauthn,
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
        as_one_write(webauthn.add_webauthn),
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
