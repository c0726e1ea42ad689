"""Who may run no verb on a task, and what every verb refuses: alike, by name, and without any effect."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import OperatorAuditLog
from campaigns.tests.api.program import program_of
from operator_tasks.api.task_verbs import ON_TASKS
from operator_tasks.domain.tasks import assign_task, create_manual_task
from operator_tasks.domain.transitions import cancel_task
from operator_tasks.models import OperatorTask
from operator_tasks.tests.api.told import moment

pytestmark = pytest.mark.django_db

NOTE = {"proof_type": "TEXT", "proof_value": "Posted by hand"}
GIVEN = {
    "complete": NOTE,
    "replace_proof": NOTE,
    "block": {"reason": "No asset"},
    "reschedule": {"due_at": "2200-01-01T09:00:00Z"},
    "miss": {"reason": "Too late"},
    "reopen": {"due_at": "2200-01-01T09:00:00Z", "reason": "Still wanted"},
    "assign": {"assignee": None},
    "cancel": {"reason": "Not wanted"},
}
ADDRESSES = [verb.replace("_", "-") for verb in ON_TASKS]


def given(address):
    return GIVEN.get(address.replace("-", "_"), {})


def is_untouched(task):
    """Whether the API wrote nothing about the task."""
    return not OperatorAuditLog.objects.filter(entity_type="task", entity_id=task.pk, via="api").exists()


@pytest.mark.parametrize("address", ADDRESSES)
def test_viewers_run_no_verb_and_see_no_foreign_task(viewing, operating, post, foreign, manager, address):
    refused = viewing.post(f"/tasks/{post.pk}/{address}/", given(address))
    unknown = operating.post(f"/tasks/{2**62}/{address}/", given(address))

    assert (refused.status_code, unknown.status_code) == (403, 404)
    assert refused.json()["detail"] == "Your role does not allow this; ask a manager."
    assert is_untouched(post)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_verb_needs_the_scope_write(manager_user, post, address):
    answer = program_of(manager_user, ("read",)).post(f"/tasks/{post.pk}/{address}/", given(address))

    assert answer.status_code == 403
    assert "lacks the scope “write”" in answer.json()["detail"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_verb_asks_for_the_version_that_was_seen(managing, post, address):
    by_body = managing.post(f"/tasks/{post.pk}/{address}/", {**given(address), "version": 9})
    by_header = managing.post(f"/tasks/{post.pk}/{address}/", given(address), {"If-Match": '"v9"'})

    assert (by_body.status_code, by_header.status_code) == (412, 412)
    assert OperatorTask.objects.get(pk=post.pk).version == 1


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_verb_takes_what_it_does_not_know(managing, post, address):
    for name in ("status", "id", "colour"):
        answer = managing.post(f"/tasks/{post.pk}/{address}/", {**given(address), name: "DONE"})
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [name])
    assert managing.post(f"/tasks/{post.pk}/{address}/", [1]).status_code == 400
    assert OperatorTask.objects.get(pk=post.pk).version == 1


@pytest.mark.parametrize("address", ["miss", "reopen", "cancel", "restore"])
def test_what_managers_decide_is_refused_to_operators(operating, post, address):
    answer = operating.post(f"/tasks/{post.pk}/{address}/", given(address))

    assert (answer.status_code, answer.json()["type"]) == (403, "/api/problems/#not-allowed")
    assert answer.json()["detail"].startswith("Only a manager can ")


@pytest.mark.parametrize("address", ["complete", "block", "reschedule", "assign"])
def test_another_persons_task_is_theirs(operating, post, manager_user, manager, address):
    assign_task(post, to=manager_user, by=manager, now=timezone.now())
    body = {**given(address), **({"assignee": "omar"} if address == "assign" else {})}

    answer = operating.post(f"/tasks/{post.pk}/{address}/", body)

    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "This task is assigned to maria; ask them, or a manager to assign it to you.",
    )


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("undo", "does not allow this"),
        ("replace-proof", "does not allow this"),
        ("unblock", "does not allow this"),
        ("miss", "does not allow this"),
        ("reopen", "does not allow this"),
        ("restore", "Only tasks cancelled by hand or by a pause can be restored."),
    ],
)
def test_what_an_open_task_does_not_allow(managing, post, address, text):
    answer = managing.post(f"/tasks/{post.pk}/{address}/", given(address))

    assert (answer.status_code, answer.json()["errors"]) == (409, {})
    assert text in answer.json()["detail"]


@pytest.mark.parametrize("address", ["complete", "block", "reschedule", "cancel", "assign"])
def test_a_cancelled_task_allows_nothing_but_to_restore_it(managing, post, manager, address):
    cancel_task(post, reason="Not wanted", by=manager, now=timezone.now())

    answer = managing.post(f"/tasks/{post.pk}/{address}/", given(address))

    assert answer.status_code == 409
    assert answer.json()["detail"] == "This task was cancelled: cancelled by a manager."


@pytest.mark.parametrize(
    ("address", "sent", "field"),
    [
        ("block", {}, "reason"),
        ("block", {"reason": ""}, "reason"),
        ("block", {"reason": "  "}, "reason"),
        ("block", {"reason": "x" * 501}, "reason"),
        ("block", {"reason": ["x"]}, "reason"),
        ("cancel", {"reason": " "}, "reason"),
        ("reschedule", {}, "due_at"),
        ("reschedule", {"due_at": None}, "due_at"),
        ("reschedule", {"due_at": "2026-13-01T09:00:00Z"}, "due_at"),
        ("reschedule", {"due_at": "2020-01-01T09:00:00Z"}, "due_at"),
        ("reschedule", {"due_at": "2199-01-01T09:00:00Z"}, "due_at"),
        ("assign", {}, "assignee"),
        ("assign", {"assignee": 5}, "assignee"),
        ("assign", {"assignee": ""}, "assignee"),
    ],
)
def test_words_that_cannot_be_used_are_refused_by_their_field(managing, post, address, sent, field):
    answer = managing.post(f"/tasks/{post.pk}/{address}/", sent)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert is_untouched(post)


def test_an_overdue_task_is_moved_with_a_reason(managing, running, manager):
    now = timezone.now()
    late = create_manual_task(
        running, title="Late", due_at=now - timedelta(hours=3), by=manager, now=now - timedelta(hours=9)
    )
    to = {"due_at": moment(now + timedelta(hours=3))}

    refused = managing.post(f"/tasks/{late.pk}/reschedule/", to)
    moved = managing.post(f"/tasks/{late.pk}/reschedule/", {**to, "reason": "Client asked"})

    assert refused.json()["errors"] == {"reason": ["The task is overdue; say why it is moved."]}
    assert (refused.status_code, moved.status_code, moved.json()["status"]) == (400, 200, "PENDING")
