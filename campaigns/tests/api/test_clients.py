"""Clients and accounts: who may read and change them, and how every refusal is told."""

import pytest

from campaigns.domain.clients import create_client
from campaigns.models import Account, Client, OperatorAuditLog
from campaigns.tests.api.program import program_of
from conftest import NOW

pytestmark = pytest.mark.django_db


def times(answer):
    return {name: answer[name] for name in ("created_at", "updated_at")}


def test_a_client_is_made_read_and_changed(managing):
    made = managing.post("/clients/", {"name": "Umbra", "time_zone": "Asia/Tokyo"})

    umbra = Client.objects.get(name="Umbra")
    told = {"id": umbra.pk, "name": "Umbra", "time_zone": "Asia/Tokyo", "notes": "", "version": 1}
    assert (made.status_code, made.json()) == (201, {**told, **times(made.json())})
    assert made["ETag"] == '"v1"'

    changed = managing.patch(f"/clients/{umbra.pk}/", {"notes": "Pays late"}, {"If-Match": made["ETag"]})

    assert changed.status_code == 200
    assert changed.json() == {**told, "notes": "Pays late", "version": 2, **times(changed.json())}
    assert managing.get(f"/clients/{umbra.pk}/").json() == changed.json()
    written = OperatorAuditLog.objects.filter(entity_type="client", entity_id=umbra.pk).order_by("pk")
    assert list(written.values_list("action", "via", "actor_label")) == [
        ("client.created", "api", "maria"),
        ("client.edited", "api", "maria"),
    ]


def test_a_change_names_the_version_that_was_seen(managing, client_acme):
    address, change = f"/clients/{client_acme.pk}/", {"name": "Acme Corp", "time_zone": "Europe/Berlin"}

    assert managing.put(address, change).status_code == 428
    assert managing.put(address, change, {"If-Match": '"v7"'}).status_code == 412
    assert managing.put(address, {**change, "version": 7}).status_code == 412
    assert managing.put(address, {**change, "version": 2}, {"If-Match": '"v1"'}).status_code == 400
    assert managing.put(address, change, {"If-Match": "new"}).status_code == 400
    assert managing.put(address, {**change, "version": 1}).json()["version"] == 2
    assert managing.put(address, {**change, "name": "Acme"}, {"If-Match": "*"}).json()["version"] == 3


def test_others_read_what_they_work_for_and_change_nothing(
    operating, viewing, managing, client_acme, manager
):
    globex = create_client(name="Globex", notes="secret", by=manager, now=NOW)
    managing.patch(f"/clients/{client_acme.pk}/", {"notes": "inside", "version": 1})

    def names(program):
        return [(row["name"], row["notes"]) for row in program.get("/clients/").json()["results"]]

    assert names(managing) == [("Acme", "inside"), ("Globex", "secret")]
    assert names(operating) == [("Acme", "inside")]
    assert names(viewing) == [("Acme", "")]
    assert operating.get(f"/clients/{globex.pk}/").status_code == 404
    assert operating.post("/clients/", {"name": "Mine"}).status_code == 403
    assert operating.patch(f"/clients/{globex.pk}/", {"name": "Mine", "version": 1}).status_code == 403


@pytest.mark.parametrize(
    ("sent", "field", "text"),
    [
        ({"name": "Acme"}, "body", "There is a client of this name already; use that one."),
        ({}, "name", "This field is required."),
        ({"name": 5}, "name", "Write this as text, in quotes."),
        ({"name": "New", "id": 7}, "id", "This cannot be set here; leave it out."),
        (
            {"name": "New", "colour": "red"},
            "colour",
            "There is no such field here; known: name, time_zone, notes.",
        ),
        (
            {"name": "New", "time_zone": "Mars"},
            "time_zone",
            "Mars is not a time zone. Write an IANA name such as Europe/Berlin.",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_field(managing, client_acme, sent, field, text):
    answer = managing.post("/clients/", sent)

    status = 409 if field == "body" else 400
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert (answer.json()["errors"], answer.json()["detail"]) == ({field: [text]}, text)
    assert Client.objects.count() == 1


def test_accounts_belong_to_a_client(managing, operating, client_acme):
    made = managing.post("/accounts/", {"client": client_acme.pk, "platform": "linkedin", "handle": "@acme"})

    account = Account.objects.get()
    told = {
        "id": account.pk,
        "client": client_acme.pk,
        "client_name": "Acme",
        "platform": "linkedin",
        "handle": "@acme",
        "profile_url": "",
        "is_active": True,
        "version": 1,
    }
    assert (made.status_code, made.json()) == (201, {**told, **times(made.json())})
    off = managing.patch(f"/accounts/{account.pk}/", {"is_active": False, "version": 1}).json()
    assert off == {**told, "is_active": False, "version": 2, **times(off)}
    assert operating.get("/accounts/?is_active=true").json()["results"] == []
    assert operating.get("/accounts/?is_active=false").json()["results"] == [off]


def test_a_token_opens_what_its_scopes_allow(manager_user, client_acme):
    reading = program_of(manager_user, ("read",))

    assert reading.get("/clients/").status_code == 200
    refused = program_of(manager_user, ("read", "write")).post("/clients/", {"name": "New"})
    assert (refused.status_code, refused.json()["type"]) == (403, "/api/problems/#not-allowed")
    assert refused.json()["detail"] == "This token lacks the scope “admin”; make one that has it in Settings."
