"""Verbs for clients, their accounts and their members."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import created, deleted, locked, recorded, together
from campaigns.domain.work import work
from campaigns.errors import InvalidInput, NotNow
from campaigns.models import Account, Client, ClientMembership
from campaigns.validators import account_key, normalise_name


def create_client(*, name: str, time_zone: str = "UTC", notes: str = "", by: Actor, now: datetime) -> Client:
    """A new client. Refuses a name that another client has, however it is spelt, and unknown zones."""
    client = Client(name=name.strip(), name_key=normalise_name(name)[:255], time_zone=time_zone, notes=notes)
    return created("client.created", client, by=by, now=now)


def client_named(name: str, *, time_zone: str, by: Actor, now: datetime) -> Client:
    """The client of this name; a new one is created where there is none."""
    known = Client.objects.filter(name_key=normalise_name(name)).first()
    return known or create_client(name=name, time_zone=time_zone, by=by, now=now)


def edit_client(
    client: Client, *, values: dict[str, Any], by: Actor, now: datetime, seen_version: int | None = None
) -> Client:
    """Change name, zone or notes. Campaigns keep the zone they were planned in."""
    with recorded("client.edited", client, by=by, now=now, seen_version=seen_version) as fresh:
        for name in {"name", "time_zone", "notes"} & values.keys():
            setattr(fresh, name, values[name])
        fresh.name = fresh.name.strip()
        fresh.name_key = normalise_name(fresh.name)[:255]
    return fresh


def set_members(
    client: Client,
    user_ids: Iterable[int],
    *,
    by: Actor,
    now: datetime,
    seen_members: Iterable[int] | None = None,
) -> None:
    """Make exactly these users the members of the client; one audit entry for each that comes or goes.

    Open tasks of one who goes are nobody's again. `seen_members` are those that the person saw; refuses when
    they are no longer the members.
    """
    wanted = set(user_ids)
    with together():
        locked(client)
        present = set(client.memberships.values_list("user_id", flat=True))
        if seen_members is not None and set(seen_members) != present:
            raise NotNow(_("The members were changed meanwhile; reload the page and choose again."))
        for membership in client.memberships.select_related("user", "client"):
            if membership.user_id in wanted:
                wanted.discard(membership.user_id)
            else:
                deleted("client_membership.deleted", membership, by=by, now=now)
                work().member_left(client, membership.user_id, by=by, now=now)
        known = set(get_user_model().objects.filter(pk__in=wanted).values_list("pk", flat=True))
        if wanted - known:
            text = _("One of the chosen users does not exist any more; reload the page and choose again.")
            raise InvalidInput(text, {"members": [text]})
        for user_id in sorted(wanted):
            membership = ClientMembership(client=client, user_id=user_id)
            created("client_membership.created", membership, by=by, now=now)


def add_account(
    client: Client, *, platform: str, handle: str, profile_url: str = "", by: Actor, now: datetime
) -> Account:
    """A new account of the client. Refuses one that is in the list already."""
    account = Account(
        client=client,
        platform=platform,
        handle=handle.strip(),
        handle_key=account_key(handle)[:255],
        profile_url=profile_url,
    )
    return created("account.created", account, by=by, now=now)


def edit_account(
    account: Account, *, values: dict[str, Any], by: Actor, now: datetime, seen_version: int | None = None
) -> Account:
    """Change handle or address, or take the account out of use."""
    with recorded("account.edited", account, by=by, now=now, seen_version=seen_version) as fresh:
        for name in {"handle", "profile_url", "is_active"} & values.keys():
            setattr(fresh, name, values[name])
        fresh.handle_key = account_key(fresh.handle)[:255]
    return fresh


def refuse_foreign_account(
    account_id: int | None, *, client_id: int, platform: str, field: str = "account"
) -> None:
    """Refuse an account of another client or platform, or out of use: posting from it is the costliest mistake.

    `field` is where the refusal stands.
    """
    if account_id is None:
        return
    if Account.objects.filter(pk=account_id, client=client_id, platform=platform, is_active=True).exists():
        return
    text = _("This account is not one the client uses on this platform; choose another.")
    raise InvalidInput(text, {field: [text]})
