"""My settings: what a person chooses, a mail to try, and the password."""

import pytest
from django.contrib.auth.models import User
from django.core import mail

from campaigns.domain.preferences import change_preferences
from campaigns.models import Preferences
from campaigns.tests.witness import how_often, nothing_changes, told
from conftest import NOW, user_named

PAGE, MAIL, PASSWORD = "/settings/", "/settings/test-mail/", "/settings/password/"
OLD, NEW = "correct horse battery", "seven green bottles hang"
DEFAULTS = {
    "version": 0,
    "time_zone": "house",
    "language": "browser",
    "theme": "device",
    "shortcuts": "on",
    "digest": "workdays",
    "digest_hour": 8,
    "escalation_mail": "on",
}
CHOSEN = {
    "version": 0,
    "time_zone": "Asia/Tokyo",
    "language": "de",
    "theme": "dark",
    "digest": "daily",
    "digest_hour": 7,
}


def stored(user) -> dict:
    fields = ("time_zone", "language", "theme", "shortcuts", "digest", "digest_hour", "escalation_mail")
    return Preferences.objects.filter(user=user).values(*fields).get()


def test_a_person_chooses_and_the_pages_follow(as_operator, operator_user):
    answer = as_operator.post(PAGE, CHOSEN, follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    assert stored(operator_user) == {
        "time_zone": "Asia/Tokyo",
        "language": "de",
        "theme": "dark",
        "shortcuts": False,
        "digest": "daily",
        "digest_hour": 7,
        "escalation_mail": False,
    }
    assert answer["Content-Language"] == "de"
    assert 'data-theme="dark"' in answer.content.decode()
    assert told("preferences.chosen")[:3] == ("omar", "page", "preferences")


def test_the_defaults_are_stored_as_having_none_of_ones_own(as_operator, operator_user):
    as_operator.post(PAGE, DEFAULTS)

    assert stored(operator_user) == {
        "time_zone": "",
        "language": "",
        "theme": "",
        "shortcuts": True,
        "digest": "workdays",
        "digest_hour": 8,
        "escalation_mail": True,
    }


def test_zones_stand_by_region_with_the_time_they_show(as_operator, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    form = as_operator.get(PAGE).context["form"]
    choices = form.fields["time_zone"].choices

    assert choices[0][0] == "house"
    assert choices[0][1].startswith("House default: Europe/Berlin · ")
    america = dict(choices)["America"]
    assert dict(america)["America/Argentina/Buenos_Aires"].startswith("Buenos Aires, Argentina · ")
    assert [key for key, _label in dict(choices)["Universal"]] == ["UTC"]


def test_an_old_name_of_a_zone_stays_chosen(as_operator, operator_user, operator):
    change_preferences(operator_user, values={"time_zone": "CET"}, by=operator, now=NOW)

    page = as_operator.get(PAGE)

    assert page.context["form"]["time_zone"].value() == "CET"
    assert '<option value="CET" selected>' in page.content.decode()


def test_a_form_older_than_the_last_change_shows_both(as_operator, operator_user, operator):
    change_preferences(operator_user, values={"theme": "light", "shortcuts": False}, by=operator, now=NOW)

    answer = as_operator.post(PAGE, DEFAULTS)

    form = answer.context["form"]
    assert answer.status_code == 412
    assert [(each.label, each.stored, each.written) for each in form.differences] == [
        ("Look", "Light", "As the device"),
        ("Single-key shortcuts", "off", "on"),
    ]
    assert form["version"].value() == 1
    assert stored(operator_user)["theme"] == "light"
    assert as_operator.post(PAGE, DEFAULTS | {"version": 1}).status_code == 302
    assert stored(operator_user)["theme"] == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Mars/Base"},
        {"language": "xx"},
        {"theme": "pink"},
        {"digest": "hourly"},
        {"digest_hour": "25"},
        {"digest_hour": "x"},
        {"version": "-1"},
        {"version": "9" * 30},
        {"version": ""},
        {"time_zone": ""},
    ],
)
def test_what_cannot_be_chosen_is_refused(as_operator, wrong):
    with nothing_changes():
        assert as_operator.post(PAGE, DEFAULTS | wrong).status_code == 400


def test_viewers_are_not_asked_about_mail_they_never_get(as_viewer, viewer_user):
    page = as_viewer.get(PAGE)
    saved = as_viewer.post(PAGE, {"version": 0, "time_zone": "house", "language": "en", "theme": "light"})

    assert [card[0] for card in page.context["form"].cards()] == ["clock", "look"]
    assert [tab["text"] for tab in page.context["tabs"]] == [
        "My settings",
        "Password",
        "Security",
        "Devices",
        "API tokens",
        "Calendar links",
        "Guide",
    ]
    assert (saved.status_code, stored(viewer_user)["theme"]) == (302, "light")
    assert as_viewer.get("/settings/morning-mail/").status_code == 403


def test_a_person_without_address_is_told_while_mail_is_on(as_operator, operator_user):
    User.objects.filter(pk=operator_user.pk).update(email="")
    sentence = "There is no mail address for you"

    on = as_operator.get(PAGE).content.decode()
    as_operator.post(PAGE, DEFAULTS | {"digest": "never", "escalation_mail": ""})
    off = as_operator.get(PAGE).content.decode()

    assert (sentence in on, sentence in off) == (True, False)


def test_a_test_mail_goes_to_oneself_once_a_minute(as_operator):
    first = as_operator.post(MAIL, follow=True)
    second = as_operator.post(MAIL, follow=True)

    assert [letter.to for letter in mail.outbox] == [["omar@example.com"]]
    assert "omar@example.com" in str(next(iter(first.context["messages"])))
    assert "less than a minute ago" in str(next(iter(second.context["messages"])))
    assert as_operator.get(MAIL).status_code == 405


def test_a_new_login_brings_no_second_test_mail(as_operator, operator_user):
    as_operator.post(MAIL)
    as_operator.logout()
    as_operator.force_login(operator_user)

    told_again = as_operator.post(MAIL, follow=True)

    assert "less than a minute ago" in str(next(iter(told_again.context["messages"])))
    assert len(mail.outbox) == 1


def test_an_address_with_a_line_break_is_told_and_no_failure(as_operator, operator_user):
    User.objects.filter(pk=operator_user.pk).update(email="omar@example.com\nBcc: all@example.com")

    answer = as_operator.post(MAIL, follow=True)

    assert answer.status_code == 200
    assert "The mail server did not take it" in str(next(iter(answer.context["messages"])))
    assert mail.outbox == []


def test_the_next_morning_mail_can_be_read_before_it_is_sent(as_operator, post, now):
    page = as_operator.get("/settings/morning-mail/")

    assert page.status_code == 200
    assert page.context["at"] > now
    assert mail.outbox == []


def test_a_password_is_changed_and_this_session_goes_on(as_operator, operator_user):
    answer = as_operator.post(PASSWORD, {"old_password": OLD, "new_password": NEW, "again": NEW})

    operator_user.refresh_from_db()
    assert (answer.status_code, operator_user.check_password(NEW)) == (302, True)
    assert as_operator.get(PAGE).status_code == 200
    assert told("user.password_changed")[:4] == ("omar", "page", "user", None)


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("wrong", NEW, NEW, "old_password"),
        (OLD, NEW, "another one entirely", "again"),
        (OLD, "short", "short", "new_password"),
        (OLD, "omar@example.com", "omar@example.com", "new_password"),
        (OLD, OLD, OLD, "new_password"),
        (OLD, "", "", "new_password"),
    ],
)
def test_a_password_that_will_not_do_is_refused_beside_its_field(
    as_operator, operator_user, old, new, again, field
):
    with nothing_changes():
        answer = as_operator.post(PASSWORD, {"old_password": old, "new_password": new, "again": again})

    operator_user.refresh_from_db()
    assert (answer.status_code, field in answer.context["form"].errors) == (400, True)
    assert operator_user.check_password(OLD)


def test_after_five_wrong_passwords_even_the_right_one_waits(as_operator, operator_user):
    wrong = [
        as_operator.post(PASSWORD, {"old_password": "no", "new_password": NEW, "again": NEW})
        for _ in range(5)
    ]
    with nothing_changes():
        sixth = as_operator.post(PASSWORD, {"old_password": OLD, "new_password": NEW, "again": NEW})

    operator_user.refresh_from_db()
    assert [answer.status_code for answer in (*wrong, sixth)] == [400] * 5 + [409]
    assert "too often" in str(sixth.context["form"].errors["old_password"])
    assert operator_user.check_password(OLD)


def test_other_sessions_end_with_the_old_password(client, operator_user, as_operator):
    elsewhere = type(client)()
    elsewhere.force_login(operator_user)

    as_operator.post(PASSWORD, {"old_password": OLD, "new_password": NEW, "again": NEW})

    assert elsewhere.get(PAGE).status_code == 302
    assert how_often("user.password_changed") == 1


@pytest.mark.parametrize("path", [PAGE, PASSWORD, "/settings/help/", "/settings/running/", "/sops/"])
def test_settings_need_somebody_signed_in(client, db, path):
    assert client.get(path).status_code == 302


@pytest.mark.parametrize("path", [PAGE, PASSWORD, "/settings/help/", "/settings/running/", "/sops/"])
def test_settings_are_shut_while_the_product_is_off(as_operator, settings, path):
    settings.CAMPAIGN_OPS_ENABLED = False

    assert as_operator.get(path).status_code == 404


@pytest.mark.parametrize(("path", "queries"), [(PAGE, 6), (PASSWORD, 6), ("/settings/help/", 6)])
def test_settings_cost_the_same_whoever_asks(as_operator, path, queries, django_assert_num_queries):
    user_named("another", "operator")
    as_operator.get(path)

    with django_assert_num_queries(queries):
        as_operator.get(path)
