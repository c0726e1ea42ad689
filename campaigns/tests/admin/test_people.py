"""Users and groups: nobody gives themselves more rights, nobody erases who did the work."""

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from campaigns.tests.admin.pages import change_url, delete_url, edit, fields_of
from campaigns.tests.witness import told
from conftest import user_named


def may_change_users(user):
    user.user_permissions.add(Permission.objects.get(codename="change_user"))


def test_rights_are_not_taken_by_those_who_edit_users(browser, manager_user, operator_user):
    may_change_users(manager_user)
    group = Group.objects.get(name="manager")

    response = edit(
        browser,
        operator_user,
        first_name="Omar",
        is_superuser="on",
        is_staff="on",
        groups=[group.pk],
        user_permissions=[1],
    )

    fresh = User.objects.get(pk=operator_user.pk)
    assert response.status_code == 302
    assert (fresh.first_name, fresh.is_superuser, fresh.is_staff) == ("Omar", False, False)
    assert [each.name for each in fresh.groups.all()] == ["operator"]
    assert fresh.user_permissions.count() == 0


def test_superuser_cannot_be_changed_by_others(browser, manager_user):
    may_change_users(manager_user)
    root = user_named("root", "manager")
    root.is_superuser = True
    root.save()

    page = browser.get(change_url(root))
    changed = browser.post(change_url(root), {**fields_of(page), "username": "mine"})
    password = browser.post(
        reverse("admin:auth_user_password_change", args=[root.pk]),
        {"password1": "another horse battery", "password2": "another horse battery"},
    )

    assert (changed.status_code, password.status_code) == (403, 403)
    assert User.objects.get(pk=root.pk).username == "root"


def test_superuser_gives_rights(browser, manager_user, operator_user):
    manager_user.is_superuser = True
    manager_user.save()

    response = edit(browser, operator_user, is_superuser="on")

    assert response.status_code == 302
    assert User.objects.get(pk=operator_user.pk).is_superuser


def test_nobody_deletes_a_user(browser, manager_user, operator_user, client_acme):
    manager_user.is_superuser = True
    manager_user.save()

    answer = browser.post(delete_url(operator_user), {"post": "yes"})

    assert answer.status_code == 403
    assert client_acme.memberships.count() == 1


def test_groups_are_changed_by_the_code_alone(browser, manager_user):
    manager_user.is_superuser = True
    manager_user.save()
    group = Group.objects.get(name="viewer")

    answer = browser.post(change_url(group), {"name": "boss"})

    assert answer.status_code == 403
    assert Group.objects.filter(name="viewer").exists()


def test_what_a_superuser_changes_is_entered(browser, manager_user, operator_user):
    manager_user.is_superuser = True
    manager_user.save()
    viewers = Group.objects.get(name="viewer")

    edit(browser, operator_user, email="new@example.com", groups=[viewers.pk])

    assert told("user.changed") == (
        "maria",
        "admin",
        "user",
        None,
        {"email": "omar@example.com", "groups": ["operator"]},
        {"email": "new@example.com", "groups": ["viewer"]},
    )


def test_a_new_password_of_another_is_entered_without_it(browser, manager_user, operator_user):
    manager_user.is_superuser = True
    manager_user.save()
    new = {"password1": "another horse battery", "password2": "another horse battery"}

    browser.post(reverse("admin:auth_user_password_change", args=[operator_user.pk]), new)

    assert told("user.password_set") == ("maria", "admin", "user", None, {}, {})
    assert User.objects.get(pk=operator_user.pk).check_password("another horse battery")


def test_a_password_that_is_taken_away_is_entered_as_that(browser, manager_user, operator_user):
    manager_user.is_superuser = True
    manager_user.save()
    address = reverse("admin:auth_user_password_change", args=[operator_user.pk])

    browser.post(address, {"unset-password": "1", "usable_password": "false"})

    assert told("user.password_disabled") == ("maria", "admin", "user", None, {}, {})


def test_a_new_person_is_entered_and_none_may_look_like_another(browser, manager_user, operator_user):
    manager_user.is_superuser = True
    manager_user.save()
    new = {
        "usable_password": "true",
        "password1": "another horse battery",
        "password2": "another horse battery",
    }

    alike = browser.post(reverse("admin:auth_user_add"), {"username": "оmar", **new})
    browser.post(reverse("admin:auth_user_add"), {"username": "nina", **new})

    assert "Use letters from a to z" in alike.content.decode()
    assert told("user.created") == (
        "maria",
        "admin",
        "user",
        None,
        {},
        {"username": "nina", "is_active": True},
    )


class TestKeysOfTheSignIn:
    def test_a_superuser_removes_the_app_of_who_lost_it(self, browser, manager_user, operator_user):
        manager_user.is_superuser = True
        manager_user.save()
        app = TOTP.activate(operator_user, "JBSWY3DPEHPK3PXP").instance

        page = browser.get(change_url(app)).content.decode()
        removed = browser.post(delete_url(app), {"post": "yes"})
        assert ("JBSWY3DPEHPK3PXP" in page, removed.status_code) == (False, 302)
        assert told("user.sign_in_key_removed") == ("maria", "admin", "user", None, {"kind": "totp"}, {})

    def test_managers_neither_see_nor_remove_it(self, browser, operator_user):
        app = TOTP.activate(operator_user, "JBSWY3DPEHPK3PXP").instance

        answers = [browser.get(change_url(app)), browser.post(delete_url(app), {"post": "yes"})]
        assert [answer.status_code for answer in answers] == [403, 403]
