"""Clients, their accounts and who works for them."""

import pytest
from django.contrib.auth import get_user_model

from campaigns.domain.clients import (
    add_account,
    client_named,
    create_client,
    edit_account,
    edit_client,
    set_members,
)
from campaigns.errors import InvalidInput, NotNow, StaleVersion
from campaigns.models import Account, Client, ClientMembership
from campaigns.tests.witness import nothing_changes, refused, told
from conftest import NOW, hours, user_named
from operator_tasks.domain.tasks import assign_task


def account(client, manager, **changes) -> Account:
    values = {"platform": "linkedin", "handle": " acme ", **changes}
    return add_account(client, **values, by=manager, now=NOW)


def test_create_client_keeps_name_and_zone(manager):
    client = create_client(name=" Acme ", time_zone="Asia/Tokyo", notes="Calm.", by=manager, now=NOW)

    columns = ("pk", "name", "name_key", "time_zone", "notes", "version", "created_at")
    assert Client.objects.values_list(*columns).get() == (
        client.pk,
        "Acme",
        "acme",
        "Asia/Tokyo",
        "Calm.",
        1,
        NOW,
    )
    after = {"name": "Acme", "time_zone": "Asia/Tokyo", "notes": "Calm."}
    assert told("client.created") == ("maria", "page", "client", 1, {}, after)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "  "}, "cannot be blank"),
        ({"name": "x" * 1_000_000}, "at most 255 characters"),
        ({"name": "Ac\x00me"}, "cannot be stored"),
        ({"name": "\ud800"}, "cannot be stored"),
        ({"name": "Acme", "time_zone": "Mars"}, "Mars is not a time zone"),
        ({"name": "Acme", "time_zone": ""}, "cannot be blank"),
        ({"name": "Acme", "notes": "x" * 1_000_000}, "at most 20000 characters"),
    ],
)
def test_create_client_refuses_what_cannot_be(manager, values, sentence):
    with refused(InvalidInput, sentence):
        create_client(**values, by=manager, now=NOW)


def test_create_client_refuses_the_name_of_another_however_it_is_spelt(client_acme, manager):
    with refused(NotNow, "There is a client of this name already"):
        create_client(name="ＡＣＭＥ", by=manager, now=NOW)


def test_client_named_finds_or_makes(client_acme, manager):
    assert client_named("ACME", time_zone="UTC", by=manager, now=NOW) == client_acme
    assert client_named("Birch", time_zone="UTC", by=manager, now=NOW).time_zone == "UTC"
    assert Client.objects.count() == 2


def test_edit_client_changes_its_zone_and_leaves_its_campaigns(campaign, client_acme, manager):
    edited = edit_client(
        client_acme, values={"time_zone": "Asia/Tokyo"}, by=manager, now=NOW + hours(1), seen_version=1
    )

    assert (edited.time_zone, edited.version, edited.updated_at) == ("Asia/Tokyo", 2, NOW + hours(1))
    assert type(campaign).objects.get().time_zone == "Europe/Berlin"
    assert told("client.edited")[4:] == ({"time_zone": "Europe/Berlin"}, {"time_zone": "Asia/Tokyo"})


def test_edit_client_refuses_blank_names_other_clients_names_and_stale_versions(client_acme, manager):
    create_client(name="Birch", by=manager, now=NOW)

    with refused(NotNow, "There is a client of this name already"):
        edit_client(client_acme, values={"name": "birch"}, by=manager, now=NOW)
    with refused(StaleVersion, "you saw version 7, it is now version 1"):
        edit_client(client_acme, values={"notes": "x"}, by=manager, now=NOW, seen_version=7)
    with refused(InvalidInput, "cannot be blank"):
        edit_client(client_acme, values={"name": "   "}, by=manager, now=NOW)


def test_set_members_makes_exactly_these_the_members(client_acme, manager, operator_user):
    olga = user_named("olga", "operator")

    set_members(client_acme, [olga.pk], by=manager, now=NOW)

    assert list(ClientMembership.objects.values_list("client", "user")) == [(client_acme.pk, olga.pk)]
    assert told("client_membership.deleted")[4:] == (
        {"client_id": client_acme.pk, "user_id": operator_user.pk},
        {},
    )
    assert told("client_membership.created")[4:] == (
        {},
        {"client_id": client_acme.pk, "user_id": olga.pk},
    )
    assert [list(Client.objects.visible_to(user)) for user in (olga, operator_user)] == [[client_acme], []]


def test_tasks_of_a_member_who_left_are_nobodys(linkedin_task, client_acme, manager, operator_user):
    assign_task(linkedin_task, to=operator_user, by=manager, now=NOW)

    set_members(client_acme, [], by=manager, now=NOW)

    assert type(linkedin_task).objects.get(pk=linkedin_task.pk).assignee is None
    assert told("task.assigned")[4:] == ({"assignee_id": operator_user.pk}, {"assignee_id": None})


def test_account_is_one_however_its_handle_is_spelt(client_acme, manager):
    add_account(client_acme, platform="x", handle="@Acme", by=manager, now=NOW)

    with refused(NotNow, "This account is in the list already"):
        add_account(client_acme, platform="x", handle=" acme ", by=manager, now=NOW)


def test_set_members_to_the_same_changes_nothing(client_acme, manager, operator_user):
    with nothing_changes():
        set_members(client_acme, [operator_user.pk], by=manager, now=NOW)


def test_set_members_refuses_a_user_who_does_not_exist(client_acme, manager):
    nobody = get_user_model().objects.latest("pk").pk + 1

    with refused(InvalidInput, "user"):
        set_members(client_acme, [nobody], by=manager, now=NOW)


def test_add_account_keeps_the_handle(client_acme, manager):
    made = account(client_acme, manager, profile_url="https://www.linkedin.com/company/acme/")

    columns = ("pk", "client", "platform", "handle", "profile_url", "is_active", "version")
    assert Account.objects.values_list(*columns).get() == (
        made.pk,
        client_acme.pk,
        "linkedin",
        "acme",
        "https://www.linkedin.com/company/acme/",
        True,
        1,
    )
    assert told("account.created")[5]["handle"] == "acme"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"platform": "myspace"}, "myspace"),
        ({"handle": " "}, "cannot be blank"),
        ({"handle": "a\x00"}, "cannot be stored"),
        ({"profile_url": "javascript:alert(1)"}, "Start the address with https://"),
        ({"profile_url": "https://x.com/" + "x" * 2000}, "at most 2000 characters"),
    ],
)
def test_add_account_refuses_what_cannot_be(client_acme, manager, changes, sentence):
    with refused(InvalidInput, sentence):
        account(client_acme, manager, **changes)


def test_add_account_refuses_a_second_of_the_same(client_acme, manager):
    account(client_acme, manager)

    with refused(NotNow, "This account is in the list already"):
        account(client_acme, manager)


def test_edit_account_takes_it_out_of_use(client_acme, manager):
    edited = edit_account(
        account(client_acme, manager), values={"is_active": False}, by=manager, now=NOW, seen_version=1
    )

    assert (edited.is_active, edited.version) == (False, 2)
    assert told("account.edited")[3:] == (2, {"is_active": True}, {"is_active": False})
