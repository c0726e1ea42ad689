"""Proof on a bad line: kept on the device, told of, and recorded exactly once."""

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from campaignops_site.tests.e2e.conftest import PASSWORD
from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import CadenceLine, activate_campaign, create_campaign
from campaigns.domain.clients import create_client, set_members
from campaigns.models import OperatorAuditLog
from conftest import actor_for, brief, linkedin_proof
from operator_tasks.choices import TaskStatus
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.models import OperatorTask

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("screen", ["phone-dark"], indirect=True),
]

KEPT = "Kept on this device; it is sent when you are back online."
FORM = "form[data-offline-proof]"
NOTHING_IS_KEPT = "keptProofs().then((all) => all.length === 0)"
PATIENCE = 20.0


@pytest.fixture
def task(people):
    """The next LinkedIn post of a running campaign that omar works for."""
    now, by = timezone.now(), actor_for(people["maria"])
    acme = create_client(name="Acme", time_zone="Europe/Berlin", by=by, now=now)
    set_members(acme, [people["omar"].pk], by=by, now=now)
    days = {"start_date": now.date() - timedelta(days=2), "end_date": now.date() + timedelta(days=20)}
    cadence = (CadenceLine("linkedin", "post", 7),)
    made = create_campaign(client=acme, cadence=cadence, values=brief(**days), by=by, now=now)
    running = activate_campaign(made, by=by, now=now)
    generate_calendar(running, days_ahead=14, by=by, now=now)
    return plan_tasks(running, by=by, now=now).created[0]


@pytest.fixture
def device(browser, live_server, task, screen):
    """omar's phone, signed in, its service worker awake."""
    context = screen.context(browser, live_server.url)
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    sign_in(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(f"/tasks/{task.pk}/")
    assert page.evaluate("navigator.serviceWorker.controller !== null")
    yield page
    context.close()


def until(page, expression):
    """Playwright's own waiting evaluates strings inside the page, which its policy refuses."""
    deadline = time.monotonic() + PATIENCE
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"waited in vain for {expression}"


def sign_in(page):
    page.goto("/login/")
    page.get_by_label("Username").fill("omar")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.get_by_role("heading", name="My day").wait_for()


def press_complete(page, number=0):
    page.locator(f"{FORM} [name=proof_value]").fill(linkedin_proof(number).value)
    page.locator(f"{FORM} button[type=submit]").last.click()


def outcome(task):
    """(status, proofs, follow-ups, audit entries of completing)."""
    stored = OperatorTask.objects.get(pk=task.pk)
    entries = OperatorAuditLog.objects.filter(action__startswith="task.completed").count()
    return stored.status, stored.proofs.count(), stored.follow_ups.count(), entries


def kept(page):
    return page.evaluate("keptProofs().then((all) => all.map(({ task, state }) => [Number(task), state]))")


DONE_ONCE = (TaskStatus.DONE, 1, 2, 1)


def test_proof_given_without_a_network_is_recorded_once_when_it_is_back(device, task):
    device.context.set_offline(True)
    press_complete(device)
    device.get_by_text(KEPT).wait_for()
    device.wait_for_timeout(1000)  # the address is read a moment after it was typed, which must fail quietly
    assert device.locator("#messages .toast").count() == 1
    assert (outcome(task)[1:], kept(device)) == ((0, 0, 0), [[task.pk, "waiting"]])

    device.context.set_offline(False)
    device.get_by_text(f"Sent and recorded: {task.title}.").wait_for()

    assert (outcome(task), kept(device)) == (DONE_ONCE, [])
    device.reload()
    device.get_by_role("heading", name=task.title).wait_for()
    assert outcome(task) == DONE_ONCE


def test_what_was_sent_while_nobody_looked_is_told_on_the_next_page(device, task):
    record = f'{{ key: USER + ":{task.pk}", user: USER, task: "{task.pk}", title: "It", page: "/", state: "recorded" }}'
    device.evaluate(f"keep({{ ...{record}, from: '/', fields: [], since: Date.now(), reason: '' }})")

    device.goto("/campaigns/")
    device.get_by_text("Sent and recorded: It.").wait_for()

    until(device, NOTHING_IS_KEPT)


def test_proof_whose_answer_was_lost_is_recorded_once(device, task):
    def lose_the_answer(route):
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    device.context.route(re.compile("/complete/$"), lose_the_answer, times=1)
    press_complete(device)
    device.get_by_role("heading", name="There is no network").wait_for()
    device.get_by_text(KEPT).wait_for()
    assert (outcome(task), kept(device)) == (DONE_ONCE, [[task.pk, "waiting"]])

    device.goto("/")
    device.get_by_text(f"Sent and recorded: {task.title}.").wait_for()

    assert (outcome(task), kept(device)) == (DONE_ONCE, [])


def test_proof_that_the_server_took_is_not_kept(device, task):
    press_complete(device)
    device.get_by_text(f"Done: {task.title}.").wait_for()

    until(device, NOTHING_IS_KEPT)
    assert outcome(task) == DONE_ONCE


def test_what_was_typed_is_there_again_and_goes_with_the_log_out(device, task):
    device.locator(f"{FORM} [name=proof_value]").fill("https://www.linkedin.com/feed/")
    until(device, "keptProofs().then((all) => all.length === 1)")
    device.reload()
    until(device, f"document.querySelector('{FORM} [name=proof_value]').value.endsWith('/feed/')")

    device.evaluate("document.querySelector('form[action=\"/logout/\"]').requestSubmit()")
    device.get_by_role("heading", name="Log in").wait_for()

    assert device.evaluate("indexedDB.databases().then((all) => all.length)") == 1
    sign_in(device)
    assert kept(device) == []


def test_refused_proof_is_kept_with_the_reason(device, task):
    device.context.set_offline(True)
    device.locator(f"{FORM} [name=proof_value]").fill("https://www.linkedin.com/in/somebody/")
    device.locator(f"{FORM} button[type=submit]").last.click()
    device.get_by_text(KEPT).wait_for()

    device.context.set_offline(False)
    device.get_by_text(f"Not recorded, but kept on this device: {task.title}.").wait_for()

    assert (outcome(task)[1:], kept(device)) == ((0, 0, 0), [[task.pk, "refused"]])
    device.goto("/")
    device.get_by_text("not a single published post").wait_for()


def test_proof_of_one_person_is_not_sent_as_another(device, task, people):
    device.context.set_offline(True)
    press_complete(device)
    device.get_by_text(KEPT).wait_for()
    device.context.clear_cookies()

    device.context.set_offline(False)
    device.get_by_text("Log in again and it is sent.").wait_for()
    assert (outcome(task)[1:], kept(device)) == ((0, 0, 0), [[task.pk, "waiting"]])

    sign_in(device)
    device.get_by_text(f"Sent and recorded: {task.title}.").wait_for()
    assert outcome(task) == DONE_ONCE


def test_page_asked_for_without_a_network_lists_what_is_kept(device, task):
    device.context.set_offline(True)
    press_complete(device)
    device.get_by_text(KEPT).wait_for()
    device.goto("/")

    device.get_by_role("heading", name="There is no network").wait_for()
    device.get_by_role("link", name=task.title).wait_for()
    stored = device.evaluate(
        "caches.keys().then(([name]) => caches.open(name)).then((cache) => cache.keys())"
        ".then((all) => all.map(({ url }) => new URL(url).pathname))"
    )
    assert [path for path in stored if not path.startswith("/static/")] == ["/offline/"]


def test_proof_given_in_a_list_is_kept_as_well(device, task):
    device.goto("/")
    row = device.locator(f"#task-{task.pk}")
    row.get_by_text("Complete", exact=True).first.click()
    row.locator(f"{FORM} [name=proof_value]").wait_for()
    device.context.set_offline(True)
    press_complete(device)
    device.get_by_text(KEPT).wait_for()

    device.context.set_offline(False)
    device.get_by_text(f"Sent and recorded: {task.title}.").wait_for()

    assert (outcome(task), kept(device)) == (DONE_ONCE, [])


def test_proof_taken_in_a_list_is_not_kept(device, task):
    device.goto("/")
    row = device.locator(f"#task-{task.pk}")
    row.get_by_text("Complete", exact=True).first.click()
    row.locator(f"{FORM} [name=proof_value]").wait_for()
    press_complete(device)
    device.get_by_text(f"Done: {task.title}.").wait_for()

    until(device, NOTHING_IS_KEPT)
    assert outcome(task) == DONE_ONCE


def test_back_after_the_log_out_shows_no_page_of_the_person(device):
    device.goto("/")
    device.evaluate("document.querySelector('form[action=\"/logout/\"]').requestSubmit()")
    device.get_by_role("heading", name="Log in").wait_for()

    device.go_back()

    device.get_by_role("heading", name="Log in").wait_for()
    assert device.get_by_role("heading", name="My day").count() == 0
