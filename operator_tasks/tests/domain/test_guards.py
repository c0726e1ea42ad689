"""Who may do what to a task, in which of its states and in which state of its campaign."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import (
    complete_campaign,
    pause_campaign,
    reopen_campaign,
)
from campaigns.errors import DomainError, NotAllowed, NotNow, StaleVersion
from campaigns.tests.witness import nothing_changes, refused
from conftest import NOW, actor_for, hours, linkedin_proof, user_named
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.tasks import assign_task, edit_task
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
from operator_tasks.models import OperatorTask
from operator_tasks.tests.rows import brought_to

VERBS: dict[str, Callable] = {
    "complete": lambda task, **who: complete_task(task, proof=linkedin_proof(1), **who),
    "undo": undo_task,
    "replace_proof": lambda task, **who: replace_proof(task, proof=ProofInput("TEXT", "x"), **who),
    "block": lambda task, **who: block_task(task, reason="why", **who),
    "unblock": unblock_task,
    "reschedule": lambda task, **who: reschedule_task(
        task, due_at=who["now"] + hours(3), reason="why", **who
    ),
    "miss": lambda task, **who: miss_task(task, reason="why", **who),
    "reopen": lambda task, **who: reopen_task(task, due_at=who["now"] + hours(3), reason="why", **who),
    "cancel": lambda task, **who: cancel_task(task, reason="why", **who),
    "assign": lambda task, **who: assign_task(task, to=None, **who),
    "edit": lambda task, **who: edit_task(task, values={"copy_text": "New"}, **who),
}
OF_MANAGERS = {"miss": "Only a manager can give", "reopen": "Only a manager can", "cancel": "Only a manager"}
TIMED = {"complete", "block", "reschedule", "cancel", "assign", "edit"}
LEGAL = {
    "PENDING": TIMED,
    "DUE": TIMED,
    "OVERDUE": TIMED | {"miss"},
    "BLOCKED": {"unblock", "reschedule", "miss", "cancel", "assign", "edit"},
    "MISSED": {"complete", "reopen"},
    "DONE": {"undo", "replace_proof"},
    "CANCELLED": set(),
}
SENTENCES = {
    "DONE": "maria completed this task on 2026-03-02 .* there is nothing left to do",
    "BLOCKED": r"This task is blocked \(no picture\); unblock it first",
    "CANCELLED": "This task was cancelled: cancelled by a manager",
}


# -- states -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", LEGAL)
def test_every_status_allows_its_verbs_and_no_other(linkedin_task, manager, status, verb):
    task, now = brought_to(status, linkedin_task, manager)

    if verb in LEGAL[status]:
        VERBS[verb](task, by=manager, now=now)
        return
    with refused(NotNow, SENTENCES.get(status, f"The status “{status.capitalize()}” does not allow this")):
        VERBS[verb](task, by=manager, now=now)


# -- people -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("verb", OF_MANAGERS)
def test_some_verbs_are_the_managers_alone(linkedin_task, manager, operator, verb):
    task, now = brought_to("MISSED" if verb == "reopen" else "OVERDUE", linkedin_task, manager)

    with refused(NotAllowed, OF_MANAGERS[verb]):
        VERBS[verb](task, by=operator, now=now)


def test_restore_is_the_managers_alone(linkedin_task, manager, operator):
    task, now = brought_to("CANCELLED", linkedin_task, manager)

    with refused(NotAllowed, "Only a manager can restore a task"):
        restore_task(task, by=operator, now=now)


@pytest.mark.parametrize("verb", sorted(TIMED - {"cancel"}))
def test_task_of_another_operator_is_refused_by_name(linkedin_task, manager, operator_user, verb):
    olga = actor_for(user_named("olga", "operator"))
    task, now = brought_to("PENDING", linkedin_task, manager)
    assign_task(task, to=operator_user, by=manager, now=now)

    with refused(NotAllowed, "This task is assigned to omar; ask them"):
        VERBS[verb](task, by=olga, now=now)
    VERBS[verb](task, by=actor_for(operator_user), now=now)


def test_rights_are_asked_before_the_version(linkedin_task, manager, operator_user):
    olga = actor_for(user_named("olga", "operator"))
    assign_task(linkedin_task, to=operator_user, by=manager, now=NOW)

    with refused(NotAllowed, "This task is assigned to omar"):
        block_task(linkedin_task, reason="why", by=olga, now=NOW, seen_version=1)


@pytest.mark.parametrize(
    ("verb", "within"), [("undo", timedelta(minutes=15)), ("replace_proof", timedelta(hours=24))]
)
def test_completed_work_is_in_the_hands_of_its_operator_for_a_while(
    linkedin_task, manager, operator, verb, within
):
    now = linkedin_task.due_at
    done = complete_task(linkedin_task, proof=linkedin_proof(), by=operator, now=now)
    olga = actor_for(user_named("olga", "operator"))

    with refused(NotAllowed, "ask a manager"):
        VERBS[verb](done, by=olga, now=now)
    with refused(NotAllowed, "ask a manager"):
        VERBS[verb](done, by=operator, now=now + within + timedelta(microseconds=1))
    VERBS[verb](done, by=operator, now=now + within)


def test_manager_undoes_at_any_time(linkedin_task, manager, operator):
    done = complete_task(linkedin_task, proof=linkedin_proof(), by=operator, now=linkedin_task.due_at)

    undone = undo_task(done, by=manager, now=linkedin_task.due_at + timedelta(days=12))

    assert undone.status == "OVERDUE"


def test_operator_moves_a_task_twice_by_a_day_at_most(linkedin_task, operator, manager):
    now, first = linkedin_task.due_at - hours(2), linkedin_task.due_at
    limit = "You can move a task twice, each time by a day at most"

    with refused(NotAllowed, limit):
        reschedule_task(linkedin_task, due_at=first + hours(24.01), by=operator, now=now)
    reschedule_task(linkedin_task, due_at=first + hours(24), by=operator, now=now)
    reschedule_task(linkedin_task, due_at=first + hours(48), by=operator, now=now)
    with refused(NotAllowed, limit):
        reschedule_task(linkedin_task, due_at=first + hours(49), by=operator, now=now)
    assert reschedule_task(linkedin_task, due_at=first + hours(99), by=manager, now=now).operator_moves == 2


# -- campaigns ----------------------------------------------------------------------------------------------
NOT_PLANNED = "The campaign is not active yet; a manager must activate it first"


@pytest.mark.parametrize("verb", ["block", "reschedule", "cancel", "assign", "edit", "complete"])
def test_planned_campaign_allows_planning_and_no_work(campaign, manager, verb):
    generate_calendar(campaign, days_ahead=14, by=manager, now=NOW)
    task = plan_tasks(campaign, by=manager, now=NOW).created[0]

    if verb == "complete":
        with refused(NotNow, NOT_PLANNED):
            VERBS[verb](task, by=manager, now=NOW)
        return
    assert VERBS[verb](task, by=manager, now=NOW).status in {"PENDING", "BLOCKED"}


@pytest.mark.parametrize("status", ["PENDING", "OVERDUE", "BLOCKED", "MISSED", "DONE"])
@pytest.mark.parametrize("verb", sorted(VERBS.keys() - {"complete", "replace_proof"}))
def test_paused_campaign_allows_all_but_work(linkedin_task, manager, status, verb):
    task, now = brought_to(status, linkedin_task, manager)
    pause_campaign(task.campaign, reason="client asked", by=manager, now=now)

    if verb in LEGAL[status]:
        VERBS[verb](task, by=manager, now=now)
        return
    with refused(NotNow, "."):
        VERBS[verb](task, by=manager, now=now)


def test_paused_campaign_takes_work_that_was_done_before_the_pause(linkedin_task, manager, operator):
    paused_at = linkedin_task.due_at + hours(1)
    pause_campaign(linkedin_task.campaign, reason="client asked", by=manager, now=paused_at)
    later, held = paused_at + hours(1), "The campaign is on hold. If you posted before the pause"

    for performed_at in (None, paused_at + timedelta(seconds=1)):
        with refused(NotNow, held):
            complete_task(
                linkedin_task, proof=linkedin_proof(), performed_at=performed_at, by=operator, now=later
            )
    done = complete_task(
        linkedin_task, proof=linkedin_proof(), performed_at=paused_at, by=operator, now=later
    )
    assert (done.performed_at, done.completed_at) == (paused_at, later)


def test_manager_completes_while_the_campaign_is_paused(linkedin_task, manager):
    pause_campaign(linkedin_task.campaign, reason="client asked", by=manager, now=NOW)

    assert VERBS["complete"](linkedin_task, by=manager, now=NOW + hours(9)).status == "DONE"


@pytest.mark.parametrize("status", ["MISSED", "DONE", "BLOCKED", "PENDING"])
@pytest.mark.parametrize("verb", sorted(VERBS.keys() - {"replace_proof"}))
def test_completed_campaign_allows_nothing_but_what_was_done_before(linkedin_task, manager, status, verb):
    task, now = brought_to(status, linkedin_task, manager)
    complete_campaign(task.campaign, by=manager, now=now)

    with refused(NotNow, "."):
        VERBS[verb](task, by=manager, now=now + hours(1))


def test_completed_campaign_takes_missed_work_from_managers_without_follow_ups(
    linkedin_task, manager, operator
):
    missed, now = brought_to("MISSED", linkedin_task, manager)
    complete_campaign(missed.campaign, by=manager, now=now)
    late, only = {"now": now + hours(1), "proof": linkedin_proof()}, "only a manager can record work done"

    with refused(NotNow, only):
        complete_task(missed, performed_at=now, by=operator, **late)
    with refused(NotNow, only):
        complete_task(missed, performed_at=now + timedelta(seconds=1), by=manager, **late)
    done = complete_task(missed, performed_at=now, by=manager, **late)
    assert (done.status, OperatorTask.objects.filter(parent=done).count()) == ("DONE", 0)


def test_reopened_campaign_allows_work_again(linkedin_task, manager, operator):
    complete_campaign(linkedin_task.campaign, by=manager, now=NOW)
    reopen_campaign(linkedin_task.campaign, reason="went on", by=manager, now=NOW + timedelta(minutes=1))

    assert VERBS["complete"](linkedin_task, by=operator, now=NOW + hours(1)).status == "DONE"


# -- versions and times -------------------------------------------------------------------------------------
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_refuses_a_version_that_is_no_longer_true(linkedin_task, manager, verb):
    with refused(StaleVersion, "you saw version 9, it is now version 1"):
        VERBS[verb](linkedin_task, by=manager, now=NOW, seen_version=9)


@pytest.mark.filterwarnings("ignore:.*received a naive datetime:RuntimeWarning")
@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_accepts_a_time_without_a_zone(linkedin_task, manager, verb):
    status = next(status for status, verbs in LEGAL.items() if verb in verbs)
    task, now = brought_to(status, linkedin_task, manager)

    with nothing_changes(), pytest.raises((TypeError, DomainError)):
        VERBS[verb](task, by=manager, now=now.replace(tzinfo=None))
