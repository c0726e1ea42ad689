"""Sending to webhooks: one claim a message, signed as receivers expect, and failures that come back by themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone
from standardwebhooks import Webhook

from campaigns.actor import Actor
from campaigns.domain.webhook_events import enter_test, forget_delivered, send_again
from campaigns.domain.webhook_sending import BACK_OFF, claim, send_due
from campaigns.domain.webhooks import PATIENCE, delete_webhook, rotate_secret, secret_of, switch_webhook
from campaigns.errors import NotNow
from campaigns.models import WebhookDelivery, WebhookEndpoint
from campaigns.tests.receivers import listening, outbox, webhook
from campaigns.tests.witness import nothing_changes, refused, told
from conftest import NOW

SYSTEM = Actor.system("send_webhooks")
MINUTE = timedelta(minutes=1)
NOBODY = "http://127.0.0.1:9/"


@pytest.fixture(autouse=True)
def _to_this_machine(settings, db):
    settings.WEBHOOKS_ALLOW_PRIVATE = True


def send(now) -> dict:
    """What a run at `now` did, without what it did not do."""
    counts = send_due(by=SYSTEM, agent="CampaignOps/1", clock=lambda: now)
    return {name: count for name, count in counts.items() if count}


def state() -> tuple:
    return outbox("state", "attempts", "try_at", "answer_status", "error")[0]


def test_a_message_is_signed_as_receivers_verify_it(manager):
    now = timezone.now()
    with listening() as receiver:
        endpoint = webhook(manager, now, receiver.url)
        delivery = enter_test(endpoint, now=now)
        assert send(now) == {"delivered": 1}

    [(_path, headers, body)] = receiver.heard
    assert Webhook(secret_of(endpoint)).verify(body, headers) == {
        "type": "webhook.test",
        "timestamp": now.isoformat().replace("+00:00", "Z"),
        "data": {"webhook": {"id": endpoint.pk, "name": "Chat"}},
    }
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == (
        delivery.message_id,
        str(int(now.timestamp())),
    )
    assert (headers["User-Agent"], headers["Content-Type"]) == ("CampaignOps/1", "application/json")
    assert outbox("state", "attempts", "delivered_at", "answer_status", "token", "error") == [
        ("delivered", 1, now, 204, None, "")
    ]


def test_while_a_secret_is_changed_both_verify(manager):
    now = timezone.now()
    with listening() as receiver:
        endpoint = webhook(manager, now, receiver.url)
        before = secret_of(endpoint)
        endpoint = rotate_secret(endpoint, by=manager, now=now)
        enter_test(endpoint, now=now)
        send(now)

    [(_path, headers, body)] = receiver.heard
    verified = [Webhook(secret).verify(body, headers)["type"] for secret in (before, secret_of(endpoint))]
    assert (verified, headers["webhook-signature"].count("v1,")) == (["webhook.test"] * 2, 2)


def test_sent_once_however_often_it_runs(manager):
    with listening() as receiver:
        enter_test(webhook(manager, NOW, receiver.url), now=NOW)
        assert [send(NOW - MINUTE), send(NOW), send(NOW), send(NOW + 60 * MINUTE)] == [
            {},
            {"delivered": 1},
            {},
            {},
        ]
    assert len(receiver.heard) == 1


def test_of_two_senders_one_claims_and_the_lease_ends(manager):
    with listening() as receiver:
        pk = enter_test(webhook(manager, NOW, receiver.url), now=NOW).pk
        assert (claim(pk, due=NOW, now=NOW).attempts, claim(pk, due=NOW, now=NOW)) == (1, None)
        with nothing_changes():
            assert send(NOW + 4 * MINUTE) == {}
        assert send(NOW + 5 * MINUTE) == {"delivered": 1}
    assert outbox("state", "attempts") == [("delivered", 2)]


def test_failures_come_back_ever_more_rarely_and_end(manager):
    enter_test(webhook(manager, NOW, NOBODY), now=NOW)
    now = NOW

    for attempt, wait in enumerate(BACK_OFF, start=1):
        assert send(now) == {"waiting": 1}
        assert state() == ("waiting", attempt, now + wait, None, "The connection was refused or broken.")
        assert send(now + wait - timedelta(seconds=1)) == {}
        now += wait
    assert send(now) == {"failed": 1}
    assert state()[:2] == ("failed", 10)
    assert [wait / MINUTE for wait in BACK_OFF[1:]] == [5, 30, 120, 300, 600, 840, 1200, 1440]


@pytest.mark.parametrize("status", [302, 307, 400, 404, 429, 500, 503])
def test_what_is_not_2xx_is_a_failure(manager, status):
    with listening(status) as receiver:
        enter_test(webhook(manager, NOW, receiver.url), now=NOW)
        assert send(NOW) == {"waiting": 1}

    assert state() == ("waiting", 1, NOW + timedelta(seconds=5), status, f"HTTP {status}")
    assert (len(receiver.heard), WebhookEndpoint.objects.get().failing_since) == (1, NOW)


def test_an_address_that_became_private_is_not_called(manager, settings):
    with listening() as receiver:
        enter_test(webhook(manager, NOW, receiver.url), now=NOW)
        settings.WEBHOOKS_ALLOW_PRIVATE = False
        assert send(NOW) == {"waiting": 1}

    assert (receiver.heard, state()[4]) == ([], "The address leads nowhere that messages may be sent to.")


def test_a_receiver_that_is_gone_is_switched_off(manager):
    with listening(410) as receiver:
        endpoint = webhook(manager, NOW, receiver.url)
        enter_test(endpoint, now=NOW)
        enter_test(endpoint, now=NOW)
        assert send(NOW) == {"failed": 1}

    fresh = WebhookEndpoint.objects.get()
    assert (fresh.is_active, fresh.off_reason) == (False, "The receiver answered 410: it is gone for good.")
    assert told("webhook.given_up")[:2] == ("send_webhooks", "job")
    assert outbox("state", "answer_status") == [("failed", 410), ("waiting", None)]
    assert send(NOW + MINUTE) == {}


def test_where_nothing_arrives_for_five_days_it_is_switched_off(manager):
    endpoint = webhook(manager, NOW, NOBODY)
    enter_test(endpoint, now=NOW)
    send(NOW)
    enter_test(endpoint, now=NOW + PATIENCE)

    send(NOW + PATIENCE)

    assert WebhookEndpoint.objects.get().off_reason == "Nothing arrived for five days."


def test_an_arrival_forgets_the_failures(manager):
    with listening(500, 200) as receiver:
        enter_test(webhook(manager, NOW, receiver.url), now=NOW)
        assert [send(NOW), send(NOW + MINUTE)] == [{"waiting": 1}, {"delivered": 1}]

    assert WebhookEndpoint.objects.get().failing_since is None
    assert outbox("state", "attempts", "error") == [("delivered", 2, "")]


def test_webhooks_take_turns_and_one_that_does_not_answer_holds_up_nobody(manager):
    with listening() as receiver:
        dead = webhook(manager, NOW, NOBODY, name="Dead")
        for _ in range(3):
            enter_test(dead, now=NOW - MINUTE)
        for name in ("First", "Second"):
            endpoint = webhook(manager, NOW, f"{receiver.url}&{name}", name=name)
            enter_test(endpoint, now=NOW)
            enter_test(endpoint, now=NOW)
        assert send(NOW) == {"delivered": 4, "waiting": 1}

    assert [path.rpartition("&")[2] for path, *_rest in receiver.heard] == ["First", "Second"] * 2
    assert sorted(outbox("endpoint__name", "attempts"))[:3] == [("Dead", 0), ("Dead", 0), ("Dead", 1)]


def test_an_overloaded_receiver_is_left_alone_until_the_next_run(manager):
    with listening(503, 200) as receiver:
        endpoint = webhook(manager, NOW, receiver.url)
        enter_test(endpoint, now=NOW)
        enter_test(endpoint, now=NOW)
        assert [send(NOW), send(NOW + MINUTE)] == [{"waiting": 1}, {"delivered": 2}]


def test_a_run_ends_after_its_time(manager):
    moments = iter([NOW, NOW, NOW, NOW, *[NOW + MINUTE] * 20])
    with listening() as receiver:
        endpoint = webhook(manager, NOW, receiver.url)
        for _ in range(3):
            enter_test(endpoint, now=NOW)
        counts = send_due(by=SYSTEM, agent="us", clock=lambda: next(moments))

    assert counts == {"delivered": 1, "waiting": 0, "failed": 0}


def test_of_one_that_is_off_everything_waits(manager):
    with listening() as receiver:
        endpoint = webhook(manager, NOW, receiver.url)
        enter_test(endpoint, now=NOW)
        off = switch_webhook(endpoint, on=False, by=manager, now=NOW)
        assert send(NOW) == {}
        with refused(NotNow, "The webhook is off; switch it on first."):
            enter_test(off, now=NOW)
        switch_webhook(off, on=True, by=manager, now=NOW)
        assert send(NOW) == {"delivered": 1}


def test_a_webhook_deleted_while_its_message_is_under_way_ends_the_run_in_peace(manager):
    endpoint = webhook(manager, NOW, NOBODY)
    pk = enter_test(endpoint, now=NOW).pk
    claimed = claim(pk, due=NOW, now=NOW)
    delete_webhook(endpoint, by=manager, now=NOW)

    assert (claimed.pk, send(NOW + 5 * MINUTE)) == (pk, {})


def test_abandoned_at_the_last_attempt_it_has_failed(manager):
    pk = enter_test(webhook(manager, NOW, NOBODY), now=NOW).pk
    WebhookDelivery.objects.update(attempts=9)
    claim(pk, due=NOW, now=NOW)

    assert send(NOW + 5 * MINUTE) == {}
    assert (state()[0], state()[4]) == (
        "failed",
        "It was tried as often as allowed and never finished; read the log.",
    )


def test_sent_again_it_has_the_same_id(manager):
    with listening() as receiver:
        delivery = enter_test(webhook(manager, NOW, receiver.url), now=NOW)
        with refused(NotNow, "this is “Waiting”"):
            send_again(delivery, now=NOW)
        send(NOW)
        send_again(delivery, now=NOW + MINUTE)
        assert state() == ("waiting", 0, NOW + MINUTE, None, "")
        assert send(NOW + MINUTE) == {"delivered": 1}

    ids = [headers["webhook-id"] for _path, headers, _body in receiver.heard]
    assert ids == [delivery.message_id] * 2


def test_what_was_delivered_is_forgotten_after_thirty_days(manager):
    with listening() as receiver:
        endpoint = webhook(manager, NOW, receiver.url)
        enter_test(endpoint, now=NOW)
        send(NOW)
    enter_test(endpoint, now=NOW)

    assert forget_delivered(now=NOW + timedelta(days=30)) == 0
    assert forget_delivered(now=NOW + timedelta(days=30, seconds=1)) == 1
    assert outbox("state") == [("waiting",)]


def test_a_run_with_nothing_to_do_costs_two_queries(manager, django_assert_num_queries):
    webhook(manager, NOW)

    with django_assert_num_queries(2):
        assert send(NOW) == {}
