"""Every address of the pages, asked for by every role: what is sent, if the address takes it, else what is read."""

import re
from collections.abc import Iterator

from django.db import transaction
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from campaignops_site.tests.permissions.classes import IN, NOT_ALLOWED, NOT_THERE, ROLES, SIGN_IN, Found

# Rows that belong to one person, whoever else may do what: nobody finds another's, which tests of these pages hold.
EACH_THEIR_OWN = {
    "away_remove",
    "device_sign_out",
    "feed_revoke",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "token_revoke",
}
# What needs a link, a file, a code, a token, a half-finished login or DEBUG to be there at all.
NOT_THERE_WITHOUT = {
    "invitation",
    "item_asset",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_view_recovery_codes",
    "prometheus",
    "proof_file",
    "styleguide",
}
# Which row an address without a telling parameter means.
BY_PREFIX = (
    ("account_edit", "accounts"),
    ("account_create", "clients"),
    ("client_", "clients"),
    ("item_create", "campaigns"),
    ("item_", "calendar-items"),
    ("metric_correct", "metrics"),
    ("metric_delete", "metrics"),
    ("webhook_", "webhooks"),
    ("delivery_again", "webhooks"),
)
PARAMETERS = {
    "task_id": "tasks",
    "campaign_id": "campaigns",
    "sop_id": "sops",
    "report_id": "sop-reports",
    "delivery_pk": "deliveries",
    "invitation_id": "invitations",
}
CONSTANT = {"number": 1, "week": "2026-W02"}


def addresses() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Short name, full name and parameters of each page."""
    yield from _walk(get_resolver(), "")


def _walk(resolver: URLResolver, space: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin" and not str(entry.pattern).startswith("api/"):
                yield from _walk(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and entry.name and not re.match(r"\^?api/", str(entry.pattern)):
            yield entry.name, f"{space}{entry.name}", tuple(entry.pattern.converters)


def measured(people, own, other, house) -> dict[str, dict[str, Found]]:
    found: dict[str, dict[str, Found]] = {}
    for name, full_name, parameters in addresses():
        if name in EACH_THEIR_OWN | NOT_THERE_WITHOUT:
            continue
        found[name] = {}
        for role in ROLES:
            seen = []
            for world in (own, other):
                keys = {**house, **world.keys}
                values = {parameter: _value(name, parameter, keys) for parameter in parameters}
                seen.append(_asked(people[role], reverse(full_name, kwargs=values)))
            found[name][role] = (seen[0], seen[1])
    return found


def _value(name: str, parameter: str, keys: dict) -> object:
    if parameter in CONSTANT:
        return CONSTANT[parameter]
    if parameter in PARAMETERS:
        return keys[PARAMETERS[parameter]]
    resource = next((resource for prefix, resource in BY_PREFIX if name.startswith(prefix)), "campaigns")
    return keys[resource]


def _asked(user, path: str) -> str:
    """What happened is taken back."""
    browser = Browser()
    if user is not None:
        browser.force_login(user)
    with transaction.atomic():
        answer = browser.post(path)
        if answer.status_code == 405:
            answer = browser.get(path)
        transaction.set_rollback(True)
    if answer.status_code == 302 and answer["Location"].startswith("/login/?"):
        return SIGN_IN
    return {403: NOT_ALLOWED, 404: NOT_THERE}.get(answer.status_code, IN)
