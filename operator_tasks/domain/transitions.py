"""The verbs by which people move a task: the only writer of its status beside the tick."""

from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import CampaignStatus, CancelReason
from campaigns.domain.audit import locked, recorded, together
from campaigns.domain.reasons import readable_reason
from campaigns.errors import InvalidInput, NotAllowed, NotNow
from campaigns.models import CalendarItem
from operator_tasks.choices import SystemKind, TaskStatus, TaskType
from operator_tasks.domain import guards
from operator_tasks.domain.cancelling import cancel, has_rival, restore, restore_item
from operator_tasks.domain.clock import set_by_clock
from operator_tasks.domain.follow_ups import open_follow_ups, withdraw_follow_ups
from operator_tasks.domain.guards import changing
from operator_tasks.domain.proofs import (
    ProofInput,
    add_proof,
    recorded_before,
    upload_kept,
    withdraw_proof,
)
from operator_tasks.domain.webhook_events import task_completed
from operator_tasks.models import OperatorTask
from operator_tasks.states import FINAL, OPERATOR_REPLACE_PROOF, OPERATOR_UNDO, TAIL


def complete_task(
    task: OperatorTask,
    *,
    proof: ProofInput,
    performed_at: datetime | None = None,
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> OperatorTask:
    """PENDING, DUE, OVERDUE or (late) MISSED → DONE, with proof.

    `performed_at` is when it was really done, `now` unless given; not ahead of now and not more than a week
    before the campaign. A POST opens its two follow-ups in the same transaction. Refuses blocked, finished and
    cancelled tasks, other people's tasks, and proof that does not hold. Proof whose submission key was kept
    for this task and person before changes nothing and gives the task as it is.
    """
    early = upload_kept(task, proof, "complete", by=by, seen_version=seen_version)
    with early as upload, together():
        if recorded_before(task, proof, upload, by=by):
            return locked(task)
        with changing(_completion, task, "complete", by=by, now=now, seen_version=seen_version) as (
            fresh,
            campaign,
        ):
            guards.refuse_completion_by_campaign(fresh, campaign, performed_at, by)
            if fresh.status == TaskStatus.MISSED:
                guards.refuse_without_parent(fresh)
            guards.refuse_unfinished_escalation(fresh, by)
            before = fresh.shown_status(now)
            done_at = guards.performed_when(performed_at, campaign.starts_at - TAIL, now)
            fresh.proof = add_proof(fresh, proof, upload, performed_at=performed_at, by=by, now=now)
            fresh.is_late = done_at > fresh.due_at and not fresh.is_system
            _close(fresh, by=by, now=now, performed_at=done_at)
        task_completed(fresh, campaign, before=before, now=now)
        if fresh.task_type == TaskType.POST and campaign.status != CampaignStatus.COMPLETED:
            open_follow_ups(fresh, campaign, by=by, now=now)
    return fresh


def _completion(task: OperatorTask) -> str:
    return "task.completed_late" if task.status == TaskStatus.MISSED else "task.completed"


def _close(task: OperatorTask, *, by: Actor, now: datetime, performed_at: datetime) -> None:
    task.status = TaskStatus.DONE
    task.completed_at, task.performed_at = now, performed_at
    task.completed_by_id, task.completed_by_label = by.id, by.label
    task.miss_at = task.clock_at = None
    task.blocked_reason = ""


def undo_task(
    task: OperatorTask, *, by: Actor, now: datetime, seen_version: int | None = None
) -> OperatorTask:
    """DONE → what the clock says; the proof is withdrawn and open follow-ups are cancelled.

    The one who completed it can undo for 15 minutes, a manager at any time.
    """
    with together():
        with changing("task.completion_undone", task, "undo", by=by, now=now, seen_version=seen_version) as (
            fresh,
            campaign,
        ):
            _refuse_late_hand(
                fresh, by, now, OPERATOR_UNDO, _("Undo is possible for 15 minutes; ask a manager.")
            )
            guards.refuse_without_parent(fresh)
            _refuse_second_escalation(fresh)
            withdraw_proof(fresh, by=by, now=now)
            fresh.proof = None
            fresh.completed_at = fresh.completed_by = fresh.performed_at = None
            fresh.completed_by_label, fresh.is_late = "", False
            set_by_clock(fresh, campaign, now)
        withdraw_follow_ups(fresh, by=by, now=now)
    return fresh


def _refuse_late_hand(task: OperatorTask, by: Actor, now: datetime, within: object, text: str) -> None:
    assert task.completed_at is not None  # the task is DONE, a constraint says so
    own = task.completed_by_id is not None and task.completed_by_id == by.id
    if not by.is_manager and not (own and now - task.completed_at <= within):  # type: ignore[operator]
        raise NotAllowed(text)


def _refuse_second_escalation(task: OperatorTask) -> None:
    if task.system_kind != SystemKind.ESCALATION:
        return
    others = OperatorTask.objects.open().filter(campaign=task.campaign_id, system_kind=SystemKind.ESCALATION)
    if others.exclude(pk=task.pk).exists():
        raise NotNow(_("A newer escalation of this campaign is open; work on that one."))


def replace_proof(
    task: OperatorTask, *, proof: ProofInput, by: Actor, now: datetime, seen_version: int | None = None
) -> OperatorTask:
    """Give a done task better proof; the one before is kept as withdrawn.

    The one who completed it can do so for a day, a manager at any time. Proof whose submission key was kept
    before changes nothing, as in `complete_task`.
    """
    early = upload_kept(task, proof, "replace_proof", by=by, seen_version=seen_version)
    with early as upload, together():
        if recorded_before(task, proof, upload, by=by):
            return locked(task)
        with changing(
            "task.proof_replaced", task, "replace_proof", by=by, now=now, seen_version=seen_version
        ) as (fresh, _campaign):
            _refuse_late_hand(
                fresh, by, now, OPERATOR_REPLACE_PROOF, _("Proof can be replaced for a day; ask a manager.")
            )
            withdraw_proof(fresh, by=by, now=now)
            fresh.proof = add_proof(fresh, proof, upload, performed_at=fresh.performed_at, by=by, now=now)
    return fresh


def block_task(
    task: OperatorTask, *, reason: str, by: Actor, now: datetime, seen_version: int | None = None
) -> OperatorTask:
    """PENDING, DUE or OVERDUE → BLOCKED: its clock stands still until it is unblocked. Needs a reason."""
    told = readable_reason(reason, ask=_("Say in up to 500 characters what is in the way."))
    with changing("task.blocked", task, "block", by=by, now=now, seen_version=seen_version) as (
        fresh,
        _campaign,
    ):
        fresh.status, fresh.blocked_reason = TaskStatus.BLOCKED, told
        fresh.miss_at = fresh.clock_at = None
    return fresh


def unblock_task(
    task: OperatorTask, *, by: Actor, now: datetime, seen_version: int | None = None
) -> OperatorTask:
    """BLOCKED → what the clock says."""
    with changing("task.unblocked", task, "unblock", by=by, now=now, seen_version=seen_version) as (
        fresh,
        campaign,
    ):
        fresh.blocked_reason = ""
        set_by_clock(fresh, campaign, now)
    return fresh


def reschedule_task(
    task: OperatorTask,
    *,
    due_at: datetime,
    reason: str = "",
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> OperatorTask:
    """Give an open task another time; its calendar item moves with it, a blocked one stays blocked.

    Operators can move a task twice by a day at most, managers anywhere inside the campaign. An overdue task
    needs a reason.
    """
    told = readable_reason(reason)
    with changing(
        "task.rescheduled",
        task,
        "reschedule",
        by=by,
        now=now,
        seen_version=seen_version,
        notes=told,
    ) as (fresh, campaign):
        guards.refuse_due(fresh, campaign, due_at, by=by, now=now)
        if fresh.shown_status(now) == TaskStatus.OVERDUE and not told:
            text = _("The task is overdue; say why it is moved.")
            raise InvalidInput(text, {"reason": [text]})
        fresh.due_at = due_at
        fresh.operator_moves += 0 if by.is_manager else 1
        if fresh.status != TaskStatus.BLOCKED:
            set_by_clock(fresh, campaign, now)
        _move_item(fresh.calendar_item, due_at, by=by, now=now)
    return fresh


def _move_item(item: CalendarItem | None, to: datetime, *, by: Actor, now: datetime) -> None:
    if item is None or item.scheduled_at == to:
        return
    with recorded("calendar_item.rescheduled", item, by=by, now=now) as fresh:
        fresh.scheduled_at = to


def miss_task(
    task: OperatorTask, *, reason: str, by: Actor, now: datetime, seen_version: int | None = None
) -> OperatorTask:
    """OVERDUE or BLOCKED → MISSED, by a manager who says why."""
    _refuse_operator(by, _("Only a manager can give a task up as missed; block it and say why."))
    told = readable_reason(reason, ask=_("Say why, in up to 500 characters."))
    with changing("task.missed", task, "miss", by=by, now=now, seen_version=seen_version, notes=told) as (
        fresh,
        _campaign,
    ):
        fresh.status, fresh.blocked_reason = TaskStatus.MISSED, ""
        fresh.miss_at = fresh.clock_at = None
    return fresh


def reopen_task(
    task: OperatorTask,
    *,
    due_at: datetime,
    reason: str,
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> OperatorTask:
    """MISSED → what the clock says for a new time, by a manager who says why."""
    _refuse_operator(by, _("Only a manager can reopen a missed task."))
    told = readable_reason(reason, ask=_("Say why, in up to 500 characters."))
    with changing("task.reopened", task, "reopen", by=by, now=now, seen_version=seen_version, notes=told) as (
        fresh,
        campaign,
    ):
        guards.refuse_without_parent(fresh)
        guards.refuse_due(fresh, campaign, due_at, by=by, now=now)
        fresh.due_at, fresh.blocked_reason = due_at, ""
        set_by_clock(fresh, campaign, now)
        _move_item(fresh.calendar_item, due_at, by=by, now=now)
    return fresh


def cancel_task(
    task: OperatorTask, *, reason: str, by: Actor, now: datetime, seen_version: int | None = None
) -> OperatorTask:
    """Take an open task, and the calendar item of a post, out of the plan, by a manager who says why."""
    _refuse_operator(by, _("Only a manager can cancel a task."))
    told = readable_reason(reason, ask=_("Say why, in up to 500 characters."))
    with together():
        with changing("task.cancelled", task, "cancel", by=by, now=now, seen_version=seen_version) as (
            fresh,
            _c,
        ):
            pass  # the guards alone; `cancel` makes the change and its entry
        return cancel(fresh, reason=CancelReason.MANUAL, by=by, now=now, notes=told)


def restore_task(
    task: OperatorTask, *, by: Actor, now: datetime, seen_version: int | None = None
) -> OperatorTask:
    """Bring back a task that was cancelled by hand or by a pause, while its time still lies ahead."""
    _refuse_operator(by, _("Only a manager can restore a task."))
    with together():
        campaign = locked(task.campaign)
        fresh = locked(task, seen_version=seen_version)
        guards.refuse_by_campaign(campaign, "cancel")
        if fresh.cancel_reason not in {CancelReason.MANUAL, CancelReason.PAUSED} or fresh.status in FINAL:
            raise NotNow(_("Only tasks cancelled by hand or by a pause can be restored."))
        if fresh.due_at <= now:
            raise NotNow(_("The time of this task has passed; plan a new one."))
        guards.refuse_due(fresh, campaign, fresh.due_at, by=by, now=now)
        guards.refuse_without_parent(fresh)
        if has_rival(fresh):
            raise NotNow(_("Another task stands in this one's place already."))
        if fresh.calendar_item is not None and fresh.calendar_item.cancelled_at is not None:
            restore_item(fresh.calendar_item, by=by, now=now)
        return restore(fresh, campaign, by=by, now=now)


def _refuse_operator(by: Actor, text: str) -> None:
    if not by.is_manager:
        raise NotAllowed(text)
