"""Which steps of its procedure a task has behind it: one list for everybody who works on the task."""

from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import created, locked, recorded, refuse_naive, together
from campaigns.errors import InvalidInput, NotNow
from operator_tasks.domain.guards import refuse_other_persons_task
from operator_tasks.models import OperatorTask, TaskChecklist
from operator_tasks.sops.library import steps_of


def tick_step(task: OperatorTask, *, step: int, done: bool, by: Actor, now: datetime) -> TaskChecklist:
    """Tick one step of an open task, counted from 0, or take the tick back; twice the same changes nothing.

    The task's own version stays, so that no form somebody has open grows stale. Refuses other people's tasks,
    tasks that are done, missed or cancelled, and steps that the procedure does not have.
    """
    refuse_naive(now)
    with together():
        # The lock on the task lets one of two first ticks make the row and the other find it.
        fresh = locked(task)
        refuse_other_persons_task(fresh, by)
        if not fresh.is_open:
            raise NotNow(_("This task is closed; its steps stay as they are."))
        if not 0 <= step < len(steps_of(fresh.instructions_text)):
            raise InvalidInput(_("The procedure has no such step; reload the task."))
        before = TaskChecklist.objects.filter(task=fresh).first()
        if before is None:
            return _first_tick(fresh, step, done=done, by=by, now=now)
        action = "checklist.ticked" if done else "checklist.unticked"
        with recorded(action, before, by=by, now=now) as row:
            row.ticked = sorted({*row.ticked, step} if done else set(row.ticked) - {step})
        return row


def _first_tick(task: OperatorTask, step: int, *, done: bool, by: Actor, now: datetime) -> TaskChecklist:
    row = TaskChecklist(task=task, ticked=[step])
    return created("checklist.ticked", row, by=by, now=now) if done else TaskChecklist(task=task)


def ticked_steps(task: OperatorTask) -> frozenset[int]:
    """The steps that are ticked, counted from 0."""
    row = TaskChecklist.objects.filter(task=task).first()
    return frozenset(row.ticked) if row else frozenset()
