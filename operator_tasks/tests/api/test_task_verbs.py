"""The verbs on a task: each done once, refused with its sentence, told as the task is then, and written down."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import OperatorAuditLog
from campaigns.tests.witness import everything
from conftest import user_named
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.transitions import block_task, complete_task, miss_task
from operator_tasks.models import OperatorTask
from operator_tasks.tests.api.told import MANAGERS, OPERATORS, moment, told

pytestmark = pytest.mark.django_db

NOTE = {"proof_type": "TEXT", "proof_value": "Posted by hand"}


def entries(task):
    """What the API wrote about the task."""
    written = OperatorAuditLog.objects.filter(entity_type="task", entity_id=task.pk, via="api").order_by("pk")
    return list(written.values_list("action", "actor_label", "notes"))


@pytest.fixture
def done(post, operator):
    return complete_task(post, proof=ProofInput("TEXT", "Posted"), by=operator, now=timezone.now())


@pytest.fixture
def missed(post, manager):
    now = timezone.now()
    block_task(post, reason="No asset", by=manager, now=now)
    return miss_task(post, reason="Too late", by=manager, now=now)


def test_a_completed_post_is_told_with_its_proof_and_follow_ups(operating, post):
    answer = operating.post(f"/tasks/{post.pk}/complete/", NOTE)

    fresh = OperatorTask.objects.get(pk=post.pk)
    opened = fresh.follow_ups.order_by("due_at")
    assert (answer.status_code, answer["ETag"]) == (200, '"v2"')
    assert answer.json() == told(
        post,
        status="DONE",
        proof={
            "type": "TEXT",
            "value": "Posted by hand",
            "file_url": None,
            "canonical_url": "",
            "platform": "",
            "post_id": "",
            "published_at": None,
            "is_weak": True,
            "doubt": "",
        },
        proof_type="TEXT",
        proof_value="Posted by hand",
        completed_at=moment(fresh.completed_at),
        completed_by="omar",
        performed_at=moment(fresh.completed_at),
        follow_ups=[{"id": task.pk, "due_at": moment(task.due_at), "status": "PENDING"} for task in opened],
        allowed=["replace_proof", "undo"],
    )
    assert [task.follow_up_hours for task in opened] == [2, 24]
    assert entries(post) == [("task.completed", "omar", "")]
    follow_up = operating.get(f"/tasks/{opened[0].pk}/").json()
    assert (follow_up["parent"], follow_up["follow_up_hours"], follow_up["task_type"]) == (
        post.pk,
        2,
        "ENGAGE",
    )


def test_completed_twice_is_refused_with_a_sentence(operating, post):
    operating.post(f"/tasks/{post.pk}/complete/", NOTE)
    before = everything()

    again = operating.post(f"/tasks/{post.pk}/complete/", NOTE)

    assert (again.status_code, again.json()["type"]) == (409, "/api/problems/#not-now")
    assert again.json()["detail"].startswith("omar completed this task on ")
    assert again.json()["detail"].endswith(" UTC; there is nothing left to do.")
    after = everything()
    assert after["operator_tasks.OperatorTask"] == before["operator_tasks.OperatorTask"]
    assert after["campaigns.OperatorAuditLog"] == before["campaigns.OperatorAuditLog"]


def test_the_same_key_is_answered_as_before(operating, post):
    key = {"Idempotency-Key": "complete-1"}
    address = f"/tasks/{post.pk}/complete/"

    first, second = operating.post(address, NOTE, key), operating.post(address, NOTE, key)
    other = operating.post(address, {**NOTE, "proof_value": "Another"}, key)

    assert (first.status_code, second.status_code, other.status_code) == (200, 200, 409)
    assert second.json() == first.json()
    assert (second["ETag"], second["Idempotency-Replayed"]) == (first["ETag"], "true")
    assert entries(post) == [("task.completed", "omar", "")]


def test_a_completion_is_undone_and_its_follow_ups_leave_the_plan(operating, done):
    answer = operating.post(f"/tasks/{done.pk}/undo/")

    assert (answer.status_code, answer.json()) == (200, told(done, allowed=OPERATORS))
    assert done.follow_ups.filter(cancelled_at__isnull=True).count() == 0
    assert entries(done) == [("task.completion_undone", "omar", "")]


def test_a_task_is_blocked_and_unblocked(operating, post):
    blocked = operating.post(f"/tasks/{post.pk}/block/", {"reason": " No asset ", "version": 1})

    assert blocked.json() == told(
        post,
        status="BLOCKED",
        blocked_reason="No asset",
        allowed=["claim", "edit", "reschedule", "unblock"],
    )
    again = operating.post(f"/tasks/{post.pk}/unblock/", {}, {"If-Match": blocked["ETag"]})
    assert again.json() == told(post, version=3, allowed=OPERATORS)
    assert entries(post) == [("task.blocked", "omar", ""), ("task.unblocked", "omar", "")]


def test_a_task_and_its_calendar_item_move_together(operating, post):
    to = post.due_at + timedelta(hours=3)

    answer = operating.post(f"/tasks/{post.pk}/reschedule/", {"due_at": moment(to), "reason": "Client asked"})

    assert (answer.status_code, answer.json()) == (200, told(post, due_at=moment(to), allowed=OPERATORS))
    assert OperatorTask.objects.get(pk=post.pk).calendar_item.scheduled_at == to
    assert entries(post) == [("task.rescheduled", "omar", "Client asked")]


def test_operators_move_a_task_by_a_day_at_most(operating, managing, post):
    to = {"due_at": moment(post.due_at + timedelta(hours=25))}

    refused = operating.post(f"/tasks/{post.pk}/reschedule/", to)

    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        "You can move a task twice, each time by a day at most; ask a manager for more.",
    )
    assert managing.post(f"/tasks/{post.pk}/reschedule/", to).status_code == 200


def test_a_task_is_given_up_and_opened_again(managing, post, manager):
    block_task(post, reason="No asset", by=manager, now=timezone.now())

    missed = managing.post(f"/tasks/{post.pk}/miss/", {"reason": "Too late"}).json()
    to = moment(post.due_at + timedelta(hours=1))
    opened = managing.post(f"/tasks/{post.pk}/reopen/", {"due_at": to, "reason": "Still wanted"}).json()

    assert (missed["status"], missed["allowed"]) == ("MISSED", ["complete", "reopen"])
    assert opened == told(post, due_at=to)
    assert entries(post) == [("task.missed", "maria", "Too late"), ("task.reopened", "maria", "Still wanted")]


def test_a_task_is_cancelled_and_restored(managing, post):
    off = managing.post(f"/tasks/{post.pk}/cancel/", {"reason": "Client asked"}).json()
    on = managing.post(f"/tasks/{post.pk}/restore/").json()

    assert (off["cancel_reason"], off["status"], off["allowed"]) == ("manual", "PENDING", ["restore"])
    assert on == told(post)
    assert entries(post) == [("task.cancelled", "maria", "Client asked"), ("task.restored", "maria", "")]


def test_a_manager_assigns_and_an_operator_claims_and_releases(managing, operating, post):
    address = f"/tasks/{post.pk}/assign/"

    given_to = managing.post(address, {"assignee": "omar"}).json()
    assert given_to == told(post, assignee="omar", allowed=MANAGERS)
    released = operating.post(address, {"assignee": None}).json()
    assert released == told(post, version=3, allowed=OPERATORS)
    claimed = operating.post(address, {"assignee": "omar"}).json()
    assert (claimed["assignee"], claimed["allowed"]) == (
        "omar",
        ["block", "complete", "edit", "release", "reschedule"],
    )
    assert [action for action, _who, _why in entries(post)] == ["task.assigned"] * 3


@pytest.mark.parametrize("who", ["nobody-here", "ivan", "vera"])
def test_only_those_who_work_for_the_client_get_its_tasks(managing, viewer_user, post, who):
    """One sentence for an unknown name, another client's operator and somebody who only reads."""
    user_named("ivan", "operator")

    answer = managing.post(f"/tasks/{post.pk}/assign/", {"assignee": who})

    assert (answer.status_code, answer.json()["errors"]) == (
        400,
        {"assignee": ["Nobody of this name works on tasks for this client."]},
    )


def test_operators_assign_to_nobody_else(operating, post, manager_user):
    answer = operating.post(f"/tasks/{post.pk}/assign/", {"assignee": "maria"})

    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "You can claim a task for yourself; a manager assigns it to others.",
    )


def test_a_missed_task_can_still_be_told_as_done(operating, missed):
    answer = operating.post(f"/tasks/{missed.pk}/complete/", NOTE)

    assert (answer.status_code, answer.json()["status"]) == (200, "DONE")
    assert entries(missed) == [("task.completed_late", "omar", "")]
