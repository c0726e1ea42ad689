"""Whether an API token or a calendar link still opens something, in one word for pages and admin."""

from datetime import datetime

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from campaigns.models import ApiToken, CalendarFeed


class KeyState(TextChoices):
    WORKS = "works", _("Works")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


def token_state(token: ApiToken, *, now: datetime) -> KeyState:
    if token.revoked_at is not None:
        return KeyState.REVOKED
    return KeyState.WORKS if token.works_at(now) else KeyState.EXPIRED


def tokens_in(state: KeyState, *, now: datetime) -> Q:
    """The same in words of the database, for lists."""
    conditions = {
        KeyState.WORKS: Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now)),
        KeyState.EXPIRED: Q(revoked_at=None, expires_at__lte=now),
        KeyState.REVOKED: Q(revoked_at__isnull=False),
    }
    return conditions[state]


def feed_state(feed: CalendarFeed) -> KeyState:
    return KeyState.WORKS if feed.revoked_at is None else KeyState.REVOKED
