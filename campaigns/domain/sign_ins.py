"""What the sign-in leaves in the house's chain: who came in and how, second factors, devices that were signed out."""

from collections.abc import Sequence
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import together
from campaigns.domain.audit_people import noted_user
from campaigns.errors import NotAllowed

# A recovery code or an app that comes or goes changes what it takes to be this person.
KEY_ADDED, KEY_REMOVED = "user.sign_in_key_added", "user.sign_in_key_removed"


def note_sign_in(user: User, *, methods: Sequence[str], address: str, by: Actor, now: datetime) -> None:
    """Enter that the person came in: by which methods, from which network address."""
    noted_user("user.signed_in", user, by=by, now=now, after={"methods": list(methods), "address": address})


def note_sign_in_key(user: User, *, kind: str, is_new: bool, by: Actor, now: datetime) -> None:
    """Enter that an app, passkey or set of recovery codes came or went; nothing that it holds."""
    told = {"kind": kind}
    if is_new:
        noted_user(KEY_ADDED, user, by=by, now=now, after=told)
    else:
        noted_user(KEY_REMOVED, user, by=by, now=now, before=told)


def end_sessions(user: User, sessions: Sequence[UserSession], *, by: Actor, now: datetime) -> int:
    """Sign these devices of the person out; return how many were. Refuses other people's."""
    if any(session.user_id != user.pk for session in sessions) or by.id != user.pk:
        raise NotAllowed(_("This device is another person's; each person signs out their own."))
    if not sessions:
        return 0
    with together():
        for session in sessions:
            session.end()
        told = [f"{session.ip} {session.user_agent}"[:200] for session in sessions]
        noted_user("user.sessions_ended", user, by=by, now=now, before={"devices": told})
    return len(sessions)
