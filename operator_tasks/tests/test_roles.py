"""Three roles, each with the permissions of its verbs and no others, true after every migrate."""

import pytest
from django.contrib.auth.models import Group, Permission

from conftest import user_named
from operator_tasks import roles

pytestmark = pytest.mark.django_db
VERBS = (
    "campaigns.see_every_client",
    "campaigns.manage_clients",
    "campaigns.manage_campaigns",
    "campaigns.pause_automation",
    "campaigns.log_metrics",
    "operator_tasks.work_tasks",
    "operator_tasks.manage_tasks",
    "operator_tasks.publish_sops",
    "operator_tasks.write_summaries",
    "operator_tasks.run_jobs",
)


def permissions(role: str) -> set[str]:
    found = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in found}


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (roles.VIEWER, set()),
        (roles.OPERATOR, {"operator_tasks.work_tasks", "campaigns.log_metrics"}),
        (roles.MANAGER, set(VERBS)),
    ],
)
def test_each_role_may_what_it_needs(role, may):
    user = user_named("ada", role)

    assert {verb for verb in VERBS if user.has_perm(verb)} == may


def test_operator_and_viewer_have_nothing_beyond():
    assert (permissions(roles.VIEWER), permissions(roles.OPERATOR)) == (
        set(),
        {"operator_tasks.work_tasks", "campaigns.log_metrics"},
    )


def test_every_permission_of_a_role_exists():
    for role, codenames in roles.ROLES.items():
        assert {name.partition(".")[2] for name in permissions(role)} == set(codenames)


def test_no_role_writes_the_audit_log_or_the_users():
    forbidden = ("auditlog", "audititem", "auditchain", "auth.")
    writing = [
        name
        for name in permissions(roles.MANAGER)
        if any(word in name for word in forbidden) and ".view_" not in name
    ]
    assert [name for name in writing if "read_audit" not in name] == []


def test_sync_puts_back_what_was_taken_and_takes_what_was_added():
    operator = Group.objects.get(name=roles.OPERATOR)
    user = user_named("omar", roles.OPERATOR)
    operator.permissions.set(Permission.objects.filter(codename="manage_tasks"))

    roles.sync()

    assert permissions(roles.OPERATOR) == {"operator_tasks.work_tasks", "campaigns.log_metrics"}
    assert list(user.groups.all()) == [operator]
