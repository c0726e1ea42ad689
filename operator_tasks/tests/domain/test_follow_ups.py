"""A finished post is looked after two hours and a day later: exactly once each, and never sooner than in an hour."""

from datetime import datetime, timedelta

import pytest

from campaigns.errors import NotNow
from campaigns.tests.witness import refused, told
from conftest import hours, linkedin_proof
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.tasks import assign_task, create_manual_task
from operator_tasks.domain.ticking import tick_all
from operator_tasks.domain.transitions import (
    cancel_task,
    complete_task,
    miss_task,
    reopen_task,
    restore_task,
    undo_task,
)
from operator_tasks.models import OperatorTask
from operator_tasks.tests.rows import CLOCK, brought_to, row

NOTED = ProofInput("TEXT", "Answered three comments")


def follow_ups(post: OperatorTask) -> list[tuple]:
    """Hours, due time, status and why it was cancelled, of all that ever followed the post."""
    found = OperatorTask.objects.filter(parent=post).order_by("pk")
    return list(found.values_list("follow_up_hours", "due_at", "status", "cancel_reason"))


def live(post: OperatorTask) -> list[OperatorTask]:
    return list(OperatorTask.objects.live().filter(parent=post).order_by("due_at"))


def complete(task: OperatorTask, by, now: datetime, performed_at: datetime | None = None) -> OperatorTask:
    proof = linkedin_proof() if task.task_type == "POST" else NOTED
    return complete_task(task, proof=proof, performed_at=performed_at, by=by, now=now)


def test_post_gets_two_follow_ups_with_its_platform_account_and_person(
    linkedin_task, operator, operator_user
):
    task = assign_task(linkedin_task, to=operator_user, by=operator, now=linkedin_task.due_at)

    done = complete(task, operator, task.due_at)

    first, second = live(done)
    columns = ("task_type", "platform", "content_type", "title", "due_at", "assignee", "status", "version")
    same = ("ENGAGE", "linkedin", "post")
    assert row(first, *columns) == (
        *same,
        "Engage after 2 h: LinkedIn Post",
        task.due_at + hours(2),
        operator_user.pk,
        "PENDING",
        1,
    )
    assert row(second, *columns) == (
        *same,
        "Engage after 24 h: LinkedIn Post",
        task.due_at + hours(24),
        operator_user.pk,
        "PENDING",
        1,
    )
    assert told("task.created")[:4] == ("omar", "page", "task", 1)
    assert told("task.created")[5]["parent_id"] == done.pk


@pytest.mark.parametrize(
    ("ago", "due"),
    [
        (0, (2, 24)),
        (0.5, (1.5, 23.5)),
        (1, (1, 23)),
        (1.5, (1, 22.5)),
        (23, (1, 1)),
        (60, (1, 1)),
    ],
)
def test_follow_ups_count_from_when_it_was_posted_and_come_in_an_hour_at_the_soonest(
    linkedin_task, operator, ago, due
):
    now = linkedin_task.due_at + hours(60)

    done = complete(linkedin_task, operator, now, performed_at=now - hours(ago))

    assert [task.due_at for task in live(done)] == [now + hours(later) for later in due]


def test_post_completed_late_gets_its_follow_ups_too(linkedin_task, manager, operator):
    missed, now = brought_to("MISSED", linkedin_task, manager)

    done = complete(missed, operator, now)

    assert len(live(done)) == 2


def test_other_tasks_get_none(active_campaign, linkedin_task, operator):
    manual = create_manual_task(
        active_campaign,
        title="Ask for the logo",
        due_at=linkedin_task.due_at,
        by=operator,
        now=linkedin_task.due_at - hours(1),
    )
    engage = live(complete(linkedin_task, operator, linkedin_task.due_at))[0]

    for task in (manual, engage):
        assert live(complete(task, operator, linkedin_task.due_at + hours(1))) == []


def test_undo_cancels_the_open_ones_and_keeps_the_finished(linkedin_task, manager, operator):
    at = linkedin_task.due_at
    done = complete(linkedin_task, operator, at)
    complete(live(done)[0], operator, at + hours(2))

    undo_task(done, by=manager, now=at + hours(3))

    assert follow_ups(done) == [
        (2, at + hours(2), "DONE", ""),
        (24, at + hours(24), "PENDING", "completion_undone"),
    ]


def test_completing_again_makes_only_the_missing_ones(linkedin_task, manager, operator):
    at = linkedin_task.due_at
    done = complete(linkedin_task, operator, at)
    complete(live(done)[0], operator, at + hours(2))
    undone = undo_task(done, by=manager, now=at + hours(3))

    complete(undone, operator, at + hours(3))

    assert follow_ups(done) == [
        (2, at + hours(2), "DONE", ""),
        (24, at + hours(24), "PENDING", "completion_undone"),
        (24, at + hours(27), "PENDING", ""),
    ]


def test_follow_up_cannot_come_back_without_its_post(linkedin_task, manager, operator):
    at = linkedin_task.due_at
    done = complete(linkedin_task, operator, at)
    first, second = live(done)
    complete(first, operator, at + hours(2))
    undo_task(done, by=manager, now=at + hours(3))

    with refused(NotNow, "The post this task follows is not done; complete that first"):
        undo_task(first, by=manager, now=at + hours(3))
    with refused(NotNow, "Only tasks cancelled by hand or by a pause can be restored"):
        restore_task(second, by=manager, now=at + hours(3))


def test_follow_up_cancelled_by_hand_cannot_be_restored_once_its_post_is_undone(
    linkedin_task, manager, operator
):
    at = linkedin_task.due_at
    done = complete(linkedin_task, operator, at)
    second = cancel_task(live(done)[1], reason="quiet post", by=manager, now=at)
    undo_task(done, by=manager, now=at + hours(1))

    with refused(NotNow, "The post this task follows is not done"):
        restore_task(second, by=manager, now=at + hours(1))


def test_missed_follow_up_of_an_undone_post_stays_missed(linkedin_task, manager, operator):
    at = linkedin_task.due_at
    done = complete(linkedin_task, operator, at)
    tick_all(by=CLOCK, now=at + hours(3))
    first = miss_task(live(done)[0], reason="nobody there", by=manager, now=at + hours(3))
    undo_task(done, by=manager, now=at + hours(3))

    with refused(NotNow, "The post this task follows is not done"):
        reopen_task(first, due_at=at + hours(9), reason="again", by=manager, now=at + hours(3))
    with refused(NotNow, "The post this task follows is not done"):
        complete(first, manager, at + hours(3))


def test_engagement_is_missed_a_day_after_it_was_due(linkedin_task, operator):
    at = linkedin_task.due_at
    first = live(complete(linkedin_task, operator, at))[0]
    tick_all(by=CLOCK, now=at + hours(2.5))

    assert row(first, "status", "miss_at") == ("OVERDUE", at + hours(2) + timedelta(hours=24))
