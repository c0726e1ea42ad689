"""Verbs for the rest of a task: made by hand, given to a person, edited."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from campaigns.actor import WORKS, Actor
from campaigns.choices import CampaignStatus, Platform
from campaigns.domain.audit import created, locked, together
from campaigns.domain.clients import refuse_foreign_account
from campaigns.errors import InvalidInput, NotAllowed, NotNow
from campaigns.models import Campaign
from operator_tasks.choices import TaskType
from operator_tasks.domain.clock import set_by_clock
from operator_tasks.domain.guards import changing
from operator_tasks.domain.sops import SopShelf
from operator_tasks.models import OperatorTask
from operator_tasks.states import TAIL

OPERATOR_FIELDS = frozenset({"copy_text"})
MANAGER_FIELDS = OPERATOR_FIELDS | {"title", "asset_ref", "account_id"}


def create_manual_task(
    campaign: Campaign,
    *,
    title: str,
    due_at: datetime,
    platform: str = Platform.INTERNAL,
    copy_text: str = "",
    by: Actor,
    now: datetime,
) -> OperatorTask:
    """A task of its own, without a calendar item. Refuses times that have passed or lie behind the campaign."""
    with together():
        fresh = locked(campaign)
        if fresh.status == CampaignStatus.COMPLETED:
            raise NotNow(_("The campaign is completed. Reopen it before making tasks."))
        if not max(now, fresh.starts_at) < due_at < fresh.ends_at + TAIL:
            text = _("Choose a time that lies ahead and inside the campaign or the week after it.")
            raise InvalidInput(text, {"due_at": [text]})
        sop = SopShelf(TaskType.MANUAL).find(platform, "")
        task = OperatorTask(
            campaign=fresh,
            task_type=TaskType.MANUAL,
            platform=platform,
            due_at=due_at,
            title=title.strip(),
            copy_text=copy_text,
            sop_version=sop,
            instructions_text=sop.body,
        )
        set_by_clock(task, fresh, now)
        return created("task.created", task, by=by, now=now)


def assign_task(
    task: OperatorTask,
    *,
    to: User | None,
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> OperatorTask:
    """Give an open task to a person, or to nobody.

    Operators claim unassigned tasks and release their own; managers assign to anyone who may see the client.
    """
    with changing("task.assigned", task, "assign", by=by, now=now, seen_version=seen_version) as (
        fresh,
        _campaign,
    ):
        if not by.is_manager and to is not None and to.pk != by.id:
            raise NotAllowed(_("You can claim a task for yourself; a manager assigns it to others."))
        if to is not None and not (to.is_active and to.has_perm(WORKS)):
            text = _("%(who)s cannot work on tasks; choose an operator or a manager.") % {"who": to}
            raise InvalidInput(text, {"assignee": [text]})
        if to is not None and not OperatorTask.objects.visible_to(to).filter(pk=fresh.pk).exists():
            text = _("%(who)s does not work for this client; add them to its members first.") % {"who": to}
            raise InvalidInput(text, {"assignee": [text]})
        fresh.assignee = to
    return fresh


def edit_task(
    task: OperatorTask,
    *,
    values: dict[str, Any],
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> OperatorTask:
    """Change the copy (operators) or also title, asset and account (managers) of an open task.

    Copy edited here is no longer replaced when the calendar item is edited.
    """
    with changing("task.edited", task, "edit", by=by, now=now, seen_version=seen_version) as (
        fresh,
        campaign,
    ):
        allowed = MANAGER_FIELDS if by.is_manager else OPERATOR_FIELDS
        if values.keys() - allowed:
            raise NotAllowed(_("You can edit the copy; ask a manager to change anything else."))
        account_id = values.get("account_id")
        refuse_foreign_account(account_id, client_id=campaign.client_id, platform=fresh.platform)
        for name, value in values.items():
            setattr(fresh, name, value.strip() if name == "title" else value)
        if "copy_text" in values:
            fresh.copy_overridden = True
    return fresh
