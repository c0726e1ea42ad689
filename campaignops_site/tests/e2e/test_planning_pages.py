"""Planning: items of the calendar, the verbs of a campaign and the versions of its plan, through the pages."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from campaigns.domain.campaigns import CadenceLine, activate_campaign, create_campaign
from campaigns.domain.clients import create_client
from campaigns.models import CalendarItem, Campaign
from conftest import actor_for, brief
from operator_tasks.models import OperatorTask

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
everywhere = pytest.mark.parametrize(
    "screen", ["phone-dark", "desk-light", "phone-plain", "desk-plain"], indirect=True
)
# Where no script has a part in it, one of each width and of each kind is enough.
pair = pytest.mark.parametrize("screen", ["phone-dark", "desk-plain"], indirect=True)


@pytest.fixture
def coming(people):
    """A campaign of four weeks that begins tomorrow, with three LinkedIn posts a week and no calendar yet."""
    now, manager = timezone.now(), actor_for(people["maria"])
    client = create_client(name="Acme", time_zone="UTC", by=manager, now=now)
    days = {"start_date": now.date() + timedelta(days=1), "end_date": now.date() + timedelta(days=28)}
    cadence = (CadenceLine("linkedin", "post", 3),)
    campaign = create_campaign(client=client, cadence=cadence, values=brief(**days), by=manager, now=now)
    return activate_campaign(campaign, by=manager, now=now)


def told(page, words):
    page.locator("#messages .toast").filter(has_text=words).wait_for()


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


@everywhere
def test_an_item_is_added_changed_moved_and_given_its_picture(open_as, queue):
    campaign = queue[0].campaign
    when = (queue[5].due_at + timedelta(hours=1)).replace(second=0, microsecond=0)
    page = open_as("maria")

    page.goto(f"/calendar/?campaign={campaign.pk}")
    page.get_by_role("link", name="Add an item", exact=True).click()
    page.get_by_label("Platform").select_option("linkedin")
    page.get_by_label("Content type").select_option("post")
    page.get_by_label("When").fill(f"{when:%Y-%m-%dT%H:%M}")
    page.get_by_label("Title").fill("An extra word")
    press(page, "Add it")
    told(page, "The item is in the calendar. Make its task next.")
    item = CalendarItem.objects.get(title="An extra word")
    assert (item.scheduled_at, item.platform, item.slot_week) == (when, "linkedin", None)

    page.locator("main").get_by_role("link", name="Change").click()
    page.get_by_label("Title").fill("A better word")
    page.get_by_label("Copy").fill("Audits calm.")
    press(page, "Save")
    told(page, "The item was changed; its open task follows.")

    page.get_by_label("Move to").fill(f"{when + timedelta(days=1):%Y-%m-%dT%H:%M}")
    press(page, "Move it")
    told(page, "The item was moved; its task moved with it.")

    out = BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    picture = {"name": "bread.png", "mimeType": "image/png", "buffer": out.getvalue()}
    page.get_by_label("Picture, PDF or film").set_input_files(picture)
    press(page, "Upload")
    told(page, "The file is kept with the item; its task shows it.")
    fields = ("title", "copy_text", "scheduled_at", "asset_label")
    stored = CalendarItem.objects.values_list(*fields).get(pk=item.pk)
    assert stored == ("A better word", "Audits calm.", when + timedelta(days=1), "bread.png")


@pair
def test_the_calendar_is_previewed_then_made_and_its_views_keep_the_filters(open_as, coming):
    page = open_as("maria")

    for days, kept in (("15", 0), ("29", 6)):
        page.goto(f"/campaigns/{coming.pk}/calendar/generate/")
        page.get_by_label("Days ahead").fill(days)
        press(page, "Show what would be made")
        page.get_by_role("button", name="Make 6 items").wait_for()
        assert coming.calendar_items.count() == kept
        press(page, "Make 6 items")
        told(page, f"Items made: 6, kept: {kept}, left out: 0.")
    assert coming.calendar_items.count() == 12

    page.goto(f"/calendar/?campaign={coming.pk}&platform=linkedin")
    views = page.get_by_role("navigation", name="View")
    for name in ("Week", "List", "Month"):
        views.get_by_role("link", name=name).click()
        page.wait_for_url(re.compile(f"view={name.lower()}"))
        assert f"campaign={coming.pk}" in page.url and "platform=linkedin" in page.url
        assert views.locator("[aria-current=page]").inner_text() == name
        assert page.get_by_label("Platform").input_value() == "linkedin"


@pair
def test_a_campaign_is_paused_with_its_reason_and_goes_on(open_as, queue):
    campaign = queue[0].campaign
    page = open_as("maria")
    page.goto(f"/campaigns/{campaign.pk}/")

    page.locator("details.verb > summary", has_text="Pause").click()
    page.get_by_label("Why is it paused?").fill("The client moves house.")
    press(page, "Pause")
    told(page, "The campaign is paused.")
    fields = ("status", "pause_reason")
    assert Campaign.objects.values_list(*fields).get() == ("PAUSED", "The client moves house.")

    operator = open_as("omar")
    operator.goto(f"/tasks/{queue[0].pk}/")
    assert operator.get_by_text("Why: The client moves house.").is_visible()

    page.locator("details.verb > summary", has_text="Resume").click()
    press(page, "Resume")
    told(page, "The campaign is active again.")
    assert Campaign.objects.values_list("status", flat=True).get() == "ACTIVE"
    statuses = OperatorTask.objects.filter(pk__in=[task.pk for task in queue]).values_list("status", "due_at")
    assert sorted(statuses) == sorted((task.status, task.due_at) for task in queue)


@pair
def test_a_new_version_of_the_plan_shows_what_changed(open_as, queue):
    campaign = queue[0].campaign
    page = open_as("maria")

    for angles, number in (("Audits pay\nAudits calm", 1), ("Audits pay\nAudits teach", 2)):
        page.goto(f"/campaigns/{campaign.pk}/plans/new/")
        page.get_by_label("Angles").fill(angles)
        press(page, "Save as a new version")
        told(page, f"Version {number} of the plan is saved.")

    changes = page.locator(".diff-line")
    kinds = [(line.get_attribute("data-kind"), line.inner_text()) for line in changes.all()]
    assert [(kind, text.split(": ")[-1].split("\n")[-1].strip()) for kind, text in kinds] == [
        ("same", "Audits pay"),
        ("removed", "Audits calm"),
        ("added", "Audits teach"),
    ]
    assert list(campaign.plans.order_by("number").values_list("number", "angles")) == [
        (1, ["Audits pay", "Audits calm"]),
        (2, ["Audits pay", "Audits teach"]),
    ]
