"""Webhooks: made, changed, switched, given new secrets; and what is never stored of them."""

from datetime import timedelta

import pytest
from django.test import override_settings

from campaigns.actor import Actor
from campaigns.domain import webhooks
from campaigns.domain.webhook_events import enter_test
from campaigns.domain.webhooks import (
    delete_webhook,
    edit_webhook,
    note_arrival,
    note_failure,
    rotate_secret,
    secret_of,
    signing_keys,
    switch_webhook,
)
from campaigns.errors import InvalidInput, NotNow, StaleVersion
from campaigns.models import WebhookEndpoint
from campaigns.tests.receivers import EVERY, outbox, webhook
from campaigns.tests.witness import everything, how_often, refused, told
from conftest import NOW

SYSTEM = Actor.system("send_webhooks")
DAY = timedelta(days=1)


def stored(*columns):
    return WebhookEndpoint.objects.values_list(*columns).get()


def test_a_webhook_is_made_in_use_and_audited(manager, client_acme):
    webhook(manager, NOW, name=" Chat ", events=["task.completed"], client=client_acme)

    assert stored("name", "url", "client", "events", "is_active", "generation") == (
        "Chat",
        "https://9.9.9.9/hook",
        client_acme.pk,
        ["task.completed"],
        True,
        1,
    )
    who, via, noun, version, before, after = told("webhook.created")
    assert (who, via, noun, version, before) == ("maria", "page", "webhook", 1, {})
    assert after == {
        "name": "Chat",
        "url": "https://9.9.9.9/hook",
        "client_id": client_acme.pk,
        "events": ["task.completed"],
        "is_active": True,
        "generation": 1,
    }


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"name": " "}, "name", "This field cannot be blank."),
        ({"url": "https://10.0.0.1/"}, "url", "This address lies inside a private network"),
        ({"url": "http://9.9.9.9/"}, "url", "Start the address with https://"),
        ({"events": []}, "events", "This field cannot be blank."),
        ({"events": ["webhook.test"]}, "events", "Choose at least one event"),
        ({"events": ["task.completed", "task.completed"]}, "events", "Choose at least one event"),
    ],
)
def test_what_cannot_be_told_or_reached_is_refused(manager, changes, field, sentence):
    with refused(InvalidInput, sentence):
        webhook(manager, NOW, **changes)
    endpoint = webhook(manager, NOW)
    with refused(InvalidInput, sentence):
        edit_webhook(endpoint, values=changes, by=manager, now=NOW)


def test_fifty_are_enough(manager):
    for number in range(webhooks.MOST_WEBHOOKS):
        webhook(manager, NOW, name=f"Chat {number}")

    with refused(NotNow, "There are 50 webhooks"):
        webhook(manager, NOW)


def test_a_change_is_audited_and_a_stale_one_refused(manager):
    endpoint = webhook(manager, NOW)

    edit_webhook(endpoint, values={"name": "Board", "generation": 9}, by=manager, now=NOW, seen_version=1)

    assert stored("name", "version", "generation") == ("Board", 2, 1)
    assert told("webhook.edited")[3:] == (2, {"name": "Chat"}, {"name": "Board"})
    with refused(StaleVersion, "you saw version 1"):
        edit_webhook(endpoint, values={"name": "Wall"}, by=manager, now=NOW, seen_version=1)


def test_it_is_switched_off_and_on(manager):
    endpoint = webhook(manager, NOW)

    with refused(NotNow, "It is on already"):
        switch_webhook(endpoint, on=True, by=manager, now=NOW)
    switch_webhook(endpoint, on=False, by=manager, now=NOW, seen_version=1)
    assert (stored("is_active"), told("webhook.switched_off")[4:]) == (
        (False,),
        ({"is_active": True}, {"is_active": False}),
    )
    with refused(NotNow, "It is off already"):
        switch_webhook(endpoint, on=False, by=manager, now=NOW)
    switch_webhook(endpoint, on=True, by=manager, now=NOW)
    assert (stored("is_active"), how_often("webhook.switched_on")) == ((True,), 1)


def test_a_new_secret_signs_beside_the_one_before_for_a_day(manager):
    endpoint = webhook(manager, NOW)
    [first] = signing_keys(endpoint, now=NOW)

    rotated = rotate_secret(endpoint, by=manager, now=NOW, seen_version=1)

    second, before = signing_keys(rotated, now=NOW + DAY - timedelta(seconds=1))
    assert before == first != second
    assert signing_keys(rotated, now=NOW + DAY) == [second]
    assert told("webhook.secret_rotated")[4]["generation"] == 1


def test_secrets_are_derived_and_stored_nowhere(manager):
    endpoint, other = webhook(manager, NOW), webhook(manager, NOW)
    secret = secret_of(endpoint)

    assert secret.startswith("whsec_")
    assert (len(secret), secret != secret_of(other)) == (len("whsec_") + 44, True)
    assert secret_of(WebhookEndpoint.objects.get(pk=endpoint.pk)) == secret
    assert secret.removeprefix("whsec_") not in str(everything())
    with override_settings(SECRET_KEY="another" * 10):
        assert secret_of(endpoint) != secret


def test_failing_for_five_days_running_switches_it_off(manager):
    endpoint = webhook(manager, NOW)

    for now in (NOW, NOW + DAY, NOW + 5 * DAY - timedelta(seconds=1)):
        note_failure(WebhookEndpoint.objects.get(), by=SYSTEM, now=now)
    assert stored("is_active", "failing_since", "version") == (True, NOW, 1)

    note_failure(WebhookEndpoint.objects.get(), by=SYSTEM, now=NOW + 5 * DAY)
    assert stored("is_active", "off_reason") == (False, "Nothing arrived for five days.")
    assert told("webhook.given_up")[:2] == ("send_webhooks", "job")

    switch_webhook(endpoint, on=True, by=manager, now=NOW + 6 * DAY)
    assert stored("is_active", "off_reason", "failing_since") == (True, "", None)


def test_one_arrival_in_between_begins_anew(manager):
    webhook(manager, NOW)
    note_failure(WebhookEndpoint.objects.get(), by=SYSTEM, now=NOW)
    note_arrival(WebhookEndpoint.objects.get(), by=SYSTEM, now=NOW + DAY)
    note_failure(WebhookEndpoint.objects.get(), by=SYSTEM, now=NOW + 6 * DAY)

    assert stored("is_active", "failing_since") == (True, NOW + 6 * DAY)
    assert (how_often("webhook.failed"), how_often("webhook.arrived")) == (0, 0)


def test_deleted_it_takes_its_log_with_it(manager):
    endpoint = webhook(manager, NOW)
    enter_test(endpoint, now=NOW)
    rotate_secret(endpoint, by=manager, now=NOW)

    with refused(StaleVersion, "you saw version 1"):
        delete_webhook(endpoint, by=manager, now=NOW, seen_version=1)
    delete_webhook(endpoint, by=manager, now=NOW, seen_version=2)

    assert (WebhookEndpoint.objects.count(), outbox("pk")) == (0, [])
    assert told("webhook.deleted")[4]["name"] == "Chat"


def test_every_event_can_be_chosen(manager):
    assert webhook(manager, NOW, events=EVERY).events == EVERY
