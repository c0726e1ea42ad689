"""Invitations: a link in a mail, for one person, for seven days, and an account with what was offered."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core import mail

from campaigns.choices import Role
from campaigns.domain.members import role_of
from campaigns.domain.usernames import look_of
from campaigns.errors import InvalidInput, NotAllowed, NotNow, StaleVersion
from campaigns.models import Client
from campaigns.tests.witness import refused, told
from conftest import NOW, actor_for, hours, user_named
from operator_tasks.domain.invitations import (
    LinkEnded,
    accept_invitation,
    invitation_behind,
    invite,
    invite_again,
    link_of,
    revoke_invitation,
)
from operator_tasks.models import Invitation
from operator_tasks.tests.post_office import outbox, send

WEEK = timedelta(days=7)
CHOSEN = {"username": "nina", "password": "correct horse battery", "name": "Nina  van  Dam"}
ENDED = "This invitation was used, taken back or is too old. Ask for a new one."


@pytest.fixture
def invitation(client_acme, manager) -> Invitation:
    return invite(" Nina@Example.com ", role=Role.OPERATOR, client_ids=[client_acme.pk], by=manager, now=NOW)


def text_of(invitation: Invitation) -> str:
    return link_of(invitation).rstrip("/").rpartition("/")[2]


def behind(invitation: Invitation, now=NOW) -> Invitation:
    return invitation_behind(text_of(invitation), now=now)


def test_the_mail_goes_out_with_a_link_that_opens_the_invitation(invitation, client_acme):
    assert send(NOW) == {"sent": 1}

    letter = mail.outbox[0]
    link = re.search(r"http\S+", letter.body)[0]
    assert (letter.to, letter.subject) == (["nina@example.com"], "maria invites you to CampaignOps")
    assert link == link_of(invitation) and link in letter.alternatives[0].content
    assert "Your role: Operator." in letter.body and "Clients: Acme" in letter.body
    assert "Monday 9 March" in letter.body
    assert behind(invitation) == invitation
    assert outbox("user", "kind", "state") == [(None, "invitation", "sent")]


def test_who_takes_it_up_has_the_role_and_the_clients_that_were_offered(invitation, client_acme):
    nina = accept_invitation(behind(invitation), **CHOSEN, now=NOW + hours(1))

    invitation.refresh_from_db()
    assert authenticate(username="nina", password="correct horse battery") == nina
    assert (nina.get_full_name(), nina.email, nina.is_staff) == ("Nina van Dam", "nina@example.com", False)
    assert role_of(nina) == Role.OPERATOR
    assert list(Client.objects.visible_to(nina)) == [client_acme]
    assert (invitation.user, invitation.accepted_at) == (nina, NOW + hours(1))
    assert told("user.created") == (
        "nina",
        "page",
        "user",
        None,
        {},
        {"email": "nina@example.com", "role": "operator"},
    )
    assert told("client_membership.created")[:3] == ("nina", "page", "client membership")


def test_a_link_works_once(invitation):
    accept_invitation(behind(invitation), **CHOSEN, now=NOW)

    with refused(LinkEnded, ENDED):
        behind(invitation)
    with refused(LinkEnded, ENDED):
        accept_invitation(invitation, **{**CHOSEN, "username": "nora"}, now=NOW)


def test_a_link_works_for_seven_days(invitation):
    assert behind(invitation, NOW + WEEK - timedelta(seconds=1)) == invitation
    with refused(LinkEnded, ENDED):
        behind(invitation, NOW + WEEK)
    with refused(LinkEnded, ENDED):
        accept_invitation(invitation, **CHOSEN, now=NOW + WEEK)
    assert send(NOW + WEEK) == {"skipped": 1}


def test_sent_again_the_older_link_ends(invitation, manager):
    older = text_of(invitation)
    later = NOW + 9 * timedelta(days=1)

    again = invite_again(invitation, by=manager, now=later)
    assert behind(again, later + WEEK - timedelta(seconds=1)) == invitation
    with refused(LinkEnded, ENDED):
        invitation_behind(older, now=later)
    assert (send(later), len(mail.outbox)) == ({"skipped": 1, "sent": 1}, 1)
    assert text_of(again) in mail.outbox[0].body


def test_taken_back_it_opens_nothing(invitation, manager):
    revoke_invitation(invitation, by=manager, now=NOW)

    with refused(LinkEnded, ENDED):
        behind(invitation)
    with refused(NotNow, "This invitation was taken back already."):
        revoke_invitation(invitation, by=manager, now=NOW)
    with refused(NotNow, "This invitation was taken back already."):
        invite_again(invitation, by=manager, now=NOW)
    assert send(NOW) == {"skipped": 1}


@pytest.mark.parametrize("text", ["", "x", "1-x:y", "x" * 5000, "😀:😀"])
def test_links_that_nobody_made_open_nothing(db, text):
    with refused(LinkEnded, ENDED):
        invitation_behind(text, now=NOW)


def test_a_copy_of_the_database_holds_no_link(invitation):
    stored = " ".join(map(str, Invitation.objects.values_list().get()))
    assert text_of(invitation).rpartition(":")[2] not in stored


def test_an_address_is_invited_once(invitation, manager):
    with refused(NotNow, "This address is invited already; send that invitation again."):
        invite("nina@example.com", role=Role.VIEWER, client_ids=[], by=manager, now=NOW)


def test_who_is_here_is_not_invited(manager, operator_user):
    with refused(InvalidInput, "Somebody with this address is here already."):
        invite("OMAR@example.com", role=Role.OPERATOR, client_ids=[], by=manager, now=NOW)


def test_clients_must_be_there(manager):
    with refused(InvalidInput, "One of these clients is not there any more"):
        invite("nina@example.com", role=Role.OPERATOR, client_ids=[1], by=manager, now=NOW)


def test_operators_invite_nobody_and_managers_no_managers(operator, manager):
    with refused(NotAllowed, "Only managers invite people."):
        invite("nina@example.com", role=Role.VIEWER, client_ids=[], by=operator, now=NOW)
    with refused(NotAllowed, "Only a superuser invites managers"):
        invite("nina@example.com", role=Role.MANAGER, client_ids=[], by=manager, now=NOW)


def test_a_superuser_invites_a_manager_who_may_open_the_admin(db):
    root = user_named("root", "manager")
    root.is_superuser = True
    root.save()
    made = invite("nina@example.com", role=Role.MANAGER, client_ids=[], by=actor_for(root), now=NOW)

    nina = accept_invitation(behind(made), **CHOSEN, now=NOW)
    assert (role_of(nina), nina.is_staff, nina.is_superuser) == (Role.MANAGER, True, False)


def test_somebody_elses_change_is_not_overwritten(invitation, manager):
    invite_again(invitation, by=manager, now=NOW + hours(1))
    with refused(StaleVersion, "was changed meanwhile"):
        revoke_invitation(invitation, by=manager, now=NOW, seen_version=1)


@pytest.mark.parametrize("password", ["short", "password1234", "nina@example.com"])
def test_weak_passwords_make_no_account(invitation, password):
    with refused(InvalidInput, "password"):
        accept_invitation(invitation, **{**CHOSEN, "password": password}, now=NOW)


@pytest.mark.parametrize(
    "username", ["OMAR", "0mar", "ornar", "оmar", " omar", "om ar", "", "-omar", "o" * 151]
)
def test_names_that_look_like_another_or_cannot_be_typed_make_no_account(invitation, username):
    with refused(InvalidInput, "Choose another one|Use letters from a to z"):
        accept_invitation(invitation, **{**CHOSEN, "username": username}, now=NOW)
    assert User.objects.count() == 2


def test_pairs_that_look_like_a_letter_are_seen_behind_other_letters():
    assert look_of("claire") == look_of("cIaire") == look_of("c1aire")


@pytest.mark.parametrize("name", ["x" * 190, f"Nina {'x' * 101}"])
def test_names_longer_than_any_column_make_no_account(invitation, name):
    with refused(InvalidInput, "Shorten your name"):
        accept_invitation(invitation, **{**CHOSEN, "name": name}, now=NOW)


def test_names_that_differ_are_told_apart():
    names = ["omar", "omara", "nina", "vera", "anna", "max", "tim", "tom"]
    assert len({look_of(name) for name in names}) == len(names)
