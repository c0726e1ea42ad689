"""Webhooks in the admin: to look at, to switch, and to send again what failed; never written by hand."""

import pytest
from django.utils import timezone

from campaigns.domain.webhook_events import enter_test
from campaigns.models import WebhookDelivery, WebhookEndpoint
from campaigns.tests.admin.pages import act, change_url, delete_url, list_url, told
from campaigns.tests.receivers import outbox, webhook
from conftest import user_named


@pytest.fixture
def endpoint(manager):
    return webhook(manager, timezone.now())


@pytest.fixture
def failed(endpoint):
    delivery = enter_test(endpoint, now=timezone.now())
    WebhookDelivery.objects.update(state="failed", attempts=10, error="TimeoutError")
    return delivery


def test_they_are_switched_by_the_verbs(browser, endpoint):
    off = act(browser, [endpoint], "switch_off")
    again = act(browser, [endpoint], "switch_off")
    on = act(browser, [WebhookEndpoint.objects.get()], "switch_on")

    assert [told(answer) for answer in (off, again, on)] == [
        ["1 webhook: switched off."],
        ["Chat: It is off already."],
        ["1 webhook: switched on."],
    ]


def test_failed_messages_are_sent_again(browser, failed):
    response = act(browser, [failed], "send_again")
    twice = act(browser, [failed], "send_again")

    assert told(response) == ["1 delivery: entered to be sent again."]
    assert "this is “Waiting”" in told(twice)[0]
    assert outbox("state", "attempts", "error") == [("waiting", 0, "")]


def test_lists_and_pages_show_what_there_is(browser, endpoint, failed):
    pages = [
        browser.get(url)
        for url in (
            list_url(WebhookEndpoint),
            change_url(endpoint),
            list_url(WebhookDelivery),
            change_url(failed),
        )
    ]

    assert [page.status_code for page in pages] == [200] * 4
    assert ["TimeoutError" in page.content.decode() for page in pages[2:]] == [True, True]


def test_nothing_is_written_by_hand(browser, endpoint, failed):
    answers = [
        browser.post(change_url(endpoint), {"url": "https://1.1.1.1/"}),
        browser.post(delete_url(endpoint), {"post": "yes"}),
        browser.post(change_url(failed), {"state": "delivered"}),
        browser.post(delete_url(failed), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert (WebhookEndpoint.objects.get().url, outbox("state")) == ("https://9.9.9.9/hook", [("failed",)])


def test_they_are_for_managers(client, endpoint, failed):
    olga = user_named("olga", "operator")
    olga.is_staff = True
    olga.save()
    client.force_login(olga)

    assert [client.get(list_url(model)).status_code for model in (WebhookEndpoint, WebhookDelivery)] == [
        403,
        403,
    ]
