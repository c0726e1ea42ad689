"""The questions every verb on a task asks first: may this actor, does the state allow it, does the campaign."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import CampaignStatus
from campaigns.domain.audit import locked, recorded, refuse_naive, together
from campaigns.errors import InvalidInput, NotAllowed, NotNow
from campaigns.models import Campaign
from operator_tasks.choices import SystemKind, TaskStatus
from operator_tasks.models import OperatorTask
from operator_tasks.states import OPERATOR_MOVES, OPERATOR_SHIFT, TAIL, TASK_TRANSITIONS

# What a campaign of each status lets people do to its tasks, apart from completing (guarded on its own).
WHILE_PLANNED = frozenset({"block", "unblock", "reschedule", "cancel", "assign", "edit"})
FOR_SYSTEM_TASKS = frozenset({"complete", "undo", "replace_proof", "assign"})


@contextmanager
def changing(
    action: str | Callable[[OperatorTask], str],
    task: OperatorTask,
    verb: str,
    *,
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
    notes: str = "",
) -> Iterator[tuple[OperatorTask, Campaign]]:
    """Yield the locked task with its locked campaign once the common guards are passed.

    The campaign is always locked before the task, so that no two verbs can wait for each other. Rights are asked
    before the version: somebody else's task is theirs whichever version one saw.
    """
    refuse_naive(now)
    with together():
        campaign = locked(task.campaign)
        held = locked(task)
        refuse_other_persons_task(held, by)
        told = action if isinstance(action, str) else action(held)
        with recorded(told, held, by=by, now=now, seen_version=seen_version, notes=notes) as fresh:
            fresh.campaign = campaign
            refuse_wrong_state(fresh, verb)
            refuse_by_campaign(campaign, verb)
            if fresh.is_system and verb not in FOR_SYSTEM_TASKS:
                raise NotNow(_("This is a task of the house; it can be completed, and nothing else."))
            yield fresh, campaign


def refuse_other_persons_task(task: OperatorTask, by: Actor) -> None:
    if by.is_manager or task.assignee_id in (None, by.id):
        return
    raise NotAllowed(
        _("This task is assigned to %(who)s; ask them, or a manager to assign it to you.")
        % {"who": task.assignee}
    )


def refuse_wrong_state(task: OperatorTask, verb: str) -> None:
    if not task.is_live:
        raise NotNow(_("This task was cancelled: %(reason)s.") % {"reason": task.get_cancel_reason_display()})
    if task.status in TASK_TRANSITIONS[verb]:
        return
    if task.status == TaskStatus.DONE:
        raise NotNow(
            _("%(who)s completed this task on %(when)s UTC; there is nothing left to do.")
            % {"who": task.completed_by_label, "when": f"{task.completed_at:%Y-%m-%d %H:%M}"}
        )
    if task.status == TaskStatus.BLOCKED:
        raise NotNow(
            _("This task is blocked (%(reason)s); unblock it first.") % {"reason": task.blocked_reason}
        )
    raise NotNow(
        _("The status “%(status)s” does not allow this. Reload the task to see what it allows.")
        % {"status": task.get_status_display()}
    )


def refuse_by_campaign(campaign: Campaign, verb: str) -> None:
    if verb in {"complete", "replace_proof"}:
        return
    if campaign.status == CampaignStatus.COMPLETED:
        raise NotNow(_("The campaign is completed; a manager must reopen it first."))
    if campaign.status == CampaignStatus.PLANNED and verb not in WHILE_PLANNED:
        raise NotNow(_("The campaign is not active yet; a manager must activate it first."))


def refuse_completion_by_campaign(
    task: OperatorTask, campaign: Campaign, performed_at: datetime | None, by: Actor
) -> None:
    """Work that was done before a pause or the end may still be told; nothing else may be completed then."""
    if campaign.status == CampaignStatus.PLANNED:
        raise NotNow(_("The campaign is not active yet; a manager must activate it first."))
    if campaign.status == CampaignStatus.PAUSED and not by.is_manager:
        assert campaign.paused_at is not None  # a constraint says so
        if performed_at is None or performed_at > campaign.paused_at:
            raise NotNow(
                _("The campaign is on hold. If you posted before the pause, give the time you posted.")
            )
    if campaign.status == CampaignStatus.COMPLETED:
        assert campaign.completed_at is not None  # a constraint says so
        told_in_time = performed_at is not None and performed_at <= campaign.completed_at
        if not (by.is_manager and task.status == TaskStatus.MISSED and told_in_time):
            raise NotNow(_("The campaign is completed; only a manager can record work done before its end."))


def performed_when(given: datetime | None, earliest: datetime, now: datetime) -> datetime:
    """When it was really done: `now` unless `given`. Refuses what lies ahead, or before `earliest`."""
    if given is None:
        return now
    if not earliest <= given <= now:
        text = _("Give the time it was done: not ahead of now, and not before the campaign.")
        raise InvalidInput(text, {"performed_at": [text]})
    return given


def refuse_without_parent(task: OperatorTask) -> None:
    if task.parent is not None and task.parent.status != TaskStatus.DONE:
        raise NotNow(_("The post this task follows is not done; complete that first."))


def refuse_unfinished_escalation(task: OperatorTask, by: Actor) -> None:
    if task.system_kind != SystemKind.ESCALATION or by.is_manager:
        return
    late = OperatorTask.objects.live().filter(pk__in=task.listed_tasks, status=TaskStatus.OVERDUE)
    if late.exists():
        raise NotNow(
            _("Tasks on this list are still overdue; finish them, or ask a manager to close the escalation.")
        )


def refuse_due(task: OperatorTask, campaign: Campaign, due_at: datetime, *, by: Actor, now: datetime) -> None:
    """Where a task may be moved: ahead of now, inside the campaign, and for operators not far and not often."""
    latest = campaign.ends_at if task.calendar_item_id else campaign.ends_at + TAIL
    if due_at <= now:
        text = _("This time has passed; choose a later one.")
        raise InvalidInput(text, {"due_at": [text]})
    if not campaign.starts_at <= due_at < latest:
        text = _("This time lies outside the campaign (%(start)s to %(end)s).") % {
            "start": campaign.start_date,
            "end": campaign.end_date,
        }
        raise InvalidInput(text, {"due_at": [text]})
    if by.is_manager:
        return
    if abs(due_at - task.due_at) > OPERATOR_SHIFT or task.operator_moves >= OPERATOR_MOVES:
        raise NotAllowed(_("You can move a task twice, each time by a day at most; ask a manager for more."))
