"""From calendar to tasks: each live item that lies ahead gets one POST task, however often this runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import CampaignStatus, ContentType, Platform
from campaigns.domain.audit import created_many, locked, together
from campaigns.errors import NotNow
from campaigns.models import Account, CalendarItem, Campaign
from campaigns.words import in_house_words
from operator_tasks.choices import TaskType
from operator_tasks.domain.clock import set_by_clock
from operator_tasks.domain.sops import SopShelf, UnknownSop
from operator_tasks.models import OperatorTask, SopVersion


@dataclass(frozen=True)
class PlannedTasks:
    """The tasks that were made, how many items had one already, and why items were left out."""

    created: tuple[OperatorTask, ...]
    kept: int
    notes: tuple[str, ...]


def plan_tasks(campaign: Campaign, *, by: Actor, now: datetime) -> PlannedTasks:
    """Make the POST task of every live calendar item that lies ahead and has none.

    Each task pins the SOP version of the moment and keeps its text, and names the account: that of the item,
    else the only one the client uses on the platform. Items of a kind without a procedure are left out and
    named. Refuses completed campaigns.
    """
    with together():
        fresh = locked(campaign)
        if fresh.status == CampaignStatus.COMPLETED:
            raise NotNow(_("The campaign is completed. Reopen it before making tasks."))
        ahead = CalendarItem.objects.live().filter(
            campaign=fresh,
            scheduled_at__gt=now,
            scheduled_at__gte=fresh.starts_at,
            scheduled_at__lt=fresh.ends_at,
        )
        having = OperatorTask.objects.live().filter(calendar_item=OuterRef("pk"), task_type=TaskType.POST)
        waiting = ahead.filter(~Exists(having)).order_by("scheduled_at", "pk")
        tasks, notes = _tasks_for(waiting, fresh, now)
        made = created_many("task.created", tasks, by=by, now=now)
        return PlannedTasks(tuple(made), ahead.count() - len(made) - len(notes), tuple(notes))


def _tasks_for(
    items: Iterable[CalendarItem], campaign: Campaign, now: datetime
) -> tuple[list[OperatorTask], list[str]]:
    shelf, only = SopShelf(TaskType.POST), only_accounts(campaign)
    tasks, notes, kinds = [], [], _Kinds()
    for item in items:
        try:
            sop = shelf.find(item.platform, item.content_type)
        except UnknownSop as missing:
            notes.append(f"{item.scheduled_at.astimezone(campaign.zone):%Y-%m-%d %H:%M}: {missing.message}")
            continue
        title = _title(item, kinds[item.platform, item.content_type])
        task = _post_task(item, campaign, sop, title, now)
        task.account_id = task.account_id or only.get(item.platform)
        tasks.append(task)
    return tasks, notes


def only_accounts(campaign: Campaign) -> dict[str, int]:
    """By platform, the account of the client where there is no second one to mix it up with."""
    used = Account.objects.filter(client=campaign.client_id, is_active=True)
    alone = used.values("platform").annotate(count=Count("pk"), account=Min("pk")).filter(count=1)
    return {row["platform"]: row["account"] for row in alone.order_by("platform")}


def _post_task(
    item: CalendarItem, campaign: Campaign, sop: SopVersion, title: str, now: datetime
) -> OperatorTask:
    task = OperatorTask(
        campaign=campaign,
        calendar_item=item,
        task_type=TaskType.POST,
        platform=item.platform,
        content_type=item.content_type,
        account_id=item.account_id,
        due_at=item.scheduled_at,
        title=title,
        sop_version=sop,
        instructions_text=sop.body,
        copy_text=item.copy_text,
        asset_ref=item.asset_ref,
    )
    set_by_clock(task, campaign, now)
    return task


class _Kinds(dict[tuple[str, str], str]):
    """What a platform and content type are called in the words of the house, asked once for each."""

    def __missing__(self, kind: tuple[str, str]) -> str:
        self[kind] = _kind(*kind)
        return self[kind]


@in_house_words
def _kind(platform: str, content_type: str) -> str:
    return f"{Platform(platform).label} {ContentType(content_type).label}"


def title_of(item: CalendarItem) -> str:
    """What the task of an item is called."""
    return _title(item, _kind(item.platform, item.content_type))


def _title(item: CalendarItem, kind: str) -> str:
    about = " ".join((item.title or item.theme).split())
    return f"{kind}: {about}"[:255] if about else kind
