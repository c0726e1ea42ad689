"""The pages of webhooks: the secret once, the log, and every button with its refusal."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from campaigns.domain.clients import create_client, set_members
from campaigns.domain.webhook_events import enter_test
from campaigns.domain.webhooks import edit_webhook, secret_of
from campaigns.models import WebhookDelivery, WebhookEndpoint
from campaigns.tests.receivers import outbox, webhook
from campaigns.tests.views.conftest import browser_of
from campaigns.tests.witness import nothing_changes
from conftest import user_named

LIST = "/settings/webhooks/"
GIVEN = {"name": "Chat", "url": "https://9.9.9.9/hook", "client": "", "events": ["task.completed"]}


@pytest.fixture
def endpoint(manager):
    return webhook(manager, timezone.now())


def page_of(endpoint) -> str:
    return f"{LIST}{endpoint.pk}/"


def said(browser, response) -> list[str]:
    return [str(message) for message in browser.get(response.url).context["messages"]]


def test_made_it_shows_its_secret_once(managing, client_acme):
    response = managing.post(f"{LIST}new/", {**GIVEN, "client": client_acme.pk})

    made = WebhookEndpoint.objects.get()
    assert (response.status_code, response.url, made.client) == (302, page_of(made), client_acme)
    assert secret_of(made) not in str(dict(managing.session))
    managing.head(page_of(made))
    shown = [secret_of(made) in managing.get(page_of(made)).content.decode() for _ in range(2)]
    assert shown == [True, False]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "https://192.168.0.1/"}, "url"),
        ({"url": "http://9.9.9.9/"}, "url"),
        ({"name": ""}, "name"),
        ({"events": []}, "events"),
        ({"events": ["webhook.test"]}, "events"),
        ({"client": "9" * 30}, "client"),
    ],
)
def test_what_cannot_be_used_is_refused_beside_its_field(managing, change, field):
    response = managing.post(f"{LIST}new/", {**GIVEN, **change})

    assert (response.status_code, list(response.context["form"].errors)) == (400, [field])
    assert WebhookEndpoint.objects.count() == 0


def test_the_list_tells_states(managing, endpoint, manager):
    assert endpoint.name in managing.get(LIST).content.decode()
    edit_webhook(endpoint, values={"is_active": False}, by=manager, now=timezone.now())

    assert "Off" in managing.get(LIST).content.decode()


def test_an_empty_list_invites(managing):
    assert "Add the first webhook" in managing.get(LIST).content.decode()


def test_edit_changes_and_refuses_what_is_stale(managing, endpoint, manager):
    form = {"version": 1, "name": "Board", "url": "https://9.9.9.9/b", "events": ["task.overdue"]}

    assert managing.post(f"{page_of(endpoint)}edit/", form).status_code == 302
    fresh = WebhookEndpoint.objects.get()
    assert (fresh.name, fresh.url, fresh.events) == ("Board", "https://9.9.9.9/b", ["task.overdue"])
    stale = managing.post(f"{page_of(endpoint)}edit/", {**form, "name": "Wall"})
    shown = [(each.stored, each.written) for each in stale.context["form"].differences]
    assert (stale.status_code, shown) == (412, [("Board", "Wall")])


def test_buttons_switch_it_off_and_on(managing, endpoint):
    off = managing.post(f"{page_of(endpoint)}off/", {"version": 1})
    assert (off.url, WebhookEndpoint.objects.get().is_active) == (page_of(endpoint), False)
    stale = managing.post(f"{page_of(endpoint)}on/", {"version": 1})
    assert "you saw version 1" in said(managing, stale)[-1]
    managing.post(f"{page_of(endpoint)}on/", {"version": 2})
    assert WebhookEndpoint.objects.get().is_active


def test_a_new_secret_is_shown_once(managing, endpoint):
    managing.post(f"{page_of(endpoint)}rotate/", {"version": 1})

    fresh = WebhookEndpoint.objects.get()
    pages = [managing.get(page_of(endpoint)).content.decode() for _ in range(2)]
    assert [secret_of(fresh) in page for page in pages] == [True, False]
    assert "signs too, until" in pages[1]


def test_deleting_asks_first(managing, endpoint):
    enter_test(endpoint, now=timezone.now())
    asked = managing.get(f"{page_of(endpoint)}delete/")
    assert (asked.status_code, asked.context["waiting"]) == (200, 1)

    response = managing.post(f"{page_of(endpoint)}delete/", {"version": 1})

    assert (response.url, WebhookEndpoint.objects.count()) == (LIST, 0)


def test_a_test_message_stands_in_the_log(managing, endpoint, manager):
    response = managing.post(f"{page_of(endpoint)}test/")

    assert said(managing, response) == ["A test message is entered; it goes out within a minute."]
    assert outbox("event", "state") == [("webhook.test", "waiting")]
    edit_webhook(endpoint, values={"is_active": False}, by=manager, now=timezone.now())
    refused = managing.post(f"{page_of(endpoint)}test/")
    assert said(managing, refused) == ["The webhook is off; switch it on first."]


def test_a_failed_message_is_sent_again_from_the_log(managing, endpoint):
    delivery = enter_test(endpoint, now=timezone.now())
    again = f"{page_of(endpoint)}deliveries/{delivery.pk}/again/"
    assert "can be sent again; this is “Waiting”" in said(managing, managing.post(again))[0]
    WebhookDelivery.objects.update(state="failed", attempts=10, error="TimeoutError")
    assert "TimeoutError" in managing.get(f"{page_of(endpoint)}?state=failed").content.decode()

    managing.post(again)

    assert outbox("state", "attempts", "error") == [("waiting", 0, "")]
    assert "No message fits." in managing.get(f"{page_of(endpoint)}?state=failed").content.decode()


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_log_costs_the_same_however_long_it_is(managing, endpoint, count, django_assert_num_queries):
    for _ in range(count):
        enter_test(endpoint, now=timezone.now())
    managing.get(LIST)

    with django_assert_num_queries(9):
        response = managing.get(page_of(endpoint))

    assert len(response.context["deliveries"]) == count


def test_others_may_not(operating, viewing, endpoint):
    delivery = enter_test(endpoint, now=timezone.now())
    own = page_of(endpoint)
    reads = [LIST, f"{LIST}new/", own, f"{own}edit/", f"{own}delete/"]
    writes = ["edit", "on", "off", "rotate", "delete", "test", f"deliveries/{delivery.pk}/again"]
    with nothing_changes():
        for browser in (operating, viewing):
            assert {browser.get(url).status_code for url in reads} == {403}
            assert {browser.post(f"{own}{verb}/").status_code for verb in writes} == {403}
            assert "/settings/webhooks/" not in browser.get("/settings/").content.decode()


def test_who_does_not_see_every_client_finds_only_theirs(client_acme, manager):
    rita = user_named("rita", "operator")
    rita.user_permissions.add(Permission.objects.get(codename="manage_webhooks"))
    set_members(client_acme, [rita.pk], by=manager, now=timezone.now())
    globex = create_client(name="Globex", by=manager, now=timezone.now())
    foreign, every = (webhook(manager, timezone.now(), client=client) for client in (globex, None))
    browser = browser_of(rita)

    assert [browser.get(page_of(other)).status_code for other in (foreign, every)] == [404, 404]
    refused = [browser.post(f"{LIST}new/", {**GIVEN, "client": pk}) for pk in ("", globex.pk)]
    assert [answer.status_code for answer in refused] == [400, 400]
    assert browser.post(f"{LIST}new/", {**GIVEN, "client": client_acme.pk}).status_code == 302


def test_managers_find_it_among_the_settings(managing):
    tabs = managing.get(LIST).context["settings_tabs"]()

    assert [tab["url"] for tab in tabs if tab["is_current"]] == [LIST]
