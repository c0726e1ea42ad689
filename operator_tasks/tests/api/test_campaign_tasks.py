"""Making the tasks of a campaign from its calendar: who may, what is told, and that it makes nothing twice."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from campaigns.domain.calendar import add_item
from campaigns.domain.campaigns import complete_campaign
from campaigns.tests.api.program import program_of
from campaigns.tests.witness import how_often, told
from operator_tasks.models import OperatorTask

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(running) -> str:
    return f"/campaigns/{running.pk}/tasks/generate/"


def test_each_item_that_lies_ahead_gets_a_task_once(managing, items, address):
    ahead = [item for item in items if item.scheduled_at > timezone.now()]

    made = managing.post(address)

    tasks = list(OperatorTask.objects.order_by("due_at", "pk"))
    assert [task.calendar_item_id for task in tasks] == [item.pk for item in ahead]
    assert (made.status_code, made.json()) == (
        200,
        {
            "created": len(ahead),
            "kept": 0,
            "tasks": [managing.get(f"/tasks/{task.pk}/").json() for task in tasks],
            "notes": [],
        },
    )
    assert how_often("task.created") == len(ahead)
    assert told("task.created")[:3] == ("maria", "api", "task")
    assert managing.post(address).json() == {"created": 0, "kept": len(ahead), "tasks": [], "notes": []}


def test_an_item_without_a_procedure_is_left_out_and_named(managing, running, address, manager):
    at = timezone.now() + timedelta(days=3)
    add_item(
        running,
        platform="linkedin",
        content_type="newsletter",
        scheduled_at=at,
        values={},
        by=manager,
        now=timezone.now(),
    )

    assert managing.post(address).json() == {
        "created": 0,
        "kept": 0,
        "tasks": [],
        "notes": [
            f"{at.astimezone(running.zone):%Y-%m-%d %H:%M}: There is no procedure for POST linkedin newsletter. "
            "A manager must publish one in the SOP library first."
        ],
    }


@pytest.mark.parametrize("count", [1, 6])
def test_many_tasks_cost_as_many_queries_as_one(
    managing, running, address, manager, count, django_assert_num_queries
):
    now = timezone.now()
    for day in range(count):
        add_item(
            running,
            platform="linkedin",
            content_type="post",
            scheduled_at=now + timedelta(days=1 + day),
            values={"title": f"Post {day}"},
            by=manager,
            now=now,
        )

    with django_assert_num_queries(21):
        assert managing.post(address).json()["created"] == count


def test_a_completed_campaign_gets_no_tasks(managing, running, items, address, manager):
    complete_campaign(running, by=manager, now=timezone.now())

    answer = managing.post(address)

    text = "The campaign is completed. Reopen it before making tasks."
    assert (answer.status_code, answer.json()["detail"]) == (409, text)
    assert not OperatorTask.objects.exists()


def test_a_body_that_nobody_reads_is_refused(managing, items, address):
    answer = managing.post(address, {"days_ahead": 14})

    text = "No fields are sent here; leave the body empty."
    assert (answer.status_code, answer.json()["errors"]) == (400, {"days_ahead": [text]})
    assert not OperatorTask.objects.exists()


def test_only_managers_make_tasks_with_tokens_that_write(
    operating, viewing, manager_user, items, address, foreign
):
    reading = program_of(manager_user, ("read",))

    answers = [program.post(address).status_code for program in (operating, viewing, reading)]

    assert answers == [403, 403, 403]
    assert program_of(manager_user).post("/campaigns/999999/tasks/generate/").status_code == 404
    assert not OperatorTask.objects.exists()


def test_a_planner_of_one_client_does_not_reach_another(operator_user, foreign, items, address):
    operator_user.user_permissions.add(Permission.objects.get(codename="manage_campaigns"))
    planning = program_of(operator_user)

    assert planning.post(f"/campaigns/{foreign.pk}/tasks/generate/").status_code == 404
    assert planning.post(address).status_code == 200
