"""Users and groups: nobody gives themselves more rights, nobody erases who did the work."""

from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from campaigns.tests.admin.pages import change_url, delete_url, edit, fields_of
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


def test_groups_are_changed_by_superusers_alone(browser, manager_user):
    manager_user.user_permissions.add(Permission.objects.get(codename="change_group"))
    group = Group.objects.get(name="viewer")

    answer = browser.post(change_url(group), {"name": "boss"})

    assert answer.status_code == 403
    assert Group.objects.filter(name="viewer").exists()
