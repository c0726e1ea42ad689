import pytest
from django.utils import timezone

from campaigns.domain.clients import add_account, create_client, edit_account, edit_client
from campaigns.domain.housekeeping import archive_campaign
from campaigns.models import Account, Client
from campaigns.tests.views.conftest import planned_for
from conftest import user_named

PAGE_QUERIES = 14


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_asks_the_same_number_of_queries(managing, manager, count, django_assert_num_queries):
    for number in range(count):
        create_client(name=f"Client {number}", by=manager, now=timezone.now())

    with django_assert_num_queries(8):
        response = managing.get("/clients/")

    assert len(response.context["page"]) == count


def test_list_counts_campaigns_and_accounts(operating, planned, foreign, manager):
    add_account(planned.client, platform="x", handle="@acme", by=manager, now=timezone.now())
    add_account(planned.client, platform="linkedin", handle="@acme", by=manager, now=timezone.now())

    page = operating.get("/clients/").context["page"]

    assert [(row.name, row.campaign_count, row.account_count) for row in page] == [("Acme", 1, 2)]


def test_create_makes_a_client(managing):
    response = managing.post("/clients/new/", {"name": "Initech", "time_zone": "Asia/Tokyo", "notes": ""})

    made = Client.objects.get()
    assert (response.status_code, response.url, made.time_zone) == (302, f"/clients/{made.pk}/", "Asia/Tokyo")


def test_create_refuses_a_name_twice_and_an_unknown_zone(managing, client_acme):
    twice = managing.post("/clients/new/", {"name": " ACME", "time_zone": "UTC"})
    nowhere = managing.post("/clients/new/", {"name": "Initech", "time_zone": "Mars/Base"})

    assert (twice.status_code, nowhere.status_code, Client.objects.count()) == (409, 400, 1)
    assert list(nowhere.context["form"].errors) == ["time_zone"]


def test_edit_changes_and_refuses_what_is_stale(managing, client_acme, manager):
    url = f"/clients/{client_acme.pk}/edit/"
    form = {"version": 1, "name": "Acme Ltd", "time_zone": "UTC", "notes": ""}

    assert managing.post(url, form).status_code == 302
    edit_client(Client.objects.get(), values={"name": "Acme Inc"}, by=manager, now=timezone.now())
    stale = managing.post(url, {**form, "version": 2})

    shown = [(each.stored, each.written) for each in stale.context["form"].differences]
    assert (stale.status_code, shown) == (412, [("Acme Inc", "Acme Ltd")])


def test_accounts_are_added_and_changed(managing, client_acme):
    url = f"/clients/{client_acme.pk}/accounts/new/"
    account = {"platform": "x", "handle": "@acme", "profile_url": "https://x.com/acme"}

    added = managing.post(url, account)
    again = managing.post(url, account)
    assert (added.status_code, again.status_code, Account.objects.count()) == (302, 409, 1)
    assert "in the list already" in again.content.decode()

    made = Account.objects.get()
    changed = managing.post(f"/accounts/{made.pk}/edit/", {"version": 1, "handle": "@acme2"})
    made.refresh_from_db()
    assert (changed.status_code, made.handle, made.is_active) == (302, "@acme2", False)


def test_account_refuses_an_address_that_is_none(managing, client_acme):
    account = {"platform": "x", "handle": "@acme", "profile_url": "javascript:alert(1)"}

    response = managing.post(f"/clients/{client_acme.pk}/accounts/new/", account)

    assert (response.status_code, Account.objects.count()) == (400, 0)
    assert response.context["account_form"].errors == {"profile_url": ["Start the address with https://."]}


def test_members_are_exactly_those_chosen(managing, client_acme, operator_user):
    olga = user_named("olga", "operator")

    url = f"/clients/{client_acme.pk}/members/"
    seen = managing.get(url).context["form"]["seen"].value()

    response = managing.post(url, {"members": [olga.pk], "seen": seen})
    again = managing.post(url, {"members": [operator_user.pk], "seen": seen})

    members = client_acme.memberships.values_list("user__username", flat=True)
    assert (response.status_code, again.status_code, list(members)) == (302, 409, ["olga"])


def test_members_and_notes_are_for_the_agency(managing, viewing, client_acme, manager):
    edit_client(client_acme, values={"notes": "Pays late"}, by=manager, now=timezone.now())

    mine = managing.get(f"/clients/{client_acme.pk}/").content.decode()
    theirs = viewing.get(f"/clients/{client_acme.pk}/").content.decode()

    assert ("Pays late" in mine, "omar" in mine) == (True, True)
    assert ("Pays late" in theirs, "omar" in theirs) == (False, False)


@pytest.mark.parametrize("page", ["new/", "{pk}/edit/", "{pk}/members/", "{pk}/accounts/new/"])
def test_only_managers_change_clients(operating, viewing, client, client_acme, page):
    url = f"/clients/{page.format(pk=client_acme.pk)}"

    assert [browser.post(url).status_code for browser in (operating, viewing, client)] == [403, 403, 302]


def test_another_client_is_not_found(operating, foreign):
    assert operating.get(f"/clients/{foreign.client_id}/").status_code == 404


def test_list_is_searched_by_name(managing, client_acme, manager):
    create_client(name="Globex", by=manager, now=timezone.now())

    found = managing.get("/clients/", {"q": "glob"})

    assert [client.name for client in found.context["page"]] == ["Globex"]
    assert "No client fits" in managing.get("/clients/", {"q": "initech"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_number_of_queries(
    managing, client_acme, manager, count, django_assert_num_queries
):
    for number in range(count):
        planned_for(client_acme, manager, name=f"Campaign {number}")
        add_account(client_acme, platform="x", handle=f"@a{number}", by=manager, now=timezone.now())

    with django_assert_num_queries(PAGE_QUERIES):
        response = managing.get(f"/clients/{client_acme.pk}/")

    assert len(response.context["campaigns"]) == count


def test_page_shows_twelve_campaigns_and_leads_to_the_others(managing, client_acme, manager):
    for number in range(13):
        planned_for(client_acme, manager, name=f"Campaign {number:02d}")
    archive_campaign(client_acme.campaigns.last(), by=manager, now=timezone.now())

    response = managing.get(f"/clients/{client_acme.pk}/")

    context, text = response.context, response.content.decode()
    assert (len(context["campaigns"]), context["has_more"], context["archived"]) == (12, False, True)
    assert f"/campaigns/?client={client_acme.pk}&amp;archived=on" in text


def test_accounts_out_of_use_stand_apart(operating, client_acme, manager):
    now = timezone.now()
    new = add_account(client_acme, platform="x", handle="@new", by=manager, now=now)
    old = add_account(client_acme, platform="x", handle="@old", by=manager, now=now)
    edit_account(old, values={"is_active": False}, by=manager, now=now)

    context = operating.get(f"/clients/{client_acme.pk}/").context

    assert (context["accounts"], context["unused_accounts"]) == ([new], [old])
