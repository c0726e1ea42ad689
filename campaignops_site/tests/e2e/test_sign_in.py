"""Logging in with a second step, with a passkey and without scripts, as people do it."""

import json
import time

import pytest
from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from campaignops_site.tests.e2e.conftest import PASSWORD
from campaigns.models import OperatorAuditLog

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))


def log_out(page):
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("heading", name="Log in").wait_for()


def log_in(page, name="omar"):
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


@pytest.mark.parametrize("screen", ["phone-dark", "desk-plain"], indirect=True)
def test_an_app_gives_the_second_step_and_a_code_on_paper_replaces_it(open_as, people):
    page = open_as("omar")
    page.goto("/settings/security/")
    page.get_by_role("link", name="Set up an app").click()
    secret = page.get_by_label("Or type this into the app").input_value()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Use this app").click()
    codes = page.get_by_label("Unused codes").input_value().split()

    page.goto("/")
    log_out(page)
    log_in(page)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("heading", name="My day").wait_for()
    entries = OperatorAuditLog.objects.filter(entity_type="user", actor_id=people["omar"].pk)
    told = [(entry.action, json.loads(entry.after)) for entry in entries.order_by("seq")]
    here = {"address": "127.0.0.1"}
    assert len(codes) == 10
    assert told == [
        ("user.signed_in", {"methods": ["password"], **here}),
        ("user.sign_in_key_added", {"kind": "totp"}),
        ("user.sign_in_key_added", {"kind": "recovery_codes"}),
        ("user.signed_in", {"methods": ["password", "recovery_codes"], **here}),
    ]


@pytest.mark.parametrize("screen", ["desk-light"], indirect=True)
def test_a_passkey_opens_the_house_without_a_password(open_as, people):
    page = open_as("omar")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    page.goto("/settings/security/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("Unused codes").wait_for()

    page.goto("/")
    log_out(page)
    page.get_by_role("button", name="Log in with a passkey").click()
    page.get_by_role("heading", name="My day").wait_for()
