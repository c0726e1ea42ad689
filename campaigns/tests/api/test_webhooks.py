"""Webhooks through the API: managers' programs alone, and the secret told once and kept nowhere."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from campaigns.actor import Actor
from campaigns.domain.clients import create_client, set_members
from campaigns.domain.webhook_events import enter_test
from campaigns.domain.webhook_sending import send_due
from campaigns.domain.webhooks import secret_of
from campaigns.models import KeptAnswer, OperatorAuditLog, WebhookDelivery, WebhookEndpoint
from campaigns.tests.api.program import program_of
from campaigns.tests.receivers import webhook
from conftest import user_named

pytestmark = pytest.mark.django_db

GIVEN = {"name": "Chat", "url": "https://9.9.9.9/hook", "events": ["task.completed"]}


def told(endpoint, **changes) -> dict:
    return {
        "id": endpoint.pk,
        "name": "Chat",
        "url": "https://9.9.9.9/hook",
        "client": None,
        "client_name": None,
        "events": ["task.completed"],
        "is_active": True,
        "off_reason": "",
        "failing_since": None,
        "previous_secret_until": None,
        "version": 1,
        **changes,
    }


def times(answer) -> dict:
    return {name: answer[name] for name in ("created_at", "updated_at")}


def test_it_is_made_read_changed_and_deleted(managing, client_acme):
    made = managing.post("/webhooks/", {**GIVEN, "client": client_acme.pk})

    endpoint = WebhookEndpoint.objects.get()
    own = {"client": client_acme.pk, "client_name": "Acme"}
    assert (made.status_code, made["ETag"]) == (201, '"v1"')
    assert made.json() == {**told(endpoint, **own), **times(made.json()), "secret": secret_of(endpoint)}
    read = managing.get(f"/webhooks/{endpoint.pk}/").json()
    assert read == {**told(endpoint, **own), **times(read)}
    assert managing.get("/webhooks/?is_active=true").json()["results"] == [read]
    assert managing.get("/webhooks/?is_active=false").json()["results"] == []

    off = managing.patch(f"/webhooks/{endpoint.pk}/", {"is_active": False, "version": 1}).json()
    assert off == {**told(endpoint, **own, is_active=False, version=2), **times(off)}
    assert managing.put(f"/webhooks/{endpoint.pk}/", GIVEN).status_code == 428
    assert managing.put(f"/webhooks/{endpoint.pk}/", GIVEN, {"If-Match": '"v1"'}).status_code == 412
    assert managing.delete(f"/webhooks/{endpoint.pk}/").status_code == 428
    assert managing.delete(f"/webhooks/{endpoint.pk}/", {"If-Match": '"v2"'}).status_code == 204
    written = OperatorAuditLog.objects.filter(entity_type="webhook").order_by("pk")
    assert list(written.values_list("action", "via", "actor_label")) == [
        ("webhook.created", "api", "maria"),
        ("webhook.edited", "api", "maria"),
        ("webhook.deleted", "api", "maria"),
    ]


def test_a_new_secret_is_told_once(managing, manager):
    endpoint = webhook(manager, timezone.now(), events=["task.completed"])
    before = secret_of(endpoint)

    answer = managing.post(f"/webhooks/{endpoint.pk}/rotate/", {"version": 1})

    fresh = WebhookEndpoint.objects.get()
    assert (answer.status_code, answer.json()["secret"]) == (200, secret_of(fresh))
    assert (fresh.generation, before != secret_of(fresh)) == (2, True)
    assert managing.post(f"/webhooks/{endpoint.pk}/rotate/", {"version": 1}).status_code == 412
    assert "secret" not in managing.get(f"/webhooks/{endpoint.pk}/").json()


def test_a_repeated_answer_has_no_secret_and_none_is_kept(managing):
    key = {"Idempotency-Key": "one"}
    first = managing.post("/webhooks/", GIVEN, key)
    again = managing.post("/webhooks/", GIVEN, key)

    secret = first.json()["secret"]
    assert (secret, WebhookEndpoint.objects.count()) == (secret_of(WebhookEndpoint.objects.get()), 1)
    assert (again.status_code, again["Idempotency-Replayed"], again["ETag"]) == (201, "true", '"v1"')
    assert again.json() == {**first.json(), "secret": None}
    assert not first.has_header("Idempotency-Replayed")
    assert secret not in KeptAnswer.objects.get().body


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": "http://9.9.9.9/"}, "url"),
        ({"url": "https://a:b@9.9.9.9/"}, "url"),
        ({"url": "https://9.9.9.9/ a"}, "url"),
        ({"url": 7}, "url"),
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"events": []}, "events"),
        ({"events": ["webhook.test"]}, "events.0"),
        ({"events": "task.completed"}, "events"),
        ({"secret": "mine"}, "secret"),
        ({"is_active": False}, "is_active"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_field(managing, change, field):
    answer = managing.post("/webhooks/", {**GIVEN, **change})

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert WebhookEndpoint.objects.count() == 0


def test_the_log_is_read_and_a_message_sent_again(managing, manager):
    endpoint = webhook(manager, timezone.now())
    address = f"/webhooks/{endpoint.pk}/deliveries/"

    made = managing.post(f"/webhooks/{endpoint.pk}/test/")

    delivery = WebhookDelivery.objects.get()
    row = {
        "id": delivery.pk,
        "message_id": delivery.message_id,
        "event": "webhook.test",
        "state": "waiting",
        "attempts": 0,
        "answer_status": None,
        "error": "",
        "body": delivery.body,
        "delivered_at": None,
    }
    at = {name: made.json()[name] for name in ("created_at", "next_attempt_at")}
    assert (made.status_code, made.json()) == (201, {**row, **at})
    assert managing.get(address).json()["results"] == [made.json()]
    assert managing.get(f"{address}?state=failed").json()["results"] == []
    assert managing.post(f"{address}{delivery.pk}/replay/").status_code == 409

    WebhookDelivery.objects.update(state="failed", attempts=10, error="TimeoutError")
    again = managing.post(f"{address}{delivery.pk}/replay/")
    assert (again.status_code, again.json()["state"], again.json()["attempts"]) == (200, "waiting", 0)
    assert managing.get(f"{address}{delivery.pk}/").json() == again.json()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_log_costs_the_same_however_long_it_is(managing, manager, count, django_assert_num_queries):
    endpoint = webhook(manager, timezone.now())
    for _ in range(count):
        enter_test(endpoint, now=timezone.now())
    managing.get("/webhooks/")

    with django_assert_num_queries(6):
        answer = managing.get(f"/webhooks/{endpoint.pk}/deliveries/")

    assert len(answer.json()["results"]) == count


def test_others_may_not(operating, viewing, manager):
    endpoint = webhook(manager, timezone.now())
    delivery = enter_test(endpoint, now=timezone.now())
    own = f"/webhooks/{endpoint.pk}/"

    for program in (operating, viewing):
        asked = [
            program.get("/webhooks/"),
            program.post("/webhooks/", GIVEN),
            program.get(own),
            program.patch(own, {"name": "Mine", "version": 1}),
            program.delete(own, {"If-Match": '"v1"'}),
            program.post(f"{own}rotate/"),
            program.post(f"{own}test/"),
            program.get(f"{own}deliveries/"),
            program.get(f"{own}deliveries/{delivery.pk}/"),
            program.post(f"{own}deliveries/{delivery.pk}/replay/"),
        ]
        assert [answer.status_code for answer in asked] == [403] * 10


def test_a_token_needs_the_scope_admin(manager_user):
    program = program_of(manager_user, ("read", "write"))

    assert [program.get("/webhooks/").status_code, program.post("/webhooks/", GIVEN).status_code] == [403] * 2


def test_who_does_not_see_every_client_finds_only_theirs(client_acme, manager):
    rita = user_named("rita", "operator")
    rita.user_permissions.add(Permission.objects.get(codename="manage_webhooks"))
    set_members(client_acme, [rita.pk], by=manager, now=timezone.now())
    globex = create_client(name="Globex", by=manager, now=timezone.now())
    own, foreign, every = (
        webhook(manager, timezone.now(), client=client) for client in (client_acme, globex, None)
    )
    program = program_of(rita)

    assert [row["id"] for row in program.get("/webhooks/").json()["results"]] == [own.pk]
    for other in (foreign, every):
        assert program.get(f"/webhooks/{other.pk}/").status_code == 404
        assert program.get(f"/webhooks/{other.pk}/deliveries/").status_code == 404
        assert program.post(f"/webhooks/{other.pk}/rotate/").status_code == 404
    assert program.post("/webhooks/", GIVEN).status_code == 403
    assert program.post("/webhooks/", {**GIVEN, "client": globex.pk}).status_code == 404
    assert program.post("/webhooks/", {**GIVEN, "client": client_acme.pk}).status_code == 201


def test_a_message_of_another_webhook_is_not_there(managing, manager):
    one, other = (webhook(manager, timezone.now()) for _ in range(2))
    delivery = enter_test(other, now=timezone.now())

    assert managing.get(f"/webhooks/{one.pk}/deliveries/{delivery.pk}/").status_code == 404
    assert managing.post(f"/webhooks/{one.pk}/deliveries/{delivery.pk}/replay/").status_code == 404


def test_of_an_off_webhook_nothing_is_sent(managing, manager):
    endpoint = webhook(manager, timezone.now())
    managing.patch(f"/webhooks/{endpoint.pk}/", {"is_active": False, "version": 1})

    refused = managing.post(f"/webhooks/{endpoint.pk}/test/")

    assert (refused.status_code, refused.json()["detail"]) == (409, "The webhook is off; switch it on first.")
    counts = send_due(by=Actor.system("send_webhooks"), agent="us", clock=timezone.now)
    assert counts == {"delivered": 0, "waiting": 0, "failed": 0}
