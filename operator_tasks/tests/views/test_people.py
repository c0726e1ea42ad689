"""The pages of people: who is here, inviting somebody, and the page behind the link."""

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client as Browser

from campaigns.tests.witness import nothing_changes, told
from operator_tasks.domain.invitations import link_of
from operator_tasks.models import Invitation
from operator_tasks.tests.post_office import send
from operator_tasks.tests.views.test_settings_mine import PAGE as SETTINGS

PEOPLE = "/people/"
CHOSEN = {
    "username": "nina",
    "name": "Nina",
    "new_password": "correct horse battery",
    "again": "correct horse battery",
}


@pytest.fixture
def invited(as_manager, client_acme) -> Invitation:
    form = {"email": "nina@example.com", "role": "operator", "clients": [client_acme.pk]}
    as_manager.post("/people/invite/", form)
    return Invitation.objects.get()


def path_of(invitation: Invitation) -> str:
    return "/" + link_of(invitation).split("/", 3)[3]


def signed_in(user) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_an_operator_is_invited_takes_it_up_and_logs_in(as_manager, invited, now):
    stranger = Browser()
    send(invited.created_at)
    opened = stranger.get(path_of(invited))
    made = stranger.post(path_of(invited), CHOSEN)
    inside = stranger.post("/login/", {"login": "nina", "password": CHOSEN["new_password"]})

    assert len(mail.outbox) == 1
    assert (
        opened.status_code,
        "You are invited as nina@example.com. Your role: Operator." in text(opened),
    ) == (
        200,
        True,
    )
    assert (made.status_code, made["Location"]) == (302, "/login/")
    assert inside["Location"] == "/"
    assert "Nina" in text(as_manager.get(PEOPLE))
    assert told("invitation.accepted")[:3] == ("nina", "page", "invitation")


def test_the_page_lists_who_is_here_and_who_is_to_come(as_manager, invited, operator_user):
    page = as_manager.get(PEOPLE)

    rows = [(row.user.username, row.role, row.clients, row.has_second_step) for row in page.context["people"]]
    waiting = [(row.row.email, row.clients, row.has_run_out, row.mail) for row in page.context["invitations"]]
    assert rows == [("maria", "manager", 0, False), ("omar", "operator", 1, False)]
    assert waiting == [("nina@example.com", ("Acme",), False, "Waiting")]


def test_however_many_are_here_it_costs_the_same(as_manager, invited, django_assert_num_queries):
    as_manager.get(PEOPLE)
    with django_assert_num_queries(13):
        as_manager.get(PEOPLE)
    User.objects.bulk_create(User(username=f"person-{number}") for number in range(300))
    with django_assert_num_queries(13):
        as_manager.get(PEOPLE)


def test_people_are_found_by_name_and_address(as_manager, operator_user):
    found = as_manager.get(PEOPLE, {"q": "omar@"}).context["people"]
    nobody = as_manager.get(PEOPLE, {"q": "zz"})

    assert ([row.user.username for row in found], "Nobody fits" in text(nobody)) == (["omar"], True)


@pytest.mark.parametrize("address", [PEOPLE, "/people/invite/"])
def test_others_do_not_see_who_is_here(operator_user, viewer_user, address):
    browsers = (signed_in(operator_user), signed_in(viewer_user), Browser())
    assert [browser.get(address).status_code for browser in browsers] == [403, 403, 302]


def test_an_operator_who_guesses_addresses_changes_nothing(operator_user, invited):
    omars, own = signed_in(operator_user), f"/people/invitations/{invited.pk}/"
    with nothing_changes():
        answers = [omars.post(f"{own}{verb}/").status_code for verb in ("again", "revoke")]
    assert [*answers, omars.get(own).status_code] == [403, 403, 403]


def test_a_manager_is_not_offered_to_invite_managers(as_manager):
    page = as_manager.get("/people/invite/")
    sent = as_manager.post("/people/invite/", {"email": "nina@example.com", "role": "manager"})

    assert ("Manager: plans" in text(page), sent.status_code) == (False, 400)
    assert not Invitation.objects.exists()


def test_the_link_is_handed_over_by_hand_only_where_no_mail_server_is_set(as_manager, invited, settings):
    address = f"/people/invitations/{invited.pk}/"
    behind_a_server = as_manager.get(address)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert (behind_a_server.status_code, behind_a_server["Location"]) == (302, PEOPLE)
    assert link_of(invited) in as_manager.get(address).content.decode()


def test_an_invitation_is_sent_again_and_taken_back(as_manager, invited):
    older = path_of(invited)
    again = as_manager.post(f"/people/invitations/{invited.pk}/again/", follow=True)
    ended = Browser().get(older)
    back = as_manager.post(f"/people/invitations/{invited.pk}/revoke/", follow=True)
    twice = as_manager.post(f"/people/invitations/{invited.pk}/revoke/", follow=True)

    assert "nina@example.com gets a new link; the older one ended." in text(again)
    assert (ended.status_code, "This invitation has ended" in text(ended)) == (409, True)
    assert "The invitation of nina@example.com is taken back." in text(back)
    assert "This invitation was taken back already." in text(twice)


def test_what_is_wrong_with_an_account_is_said_beside_the_field(invited):
    wrong = {**CHOSEN, "username": "0mar", "again": "another horse battery"}
    apart = Browser().post(path_of(invited), wrong)
    alike = Browser().post(path_of(invited), {**wrong, "again": CHOSEN["new_password"]})

    assert (apart.status_code, apart.context["form"].errors) == (
        400,
        {"again": ["The two are not the same. Type the new password twice."]},
    )
    assert (alike.status_code, alike.context["form"].errors) == (
        400,
        {"username": ["Somebody here has this name, or one that looks like it. Choose another one."]},
    )


def test_who_is_logged_in_is_asked_to_log_out_first(invited, operator_user):
    omars = signed_in(operator_user)
    page, sent = omars.get(path_of(invited)), omars.post(path_of(invited), CHOSEN)
    out = omars.post("/logout/", {"next": path_of(invited)})

    assert (page.status_code, sent.status_code) == (409, 409)
    assert "You are logged in as omar, and this invitation is for nina@example.com." in text(page)
    assert out["Location"] == path_of(invited)
    assert omars.get(path_of(invited)).status_code == 200


def test_the_house_shows_the_page_of_people_to_those_who_invite(manager_user, operator_user):
    browsers = (signed_in(manager_user), signed_in(operator_user))
    assert [PEOPLE in text(browser.get(SETTINGS)) for browser in browsers] == [True, False]
