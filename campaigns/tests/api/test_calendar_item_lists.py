"""Lists of calendar items: narrowed, ordered, in pages, and with the status of their tasks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.domain.calendar import add_item, delete_item
from campaigns.domain.clients import add_account
from campaigns.domain.housekeeping import archive_campaign
from campaigns.tests.api.calendar_item_told import ids, item_in, told
from conftest import linkedin_proof
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.transitions import block_task, complete_task
from operator_tasks.models import OperatorTask

pytestmark = pytest.mark.django_db


def test_the_status_is_that_of_the_task(managing, running, manager, operator):
    now = timezone.now()
    names = ("PENDING", "DUE", "OVERDUE", "BLOCKED", "DONE", "CANCELLED")
    made = {
        "PENDING": item_in(running, manager, days=3),
        "DUE": item_in(running, manager, days=0.02),
        "BLOCKED": item_in(running, manager, days=5),
        "DONE": item_in(running, manager, days=6, platform="linkedin"),
        "CANCELLED": item_in(running, manager, days=7),
        "OVERDUE": add_item(
            running,
            platform="x",
            content_type="post",
            scheduled_at=now - timedelta(hours=2),
            values={},
            by=manager,
            now=now - timedelta(days=1),
        ),
    }
    plan_tasks(running, by=manager, now=now - timedelta(days=1))
    tasks = {task.calendar_item_id: task for task in OperatorTask.objects.all()}
    without = item_in(running, manager, days=8)
    block_task(tasks[made["BLOCKED"].pk], reason="No picture yet", by=manager, now=now)
    complete_task(tasks[made["DONE"].pk], proof=linkedin_proof(), performed_at=now, by=operator, now=now)
    delete_item(made["CANCELLED"], by=manager, now=now)

    listed = {name: ids(managing.get(f"/calendar-items/?status={name}")) for name in names}

    assert listed == {
        **{name: [item.pk] for name, item in made.items()},
        "PENDING": [made["PENDING"].pk, without.pk],
    }
    assert managing.get("/calendar-items/?status=MISSED").json()["results"] == []
    for name, item in made.items():
        row = managing.get(f"/calendar-items/{item.pk}/").json()
        assert (row["status"], row["task"]) == (name, None if name == "CANCELLED" else tasks[item.pk].pk)


def test_the_list_is_narrowed_and_ordered(managing, running, foreign, manager):
    near = item_in(running, manager, days=2, title="Bread")
    far = item_in(running, manager, days=9, platform="linkedin", copy_text="Fresh bread")
    other = item_in(foreign, manager, days=5, theme="Trees", notes="bread")
    gone = item_in(running, manager, days=4)
    delete_item(gone, by=manager, now=timezone.now())

    def found(query: str) -> list[int]:
        return ids(managing.get(f"/calendar-items/?{query}"))

    assert found("") == [near.pk, other.pk, far.pk]
    assert found("ordering=-scheduled_at") == [far.pk, other.pk, near.pk]
    assert found("ordering=id") == [near.pk, far.pk, other.pk]
    assert found("ordering=-id") == [other.pk, far.pk, near.pk]
    assert found(f"campaign={running.pk}") == [near.pk, far.pk]
    assert found(f"client={foreign.client_id}") == [other.pk]
    assert found("platform=linkedin") == [far.pk]
    assert found("platform=twitter") == [near.pk, other.pk]
    assert found("content_type=reel") == []
    assert found("search=bread") == [near.pk, far.pk]
    assert found("cancelled=true") == [gone.pk]
    assert found("cancelled=false") == [near.pk, other.pk, far.pk]
    moment = told(other.scheduled_at)
    assert found(f"scheduled_after={moment}") == [other.pk, far.pk]
    assert found(f"scheduled_before={moment}") == [near.pk]


def test_a_cursor_goes_through_the_list_and_back(managing, running, manager):
    keys = [item_in(running, manager, days=3).pk for _ in range(5)]

    first = managing.get("/calendar-items/?page_size=2")
    second = managing.get(first.json()["next"].removeprefix("http://testserver"))
    third = managing.get(second.json()["next"].removeprefix("http://testserver"))
    back = managing.get(third.json()["previous"].removeprefix("http://testserver"))

    assert [ids(page) for page in (first, second, third, back)] == [keys[:2], keys[2:4], keys[4:], keys[2:4]]
    assert (first.json()["count"], third.json()["next"]) == (5, None)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=FINISHED", "status"),
        ("platform=internal", "platform"),
        ("scheduled_after=2026-12-01", "scheduled_after"),
        ("cancelled=yes", "cancelled"),
        ("ordering=title", "ordering"),
        ("campaign=acme", "campaign"),
        ("page_size=1000000000", "page_size"),
        ("colour=red", "colour"),
    ],
)
def test_what_the_list_does_not_know_is_refused(managing, query, field):
    answer = managing.get(f"/calendar-items/?{query}")

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_items_of_archived_campaigns_are_listed_where_the_campaign_is_named(managing, planned, manager):
    item = item_in(planned, manager)
    archive_campaign(planned, by=manager, now=timezone.now())

    assert ids(managing.get("/calendar-items/")) == []
    assert ids(managing.get(f"/calendar-items/?campaign={planned.pk}")) == [item.pk]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_cost_of_a_page_does_not_grow_with_its_rows(
    managing, running, manager, count, django_assert_num_queries
):
    account = add_account(running.client, platform="x", handle="@acme", by=manager, now=timezone.now())
    for _ in range(count):
        item_in(running, manager, account_id=account.pk)
    plan_tasks(running, by=manager, now=timezone.now())
    managing.get("/calendar-items/")

    with django_assert_num_queries(6):
        rows = managing.get("/calendar-items/?status=PENDING").json()["results"]

    assert [row["account_handle"] for row in rows] == ["@acme"] * count
    assert all(row["task"] for row in rows)
