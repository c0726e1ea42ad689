"""What people change about their own account, told to the house's chain."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import refuse_naive, together
from campaigns.domain.audit_chain import PendingEntry, append_entries
from campaigns.domain.tries import give_back_tries, take_try
from campaigns.errors import InvalidInput, NotAllowed, NotNow
from campaigns.models import HOUSE_CHAIN

PERSON = "user"
# Whoever finds a page left open must not find the password by trying.
MOST_TRIES = 5
TRIES_WITHIN = timedelta(minutes=15)
_OLD_PASSWORD = "old-password"


def change_password(user: User, *, old: str, new: str, by: Actor, now: datetime) -> User:
    """Set the person's own password, with an entry in the house's chain that holds neither of the two.

    Refuses other people's, a wrong password of before, any after five wrong ones within 15 minutes, the same one
    again, and one that the house's rules do not allow. Whoever calls this from a page keeps that session alive;
    all others of the person end.
    """
    refuse_naive(now)
    if by.id != user.pk:
        raise NotAllowed(_("This is another person's password; each person changes their own."))
    _refuse_wrong(user, old)
    _refuse_weak(user, old, new)
    # Hashing is slow on purpose: nobody else's writing shall wait for it.
    hashed = make_password(new)
    with together():
        fresh = User.objects.select_for_update().get(pk=user.pk)
        if fresh.password != user.password:
            raise NotNow(_("Your password was changed meanwhile. Log in with the new one."))
        fresh.password = hashed
        fresh.save(update_fields=["password"])
        # Users are Django's own rows, without a version of ours: the entry names the person and the act alone.
        entry = PendingEntry(
            chain=HOUSE_CHAIN,
            at=now,
            actor=by,
            action="user.password_changed",
            entity_type=PERSON,
            entity_id=fresh.pk,
            entity_label=fresh.get_username(),
            entity_version=None,
            before="",
            after="",
        )
        append_entries([entry])
    return fresh


def _refuse_wrong(user: User, old: str) -> None:
    if not take_try(_OLD_PASSWORD, user, most=MOST_TRIES, within=TRIES_WITHIN):
        text = _("Your password was wrong too often. Wait 15 minutes, or ask a manager for a new one.")
        raise NotNow(text, {"old_password": [text]})
    if not user.check_password(old):
        text = _("This is not your password. Type the one with which you log in.")
        raise InvalidInput(text, {"old_password": [text]})
    give_back_tries(_OLD_PASSWORD, user, most=MOST_TRIES)


def _refuse_weak(user: User, old: str, new: str) -> None:
    if new == old:
        text = _("This is the password you have already. Choose another one.")
        raise InvalidInput(text, {"new_password": [text]})
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), {"new_password": error.messages}) from error
