"""The verbs by which people move a task: what each makes of it, and what the audit log is told."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.errors import InvalidInput, NotNow
from campaigns.tests.witness import how_often, refused, told
from conftest import hours, linkedin_proof
from operator_tasks.domain.transitions import (
    block_task,
    cancel_task,
    complete_task,
    miss_task,
    reopen_task,
    replace_proof,
    reschedule_task,
    restore_task,
    unblock_task,
    undo_task,
)
from operator_tasks.tests.rows import brought_to, row, state

DONE = ("status", "completed_at", "completed_by_label", "performed_at", "is_late", "proof__canonical_url")


# -- complete and undo --------------------------------------------------------------------------------------
def test_complete_makes_a_task_done_with_its_proof(linkedin_task, operator):
    now = linkedin_task.due_at - hours(1)

    done = complete_task(linkedin_task, proof=linkedin_proof(), by=operator, now=now, seen_version=1)

    url = "https://www.linkedin.com/feed/update/urn:li:activity:7433984409600000000"
    assert row(done, *DONE) == ("DONE", now, "omar", now, False, url)
    assert state(done) == ("DONE", linkedin_task.due_at, None, "", "", 2)
    stamp = now.isoformat(timespec="microseconds").replace("+00:00", "Z")
    assert told("task.completed") == (
        "omar",
        "page",
        "task",
        2,
        {
            "status": "PENDING",
            "proof_id": None,
            "completed_at": None,
            "completed_by_id": None,
            "completed_by_label": "",
            "performed_at": None,
        },
        {
            "status": "DONE",
            "proof_id": done.proof.pk,
            "completed_at": stamp,
            "completed_by_id": operator.id,
            "completed_by_label": "omar",
            "performed_at": stamp,
        },
    )


@pytest.mark.parametrize(
    ("performed", "is_late"), [(-60, False), (0, False), (1, True)], ids=["early", "in time", "late"]
)
def test_late_is_what_was_done_after_it_was_due(linkedin_task, operator, performed, is_late):
    at = linkedin_task.due_at + timedelta(minutes=performed)

    done = complete_task(
        linkedin_task,
        proof=linkedin_proof(),
        performed_at=at,
        by=operator,
        now=linkedin_task.due_at + hours(2),
    )

    assert (done.performed_at, done.is_late) == (at, is_late)


def test_complete_late_is_possible_for_a_missed_task(linkedin_task, manager, operator):
    missed, now = brought_to("MISSED", linkedin_task, manager)

    done = complete_task(missed, proof=linkedin_proof(), by=operator, now=now)

    assert (done.status, done.is_late, how_often("task.completed_late")) == ("DONE", True, 1)
    assert told("task.completed_late")[4]["status"] == "MISSED"


def test_complete_refuses_a_time_ahead_of_now_or_long_before_the_campaign(linkedin_task, operator):
    earliest = linkedin_task.campaign.starts_at - timedelta(days=7)
    now = linkedin_task.due_at

    for performed_at in (now + timedelta(seconds=1), earliest - timedelta(seconds=1)):
        with refused(InvalidInput, "Give the time it was done"):
            complete_task(
                linkedin_task, proof=linkedin_proof(), performed_at=performed_at, by=operator, now=now
            )
    done = complete_task(linkedin_task, proof=linkedin_proof(), performed_at=earliest, by=operator, now=now)
    assert done.performed_at == earliest


def test_undo_gives_the_task_back_to_the_clock_and_withdraws_the_proof(linkedin_task, operator):
    now = linkedin_task.due_at - hours(0.5)
    done = complete_task(linkedin_task, proof=linkedin_proof(), by=operator, now=now)

    undone = undo_task(done, by=operator, now=now + timedelta(minutes=15), seen_version=2)

    assert state(undone) == ("DUE", linkedin_task.due_at, linkedin_task.due_at, "", "", 3)
    assert row(undone, *DONE) == ("DUE", None, "", None, False, None)
    assert told("task.completion_undone")[5]["status"] == "DUE"
    proof = undone.proofs.get()
    assert (proof.withdrawn_at, proof.version) == (now + timedelta(minutes=15), 2)


def test_undo_after_the_due_time_makes_it_overdue_and_leaves_four_hours(linkedin_task, manager, operator):
    done = complete_task(linkedin_task, proof=linkedin_proof(), by=operator, now=linkedin_task.due_at)
    now = linkedin_task.due_at + timedelta(days=4)

    undone = undo_task(done, by=manager, now=now)

    assert (undone.status, undone.miss_at, undone.clock_at) == ("OVERDUE", now + hours(4), now + hours(4))


def test_replace_proof_keeps_the_one_before(linkedin_task, operator):
    done = complete_task(linkedin_task, proof=linkedin_proof(), by=operator, now=linkedin_task.due_at)

    replaced = replace_proof(
        done, proof=linkedin_proof(1), by=operator, now=linkedin_task.due_at + hours(24), seen_version=2
    )

    proofs = list(done.proofs.order_by("pk").values_list("post_id", "withdrawn_at"))
    assert proofs == [
        (done.proof.post_id, linkedin_task.due_at + hours(24)),
        (replaced.proof.post_id, None),
    ]
    assert told("task.proof_replaced")[3:] == (
        3,
        {"proof_id": done.proof.pk},
        {"proof_id": replaced.proof.pk},
    )


def test_replaced_proof_may_be_the_same_post_again(linkedin_task, operator):
    done = complete_task(linkedin_task, proof=linkedin_proof(), by=operator, now=linkedin_task.due_at)

    replaced = replace_proof(done, proof=linkedin_proof(), by=operator, now=linkedin_task.due_at)

    assert (replaced.proof.post_id, replaced.proof.pk != done.proof.pk) == (done.proof.post_id, True)


# -- block, unblock -----------------------------------------------------------------------------------------
def test_block_stops_the_clock_and_unblock_starts_it(linkedin_task, operator):
    now = linkedin_task.due_at - hours(2)

    blocked = block_task(linkedin_task, reason=" no picture ", by=operator, now=now, seen_version=1)

    assert state(blocked) == ("BLOCKED", linkedin_task.due_at, None, "no picture", "", 2)
    assert told("task.blocked")[3:] == (
        2,
        {"status": "PENDING", "blocked_reason": ""},
        {"status": "BLOCKED", "blocked_reason": "no picture"},
    )

    freed = unblock_task(linkedin_task, by=operator, now=linkedin_task.due_at + hours(1), seen_version=2)

    miss_at = linkedin_task.due_at + hours(72)
    assert state(freed) == ("OVERDUE", linkedin_task.due_at, miss_at, "", "", 3)
    assert told("task.unblocked")[4] == {
        "status": "BLOCKED",
        "blocked_reason": "no picture",
        "miss_at": None,
    }


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "up to 500 characters"),
        ("   ", "up to 500 characters"),
        ("x" * 501, "up to 500 characters"),
        ("x" * 10**6, "up to 500 characters"),
        ("no\x00picture", "cannot be stored"),
        ("\ud800", "cannot be stored"),
    ],
    ids=["empty", "spaces", "501", "1 MB", "NUL", "surrogate"],
)
def test_every_reason_must_be_readable(linkedin_task, manager, reason, sentence):
    overdue, now = brought_to("OVERDUE", linkedin_task, manager)
    due_at = now + hours(30)

    for change in (
        lambda: block_task(overdue, reason=reason, by=manager, now=now),
        lambda: miss_task(overdue, reason=reason, by=manager, now=now),
        lambda: cancel_task(overdue, reason=reason, by=manager, now=now),
    ):
        with refused(InvalidInput, sentence):
            change()
    miss_task(overdue, reason="too late", by=manager, now=now)
    with refused(InvalidInput, sentence):
        reopen_task(overdue, due_at=due_at, reason=reason, by=manager, now=now)


# -- reschedule, miss, reopen -------------------------------------------------------------------------------
def test_reschedule_moves_task_and_calendar_item(linkedin_task, manager):
    to = linkedin_task.due_at + hours(3)

    moved = reschedule_task(
        linkedin_task, due_at=to, by=manager, now=linkedin_task.due_at - hours(2), seen_version=1
    )

    assert state(moved) == ("PENDING", to, to - hours(1), "", "", 2)
    assert row(moved, "calendar_item__scheduled_at", "operator_moves") == (to, 0)
    assert (how_often("task.rescheduled"), how_often("calendar_item.rescheduled")) == (1, 1)


def test_reschedule_leaves_a_blocked_task_blocked(linkedin_task, manager):
    blocked, now = brought_to("BLOCKED", linkedin_task, manager)

    moved = reschedule_task(blocked, due_at=now + hours(30), by=manager, now=now)

    assert state(moved) == ("BLOCKED", now + hours(30), None, "no picture", "", 3)


def test_reschedule_asks_why_an_overdue_task_moves_even_before_the_tick_saw_it(linkedin_task, manager):
    now = linkedin_task.due_at + timedelta(seconds=1)

    with refused(InvalidInput, "The task is overdue; say why it is moved"):
        reschedule_task(linkedin_task, due_at=now + hours(1), by=manager, now=now)

    moved = reschedule_task(linkedin_task, due_at=now + hours(1), reason="rain", by=manager, now=now)
    assert moved.due_at == now + hours(1)


@pytest.mark.parametrize(
    ("due_at", "sentence"),
    [
        (datetime(2026, 3, 2, 5, tzinfo=UTC), "This time has passed"),
        (datetime(2026, 3, 16, 23, tzinfo=UTC), "outside the campaign"),
        (datetime.max.replace(tzinfo=UTC), "outside the campaign"),
    ],
)
def test_reschedule_refuses_times_that_cannot_be(linkedin_task, manager, due_at, sentence):
    with refused(InvalidInput, sentence):
        reschedule_task(linkedin_task, due_at=due_at, by=manager, now=datetime(2026, 3, 2, 6, tzinfo=UTC))


def test_miss_gives_up_and_reopen_takes_up_again(linkedin_task, manager):
    overdue, now = brought_to("OVERDUE", linkedin_task, manager)

    missed = miss_task(overdue, reason="too late", by=manager, now=now)

    assert state(missed) == ("MISSED", linkedin_task.due_at, None, "", "", 3)
    assert told("task.missed")[5] == {"status": "MISSED", "miss_at": None}

    opened = reopen_task(missed, due_at=now + hours(5), reason="asked again", by=manager, now=now)

    assert state(opened) == ("PENDING", now + hours(5), now + hours(4), "", "", 4)
    assert row(opened, "calendar_item__scheduled_at") == (now + hours(5),)


# -- cancel, restore ----------------------------------------------------------------------------------------
def test_cancel_takes_the_post_out_of_the_plan_and_restore_brings_it_back(linkedin_task, manager):
    now = linkedin_task.due_at - hours(2)

    cancelled = cancel_task(linkedin_task, reason="not needed", by=manager, now=now, seen_version=1)

    assert state(cancelled) == ("PENDING", linkedin_task.due_at, None, "", "manual", 2)
    assert row(cancelled, "calendar_item__cancel_reason") == ("manual",)

    restored = restore_task(cancelled, by=manager, now=now, seen_version=2)

    due_at = linkedin_task.due_at
    assert state(restored) == ("PENDING", due_at, due_at - hours(1), "", "", 3)
    assert row(restored, "calendar_item__cancel_reason") == ("",)
    assert (how_often("task.restored"), how_often("calendar_item.restored")) == (1, 1)


def test_restore_refuses_what_is_in_the_plan_and_what_has_passed(linkedin_task, manager):
    now = linkedin_task.due_at - hours(2)

    with refused(NotNow, "Only tasks cancelled by hand or by a pause"):
        restore_task(linkedin_task, by=manager, now=now)
    cancelled = cancel_task(linkedin_task, reason="not needed", by=manager, now=now)
    with refused(NotNow, "The time of this task has passed"):
        restore_task(cancelled, by=manager, now=linkedin_task.due_at)
