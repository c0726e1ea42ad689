"""An item of the calendar is moved by keyboard, mouse and finger, and changed in place; the server decides."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import CalendarItem

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
desk = pytest.mark.parametrize("screen", ["desk-light"], indirect=True)
phone = pytest.mark.parametrize("screen", ["phone-dark"], indirect=True)
MOVED = "The item was moved; its task moved with it."


@pytest.fixture
def item(queue):
    """One that lies days ahead, so that it may move to its neighbours."""
    return queue[4].calendar_item


def day_after(item, days=1):
    return (item.scheduled_at + timedelta(days=days)).date()


def open_week(page, item):
    page.goto(f"/calendar/?campaign={item.campaign_id}&view=week&day={item.scheduled_at.date()}")
    return page.locator(f"#item-{item.pk}")


def neighbour(page, item):
    """A day of the same week, before or after."""
    for days in (1, -1):
        place = page.locator(f'[data-drop="{day_after(item, days)}"][data-hour="{item.scheduled_at.hour}"]')
        if place.count():
            return days, place
    raise AssertionError("A week has at least two days.")


def stored(item):
    return CalendarItem.objects.get(pk=item.pk)


@desk
def test_keys_pick_an_item_up_and_put_it_down(open_as, item):
    page = open_as("maria")
    chip = open_week(page, item)
    days, _place = neighbour(page, item)

    chip.focus()
    page.keyboard.press("m")
    assert page.locator("#calendar-say").inner_text().startswith("Picked up: ")
    page.keyboard.press("ArrowRight" if days == 1 else "ArrowLeft")
    page.keyboard.press("Enter")
    page.get_by_text(MOVED).wait_for()

    assert stored(item).scheduled_at == item.scheduled_at + timedelta(days=days)
    assert page.evaluate("document.activeElement.id") == f"item-{item.pk}"


@desk
def test_escape_leaves_an_item_where_it_was(open_as, item):
    page = open_as("maria")
    open_week(page, item).focus()

    for key in ("m", "ArrowDown", "Escape"):
        page.keyboard.press(key)

    assert page.locator("#calendar-say").inner_text() == "Left where it was."
    assert stored(item).version == item.version


@desk
def test_the_mouse_drags_an_item_to_another_day(open_as, item):
    page = open_as("maria")
    chip = open_week(page, item)
    days, place = neighbour(page, item)

    chip.drag_to(place)
    page.get_by_text(MOVED).wait_for()

    assert stored(item).scheduled_at == item.scheduled_at + timedelta(days=days)


@desk
def test_a_refused_move_says_why_and_the_item_is_back(open_as, item):
    page = open_as("maria")
    page.goto(f"/calendar/?campaign={item.campaign_id}&month={timezone.now():%Y-%m}")
    first = page.locator(".calendar-day:has([data-movable])").first
    target = page.locator(".calendar-day[data-beyond]").first

    chip = first.locator("[data-movable]").first
    name = chip.get_attribute("id")
    before = chip.get_attribute("data-at")
    chip.drag_to(target)
    page.locator("#messages .toast[data-tone=error]").wait_for()

    assert page.locator(f"#{name}").get_attribute("data-at") == before


@phone
def test_a_long_press_and_a_tap_move_an_item(open_as, item):
    page = open_as("maria", has_touch=True)
    chip = open_week(page, item)
    days, place = neighbour(page, item)
    chip.scroll_into_view_if_needed()
    box = chip.bounding_box()

    finger = page.context.new_cdp_session(page)
    point = {"x": box["x"] + 40, "y": box["y"] + 12}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    page.locator("#calendar-bar").wait_for()
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    place.tap()
    page.get_by_text(MOVED).wait_for()

    assert stored(item).scheduled_at == item.scheduled_at + timedelta(days=days)


def test_an_item_is_changed_without_leaving_the_calendar(open_as, item):
    page = open_as("maria")
    open_week(page, item).click()
    dialog = page.locator("#item-dialog")

    dialog.get_by_label("When").fill("2020-01-01T10:00")
    dialog.get_by_role("button", name="Save").click()
    dialog.get_by_text("This time has passed; choose a later one.").wait_for()
    dialog.get_by_label("When").fill(f"{item.scheduled_at:%Y-%m-%dT%H:%M}")
    dialog.get_by_label("Title").fill("Said anew")
    dialog.get_by_role("button", name="Save").click()
    page.get_by_text("The item was changed; its open task follows.").wait_for()

    assert not dialog.is_visible()
    assert stored(item).title == "Said anew"
