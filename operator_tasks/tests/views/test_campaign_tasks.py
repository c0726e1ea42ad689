"""The campaign's panel, making tasks from the calendar, and making one by hand."""

from datetime import timedelta

import pytest

from campaigns.domain.calendar import add_item, generate_calendar
from campaigns.domain.campaigns import complete_campaign
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.transitions import block_task, complete_task
from operator_tasks.models import OperatorTask

QUERIES = 15


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_the_panel_counts_by_status(as_operator, running, make_task, operator, now):
    make_task(now - timedelta(hours=5))
    make_task(now + timedelta(days=9))
    block_task(make_task(now + timedelta(days=3)), reason="No photo", by=operator, now=now)
    complete_task(
        make_task(now + timedelta(days=1)), proof=ProofInput("TEXT", "Called"), by=operator, now=now
    )

    response = as_operator.get(f"/campaigns/{running.pk}/tasks/")

    tasks = response.context["tasks"]
    assert {section.bucket.value: section.count for section in tasks.sections} == {
        "overdue": 1,
        "due": 0,
        "blocked": 1,
        "upcoming": 1,
        "done": 1,
        "missed": 0,
        "cancelled": 0,
    }
    assert (tasks.done, tasks.planned, tasks.percent) == (1, 4, 25)
    assert "<html" in response.content.decode()


def test_the_panel_is_only_a_fragment_for_the_page_that_loads_it(as_operator, running):
    response = as_operator.get(f"/campaigns/{running.pk}/tasks/", headers={"HX-Request": "true"})

    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_the_panel_shows_one_status(as_operator, running, make_task, now):
    make_task(now - timedelta(hours=5), "late")
    make_task(now + timedelta(days=9), "far")

    response = as_operator.get(f"/campaigns/{running.pk}/tasks/", {"status": "upcoming"})

    shown = response.context["tasks"].shown
    assert [row.task.title for section in shown for row in section.page.rows] == ["far"]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_panel_costs_the_same_whatever_it_holds(
    as_operator, running, make_task, now, count, django_assert_num_queries
):
    for number in range(count):
        make_task(now + timedelta(hours=number - 5, minutes=1))

    with django_assert_num_queries(QUERIES):
        as_operator.get(f"/campaigns/{running.pk}/tasks/")


def test_generate_tells_what_was_made_kept_and_left_out(as_manager, running, manager, now):
    generate_calendar(running, days_ahead=7, by=manager, now=now)
    items = running.calendar_items.count()
    add_item(
        running,
        platform="pinterest",
        content_type="dm",
        scheduled_at=now + timedelta(days=2),
        values={},
        by=manager,
        now=now,
    )
    address = f"/campaigns/{running.pk}/tasks/generate/"

    first = as_manager.post(address)
    as_manager.post(address)

    assert (first.status_code, first["Location"]) == (302, f"/campaigns/{running.pk}/")
    assert OperatorTask.objects.filter(task_type="POST").count() == items
    shown = told(as_manager.get("/"))
    assert f"{items} tasks were made; 0 were there already." in shown
    assert f"0 tasks were made; {items} were there already." in shown
    assert [text for text in shown if text.startswith("1 item was left out:")] != []


def test_generate_is_refused_for_a_completed_campaign(as_manager, running, manager, now):
    complete_campaign(running, by=manager, now=now)

    response = as_manager.post(f"/campaigns/{running.pk}/tasks/generate/")

    assert response.status_code == 409
    assert "Reopen it before making tasks" in response.content.decode()


def test_generate_is_for_managers(as_operator, running):
    address = f"/campaigns/{running.pk}/tasks/generate/"

    assert (as_operator.post(address).status_code, as_operator.get(address).status_code) == (403, 403)


def test_a_task_by_hand(as_operator, running, now):
    due = (now + timedelta(days=1)).astimezone(running.zone)
    data = {"title": "Call them", "platform": "internal", "due_at": f"{due:%Y-%m-%dT%H:%M}"}

    refused = as_operator.post(f"/campaigns/{running.pk}/tasks/new/", {**data, "due_at": "2020-01-01T10:00"})
    made = as_operator.post(f"/campaigns/{running.pk}/tasks/new/", data)

    task = OperatorTask.objects.get()
    assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["due_at"])
    assert (made.status_code, made["Location"]) == (302, f"/tasks/{task.pk}/")
    assert (task.title, task.due_at) == ("Call them", due.replace(second=0, microsecond=0))


def test_a_campaigns_tasks_are_closed_to_others(client, running, foreign, viewer_user, operator_user):
    addresses = ("tasks/", "tasks/new/")
    anonymous = [client.get(f"/campaigns/{running.pk}/{address}").status_code for address in addresses]
    client.force_login(viewer_user)
    viewer = [client.get(f"/campaigns/{running.pk}/{address}").status_code for address in addresses]
    client.force_login(operator_user)
    stranger = [client.get(f"/campaigns/{foreign.pk}/{address}").status_code for address in addresses]

    assert (anonymous, viewer, stranger) == ([302, 302], [200, 403], [404, 404])
