"""Verbs for webhooks: made, changed, switched off, given a new secret, taken away; and the secrets themselves.

A secret is stored nowhere. It is derived from the key of the installation, so whoever reads the database cannot
sign, and whoever holds the key can always show it again to nobody but the one who asks for a new one.
"""

import base64
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import created, deleted, locked, recorded, together
from campaigns.domain.webhook_transport import refuse_unfit
from campaigns.errors import NotNow
from campaigns.models import Client, WebhookEndpoint
from campaigns.words import in_house_words

MARK = "whsec_"
MOST_WEBHOOKS = 50
# For so long the secret before signs too, so that receivers can be changed one after the other.
BOTH_SIGN = timedelta(hours=24)
# An address where nothing arrived for so long is given up.
PATIENCE = timedelta(days=5)
EDITABLE = frozenset({"name", "url", "events", "is_active"})
_SALT = "campaigns.webhooks.secret"


def create_webhook(
    *, name: str, url: str, events: Sequence[str], client: Client | None = None, by: Actor, now: datetime
) -> WebhookEndpoint:
    """A new webhook, in use; it is told of one client's events, or of all.

    Refuses an address that nothing is sent to, no event or unknown ones, and more than 50 webhooks.
    """
    refuse_unfit(url)
    if WebhookEndpoint.objects.count() >= MOST_WEBHOOKS:
        raise NotNow(_("There are 50 webhooks; delete those that no program listens to."))
    endpoint = WebhookEndpoint(name=name.strip(), url=url, events=list(events), client=client)
    return created("webhook.created", endpoint, by=by, now=now)


def edit_webhook(
    endpoint: WebhookEndpoint,
    *,
    values: dict[str, Any],
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> WebhookEndpoint:
    """Change name, address or events, or switch it on or off. What waits goes to the new address.

    Switched off it hears of nothing new, and what waits stays until it is on again.
    """
    if "url" in values:
        refuse_unfit(values["url"])
    with recorded("webhook.edited", endpoint, by=by, now=now, seen_version=seen_version) as fresh:
        for name in EDITABLE & values.keys():
            setattr(fresh, name, values[name])
        fresh.name = fresh.name.strip()
        if fresh.is_active:
            fresh.off_reason, fresh.failing_since = "", None
    return fresh


def switch_webhook(
    endpoint: WebhookEndpoint, *, on: bool, by: Actor, now: datetime, seen_version: int | None = None
) -> WebhookEndpoint:
    """Take a webhook into use or out of it. Refuses one that is so already."""
    action = "webhook.switched_on" if on else "webhook.switched_off"
    with recorded(action, endpoint, by=by, now=now, seen_version=seen_version) as fresh:
        if fresh.is_active == on:
            raise NotNow(_("It is on already.") if on else _("It is off already."))
        fresh.is_active, fresh.off_reason, fresh.failing_since = on, "", None
    return fresh


def rotate_secret(
    endpoint: WebhookEndpoint, *, by: Actor, now: datetime, seen_version: int | None = None
) -> WebhookEndpoint:
    """Give it a new secret; for 24 hours both the new one and the one before sign."""
    with recorded("webhook.secret_rotated", endpoint, by=by, now=now, seen_version=seen_version) as fresh:
        fresh.generation += 1
        fresh.previous_until = now + BOTH_SIGN
    return fresh


def delete_webhook(
    endpoint: WebhookEndpoint, *, by: Actor, now: datetime, seen_version: int | None = None
) -> None:
    """Take it away with its deliveries; what waits is never sent."""
    with together():
        fresh = locked(endpoint, seen_version=seen_version)
        deleted("webhook.deleted", fresh, by=by, now=now)


def secret_of(endpoint: WebhookEndpoint) -> str:
    """The secret that signs now, for the one moment in which a person or program may see it."""
    return MARK + base64.b64encode(_key(endpoint, endpoint.generation)).decode("ascii")


def signing_keys(endpoint: WebhookEndpoint, *, now: datetime) -> list[bytes]:
    """The keys that sign at `now`, the newest first."""
    keys = [_key(endpoint, endpoint.generation)]
    if endpoint.previous_until is not None and now < endpoint.previous_until:
        keys.append(_key(endpoint, endpoint.generation - 1))
    return keys


def _key(endpoint: WebhookEndpoint, generation: int) -> bytes:
    return salted_hmac(_SALT, f"{endpoint.nonce}:{generation}", algorithm="sha256").digest()


def note_arrival(endpoint: WebhookEndpoint, *, by: Actor, now: datetime) -> None:
    """A message arrived: whatever failed before, the address works."""
    if endpoint.failing_since is None:
        return
    with recorded("webhook.arrived", endpoint, by=by, now=now) as fresh:
        fresh.failing_since = None


def note_failure(endpoint: WebhookEndpoint, *, by: Actor, now: datetime) -> None:
    """A message failed: remember since when, and give the address up after five days without an arrival."""
    if endpoint.failing_since is None:
        with recorded("webhook.failed", endpoint, by=by, now=now) as fresh:
            fresh.failing_since = fresh.failing_since or now
    elif now - endpoint.failing_since >= PATIENCE:
        give_up(endpoint, reason=_nothing_arrived(), by=by, now=now)


def give_up(endpoint: WebhookEndpoint, *, reason: str, by: Actor, now: datetime) -> None:
    """Switch a webhook off in the name of the system, which says why."""
    with recorded("webhook.given_up", endpoint, by=by, now=now, notes=reason) as fresh:
        if fresh.is_active:
            fresh.is_active, fresh.off_reason = False, reason


@in_house_words
def _nothing_arrived() -> str:
    return _("Nothing arrived for five days.")


@in_house_words
def gone_for_good() -> str:
    """What a webhook is switched off for whose receiver answers 410."""
    return _("The receiver answered 410: it is gone for good.")
