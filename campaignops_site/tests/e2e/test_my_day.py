"""My day: everything that an operator does from the list, on a phone and at a desk, with and without scripts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.actor import Actor
from conftest import actor_for, linkedin_proof
from operator_tasks.domain import ledger
from operator_tasks.domain.tasks import assign_task, create_manual_task
from operator_tasks.models import OperatorTask

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
everywhere = pytest.mark.parametrize(
    "screen", ["phone-dark", "desk-light", "phone-plain", "desk-plain"], indirect=True
)


def row(page, task):
    return page.locator(f"#task-{task.pk}")


def act(page, task, name):
    """Choose an act behind the three dots of a row; an act that asks for words gives its form."""
    row(page, task).locator("details.menu > summary").click()
    row(page, task).locator(".menu-items").get_by_text(name).click()
    return page.locator(f"form[action='/tasks/{task.pk}/{name.lower()}/']")


def told(page, words):
    page.locator("#messages .toast").filter(has_text=words).wait_for()


def stored(task, *fields):
    return OperatorTask.objects.values_list(*fields).get(pk=task.pk)


@everywhere
def test_a_task_goes_through_its_acts_without_leaving_the_list(open_as, queue, people):
    task, omar = queue[1], people["omar"].pk
    page = open_as("omar")

    act(page, task, "Claim")
    told(page, f"Yours now: {task.title}.")
    assert stored(task, "status", "assignee") == (task.status, omar)

    form = act(page, task, "Block")
    form.get_by_label("What is in the way?").fill("The photo is missing.")
    form.get_by_role("button", name="Block").click()
    told(page, f"Blocked: {task.title}.")
    assert stored(task, "status", "blocked_reason") == ("BLOCKED", "The photo is missing.")
    assert "The photo is missing." in row(page, task).inner_text()

    row(page, task).get_by_role("button", name="Unblock").click()
    told(page, f"Unblocked: {task.title}.")
    assert stored(task, "status", "blocked_reason") == (task.status, "")

    later = (task.due_at + timedelta(hours=1)).replace(second=0, microsecond=0)
    form = act(page, task, "Reschedule")
    form.get_by_label("New time").fill(f"{later:%Y-%m-%dT%H:%M}")
    form.get_by_label("Why?").fill("The client asked for it.")
    form.get_by_role("button", name="Reschedule").click()
    told(page, f"Moved: {task.title}.")
    assert stored(task, "due_at", "assignee") == (later, omar)

    row(page, task).get_by_role("link", name="Complete").click()
    form = page.locator(f"form[action='/tasks/{task.pk}/complete/']")
    form.get_by_label("Link of the post").fill(linkedin_proof().value)
    form.get_by_role("button", name="Complete").click()
    told(page, f"Done: {task.title}.")
    assert stored(task, "status", "completed_by_label") == ("DONE", "omar")

    page.locator("#messages .toast").get_by_role("button", name="Undo").click()
    row(page, task).get_by_role("link", name="Complete").wait_for()
    assert stored(task, "status", "completed_at") == (task.status, None)
    assert OperatorTask.objects.live().filter(parent=task).count() == 0


@everywhere
def test_three_are_moved_at_once_and_the_refused_one_is_named(open_as, people, queue):
    page = open_as("omar")
    for task in queue[:3]:
        row(page, task).get_by_role("checkbox").check()
    assign_task(queue[1], to=people["maria"], by=actor_for(people["maria"]), now=timezone.now())

    bar = page.locator("#bulk")
    bar.locator("summary", has_text="Reschedule").click()
    bar.get_by_label("New time").select_option("day")
    bar.get_by_role("button", name="Reschedule").click()

    page.get_by_text("1 task stays as it was").wait_for()
    refused = page.locator(".refused").inner_text()
    assert (page.locator(".refused").count(), "This task is assigned to maria" in refused) == (1, True)
    day = timedelta(days=1)
    assert [stored(task, "due_at")[0] - task.due_at for task in queue[:3]] == [day, timedelta(), day]


@everywhere
def test_the_day_is_found_filtered_and_begun(open_as, people, queue, screen):
    now, manager = timezone.now(), actor_for(people["maria"])
    soon = {"due_at": now + timedelta(minutes=1), "by": manager, "now": now}
    call = create_manual_task(queue[0].campaign, title="Call the client", **soon)
    page = open_as("omar")
    assert page.get_by_text("The worker is not running").is_visible()

    ledger.beat(now=now)
    page.locator(".filter-box > summary").click()
    page.get_by_label("Platform").select_option("linkedin")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url(re.compile("platform=linkedin"))
    assert (row(page, queue[0]).count(), row(page, call).count()) == (1, 0)
    assert page.get_by_text("The worker is not running").count() == 0
    assert page.get_by_text("Automation is paused").count() == 0

    ledger.set_automation(paused=True, by=Actor.system("campaign_tick"), now=now)
    page.get_by_role("link", name="Remove Platform: LinkedIn").click()
    page.get_by_text("Automation is paused").wait_for()
    assert (row(page, queue[0]).count(), row(page, call).count()) == (1, 1)

    if screen.scripts:
        page.keyboard.press("/")
        page.keyboard.type("call the")
        page.keyboard.press("Enter")
    else:
        page.get_by_role("searchbox").first.fill("call the")
        page.get_by_role("searchbox").first.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=call"))
    assert page.locator("main").get_by_role("link", name="Call the client").count() == 1

    page.goto("/")
    page.locator(".next-card").get_by_role("link", name="Start").click()
    page.wait_for_url(f"**/tasks/{call.pk}/")
    assert page.get_by_role("heading", level=1).inner_text() == "Call the client"
