"""Calendar items: planned, read, changed and taken out by programs as by people at the pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.domain.calendar import add_item
from campaigns.domain.campaigns import complete_campaign
from campaigns.domain.clients import add_account
from campaigns.models import CalendarItem
from campaigns.tests.api.calendar_item_told import document, in_days, item_in, shape, told, trail
from campaigns.tests.api.program import program_of
from conftest import linkedin_proof
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.transitions import complete_task
from operator_tasks.models import OperatorTask

pytestmark = pytest.mark.django_db


def test_an_item_is_planned_read_and_changed(managing, running, manager):
    account = add_account(running.client, platform="x", handle="@acme", by=manager, now=timezone.now())
    content = {
        "title": "Launch",
        "copy_text": "It is out.",
        "asset_ref": "drive/launch.png",
        "cta_text": "Try it",
        "theme": "Launch week",
        "notes": "Ask legal first",
        "account": account.pk,
        "content_type": "thread",
    }
    when = {"scheduled_at": told(in_days(3))}

    made = managing.post(
        "/calendar-items/", {"campaign": running.pk, "platform": "twitter", **when, **content}
    )

    item = CalendarItem.objects.get()
    assert made.status_code == 201
    assert made.json() == shape(item, **content, **when, account_handle="@acme")
    assert made["ETag"] == '"v1"'
    assert managing.get(f"/calendar-items/{item.pk}/").json() == made.json()

    later = {"title": "Launched", "scheduled_at": told(in_days(4))}
    changed = managing.patch(f"/calendar-items/{item.pk}/", later, {"If-Match": made["ETag"]})

    assert changed.status_code == 200
    assert changed.json() == shape(item, **{**content, **later}, version=3, account_handle="@acme")
    assert changed["ETag"] == '"v3"'
    assert trail(item) == [
        ("calendar_item.created", "api", "maria"),
        ("calendar_item.edited", "api", "maria"),
        ("calendar_item.rescheduled", "api", "maria"),
    ]


def test_a_time_is_read_with_its_offset_and_told_in_utc(managing, running):
    moment = in_days(3)
    local = moment + timedelta(hours=5, minutes=30)
    sent = {"campaign": running.pk, "platform": "x", "scheduled_at": f"{local:%Y-%m-%dT%H:%M}+05:30"}

    assert managing.post("/calendar-items/", sent).json()["scheduled_at"] == told(moment)


def test_content_and_time_change_each_for_itself(managing, running, manager):
    item = item_in(running, manager)
    address, moment = f"/calendar-items/{item.pk}/", told(in_days(5))

    assert managing.patch(address, {"theme": "New", "version": 1}).json() == shape(
        item, theme="New", version=2
    )
    moved = managing.patch(address, {"scheduled_at": moment, "version": 2})
    assert moved.json() == shape(item, theme="New", scheduled_at=moment, version=3)
    same = managing.put(address, {"scheduled_at": moment, "theme": "New", "version": 3})
    assert (same.status_code, same.json()) == (200, moved.json())
    assert [action for action, _via, _who in trail(item)] == [
        "calendar_item.created",
        "calendar_item.edited",
        "calendar_item.rescheduled",
    ]


def test_an_item_whose_time_has_passed_takes_content_with_the_time_it_has(managing, running, manager):
    then = timezone.now() - timedelta(days=2)
    item = add_item(
        running,
        platform="x",
        content_type="post",
        scheduled_at=then + timedelta(hours=1, seconds=7),
        values={},
        by=manager,
        now=then,
    )
    address = f"/calendar-items/{item.pk}/"
    stored = managing.get(address).json()["scheduled_at"]

    answer = managing.put(address, {"scheduled_at": stored, "title": "Late", "version": 1})

    assert (answer.status_code, answer.json()) == (
        200,
        shape(item, title="Late", scheduled_at=stored, version=2),
    )


def test_a_change_names_the_version_that_was_seen(managing, running, manager):
    item = item_in(running, manager)
    address, change = f"/calendar-items/{item.pk}/", {"title": "New"}

    assert managing.patch(address, change).status_code == 428
    assert managing.delete(address).status_code == 428
    assert managing.patch(address, change, {"If-Match": '"v7"'}).status_code == 412
    assert managing.delete(address, {"If-Match": '"v7"'}).status_code == 412
    assert managing.post(f"{address}restore/", {"version": 7}).status_code == 412
    assert managing.delete(f"{address}asset/").status_code == 428
    assert managing.patch(address, change, {"If-Match": "*"}).json()["version"] == 2


def test_a_deleted_item_stays_and_comes_back(managing, running, manager):
    item = item_in(running, manager)
    plan_tasks(running, by=manager, now=timezone.now())
    task = OperatorTask.objects.get()
    address = f"/calendar-items/{item.pk}/"

    gone = managing.delete(address, {"If-Match": '"v1"'})

    assert (gone.status_code, gone.content) == (204, b"")
    left = managing.get(address).json()
    assert left == shape(
        item,
        status="CANCELLED",
        cancelled_at=left["cancelled_at"],
        cancel_reason="item_deleted",
    )
    assert left["cancelled_at"] == left["updated_at"]
    again = managing.delete(address, {"If-Match": '"v2"'})
    text = "This calendar item was cancelled; restore it first."
    assert (again.status_code, again.json()["detail"]) == (409, text)

    back = managing.post(f"{address}restore/")

    assert (back.status_code, back.json()) == (200, shape(item, task=task.pk, version=3))
    there = managing.post(f"{address}restore/")
    assert (there.status_code, there.json()["detail"]) == (409, "This calendar item is in the plan already.")
    assert trail(item) == [
        ("calendar_item.created", "page", "maria"),
        ("calendar_item.cancelled", "api", "maria"),
        ("calendar_item.restored", "api", "maria"),
    ]


def test_a_generated_item_names_its_slot(managing, items):
    item = items[0]

    row = managing.get(f"/calendar-items/{item.pk}/").json()

    assert row["slot"] == {"week": item.slot_week, "index": item.slot_index}


def test_others_see_their_clients_items_and_change_none(
    managing, operating, viewing, running, foreign, manager
):
    item = item_in(running, manager, notes="Pays late")
    hidden = item_in(foreign, manager)
    new = {"campaign": running.pk, "platform": "x", "scheduled_at": told(in_days(3))}
    change = {"title": "Mine", "version": 1}
    address = f"/calendar-items/{item.pk}/"

    assert [row["notes"] for row in operating.get("/calendar-items/").json()["results"]] == ["Pays late"]
    assert [row["notes"] for row in viewing.get("/calendar-items/").json()["results"]] == [""]
    for program in (operating, viewing):
        assert program.get(f"/calendar-items/{hidden.pk}/").status_code == 404
        assert program.get(f"/calendar-items/?campaign={foreign.pk}").json()["results"] == []
        assert program.post("/calendar-items/", new).status_code == 403
        assert program.patch(address, change).status_code == 403
        assert program.put(address, {**change, "scheduled_at": told(in_days(4))}).status_code == 403
        assert program.delete(address, {"If-Match": "*"}).status_code == 403
        assert program.post(f"{address}restore/").status_code == 403
        assert program.upload(f"{address}asset/", {"file": document()}).status_code == 403
        assert program.delete(f"{address}asset/", {"If-Match": "*"}).status_code == 403
    assert trail(item) == [("calendar_item.created", "page", "maria")]
    assert managing.get("/calendar-items/999/").status_code == 404
    assert managing.post("/calendar-items/", {**new, "campaign": 999}).status_code == 404


def test_a_token_opens_what_its_scopes_allow(manager_user, running, manager):
    item = item_in(running, manager)
    reading, writing = program_of(manager_user, ("read",)), program_of(manager_user, ("write",))
    change = {"title": "New", "version": 1}

    assert reading.get(f"/calendar-items/{item.pk}/").status_code == 200
    assert reading.patch(f"/calendar-items/{item.pk}/", change).status_code == 403
    assert writing.get("/calendar-items/").status_code == 403
    assert writing.patch(f"/calendar-items/{item.pk}/", change).status_code == 200


@pytest.mark.parametrize(
    ("sent", "field", "text"),
    [
        (
            {"scheduled_at": "2026-12-07T09:00:00"},
            "scheduled_at",
            "Write a time with its offset from UTC, as 2026-03-02T09:00:00+01:00.",
        ),
        ({"scheduled_at": "2001-01-01T00:00Z"}, "scheduled_at", "This time has passed; choose a later one."),
        ({"status": "DONE"}, "status", "This cannot be set here; leave it out."),
        ({"task": 1}, "task", "This cannot be set here; leave it out."),
        ({"slot": {"week": 0}}, "slot", "This cannot be set here; leave it out."),
        ({"title": "x" * 256}, "title", "Ensure this field has no more than 255 characters."),
        (
            {"content_type": "poem"},
            "content_type",
            "This is not one of: post, carousel, reel, thread, story, quote, newsletter, email, dm, other.",
        ),
        (
            {"account": 999},
            "account",
            "This account is not one the client uses on this platform; choose another.",
        ),
        ({"account": "1"}, "account", "Write this as a whole number."),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_field(managing, running, sent, field, text):
    new = {"campaign": running.pk, "platform": "x", "scheduled_at": told(in_days(3)), **sent}

    answer = managing.post("/calendar-items/", new)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert (answer.json()["errors"], answer.json()["detail"]) == ({field: [text]}, text)
    assert CalendarItem.objects.count() == 0


def test_an_account_is_the_clients_own_on_this_platform(managing, running, foreign, manager):
    now = timezone.now()
    elsewhere = add_account(running.client, platform="reddit", handle="u/acme", by=manager, now=now)
    others = add_account(foreign.client, platform="x", handle="@globex", by=manager, now=now)
    item = item_in(running, manager)
    text = "This account is not one the client uses on this platform; choose another."

    for account in (elsewhere, others):
        new = {"campaign": running.pk, "platform": "x", "scheduled_at": told(in_days(4))}
        made = managing.post("/calendar-items/", {**new, "account": account.pk})
        changed = managing.patch(f"/calendar-items/{item.pk}/", {"account": account.pk, "version": 1})
        assert (made.status_code, made.json()["errors"]) == (400, {"account": [text]})
        assert (changed.status_code, changed.json()["errors"]) == (400, {"account": [text]})
    assert (
        managing.patch(f"/calendar-items/{item.pk}/", {"platform": "reddit", "version": 1}).status_code == 400
    )


def test_what_is_done_or_completed_stays(managing, running, manager, operator):
    now = timezone.now()
    item = item_in(running, manager, platform="linkedin")
    plan_tasks(running, by=manager, now=now)
    complete_task(OperatorTask.objects.get(), proof=linkedin_proof(), performed_at=now, by=operator, now=now)
    address = f"/calendar-items/{item.pk}/"

    def refusals() -> list[int]:
        change = {"title": "New", "version": 1}
        return [
            managing.patch(address, change).status_code,
            managing.patch(address, {"scheduled_at": told(in_days(4)), "version": 1}).status_code,
            managing.delete(address, {"If-Match": "*"}).status_code,
            managing.upload(f"{address}asset/", {"file": document()}).status_code,
        ]

    assert refusals() == [409] * 4
    complete_campaign(running, by=manager, now=now)
    assert refusals() == [409] * 4
    new = {"campaign": running.pk, "platform": "x", "scheduled_at": told(in_days(3))}
    assert managing.post("/calendar-items/", new).status_code == 409
