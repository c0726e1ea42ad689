"""One act on many tasks: each for itself, and what is refused says why."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from campaigns.domain.audit_verify import verify
from campaigns.tests.api.program import program_of
from campaigns.tests.witness import how_often, nothing_changes, told
from operator_tasks.models import OperatorTask

pytestmark = pytest.mark.django_db
UNKNOWN = "There is no such task, or it is not one of yours."


@pytest.fixture
def three(posts):
    later = timezone.now() + timedelta(days=2)
    return [task for task in posts if task.due_at > later][:3]


def keys(tasks):
    return [task.pk for task in tasks]


def bulk(program, tasks, **sent):
    return program.post("/tasks/bulk/", {"tasks": keys(tasks), **sent})


def states(tasks, *names):
    return list(OperatorTask.objects.filter(pk__in=keys(tasks)).order_by("pk").values_list(*names))


def test_some_are_claimed_and_one_is_refused(operating, three, managing):
    managing.post(f"/tasks/{three[1].pk}/cancel/", {"reason": "No asset"})
    wanted = [three[0].pk, three[0].pk, three[1].pk, 999_999]

    answer = operating.post("/tasks/bulk/", {"verb": "claim", "tasks": wanted})

    refused = answer.json()["refused"]
    assert (answer.status_code, answer.json()["done"]) == (200, [three[0].pk])
    assert [entry["task"] for entry in refused] == [three[1].pk, 999_999]
    assert refused[1]["detail"] == UNKNOWN
    assert states(three[:1], "assignee__username") == [("omar",)]
    assert (how_often("task.assigned"), told("task.assigned")[:3]) == (1, ("omar", "api", "task"))


def test_every_verb_does_what_it_says(managing, operating, three):
    done = {"done": keys(three), "refused": []}
    day = (three[2].due_at + timedelta(days=1)).date()
    wanted = f"{day}T09:30"

    assert bulk(managing, three, verb="assign", assignee="omar").json() == done
    assert states(three, "assignee__username") == [("omar",)] * 3
    assert bulk(operating, three, verb="release").json() == done
    assert bulk(managing, three, verb="assign", assignee=None).json() == done
    assert bulk(managing, three, verb="reschedule", move="time", wall_clock=wanted).json() == done
    zone = three[0].campaign.zone
    at = datetime.fromisoformat(wanted).replace(tzinfo=zone)
    assert states(three, "due_at") == [(at,)] * 3
    assert bulk(managing, three, verb="block", reason="No asset").json() == done
    assert states(three, "status", "blocked_reason") == [("BLOCKED", "No asset")] * 3
    assert bulk(managing, three, verb="cancel", reason="Client asked").json() == done


@pytest.mark.parametrize(
    ("sent", "field", "text"),
    [
        ({"verb": "block"}, "reason", "This is needed for this verb."),
        ({"verb": "assign"}, "assignee", "This is needed for this verb."),
        ({"verb": "assign", "assignee": "nobody"}, "assignee", "Nobody of this name works on tasks here."),
        ({"verb": "claim", "reason": "x"}, "reason", "This does not go with this verb; leave it out."),
        ({"verb": "reschedule"}, "move", "This is needed for this verb."),
        ({"verb": "reschedule", "move": "time"}, "wall_clock", "This is needed for this verb."),
        (
            {"verb": "reschedule", "move": "day", "wall_clock": "2026-03-02T09:00"},
            "wall_clock",
            "This goes with the move “time” alone.",
        ),
        (
            {"verb": "reschedule", "move": "time", "wall_clock": "2026-03-02T09:00Z"},
            "wall_clock",
            "Write a day and a time without an offset, as 2026-03-02T09:00.",
        ),
        (
            {"verb": "reschedule", "move": "time", "wall_clock": "2026-02-31T09:00"},
            "wall_clock",
            "There is no such day; correct it.",
        ),
        ({"verb": "claim", "tasks": []}, "tasks", "Ensure this field has at least 1 elements."),
        (
            {"verb": "claim", "tasks": list(range(1, 202))},
            "tasks",
            "Ensure this field has no more than 200 elements.",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_as_a_whole(managing, three, sent, field, text):
    managing.get("/me/")

    with nothing_changes():
        answer = managing.post("/tasks/bulk/", {"tasks": keys(three), **sent})

    assert (answer.status_code, answer.json()["errors"]) == (400, {field: [text]})


def test_operators_do_what_they_may_and_viewers_nothing(operating, viewing, operator_user, three):
    refused = bulk(operating, three[:1], verb="cancel", reason="No asset").json()

    assert (refused["done"], [entry["task"] for entry in refused["refused"]]) == ([], keys(three[:1]))
    assert bulk(viewing, three, verb="claim").status_code == 403
    assert bulk(program_of(operator_user, ("read",)), three, verb="claim").status_code == 403


def test_with_a_key_what_is_refused_takes_nothing_of_the_others_back(operating, managing, three):
    managing.post(f"/tasks/{three[1].pk}/cancel/", {"reason": "No asset"})
    sent = {"verb": "claim", "tasks": keys(three)}

    first = operating.post("/tasks/bulk/", sent, {"Idempotency-Key": "morning"})
    again = operating.post("/tasks/bulk/", sent, {"Idempotency-Key": "morning"})

    assert (first.status_code, first.json()["done"]) == (200, [three[0].pk, three[2].pk])
    assert [entry["task"] for entry in first.json()["refused"]] == [three[1].pk]
    assert (again.json(), again["Idempotency-Replayed"]) == (first.json(), "true")
    assert states([three[0], three[2]], "assignee__username") == [("omar",)] * 2
    assert how_often("task.assigned") == 2
    assert verify().faults == ()
