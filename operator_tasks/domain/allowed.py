"""What a person may do with a task at a moment, so that no page offers what a verb would refuse."""

from datetime import datetime

from django.contrib.auth.models import User

from campaigns.actor import MANAGES, WORKS
from campaigns.choices import CampaignStatus, CancelReason
from operator_tasks.choices import TaskStatus
from operator_tasks.domain import guards
from operator_tasks.models import OperatorTask
from operator_tasks.states import (
    FINAL,
    OPERATOR_MOVES,
    OPERATOR_REPLACE_PROOF,
    OPERATOR_UNDO,
    TASK_TRANSITIONS,
)

_ONLY_MANAGERS = frozenset({"miss", "reopen", "cancel", "assign"})


def allowed_verbs(task: OperatorTask, user: User, now: datetime) -> frozenset[str]:
    """The verbs that the state of the task, its campaign and the person's role leave open at `now`.

    `claim` and `release` are the two ways in which an operator may `assign`. The verbs themselves decide; this
    only keeps pages from offering what would be refused.
    """
    if not user.has_perm(WORKS):
        return frozenset()
    is_manager = user.has_perm(MANAGES)
    if not task.is_live:
        return frozenset({"restore"}) if is_manager and _can_be_restored(task, now) else frozenset()
    if not is_manager and task.assignee_id not in (None, user.pk):
        return frozenset()
    verbs = {
        verb
        for verb, sources in TASK_TRANSITIONS.items()
        if task.status in sources and _campaign_allows(task, verb, is_manager)
    }
    if task.is_system:
        verbs &= guards.FOR_SYSTEM_TASKS
    if "assign" in verbs:
        verbs |= {"release"} if task.assignee_id == user.pk else {"claim"}
    return frozenset(verbs if is_manager else verbs - _beyond_operators(task, user, now))


def _campaign_allows(task: OperatorTask, verb: str, is_manager: bool) -> bool:
    status = task.campaign.status
    if verb == "replace_proof":
        return True
    if status == CampaignStatus.COMPLETED:
        return verb == "complete" and is_manager and task.status == TaskStatus.MISSED
    return status != CampaignStatus.PLANNED or verb in guards.WHILE_PLANNED


def _can_be_restored(task: OperatorTask, now: datetime) -> bool:
    by_hand = task.cancel_reason in (CancelReason.MANUAL, CancelReason.PAUSED) and task.status not in FINAL
    return by_hand and task.due_at > now and task.campaign.status != CampaignStatus.COMPLETED


def _beyond_operators(task: OperatorTask, user: User, now: datetime) -> set[str]:
    beyond = set(_ONLY_MANAGERS)
    if task.operator_moves >= OPERATOR_MOVES:
        beyond.add("reschedule")
    own = task.completed_by_id == user.pk and task.completed_at is not None
    for verb, within in (("undo", OPERATOR_UNDO), ("replace_proof", OPERATOR_REPLACE_PROOF)):
        if not own or now - task.completed_at > within:  # type: ignore[operator]  # `own` says it is there
            beyond.add(verb)
    return beyond
