"""The answer of the working side to what happens to a campaign: its tasks follow."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import CampaignStatus, CancelReason, ResumePolicy
from campaigns.domain.audit import recorded
from campaigns.errors import NotNow
from campaigns.models import CalendarItem, Campaign, Client
from campaigns.words import in_house_words
from operator_tasks.choices import TaskStatus, TaskType
from operator_tasks.domain.cancelling import cancel, has_rival, restore, restore_item
from operator_tasks.domain.clock import set_by_clock, start_clocks, stop_clocks
from operator_tasks.domain.planning import only_accounts, title_of
from operator_tasks.domain.sops import SopShelf
from operator_tasks.domain.summaries import write_last_summaries
from operator_tasks.models import OperatorTask
from operator_tasks.states import TAIL


def open_tasks(campaign: Campaign) -> list[OperatorTask]:
    return list(OperatorTask.objects.open().filter(campaign=campaign).order_by("pk"))


def activated(campaign: Campaign, *, by: Actor, now: datetime) -> None:
    """Tasks whose time passed before anybody could do them leave the plan; the others start their clocks."""
    for task in OperatorTask.objects.open().filter(campaign=campaign, due_at__lt=now, system_kind=""):
        cancel(task, reason=CancelReason.BEFORE_ACTIVATION, by=by, now=now)
    start_clocks(campaign)


def paused(campaign: Campaign, *, now: datetime) -> None:
    stop_clocks(campaign)


def resumed(
    campaign: Campaign, *, paused_at: datetime, policy: ResumePolicy, by: Actor, now: datetime
) -> None:
    """Give overdue tasks the pause back as grace, and settle what fell into the pause by the policy."""
    for task in open_tasks(campaign):
        if task.is_system:
            continue
        if task.miss_at is not None:
            _extend_grace(task, now - paused_at, by=by, now=now)
        fell_in = paused_at <= task.due_at < now and task.status != TaskStatus.BLOCKED
        if policy == ResumePolicy.DROP and fell_in:
            cancel(task, reason=CancelReason.PAUSED, by=by, now=now)
        elif policy == ResumePolicy.SHIFT and task.due_at >= paused_at:
            _shift(task, campaign, now - paused_at, by=by, now=now)
    start_clocks(campaign)


def _extend_grace(task: OperatorTask, pause: timedelta, *, by: Actor, now: datetime) -> None:
    with recorded("task.grace_extended", task, by=by, now=now) as fresh:
        assert fresh.miss_at is not None  # asked by the caller under the campaign's lock
        fresh.miss_at += pause


def _shift(task: OperatorTask, campaign: Campaign, pause: timedelta, *, by: Actor, now: datetime) -> None:
    """Move by the pause in whole days, keeping the local time of day; past the end it leaves the plan."""
    days = -(-pause // timedelta(days=1))
    local = task.due_at.astimezone(campaign.zone)
    due_at = (local + timedelta(days=days)).astimezone(task.due_at.tzinfo)
    if due_at >= campaign.ends_at + (timedelta(0) if task.calendar_item_id else TAIL):
        cancel(task, reason=CancelReason.PAUSED, by=by, now=now)
        return
    with recorded("task.shifted", task, by=by, now=now) as fresh:
        fresh.due_at = due_at
        if fresh.status != TaskStatus.BLOCKED:
            set_by_clock(fresh, campaign, now)
    if task.calendar_item is not None:
        with recorded("calendar_item.rescheduled", task.calendar_item, by=by, now=now) as item:
            item.scheduled_at = due_at


def completed(campaign: Campaign, *, by: Actor, now: datetime) -> None:
    """Open work whose time has passed is missed; later work and tasks of the house leave the plan.

    The weeks that have begun get their summaries, for no Monday will write them any more.
    """
    for task in open_tasks(campaign):
        if task.is_system or task.due_at >= now:
            cancel(task, reason=CancelReason.CAMPAIGN_COMPLETED, by=by, now=now)
            continue
        with recorded("task.close_missed", task, by=by, now=now) as fresh:
            fresh.status = TaskStatus.MISSED
            fresh.miss_at = fresh.clock_at = None
    write_last_summaries(campaign, by=by, now=now)


def cancel_system_tasks(campaign: Campaign, *, by: Actor, now: datetime) -> None:
    for task in OperatorTask.objects.open().filter(campaign=campaign).exclude(system_kind=""):
        cancel(task, reason=CancelReason.CAMPAIGN_COMPLETED, by=by, now=now)


def reopened(campaign: Campaign, *, by: Actor, now: datetime) -> None:
    """What completion had taken out of the plan and still lies ahead comes back."""
    gone = OperatorTask.objects.filter(
        campaign=campaign, cancel_reason=CancelReason.CAMPAIGN_COMPLETED, system_kind="", due_at__gt=now
    )
    gone = gone.exclude(_outside(campaign, campaign.ends_at))
    for task in gone.select_related("calendar_item").order_by("pk"):
        item = task.calendar_item
        if has_rival(task) or not _may_return(item):
            continue
        if item is not None and item.cancelled_at is not None:
            restore_item(item, by=by, now=now)
        restore(task, campaign, by=by, now=now)
    start_clocks(campaign)


def _may_return(item: CalendarItem | None) -> bool:
    return item is None or item.cancel_reason in {"", CancelReason.CAMPAIGN_COMPLETED}


def _outside(campaign: Campaign, end: datetime) -> Q:
    of_items = Q(calendar_item__isnull=False, due_at__gte=end)
    return of_items | Q(calendar_item__isnull=True, due_at__gte=end + TAIL)


@in_house_words
def _ends_earlier() -> str:
    return _("the campaign ends earlier")


def cancel_after(campaign: Campaign, *, end: datetime, by: Actor, now: datetime) -> None:
    for task in OperatorTask.objects.open().filter(_outside(campaign, end), campaign=campaign):
        cancel(task, reason=CancelReason.MANUAL, by=by, now=now, notes=_ends_earlier())


def open_after(campaign: Campaign, *, end: datetime) -> list[str]:
    return [
        task.title for task in OperatorTask.objects.open().filter(_outside(campaign, end), campaign=campaign)
    ]


def open_count(campaign: Campaign) -> int:
    return OperatorTask.objects.open().filter(campaign=campaign).count()


def finished_count(campaign: Campaign) -> int:
    return OperatorTask.objects.filter(campaign=campaign, status=TaskStatus.DONE, system_kind="").count()


def refuse_if_done(item: CalendarItem) -> None:
    if item.tasks.live().filter(status=TaskStatus.DONE).exists():
        raise NotNow(_("This post is published already; undo its task first if that is wrong."))


def _live_tasks(item: CalendarItem) -> list[OperatorTask]:
    return list(OperatorTask.objects.live().filter(calendar_item=item))


def item_moved(item: CalendarItem, *, by: Actor, now: datetime) -> None:
    """The task moves with its item. A missed one is reopened by the move, a blocked one stays blocked."""
    for task in _live_tasks(item):
        if task.status == TaskStatus.MISSED and task.campaign.status == CampaignStatus.PLANNED:
            raise NotNow(_("The campaign is not active yet; a manager must activate it first."))
        with recorded("task.rescheduled", task, by=by, now=now) as fresh:
            fresh.due_at = item.scheduled_at
            if fresh.status != TaskStatus.BLOCKED:
                set_by_clock(fresh, item.campaign, now)


def item_edited(item: CalendarItem, *, by: Actor, now: datetime) -> None:
    """The open task takes over what the item says; without an account it names the client's only one, as when made."""
    account_id = item.account_id or only_accounts(item.campaign).get(item.platform)
    for task in _live_tasks(item):
        if not task.is_open:
            continue
        with recorded("task.edited", task, by=by, now=now) as fresh:
            fresh.title = title_of(item)
            fresh.asset_ref, fresh.account_id = item.asset_ref, account_id
            if fresh.content_type != item.content_type:
                fresh.content_type = item.content_type
                sop = SopShelf(TaskType.POST).find(fresh.platform, fresh.content_type)
                fresh.sop_version, fresh.instructions_text = sop, sop.body
            if not fresh.copy_overridden:
                fresh.copy_text = item.copy_text


def item_cancelled(item: CalendarItem, *, reason: CancelReason, by: Actor, now: datetime) -> None:
    for task in _live_tasks(item):
        cancel(task, reason=reason, by=by, now=now)


def item_restored(item: CalendarItem, *, by: Actor, now: datetime) -> None:
    """The POST task that was cancelled with the item comes back with it."""
    gone = OperatorTask.objects.filter(
        calendar_item=item, task_type=TaskType.POST, cancelled_at__isnull=False
    )
    task = gone.order_by("-cancelled_at").first()
    if task is not None and not has_rival(task):
        restore(task, item.campaign, by=by, now=now)


def member_left(client: Client, user_id: int, *, by: Actor, now: datetime) -> None:
    """Open tasks of somebody who no longer works for the client are nobody's, so that others can claim them."""
    for task in OperatorTask.objects.open().filter(campaign__client=client, assignee=user_id).order_by("pk"):
        with recorded("task.assigned", task, by=by, now=now) as fresh:
            fresh.assignee = None
