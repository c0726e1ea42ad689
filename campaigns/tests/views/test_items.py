from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from campaigns.domain.calendar import edit_item, generate_calendar
from campaigns.domain.clients import add_account, edit_account
from campaigns.models import CalendarItem
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.transitions import complete_task
from operator_tasks.models import OperatorTask

BERLIN = ZoneInfo("Europe/Berlin")


def in_days(days: int, clock: str = "10:15") -> str:
    return f"{(timezone.now() + timedelta(days=days)).date()}T{clock}"


def content(item, **changes) -> dict:
    return {"version": item.version, "content_type": item.content_type, "title": item.title, **changes}


def next_spring_forward() -> datetime:
    """02:30 on the next last Sunday of March: a wall-clock time that Berlin leaps over."""
    year = timezone.now().year + (timezone.now().month >= 3)
    day = date(year, 3, 31)
    return datetime.combine(day - timedelta(days=day.isoweekday() % 7), time(2, 30))


def test_create_reads_the_clock_of_the_campaign(managing, running):
    response = managing.post(
        f"/campaigns/{running.pk}/calendar/items/new/",
        {"platform": "x", "content_type": "thread", "scheduled_at": in_days(3), "title": "Hello"},
    )

    item = CalendarItem.objects.get()
    assert (response.status_code, response.url) == (302, f"/calendar/items/{item.pk}/")
    assert f"{item.scheduled_at.astimezone(BERLIN):%Y-%m-%dT%H:%M}" == in_days(3)
    assert (item.platform, item.content_type, item.title) == ("x", "thread", "Hello")


@pytest.mark.parametrize(("when", "words"), [(-1, "has passed"), (300, "outside the campaign")])
def test_create_refuses_times_beside_the_field(managing, running, when, words):
    response = managing.post(
        f"/campaigns/{running.pk}/calendar/items/new/",
        {"platform": "x", "content_type": "post", "scheduled_at": in_days(when)},
    )

    assert (response.status_code, CalendarItem.objects.count()) == (400, 0)
    assert words in response.context["form"].errors["scheduled_at"][0]


def test_create_refuses_years_that_no_clock_can_tell(managing, running):
    response = managing.post(
        f"/campaigns/{running.pk}/calendar/items/new/",
        {"platform": "x", "content_type": "post", "scheduled_at": "0001-01-01T00:00"},
    )

    assert response.status_code == 400
    assert response.context["form"].errors["scheduled_at"] == ["Choose a day from 2000 to 2299."]


def test_a_form_that_is_sent_twice_makes_one_item(managing, running):
    url = f"/campaigns/{running.pk}/calendar/items/new/"
    key = str(managing.get(url).context["form"]["key"].value())
    sent = {"key": key, "platform": "x", "content_type": "post", "scheduled_at": in_days(3)}

    first = managing.post(url, {**sent, "title": "Hello"})
    second = managing.post(url, {**sent, "title": "Hello again"}, follow=True)

    item = CalendarItem.objects.get()
    assert (item.title, item.import_key) == ("Hello", f"form:{key}")
    assert second.redirect_chain == [(first.url, 302)]
    assert "This form was sent before" in second.content.decode()


def test_two_forms_make_two_items(managing, running):
    url = f"/campaigns/{running.pk}/calendar/items/new/"
    keys = [str(managing.get(url).context["form"]["key"].value()) for _ in range(2)]

    for key in keys:
        managing.post(url, {"key": key, "platform": "x", "content_type": "post", "scheduled_at": in_days(3)})

    assert [item.import_key for item in CalendarItem.objects.order_by("pk")] == [
        f"form:{key}" for key in keys
    ]


def test_create_begins_on_the_day_that_was_clicked(managing, running):
    url = f"/campaigns/{running.pk}/calendar/items/new/"

    assert (
        managing.get(url, {"day": "2026-12-01"}).context["form"]["scheduled_at"].value() == "2026-12-01T09:00"
    )


def test_create_remembers_the_time_that_was_chosen_last(managing, running):
    url = f"/campaigns/{running.pk}/calendar/items/new/"
    managing.post(url, {"platform": "x", "content_type": "post", "scheduled_at": in_days(3, "16:40")})

    on_a_day = managing.get(url, {"day": "2026-12-01"}).context["form"]
    anew = managing.get(url).context["form"]

    assert on_a_day["scheduled_at"].value() == "2026-12-01T16:40"
    assert anew["scheduled_at"].value() == in_days(3, "16:40")


def test_edit_changes_the_content_and_its_task(managing, running, items, manager):
    plan_tasks(running, by=manager, now=timezone.now())

    response = managing.post(
        f"/calendar/items/{items[0].pk}/edit/", content(items[0], title="New", copy_text="Words")
    )

    task = OperatorTask.objects.get(calendar_item=items[0])
    assert (response.status_code, task.copy_text) == (302, "Words")
    assert task.title.endswith(": New")


def test_stale_edit_shows_both(managing, items, manager):
    form = content(items[0], title="Mine")
    edit_item(items[0], values={"title": "Theirs"}, by=manager, now=timezone.now())

    response = managing.post(f"/calendar/items/{items[0].pk}/edit/", form)

    assert response.status_code == 412
    shown = [(each.label, each.stored, each.written) for each in response.context["form"].differences]
    assert ("Title", "Theirs", "Mine") in shown
    assert response.context["form"]["version"].value() == 2


def test_edit_refuses_an_account_of_another_platform(managing, running, items, manager):
    other = add_account(running.client, platform="reddit", handle="u/acme", by=manager, now=timezone.now())

    response = managing.post(f"/calendar/items/{items[0].pk}/edit/", content(items[0], account_id=other.pk))

    assert (response.status_code, list(response.context["form"].errors)) == (400, ["account_id"])


def test_edit_keeps_an_account_that_is_out_of_use(managing, running, items, manager):
    now = timezone.now()
    item = items[0]
    account = add_account(running.client, platform=item.platform, handle="@old", by=manager, now=now)
    item = edit_item(item, values={"account_id": account.pk}, by=manager, now=now)
    edit_account(account, values={"is_active": False}, by=manager, now=now)

    form = managing.get(f"/calendar/items/{item.pk}/edit/").context["form"]

    assert form["account_id"].value() == account.pk
    assert (account.pk, "@old (LinkedIn)") in form.fields["account_id"].choices


def test_move_moves_item_and_task(managing, running, items, manager):
    plan_tasks(running, by=manager, now=timezone.now())

    response = managing.post(
        f"/calendar/items/{items[0].pk}/move/", {"version": 1, "scheduled_at": in_days(9)}
    )

    task = OperatorTask.objects.get(calendar_item=items[0])
    assert response.status_code == 302
    assert f"{task.due_at.astimezone(BERLIN):%Y-%m-%dT%H:%M}" == in_days(9)


def test_move_refuses_a_time_that_does_not_exist(managing, items):
    gap = next_spring_forward()

    response = managing.post(
        f"/calendar/items/{items[0].pk}/move/",
        {"version": 1, "scheduled_at": gap.isoformat(timespec="minutes")},
    )

    assert response.status_code == 400
    assert response.context["move"].errors["scheduled_at"] == [
        f"{gap:%Y-%m-%d %H:%M} does not exist in Europe/Berlin, where clocks change; choose another time."
    ]
    assert CalendarItem.objects.get(pk=items[0].pk).version == 1


@pytest.mark.parametrize("given", ["tomorrow", "2026-12-24T09:30+02:00", ""])
def test_move_refuses_what_is_no_wall_clock_time(managing, items, given):
    response = managing.post(f"/calendar/items/{items[0].pk}/move/", {"version": 1, "scheduled_at": given})

    assert (response.status_code, list(response.context["move"].errors)) == (400, ["scheduled_at"])


def test_stale_move_is_refused_and_passes_the_second_time(managing, items, manager):
    edit_item(items[0], values={"title": "Theirs"}, by=manager, now=timezone.now())
    url = f"/calendar/items/{items[0].pk}/move/"

    refused = managing.post(url, {"version": 1, "scheduled_at": in_days(9)})
    again = managing.post(
        url, {"version": refused.context["move"]["version"].value(), "scheduled_at": in_days(9)}
    )

    assert (refused.status_code, again.status_code) == (412, 302)


def test_delete_and_restore(managing, running, items, manager):
    plan_tasks(running, by=manager, now=timezone.now())
    url = f"/calendar/items/{items[0].pk}/"

    deleted = managing.post(f"{url}delete/", {"version": 1})
    assert (deleted.status_code, OperatorTask.objects.get(calendar_item=items[0]).is_live) == (302, False)
    assert "its calendar item was deleted" in managing.get(url).content.decode()

    again = managing.post(f"{url}delete/", {"version": 2})
    assert again.status_code == 409
    assert "This calendar item was cancelled; restore it first." in again.content.decode()

    restored = managing.post(f"{url}restore/", {"version": 2})
    assert (restored.status_code, OperatorTask.objects.get(calendar_item=items[0]).is_live) == (302, True)


def test_page_shows_task_status_count_and_trail(managing, running, items, manager):
    plan_tasks(running, by=manager, now=timezone.now())
    item = edit_item(
        items[0], values={"copy_text": "Four", "notes": "Secret"}, by=manager, now=timezone.now()
    )

    response = managing.get(f"/calendar/items/{item.pk}/")

    assert response.context["status"] in {"PENDING", "DUE"}
    assert response.context["count_text"] == "4 of 3000 characters"
    assert [entry.action for entry in response.context["trail"]] == [
        "calendar_item.edited",
        "calendar_item.created",
    ]
    assert "Secret" in response.content.decode()


def test_viewers_read_neither_notes_nor_trail(viewing, items, manager):
    edit_item(items[0], values={"notes": "Secret"}, by=manager, now=timezone.now())

    response = viewing.get(f"/calendar/items/{items[0].pk}/")

    assert (response.status_code, response.context["trail"]) == (200, [])
    assert "Secret" not in response.content.decode()
    assert "maria" not in response.content.decode()


@pytest.mark.parametrize("verb", ["edit", "move", "delete", "restore"])
def test_only_managers_change_items(operating, viewing, client, items, verb):
    url = f"/calendar/items/{items[0].pk}/{verb}/"

    statuses = [browser.post(url, {"version": 1}).status_code for browser in (operating, viewing, client)]

    assert statuses == [403, 403, 302]


def test_another_clients_item_is_not_found(operating, foreign, manager):
    now = timezone.now()
    item = generate_calendar(foreign, days_ahead=14, by=manager, now=now).created[0]

    assert operating.get(f"/calendar/items/{item.pk}/").status_code == 404


def test_a_published_item_is_neither_late_nor_to_be_moved(managing, items, manager, running):
    plan_tasks(running, by=manager, now=timezone.now())
    task = OperatorTask.objects.get(calendar_item=items[0])
    url = f"/calendar/items/{items[0].pk}/"
    before = managing.get(url).content.decode()
    proof = ProofInput("MANUAL", "Seen in the feed")
    complete_task(task, proof=proof, by=manager, now=timezone.now())

    after = managing.get(url)

    assert [f'action="{url}{verb}/"' in before for verb in ("move", "delete")] == [True, True]
    assert [f'action="{url}{verb}/"' in after.content.decode() for verb in ("move", "delete")] == [
        False,
        False,
    ]
    assert (after.context["is_done"], after.context["is_open"]) == (True, False)
