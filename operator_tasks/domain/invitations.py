"""Verbs for invitations: offered by mail, sent again, taken back, taken up."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actor import Actor, ActorKind, Via
from campaigns.choices import Role
from campaigns.domain.audit import created, locked, recorded, refuse_naive, together
from campaigns.domain.audit_people import noted_user
from campaigns.domain.clients import set_members
from campaigns.domain.people import refuse_weak_password
from campaigns.domain.usernames import refuse_username
from campaigns.errors import InvalidInput, NotAllowed, NotNow
from campaigns.models import Client
from operator_tasks.domain.notices import enter_invitation
from operator_tasks.models import Invitation

WORKS_FOR = timedelta(days=7)
LONGEST_NAME = 100
_LINK = Signer(salt="operator_tasks.invitation")
_LONGEST_LINK = 200


class LinkEnded(NotNow):
    """The link was used, taken back, replaced, or is too old."""


def invite(email: str, *, role: Role, client_ids: Sequence[int], by: Actor, now: datetime) -> Invitation:
    """Offer an account with this role and these clients; the mail goes out within a minute, its link works 7 days.

    Refuses an address that a person here has or that is invited already, clients that do not exist, and managers
    to all but superusers.
    """
    address = email.strip().lower()
    host = _refuse_beyond_rights(role, by)
    if User.objects.filter(email__iexact=address, is_active=True).exists():
        text = _("Somebody with this address is here already.")
        raise InvalidInput(text, {"email": [text]})
    wanted = sorted(set(client_ids))
    if Client.objects.filter(pk__in=wanted).count() != len(wanted):
        text = _("One of these clients is not there any more; reload the page and choose again.")
        raise InvalidInput(text, {"clients": [text]})
    with together():
        invitation = Invitation(
            email=address,
            role=role,
            client_ids=wanted,
            invited_by=host,
            mark=_new_mark(),
            expires_at=now + WORKS_FOR,
        )
        made = created("invitation.created", invitation, by=by, now=now)
        enter_invitation(notice_key(made), now=now)
    return made


def invite_again(
    invitation: Invitation, *, by: Actor, now: datetime, seen_version: int | None = None
) -> Invitation:
    """Send a new link that works 7 days; the older one ends. Refuses what was taken up or back."""
    _refuse_beyond_rights(Role(invitation.role), by)
    with recorded("invitation.sent_again", invitation, by=by, now=now, seen_version=seen_version) as fresh:
        _refuse_ended(fresh)
        fresh.mark, fresh.expires_at = _new_mark(), now + WORKS_FOR
    with together():
        enter_invitation(notice_key(fresh), now=now)
    return fresh


def revoke_invitation(
    invitation: Invitation, *, by: Actor, now: datetime, seen_version: int | None = None
) -> Invitation:
    """Take the invitation back: its link ends at once. Refuses what was taken up or back."""
    _refuse_beyond_rights(Role(invitation.role), by)
    with recorded("invitation.revoked", invitation, by=by, now=now, seen_version=seen_version) as fresh:
        _refuse_ended(fresh)
        fresh.revoked_at = now
    return fresh


def link_of(invitation: Invitation) -> str:
    """The address that opens the invitation. It is computed, not stored: a copy of the database has no links."""
    text = _LINK.sign(f"{invitation.pk}-{invitation.mark}")
    return f"{settings.SITE_URL}{reverse('operator_tasks:invitation', args=[text])}"


def notice_key(invitation: Invitation) -> str:
    """The event of the mail with the present link: a new link is a new one."""
    return f"{invitation.pk}.{invitation.mark[:20]}"


def invitation_behind(text: str, *, now: datetime) -> Invitation:
    """The invitation of a link. Refuses links that nobody made or that ended, all in the same words."""
    try:
        pk, _dash, mark = _LINK.unsign(text[:_LONGEST_LINK]).partition("-")
    except BadSignature as error:
        raise _ended() from error
    found = Invitation.objects.open().filter(pk=int(pk), mark=mark, expires_at__gt=now)
    invitation = found.select_related("invited_by").first()
    if invitation is None:
        raise _ended()
    return invitation


def accept_invitation(
    invitation: Invitation, *, username: str, password: str, name: str = "", now: datetime
) -> User:
    """Make the account with the role and the clients that were offered, and end the link.

    Refuses names that look like another's, passwords that the house's rules do not allow, and a link that ended
    meanwhile, so that of two at once one gets the account.
    """
    refuse_naive(now)
    username = username.strip()
    refuse_username(username)
    first, _space, last = " ".join(name.split()).partition(" ")
    user = User(username=username, email=invitation.email, first_name=first, last_name=last)
    if max(len(first), len(last)) > LONGEST_NAME:
        text = _("Shorten your name; no part of it can be longer than 100 characters.")
        raise InvalidInput(text, {"name": [text]})
    refuse_weak_password(password, user)
    user.password = make_password(password)
    with together():
        fresh = locked(invitation)
        if fresh.accepted_at or fresh.revoked_at or fresh.mark != invitation.mark or fresh.expires_at <= now:
            raise _ended()
        by = _let_in(user, Role(fresh.role), now)
        with recorded("invitation.accepted", fresh, by=by, now=now) as row:
            row.accepted_at, row.user = now, user
        for client in Client.objects.filter(pk__in=fresh.client_ids).order_by("pk"):
            there = client.memberships.values_list("user_id", flat=True)
            set_members(client, {*there, user.pk}, by=by, now=now)
    return user


def _let_in(user: User, role: Role, now: datetime) -> Actor:
    """Store the person; from here on they act themselves."""
    is_manager = user.is_staff = role == Role.MANAGER
    try:
        user.save(force_insert=True)
    except IntegrityError as error:
        text = _("Somebody here has this name, or one that looks like it. Choose another one.")
        raise InvalidInput(text, {"username": [text]}) from error
    user.groups.add(Group.objects.get(name=role))
    by = Actor(ActorKind.USER, user.username, Via.PAGE, id=user.pk, is_manager=is_manager)
    noted_user("user.created", user, by=by, now=now, after={"email": user.email, "role": role.value})
    return by


def _refuse_beyond_rights(role: Role, by: Actor) -> User:
    """Who invites, where they may."""
    host = User.objects.filter(pk=by.id).first() if by.is_manager and by.id else None
    if host is None:
        raise NotAllowed(_("Only managers invite people."))
    if role == Role.MANAGER and not host.is_superuser:
        text = _("Only a superuser invites managers; choose another role, or ask one.")
        raise NotAllowed(text, {"role": [text]})
    return host


def _refuse_ended(invitation: Invitation) -> None:
    if invitation.accepted_at:
        raise NotNow(_("This invitation was taken up already."))
    if invitation.revoked_at:
        raise NotNow(_("This invitation was taken back already."))


def _ended() -> LinkEnded:
    return LinkEnded(_("This invitation was used, taken back or is too old. Ask for a new one."))


def _new_mark() -> str:
    return secrets.token_urlsafe(32)
