"""What people change about their own account, told to the house's chain."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import refuse_naive, together
from campaigns.domain.audit_people import noted_user
from campaigns.domain.tries import give_back_tries, take_try
from campaigns.errors import InvalidInput, NotAllowed, NotNow

# Whoever finds a page left open must not find the password by trying.
MOST_TRIES = 5
TRIES_WITHIN = timedelta(minutes=15)
_TOLD = ("username", "email", "first_name", "last_name", "is_active", "is_staff", "is_superuser")
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
    if new == old:
        text = _("This is the password you have already. Choose another one.")
        raise InvalidInput(text, {"new_password": [text]})
    refuse_weak_password(new, user)
    # Hashing is slow on purpose: nobody else's writing shall wait for it.
    hashed = make_password(new)
    with together():
        fresh = User.objects.select_for_update().get(pk=user.pk)
        if fresh.password != user.password:
            raise NotNow(_("Your password was changed meanwhile. Log in with the new one."))
        fresh.password = hashed
        fresh.save(update_fields=["password"])
        noted_user("user.password_changed", fresh, by=by, now=now)
    return fresh


def _refuse_wrong(user: User, old: str) -> None:
    if not take_try(_OLD_PASSWORD, user, most=MOST_TRIES, within=TRIES_WITHIN):
        text = _("Your password was wrong too often. Wait 15 minutes, or ask a manager for a new one.")
        raise NotNow(text, {"old_password": [text]})
    if not user.check_password(old):
        text = _("This is not your password. Type the one with which you log in.")
        raise InvalidInput(text, {"old_password": [text]})
    give_back_tries(_OLD_PASSWORD, user, most=MOST_TRIES)


def refuse_weak_password(password: str, user: User) -> None:
    """Refuse what the house's rules do not allow this person, under `new_password`."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), {"new_password": error.messages}) from error


def state_of(user: User) -> dict[str, object]:
    """What the audit log tells of a person: name, address, rights; two queries."""
    fresh = User.objects.get(pk=user.pk)
    told: dict[str, object] = {name: getattr(fresh, name) for name in _TOLD}
    return told | {"groups": sorted(fresh.groups.values_list("name", flat=True))}


def note_person(user: User, before: dict[str, object] | None, *, by: Actor, now: datetime) -> None:
    """Enter what differs from the state of before, or that the person is new; nothing where nothing differs."""
    after = state_of(user)
    if before is None:
        filled = {name: value for name, value in after.items() if value}
        noted_user("user.created", user, by=by, now=now, after=filled)
        return
    changed = {name for name in after if after[name] != before[name]}
    if changed:
        was, is_now = ({name: state[name] for name in changed} for state in (before, after))
        noted_user("user.changed", user, by=by, now=now, before=was, after=is_now)


def note_new_password(user: User, *, is_usable: bool, by: Actor, now: datetime) -> None:
    """Enter that somebody else set the person's password, or took it away."""
    action = "user.password_set" if is_usable else "user.password_disabled"
    noted_user(action, user, by=by, now=now)
