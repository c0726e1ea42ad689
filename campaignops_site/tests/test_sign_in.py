"""The door: who gets in, who is kept out, what is entered in the audit log, and on which devices one is logged in."""

import json

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from campaignops_site.sign_in_pages import device_name
from campaigns.models import OperatorAuditLog
from conftest import user_named

pytestmark = pytest.mark.django_db
PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
)
RIGHT = {"login": "omar", "password": "correct horse battery"}
WRONG = {"login": "omar", "password": "wrong horse battery"}


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def told(user):
    entries = OperatorAuditLog.objects.filter(entity_type="user", entity_id=user.pk).order_by("seq")
    return [(entry.action, entry.actor_label, json.loads(entry.after or entry.before)) for entry in entries]


def log_in(client, data=RIGHT, **options):
    return client.post("/login/", data, **options)


def test_the_right_password_opens_my_day_and_is_entered(client, operator_user):
    answer = log_in(client, REMOTE_ADDR="203.0.113.7")

    came_in = ("user.signed_in", "omar", {"methods": ["password"], "address": "203.0.113.7"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert told(operator_user) == [came_in]
    assert "_auth_user_id" in client.session


def test_people_come_out_where_they_wanted_to_go_but_only_in_this_house(client, operator_user):
    here = log_in(client, {**RIGHT, "next": "/tasks/"})["Location"]
    client.logout()

    assert (here, log_in(client, {**RIGHT, "next": "https://evil.example/"})["Location"]) == ("/tasks/", "/")


@pytest.mark.parametrize("data", [WRONG, {**RIGHT, "login": "nobody"}, {**RIGHT, "login": "omаr"}])
def test_a_wrong_name_or_password_is_refused_in_the_same_words(client, operator_user, data):
    answer = log_in(client, data)

    assert answer.status_code == 400
    assert "The username and/or password you specified are not correct." in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert told(operator_user) == []


def test_after_five_wrong_passwords_even_the_right_one_waits(client, operator_user):
    tries = [log_in(client, WRONG).status_code for _number in range(5)]

    answer = log_in(client)
    assert (tries, answer.status_code) == ([400] * 5, 400)
    assert "Too many failed login attempts. Try again later." in answer.content.decode()


def test_after_ten_wrong_logins_from_an_address_the_next_waits(client, operator_user):
    tries = [log_in(client, {**WRONG, "login": f"name-{number}"}).status_code for number in range(10)]

    here, elsewhere = log_in(client), log_in(Client(), REMOTE_ADDR="203.0.113.7")
    assert (tries, here.status_code, elsewhere.status_code) == ([400] * 10, 400, 302)


def test_one_address_that_tries_many_names_waits(client, operator_user):
    tries = [log_in(client, {**WRONG, "login": f"name-{number}"}).status_code for number in range(30)]

    answer = log_in(client)
    assert (set(tries), answer.status_code) == ({400}, 429)
    assert "Wait a minute, then go back and try again." in answer.content.decode()


def test_who_left_does_not_get_in(client, operator_user):
    operator_user.is_active = False
    operator_user.save()

    answer = log_in(client)
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_inactive"))
    assert client.get("/").status_code == 302


def test_nobody_signs_up(client):
    answer = client.get("/signup/")
    sent = client.post("/signup/", {"username": "mallory", "password1": "correct horse battery"})

    assert (answer.status_code, sent.status_code) == (200, 200)
    assert "by invitation" in answer.content.decode() and "by invitation" in sent.content.decode()


def test_the_password_alone_does_not_open_an_account_with_an_app(client, operator_user):
    TOTP.activate(operator_user, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(operator_user)

    first = log_in(client)
    inside = client.get("/").status_code
    wrong = client.post("/login/confirm/", {"code": "000000"})
    second = client.post("/login/confirm/", {"code": codes.get_unused_codes()[0]})
    codes.instance.refresh_from_db()

    assert (first["Location"], inside, wrong.status_code) == ("/login/confirm/", 302, 200)
    assert (second.status_code, second["Location"]) == (302, "/")
    assert len(codes.get_unused_codes()) == 9
    assert told(operator_user)[-1] == (
        "user.signed_in",
        "omar",
        {"methods": ["password", "recovery_codes"], "address": "127.0.0.1"},
    )


def test_keys_of_the_sign_in_that_come_and_go_are_entered_without_what_they_hold(operator_user):
    app = TOTP.activate(operator_user, "JBSWY3DPEHPK3PXP").instance
    app.delete()

    assert told(operator_user) == [
        ("user.sign_in_key_added", "sign-in", {"kind": "totp"}),
        ("user.sign_in_key_removed", "sign-in", {"kind": "totp"}),
    ]


@pytest.mark.parametrize("credential", ['{"id": "x"}', '{"id": 5}', "1" * 5000, "[" * 3000, "{}", "x"])
def test_a_passkey_that_no_browser_sends_is_sent_back(client, operator_user, credential):
    outside = client.post("/login/passkey/", {"credential": credential})
    log_in(client)
    inside = client.post("/settings/security/keys/new/", {"credential": credential, "name": "Key"})

    assert (outside.status_code < 500, inside.status_code < 500) == (True, True)


def test_who_has_just_logged_in_sets_an_app_up_at_once(client, operator_user):
    log_in(client)
    assert client.get("/settings/security/app/").status_code == 200


def test_setting_up_an_app_asks_for_the_password_again_later(client, operator_user, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    log_in(client)

    answer = client.get("/settings/security/app/")
    assert answer["Location"] == "/login/again/?next=%2Fsettings%2Fsecurity%2Fapp%2F"


def test_the_admin_is_behind_the_same_sign_in(client, manager_user, operator_user):
    stranger = client.get("/admin/")
    client.force_login(operator_user)
    inside = client.get("/admin/", follow=True)
    client.force_login(manager_user)

    assert stranger["Location"].startswith("/admin/login/")
    assert client.get("/admin/").status_code == 200
    assert inside.status_code == 403
    assert Client().get(stranger["Location"])["Location"] == "/login/?next=%2Fadmin%2F"


def test_passwords_are_changed_where_it_is_entered(client, manager_user):
    client.force_login(manager_user)
    assert client.get("/admin/password_change/")["Location"] == "/settings/password/"


class TestDevices:
    def test_each_login_is_a_device_with_a_name(self, client, operator_user):
        log_in(client, HTTP_USER_AGENT=PHONE, REMOTE_ADDR="203.0.113.7")

        page = client.get("/settings/devices/").content.decode()
        assert ("Chrome on Android" in page, "203.0.113.7" in page, "this device" in page) == (True,) * 3

    def test_another_device_is_logged_out_and_that_is_entered(self, client, operator_user):
        phone = Client()
        log_in(phone, HTTP_USER_AGENT="Phone")
        log_in(client)
        session = UserSession.objects.get(user_agent="Phone")

        client.post(f"/settings/devices/{session.pk}/sign-out/")
        assert (phone.get("/").status_code, client.get("/").status_code) == (302, 200)
        assert told(operator_user)[-1] == (
            "user.sessions_ended",
            "omar",
            {"devices": ["127.0.0.1 Phone"]},
        )

    def test_all_others_are_logged_out_at_once(self, client, operator_user):
        others = [Client(), Client()]
        for other in others:
            log_in(other)
        log_in(client)

        answer = client.post("/settings/devices/sign-out-others/", follow=True)
        assert [other.get("/").status_code for other in others] == [302, 302]
        assert "2 devices are logged out." in answer.content.decode()

    def test_another_persons_device_is_not_found(self, client, operator_user):
        user_named("maria", "manager")
        marias = Client()
        log_in(marias, {**RIGHT, "login": "maria"})
        log_in(client)
        session = UserSession.objects.get(user__username="maria")

        assert client.post(f"/settings/devices/{session.pk}/sign-out/").status_code == 404
        assert marias.get("/").status_code == 200

    @pytest.mark.parametrize(
        ("user_agent", "name"),
        [
            (PHONE, "Chrome on Android"),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Version/17 Safari/605", "Safari on macOS"),
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130", "Edge on Windows"),
            ("curl/8.5", "An unknown program"),
            ("", "An unknown program"),
        ],
    )
    def test_browsers_are_named_as_people_call_them(self, user_agent, name):
        assert device_name(user_agent) == name
