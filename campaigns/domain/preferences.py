"""The verb by which people change what they chose for themselves, and the one way to read it."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import DigestDays
from campaigns.domain.audit import created, recorded
from campaigns.errors import NotAllowed, StaleVersion
from campaigns.models import Preferences

CHOSEN = frozenset(
    {"time_zone", "language", "theme", "shortcuts", "digest", "digest_hour", "escalation_mail"}
)
# What a form says that was made before the person had chosen anything.
NOTHING_CHOSEN = 0
_SATURDAY = 6


def preferences_of(user: User) -> Preferences:
    """What the person chose; the defaults, not stored, where they chose nothing.

    No query for a user whom a session or `select_related("preferences")` brought.
    """
    try:
        return user.preferences
    except Preferences.DoesNotExist:
        return Preferences(user=user, version=NOTHING_CHOSEN)


def rests_on(chosen: Preferences, day: date) -> bool:
    """Whether the person reads mail on workdays alone and this day is none: a Saturday or a Sunday."""
    return chosen.digest == DigestDays.WORKDAYS and day.isoweekday() >= _SATURDAY


def change_preferences(
    user: User, *, values: dict[str, Any], by: Actor, now: datetime, seen_version: int | None = None
) -> Preferences:
    """Change the person's own choices, with an entry in the house's chain.

    Refuses other people's, unknown zones and languages, and a form that is older than the last change.
    """
    if by.id != user.pk:
        raise NotAllowed(_("These are another person's settings; each person changes their own."))
    chosen = {name: value for name, value in values.items() if name in CHOSEN}
    stored = Preferences.objects.filter(user=user).first()
    if stored is None and seen_version not in (None, NOTHING_CHOSEN):
        raise StaleVersion(user.get_username(), int(seen_version or 0), NOTHING_CHOSEN)
    if stored is None:
        return created("preferences.chosen", Preferences(user=user, **chosen), by=by, now=now)
    if seen_version == NOTHING_CHOSEN:
        raise StaleVersion(str(stored), NOTHING_CHOSEN, stored.version)
    with recorded("preferences.changed", stored, by=by, now=now, seen_version=seen_version) as fresh:
        for name, value in chosen.items():
            setattr(fresh, name, value)
    return fresh
