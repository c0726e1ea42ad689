"""Who works for a client or reads it, as a set that is read and replaced as a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.actor import MANAGES, WORKS, Actor
from campaigns.choices import Role
from campaigns.domain.audit import locked, together
from campaigns.domain.clients import set_members
from campaigns.errors import InvalidInput, StaleVersion
from campaigns.models import Client

# The one backend that knows permissions; ways to sign in may come and go beside it.
BACKEND = "django.contrib.auth.backends.ModelBackend"
_STATES = 999_999_999


@dataclass(frozen=True)
class Member:
    username: str
    role: Role


@dataclass(frozen=True)
class Members:
    """All members of a client, by name. `state` is another number whenever they are others, up to 999,999,999."""

    members: tuple[Member, ...]
    state: int


def role_of(user: User) -> Role:
    """By the permissions of the person at this moment."""
    if user.has_perm(MANAGES):
        return Role.MANAGER
    return Role.OPERATOR if user.has_perm(WORKS) else Role.VIEWER


def members_of(client: Client) -> Members:
    """Three queries, however many they are."""
    people = list(User.objects.filter(memberships__client=client).order_by("username"))
    roles = roles_of(people)
    found = tuple(Member(person.username, roles[person.pk]) for person in people)
    return Members(found, _state(person.pk for person in people))


def roles_of(people: Sequence[User]) -> dict[int, Role]:
    """The roles of many, by key; two queries, however many they are."""
    manage, work = (_with(permission, people) for permission in (MANAGES, WORKS))
    return {
        person.pk: Role.MANAGER
        if person.pk in manage
        else Role.OPERATOR
        if person.pk in work
        else Role.VIEWER
        for person in people
    }


def replace_members(
    client: Client, usernames: Sequence[str], *, by: Actor, now: datetime, seen_state: int | None = None
) -> None:
    """Make exactly these people the members of the client, as `set_members` does.

    Refuses names of nobody and of people who left, unless they are members already; and a stale `seen_state`.
    """
    wanted = set(usernames)
    with together():
        fresh = locked(client)
        present = _state(fresh.memberships.values_list("user_id", flat=True))
        if seen_state is not None and seen_state != present:
            raise StaleVersion(_("The list of members"), seen_state, present)
        known = User.objects.filter(Q(is_active=True) | Q(memberships__client=client), username__in=wanted)
        keys = dict(known.values_list("username", "pk"))
        unknown = sorted(wanted - keys.keys())
        if unknown:
            text = _("Nobody here is called %(names)s; correct the name or leave it out.")
            told = text % {"names": ", ".join(unknown)}
            raise InvalidInput(told, {"members": [told]})
        set_members(client, keys.values(), by=by, now=now)


def _with(permission: str, people: Sequence[User]) -> set[int]:
    """Those of them who have the permission, by their keys; people who left keep their role."""
    both: Any = None  # active or not, which the stubs do not know
    found = User.objects.with_perm(permission, is_active=both, backend=BACKEND)
    return set(found.filter(pk__in=[person.pk for person in people]).values_list("pk", flat=True))


def _state(keys: Iterable[int]) -> int:
    told = ",".join(str(key) for key in sorted(keys))
    return int.from_bytes(sha256(told.encode()).digest()[:8]) % _STATES + 1
