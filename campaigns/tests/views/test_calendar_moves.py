"""Moving on the calendar: the same verb for mouse, finger, keyboard and plain form, answered where it was asked."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from campaigns.domain.calendar import edit_item, generate_calendar
from campaigns.domain.campaigns import edit_campaign
from campaigns.models import CalendarItem
from campaigns.tests.witness import nothing_changes, told
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.models import OperatorTask

BERLIN = ZoneInfo("Europe/Berlin")
HTMX = {"HX-Request": "true"}


def in_days(days: int, clock: str = "10:15") -> str:
    return f"{(timezone.now() + timedelta(days=days)).date()}T{clock}"


def move(browser, item, to, *, htmx=True, version=None, back="/calendar/?view=week"):
    return browser.post(
        f"/calendar/items/{item.pk}/move/",
        {"scheduled_at": to, "version": version or item.version, "back": back},
        headers=HTMX if htmx else {},
    )


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_move_answers_with_the_calendar_as_it_is_then(managing, running, items, manager):
    plan_tasks(running, by=manager, now=timezone.now())
    day = in_days(3)[:10]

    response = move(
        managing, items[0], in_days(3), back=f"/calendar/?view=week&day={day}&campaign={running.pk}"
    )

    page = response.content.decode()
    fresh = CalendarItem.objects.get(pk=items[0].pk)
    assert response.status_code == 200
    assert page.lstrip().startswith('<div class="stack" id="calendar-board"')
    assert 'id="messages"' in page
    assert "The item was moved; its task moved with it." in page
    assert f'data-at="{in_days(3)}"' in page
    assert OperatorTask.objects.get(calendar_item=fresh).due_at == fresh.scheduled_at
    actor, via, noun, version, _before, after = told("calendar_item.rescheduled")
    assert (actor, via, noun, version, list(after)) == ("maria", "page", "calendar item", 2, ["scheduled_at"])


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        (in_days(-2), "This time has passed; choose a later one."),
        (in_days(200), "outside the campaign"),
        ("soon", "Write date and time as 2026-12-24 09:30."),
    ],
)
def test_a_refused_move_says_why_and_shows_the_item_where_it_was(managing, items, to, sentence):
    with nothing_changes():
        response = move(managing, items[0], to)

    page = response.content.decode()
    assert response.status_code == 400
    assert sentence in page
    assert 'id="calendar-board"' in page


def test_a_blackout_day_refuses(managing, running, items, manager):
    day = in_days(4)[:10]
    edit_campaign(running, values={"blackout_dates": [day]}, by=manager, now=timezone.now())

    with nothing_changes():
        response = move(managing, items[0], in_days(4))

    assert response.status_code == 400
    assert f"{day} is a blackout day of this campaign; choose another day." in response.content.decode()


def test_a_stale_move_shows_the_new_version(managing, items, manager):
    edit_item(items[0], values={"title": "Theirs"}, by=manager, now=timezone.now())

    with nothing_changes():
        response = move(managing, items[0], in_days(3), version=1)

    assert response.status_code == 412
    assert "was changed meanwhile" in response.content.decode()


@pytest.mark.parametrize(
    ("to", "sentence"), [(in_days(3), "The item was moved"), (in_days(-2), "has passed")]
)
def test_without_script_the_way_leads_back(managing, items, to, sentence):
    response = move(managing, items[0], to, htmx=False, back="/calendar/?view=week&platform=x")

    assert (response.status_code, response.url) == (302, "/calendar/?view=week&platform=x")
    assert sentence in said(response)[0]


@pytest.mark.parametrize(
    "back", ["https://evil.example/calendar/", "//evil.example", "/admin/", "/calendar/items/1/"]
)
def test_the_way_back_leads_to_the_calendar_only(managing, items, back):
    response = move(managing, items[0], in_days(3), htmx=False, back=back)

    assert (response.status_code, response.url) == (302, f"/calendar/items/{items[0].pk}/")


def test_a_local_time_is_kept_across_the_change_of_clocks(managing, running, items, manager):
    """Moved by days, an item keeps what clocks show, whatever lies between."""
    local = items[0].scheduled_at.astimezone(BERLIN).replace(tzinfo=None)
    later = local + timedelta(days=30)

    move(managing, items[0], f"{later:%Y-%m-%dT%H:%M}")

    fresh = CalendarItem.objects.get(pk=items[0].pk)
    assert fresh.scheduled_at.astimezone(BERLIN).replace(tzinfo=None) == later


def test_only_managers_get_the_means_to_move(managing, operating, items):
    wanted = {"month": f"{items[0].scheduled_at.astimezone(BERLIN):%Y-%m}"}

    pages = [browser.get("/calendar/", wanted).content.decode() for browser in (managing, operating)]

    assert ["data-movable" in page for page in pages] == [True, False]
    assert ["calendar-moves" in page for page in pages] == [True, False]


def test_the_panel_shows_and_saves_in_place(managing, running, items, manager):
    plan_tasks(running, by=manager, now=timezone.now())
    url = f"/calendar/items/{items[0].pk}/panel/"

    panel = managing.get(url, {"back": "/calendar/?view=list"}, headers=HTMX)
    given = {
        "title": "New",
        "copy_text": "Words",
        "scheduled_at": in_days(5),
        "version": 1,
        "back": "/calendar/",
    }
    saved = managing.post(url, given, headers=HTMX)

    assert panel.context["form"]["version"].value() == 1
    assert 'name="back" value="/calendar/?view=list"' in panel.content.decode()
    item = CalendarItem.objects.get(pk=items[0].pk)
    assert saved.status_code == 200
    assert 'id="calendar-board"' in saved.content.decode()
    assert (item.title, item.copy_text, f"{item.scheduled_at.astimezone(BERLIN):%Y-%m-%dT%H:%M}") == (
        "New",
        "Words",
        in_days(5),
    )


def test_a_refused_panel_changes_neither_text_nor_time(managing, items):
    url = f"/calendar/items/{items[0].pk}/panel/"
    given = {"title": "New", "scheduled_at": in_days(-3), "version": 1, "back": "/calendar/"}

    with nothing_changes():
        response = managing.post(url, given, headers=HTMX)

    assert (response.status_code, response["HX-Retarget"], response["HX-Reswap"]) == (
        400,
        "#item-panel",
        "innerHTML",
    )
    assert response.context["form"].errors["scheduled_at"] == ["This time has passed; choose a later one."]


def test_a_stale_panel_shows_both_and_saves_the_second_time(managing, items, manager):
    url = f"/calendar/items/{items[0].pk}/panel/"
    at = f"{items[0].scheduled_at.astimezone(BERLIN):%Y-%m-%dT%H:%M}"
    edit_item(items[0], values={"title": "Theirs"}, by=manager, now=timezone.now())
    given = {"title": "Mine", "scheduled_at": at, "version": 1, "back": "/calendar/"}

    refused = managing.post(url, given, headers=HTMX)
    form = refused.context["form"]
    again = managing.post(url, {**given, "version": form["version"].value()}, headers=HTMX)

    assert (refused.status_code, again.status_code) == (412, 200)
    assert [(each.label, each.stored, each.written) for each in form.differences] == [
        ("Title", "Theirs", "Mine")
    ]
    assert CalendarItem.objects.get(pk=items[0].pk).title == "Mine"


def test_without_script_the_panel_is_the_page_of_the_item(managing, items):
    url = f"/calendar/items/{items[0].pk}/panel/"

    opened = managing.get(url)
    at = f"{items[0].scheduled_at.astimezone(BERLIN):%Y-%m-%dT%H:%M}"
    saved = managing.post(url, {"title": "New", "scheduled_at": at, "version": 1})
    refused = managing.post(url, {"title": "New", "scheduled_at": "soon", "version": 2})

    page = f"/calendar/items/{items[0].pk}/"
    assert [answer.url for answer in (opened, saved, refused)] == [page, page, page]
    assert said(refused)[-1] == "Write date and time as 2026-12-24 09:30."


def test_operators_and_viewers_read_the_panel_and_change_nothing(operating, viewing, client, items, manager):
    edit_item(items[0], values={"copy_text": "Words"}, by=manager, now=timezone.now())
    url = f"/calendar/items/{items[0].pk}/panel/"

    pages = [browser.get(url, headers=HTMX).content.decode() for browser in (operating, viewing)]
    with nothing_changes():
        statuses = [browser.post(url, {"version": 2}).status_code for browser in (operating, viewing, client)]

    assert statuses == [403, 403, 302]
    assert [("Words" in page, "<form" in page) for page in pages] == [(True, False), (True, False)]


def test_another_clients_item_is_not_found(operating, managing, foreign, manager):
    item = generate_calendar(foreign, days_ahead=14, by=manager, now=timezone.now()).created[0]

    seen = [operating.get(f"/calendar/items/{item.pk}/panel/", headers=HTMX).status_code]
    for verb in ("panel", "move", "asset", "asset/remove"):
        seen.append(managing.post(f"/calendar/items/999999/{verb}/", {"version": 1}).status_code)

    assert seen == [404] * 5
