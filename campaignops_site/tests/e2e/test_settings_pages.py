"""Settings: what a person chooses takes effect on the next page, and a report on a procedure finds its answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Preferences
from conftest import actor_for
from operator_tasks.domain.sop_reports import report_step
from operator_tasks.models import SopReport

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
everywhere = pytest.mark.parametrize(
    "screen", ["phone-dark", "desk-light", "phone-plain", "desk-plain"], indirect=True
)
# Where no script has a part in it, one of each width and of each kind is enough.
pair = pytest.mark.parametrize("screen", ["phone-dark", "desk-plain"], indirect=True)


@everywhere
def test_clock_language_look_and_keys_count_from_the_next_page(open_as, queue, screen):
    task = queue[0]
    page = open_as("omar", locale="en-GB")
    page.goto("/settings/")

    page.get_by_label("Time zone").select_option("Asia/Tokyo")
    page.locator("[name=theme][value=dark]").check()
    page.get_by_label("Single-key shortcuts").uncheck()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Your settings are saved.").wait_for()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("body").get_attribute("data-shortcuts") == "off"
    page.goto(f"/tasks/{task.pk}/")
    lead = page.locator(".task-page-lead").inner_text()
    assert f"{task.due_at + timedelta(hours=9):%H:%M} JST" in lead and "for you" in lead

    page.goto("/settings/")
    page.locator("[name=language][value=de]").check()
    page.locator("main form").first.locator("button[type=submit]").click()
    page.locator("html[lang=de]").wait_for(state="attached")
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "de"

    fields = ("time_zone", "language", "theme", "shortcuts")
    assert list(Preferences.objects.values_list(*fields)) == [("Asia/Tokyo", "de", "dark", False)]
    if screen.scripts:
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") != "search"


@pair
def test_a_new_password_is_asked_for_at_the_next_login(open_as, people):
    page = open_as("omar")
    page.goto("/settings/password/")

    page.get_by_label("Current password").fill("not this one")
    fill_new(page, "a quieter horse battery")
    page.locator("form .errorlist").wait_for()
    page.get_by_label("Current password").fill("correct horse battery")
    fill_new(page, "a quieter horse battery")
    page.get_by_text("Your password is changed. Other devices have to log in again.").wait_for()

    people["omar"].refresh_from_db()
    assert people["omar"].check_password("a quieter horse battery")
    open_as("omar", "a quieter horse battery")


def fill_new(page, password):
    page.get_by_label("New password", exact=True).fill(password)
    page.get_by_label("New password again").fill(password)
    page.locator("main").get_by_role("button", name="Change my password").click()


@pair
def test_a_manager_answers_what_was_found_wrong_in_a_procedure(open_as, queue, people):
    task, omar = queue[0], actor_for(people["omar"])
    report_step(task, step=1, note="There is no such button.", by=omar, now=timezone.now())
    page = open_as("maria")

    page.goto("/sops/")
    page.get_by_role("link", name="Publish a LinkedIn post").click()
    page.get_by_text("There is no such button.").wait_for()
    page.get_by_label("Answer").fill("It is called Share now.")
    page.get_by_role("button", name="Answer").click()
    page.get_by_text("The report is answered.").wait_for()
    assert list(SopReport.objects.values_list("answer", "answered_by_label")) == [
        ("It is called Share now.", "maria")
    ]

    operator = open_as("omar")
    operator.goto(f"/tasks/{task.pk}/")
    assert "It is called Share now." in operator.locator("#step-2").inner_text()
