"""Acts on many tasks through the page, and the way back that a toast offers."""

import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.template.loader import render_to_string
from django.urls import reverse

from campaigns.tests.witness import how_often, nothing_changes
from operator_tasks.domain.tasks import assign_task
from operator_tasks.domain.transitions import block_task
from operator_tasks.models import OperatorTask

BULK = "/tasks/bulk/"
BACK = "/tasks/take-back/"


@pytest.fixture
def three(make_task, now) -> list[OperatorTask]:
    return [make_task(now + timedelta(days=2, hours=number), f"task {number}") for number in range(3)]


def ticked(tasks) -> list[str]:
    return [f"{task.pk}:{task.version}" for task in tasks]


def told(response) -> list[tuple[str, str]]:
    return [(message.message, message.extra_tags) for message in get_messages(response.wsgi_request)]


def states(tasks) -> list[tuple]:
    return list(
        OperatorTask.objects.filter(pk__in=[task.pk for task in tasks])
        .order_by("due_at")
        .values_list("status", "assignee__username", "version")
    )


def test_bulk_claims_and_goes_back_to_the_list_with_an_undo(as_operator, three):
    response = as_operator.post(BULK, {"verb": "claim", "task": ticked(three), "next": "/?section=upcoming"})

    assert (response.status_code, response["Location"]) == (302, "/?section=upcoming")
    assert states(three) == [("PENDING", "omar", 2)] * 3
    steps = " ".join(f"{task.pk}:2:assign:" for task in three)
    assert told(response) == [("3 tasks are yours now.", f"undo={steps}")]


def test_the_undo_of_a_toast_takes_all_of_it_back(as_operator, three):
    as_operator.post(BULK, {"verb": "claim", "task": ticked(three)})
    steps = " ".join(f"{task.pk}:2:assign:" for task in three)

    response = as_operator.post(BACK, {"steps": steps, "next": "/tasks/"})

    assert (response.status_code, response["Location"]) == (302, "/tasks/")
    assert states(three) == [("PENDING", None, 3)] * 3


def test_refused_tasks_are_named_with_their_reason_and_a_link(as_operator, three, manager_user, manager, now):
    assign_task(three[1], to=manager_user, by=manager, now=now)

    response = as_operator.post(
        BULK,
        {"verb": "block", "task": [*ticked([three[0]]), f"{three[1].pk}:2"], "block_reason": "No photo"},
    )

    text = response.content.decode()
    assert response.status_code == 200
    assert [(r.task.pk, r.reason) for r in response.context["outcome"].refused] == [
        (three[1].pk, "This task is assigned to maria; ask them, or a manager to assign it to you.")
    ]
    assert reverse("operator_tasks:task_detail", args=[three[1].pk]) in text
    assert "1 task was changed." in text
    assert states(three) == [("BLOCKED", None, 2), ("PENDING", "maria", 2), ("PENDING", None, 1)]


def test_another_clients_task_is_unknown(as_operator, make_task, foreign, now):
    secret = make_task(now + timedelta(days=2), "Secret plan", campaign=foreign)

    with nothing_changes():
        response = as_operator.post(BULK, {"verb": "claim", "task": [f"{secret.pk}:1", "999999:1"]})

    text = response.content.decode()
    assert response.status_code == 200
    assert "Secret" not in text
    assert text.count("There is no such task, or it is not one of yours.") == 2


def test_managers_assign_and_take_out_of_the_plan(as_manager, three, operator_user):
    as_manager.post(BULK, {"verb": "assign", "task": ticked(three[:1]), "assignee": operator_user.pk})
    as_manager.post(BULK, {"verb": "cancel", "task": ticked(three[1:2]), "cancel_reason": "Not needed"})

    assert states(three[:1]) == [("PENDING", "omar", 2)]
    assert how_often("task.cancelled") == 1


def test_a_time_of_ones_own_is_read_on_the_clock_of_each_campaign(as_manager, three):
    zone = three[0].campaign.zone
    wanted = (three[0].due_at + timedelta(days=3)).astimezone(zone).replace(second=0, microsecond=0)

    as_manager.post(
        BULK,
        {
            "verb": "reschedule",
            "move": "time",
            "due_at": f"{wanted:%Y-%m-%dT%H:%M}",
            "task": ticked(three[:1]),
        },
    )

    assert OperatorTask.objects.get(pk=three[0].pk).due_at == wanted


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"verb": "claim"}, "Tick at least one task."),
        ({"verb": "claim", "task": ["1"]}, "did not say which tasks"),
        ({"verb": "claim", "task": ["1:x"]}, "did not say which tasks"),
        ({"verb": "claim", "task": [f"{number}:1" for number in range(1, 202)]}, "200 tasks at most"),
        ({"verb": "", "task": ["1:1"]}, "Choose what to do"),
        ({"verb": "complete", "task": ["1:1"]}, "Choose what to do"),
        ({"verb": "cancel", "task": ["1:1"]}, "Choose what to do"),
        ({"verb": "block", "task": ["{task}"]}, "Say in a few words why"),
        ({"verb": "block", "task": ["{task}"], "block_reason": "x" * 501}, "at most 500 characters"),
        ({"verb": "reschedule", "task": ["{task}"], "move": "time"}, "Give the day and the time."),
        ({"verb": "reschedule", "task": ["{task}"], "move": "never"}, "not one of the available choices"),
        (
            {"verb": "reschedule", "task": ["{task}"], "move": "time", "due_at": "soon"},
            "Write date and time as",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_and_changes_nothing(as_operator, three, data, sentence):
    ids = [tick.format(task=f"{three[0].pk}:{three[0].version}") for tick in data.get("task", [])]

    with nothing_changes():
        response = as_operator.post(BULK, {**data, "task": ids})

    assert response.status_code == 400
    assert sentence in response.content.decode()


def test_a_refused_form_keeps_its_tasks(as_operator, three):
    text = as_operator.post(BULK, {"verb": "block", "task": ticked(three)}).content.decode()

    assert re.findall(r'name="task"\s+value="([^"]+)"', text) == ticked(three)


@pytest.mark.parametrize("steps", ["", "nonsense", "1:1:complete:", " ".join(["1:1:undo:"] * 201)])
def test_an_undo_that_nobody_offered_is_refused(as_operator, three, steps):
    with nothing_changes():
        response = as_operator.post(BACK, {"steps": steps})

    assert response.status_code == 400
    assert "cannot be undone from here" in response.content.decode()


def test_an_undo_that_comes_too_late_says_why(as_operator, three, operator, now):
    block_task(three[0], reason="No photo", by=operator, now=now)

    with nothing_changes():
        response = as_operator.post(BACK, {"steps": f"{three[0].pk}:1:unblock:"})

    assert response.status_code == 200
    assert "was changed meanwhile" in response.content.decode()


@pytest.mark.parametrize("address", [BULK, BACK])
def test_bulk_acts_are_closed_to_readers_strangers_and_links(client, as_viewer, address, three):
    assert as_viewer.post(address, {"task": ticked(three)}).status_code == 403
    assert as_viewer.get(address).status_code in (403, 405)
    as_viewer.logout()
    assert client.post(address, {}).status_code == 302


def test_the_answer_inside_a_list_offers_to_undo(as_operator, three):
    task = three[0]

    response = as_operator.post(
        f"{reverse('operator_tasks:task_claim', args=[task.pk])}?row=1",
        {"version": task.version, "next": "/"},
        headers={"HX-Request": "true"},
    )

    text = response.content.decode()
    assert f'name="steps" value="{task.pk}:2:assign:"' in text
    assert 'action="/tasks/take-back/"' in text
    assert "hx-swap-oob" in text


def test_a_toast_says_only_its_text_where_nothing_can_be_undone(rf):
    class Plain:
        level_tag, message, extra_tags = "success", "<b>Saved</b>", "other"

    text = render_to_string("components/_messages.html", {"messages": [Plain], "csrf_token": "token"})

    assert "&lt;b&gt;Saved&lt;/b&gt;" in text
    assert "<form" not in text
