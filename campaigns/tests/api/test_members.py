"""Who works for a client: read and replaced by managers, as one set that nobody overwrites unseen."""

import pytest
from django.utils import timezone

from campaigns.domain.clients import set_members
from campaigns.models import OperatorAuditLog
from campaigns.tests.api.program import program_of
from campaigns.tests.witness import nothing_changes
from conftest import user_named

pytestmark = pytest.mark.django_db
OMAR, VERA = {"username": "omar", "role": "operator"}, {"username": "vera", "role": "viewer"}


def test_members_are_read_and_replaced(managing, viewer_user, client_acme):
    address = f"/clients/{client_acme.pk}/members/"
    read = managing.get(address)
    state = read.json()["version"]

    changed = managing.put(address, {"members": ["vera"]}, {"If-Match": read["ETag"]})
    back = managing.put(address, {"members": ["vera", "omar"], "version": changed.json()["version"]})

    assert (read.status_code, read.json()) == (200, {"members": [OMAR, VERA], "version": state})
    assert read["ETag"] == f'"v{state}"'
    assert (changed.status_code, changed.json()["members"]) == (200, [VERA])
    assert changed["ETag"] == f'"v{changed.json()["version"]}"' != read["ETag"]
    assert (back.json(), back["ETag"]) == (read.json(), read["ETag"])
    written = OperatorAuditLog.objects.filter(entity_type="client membership", via="api").order_by("pk")
    assert list(written.values_list("action", "actor_label")) == [
        ("client_membership.deleted", "maria"),
        ("client_membership.created", "maria"),
    ]


def test_a_change_names_the_members_that_were_seen(managing, viewer_user, client_acme, manager):
    address = f"/clients/{client_acme.pk}/members/"
    seen = managing.get(address)["ETag"]
    set_members(client_acme, [viewer_user.pk], by=manager, now=timezone.now())

    with nothing_changes():
        none = managing.put(address, {"members": []})
        stale = managing.put(address, {"members": []}, {"If-Match": seen})
    anyway = managing.put(address, {"members": []}, {"If-Match": "*"})

    assert (none.status_code, stale.status_code) == (428, 412)
    assert stale.json()["type"] == "/api/problems/#changed-meanwhile"
    assert (anyway.status_code, anyway.json()["members"]) == (200, [])


@pytest.mark.parametrize(
    ("sent", "field", "text"),
    [
        (
            {"members": ["omar", "nobody"]},
            "members",
            "Nobody here is called nobody; correct the name or leave it out.",
        ),
        (
            {"members": ["gone"]},
            "members",
            "Nobody here is called gone; correct the name or leave it out.",
        ),
        ({"members": [5]}, "members.0", "Write this as text, in quotes."),
        ({"members": "omar"}, "members", 'Expected a list of items but got type "str".'),
        ({}, "members", "This field is required."),
    ],
)
def test_who_cannot_be_a_member_is_refused(managing, client_acme, sent, field, text):
    gone = user_named("gone", "operator")
    gone.is_active = False
    gone.save()
    managing.get("/me/")

    with nothing_changes():
        answer = managing.put(f"/clients/{client_acme.pk}/members/", sent, {"If-Match": "*"})

    assert (answer.status_code, answer.json()["errors"]) == (400, {field: [text]})


def test_one_who_left_stays_a_member_until_taken_out(managing, operator_user, client_acme):
    operator_user.is_active = False
    operator_user.save()
    address = f"/clients/{client_acme.pk}/members/"
    read = managing.get(address)

    kept = managing.put(address, {"members": ["omar"]}, {"If-Match": read["ETag"]})

    assert (kept.status_code, kept.json()) == (200, read.json())
    assert read.json()["members"] == [OMAR]


def test_members_are_for_managers(operating, viewing, manager_user, client_acme):
    address = f"/clients/{client_acme.pk}/members/"
    writing = program_of(manager_user, ("read", "write"))

    assert [program.get(address).status_code for program in (operating, viewing, writing)] == [403, 403, 200]
    changes = [program.put(address, {"members": []}, {"If-Match": "*"}) for program in (operating, writing)]
    assert [answer.status_code for answer in changes] == [403, 403]
    assert program_of(manager_user).get("/clients/999/members/").status_code == 404


def test_reading_members_costs_the_same_however_many(
    managing, client_acme, manager, django_assert_num_queries
):
    people = [user_named(f"op{number}", "operator").pk for number in range(5)]
    set_members(client_acme, people, by=manager, now=timezone.now())
    managing.get("/me/")

    with django_assert_num_queries(7):
        answer = managing.get(f"/clients/{client_acme.pk}/members/")

    assert len(answer.json()["members"]) == 5
