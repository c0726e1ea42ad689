"""The verbs of tasks as actions of their list."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from campaigns.actor import WORKS
from campaigns.admin.actions import Answers, VerbAction
from campaigns.admin.campaign_actions import ReasonForm
from campaigns.admin.fields import LocalTimeField, in_zone
from campaigns.admin.hand import Hand
from operator_tasks.domain import transitions
from operator_tasks.domain.even_load import EvenLoad, assign_evenly
from operator_tasks.domain.tasks import assign_task
from operator_tasks.models import OperatorTask

MANAGE = "operator_tasks.manage_tasks"


class AssignForm(forms.Form):
    assignee = forms.ModelChoiceField(
        queryset=User.objects.none(), required=False, label=_("To"), empty_label=_("Nobody")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people = User.objects.filter(is_active=True).order_by("username")
        self.fields["assignee"].queryset = people  # type: ignore[attr-defined]


class NewTimeForm(forms.Form):
    due_at = LocalTimeField(
        label=_("New time"), help_text=_("The local time in the time zone of each task's campaign.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, help_text=_("Needed for overdue tasks.")
    )


class ReopenTaskForm(NewTimeForm):
    reason = forms.CharField(label=_("Reason"), max_length=500)


def _assign(task: OperatorTask, answers: Answers, hand: Hand) -> None:
    assign_task(task, to=answers["assignee"], by=hand.by, now=hand.now, seen_version=hand.seen_version)


def _assign_evenly(task: OperatorTask, _answers: Answers, hand: Hand) -> str:
    # Read anew for each row: what was given a row before counts for the next.
    load = EvenLoad(now=hand.now)
    after = assign_evenly(task, load=load, by=hand.by, now=hand.now, seen_version=hand.seen_version)
    return str(after.assignee)


def _reschedule(task: OperatorTask, answers: Answers, hand: Hand) -> None:
    transitions.reschedule_task(
        task,
        due_at=in_zone(answers["due_at"], task.campaign.zone, field="due_at"),
        reason=answers["reason"],
        by=hand.by,
        now=hand.now,
        seen_version=hand.seen_version,
    )


def _reopen(task: OperatorTask, answers: Answers, hand: Hand) -> None:
    transitions.reopen_task(
        task,
        due_at=in_zone(answers["due_at"], task.campaign.zone, field="due_at"),
        reason=answers["reason"],
        by=hand.by,
        now=hand.now,
        seen_version=hand.seen_version,
    )


def _block(task: OperatorTask, answers: Answers, hand: Hand) -> None:
    transitions.block_task(
        task, reason=answers["reason"], by=hand.by, now=hand.now, seen_version=hand.seen_version
    )


def _unblock(task: OperatorTask, _answers: Answers, hand: Hand) -> None:
    transitions.unblock_task(task, by=hand.by, now=hand.now, seen_version=hand.seen_version)


def _undo(task: OperatorTask, _answers: Answers, hand: Hand) -> None:
    transitions.undo_task(task, by=hand.by, now=hand.now, seen_version=hand.seen_version)


def _cancel(task: OperatorTask, answers: Answers, hand: Hand) -> None:
    transitions.cancel_task(
        task, reason=answers["reason"], by=hand.by, now=hand.now, seen_version=hand.seen_version
    )


def _restore(task: OperatorTask, _answers: Answers, hand: Hand) -> None:
    transitions.restore_task(task, by=hand.by, now=hand.now, seen_version=hand.seen_version)


def _miss(task: OperatorTask, answers: Answers, hand: Hand) -> None:
    transitions.miss_task(
        task, reason=answers["reason"], by=hand.by, now=hand.now, seen_version=hand.seen_version
    )


TASK_ACTIONS = (
    VerbAction(
        name="assign",
        label=_("Assign"),
        permission=MANAGE,
        verb=_assign,
        done=_("assigned"),
        asks=AssignForm,
    ),
    VerbAction(
        name="assign_evenly",
        label=_("Assign evenly"),
        permission=MANAGE,
        verb=_assign_evenly,
        done=_("shared out"),
        warning=_(
            "Each task goes to the operator of its client who is there on its day and has the least to do in its week."
        ),
    ),
    VerbAction(
        name="reschedule",
        label=_("Reschedule"),
        permission=WORKS,
        verb=_reschedule,
        done=_("rescheduled"),
        asks=NewTimeForm,
    ),
    VerbAction(
        name="block", label=_("Block"), permission=WORKS, verb=_block, done=_("blocked"), asks=ReasonForm
    ),
    VerbAction(
        name="unblock",
        label=_("Unblock"),
        permission=WORKS,
        verb=_unblock,
        done=_("unblocked"),
        confirms=False,
    ),
    VerbAction(
        name="undo",
        label=_("Undo the completion"),
        permission=MANAGE,
        verb=_undo,
        done=_("completion undone"),
        warning=_("The proof is withdrawn, and open follow-ups are cancelled."),
    ),
    VerbAction(
        name="miss",
        label=_("Give up as missed"),
        permission=MANAGE,
        verb=_miss,
        done=_("missed"),
        asks=ReasonForm,
    ),
    VerbAction(
        name="reopen",
        label=_("Reopen missed tasks"),
        permission=MANAGE,
        verb=_reopen,
        done=_("reopened"),
        asks=ReopenTaskForm,
    ),
    VerbAction(
        name="cancel",
        label=_("Cancel"),
        permission=MANAGE,
        verb=_cancel,
        done=_("cancelled"),
        asks=ReasonForm,
    ),
    VerbAction(
        name="restore",
        label=_("Restore cancelled tasks"),
        permission=MANAGE,
        verb=_restore,
        done=_("restored"),
        confirms=False,
    ),
)
