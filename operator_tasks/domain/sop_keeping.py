"""Verbs that keep the library in order: procedures retire and come back, open tasks move to the latest version."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import CampaignStatus, ContentType, Platform
from campaigns.domain.audit import locked, recorded, together
from campaigns.domain.audit_sets import recorded_batch
from campaigns.errors import NotNow
from campaigns.models import Cadence, CalendarItem, Campaign
from operator_tasks.choices import TaskType
from operator_tasks.domain.sop_drafts import refuse_unless_manager
from operator_tasks.domain.sops import SopShelf, UnknownSop
from operator_tasks.models import OperatorTask, OperatorTaskQuerySet, Sop, SopVersion, TaskChecklist
from operator_tasks.sops.library import steps_of

SLICE = 5000
STILL_PLANNING = (CampaignStatus.PLANNED, CampaignStatus.ACTIVE, CampaignStatus.PAUSED)


def retire_sop(sop: Sop, *, by: Actor, now: datetime, seen_version: int | None = None) -> Sop:
    """Take a procedure out of use: no task pins it from now on, and open ones keep their version.

    Refuses one that tasks would be made from which no other procedure is for.
    """
    refuse_unless_manager(by)
    with together():
        with recorded("sop.retired", sop, by=by, now=now, seen_version=seen_version) as fresh:
            if fresh.retired_at is not None:
                raise NotNow(_("This procedure is retired already."))
            fresh.retired_at = now
        _refuse_gap(fresh, now)
    return fresh


def restore_sop(sop: Sop, *, by: Actor, now: datetime, seen_version: int | None = None) -> Sop:
    """Take a retired procedure into use again."""
    refuse_unless_manager(by)
    with recorded("sop.restored", sop, by=by, now=now, seen_version=seen_version) as fresh:
        if fresh.retired_at is None:
            raise NotNow(_("This procedure is in use."))
        fresh.retired_at = None
    return fresh


def _refuse_gap(sop: Sop, now: datetime) -> None:
    """After it retired: every task that may still be made must find a procedure."""
    shelf = SopShelf(sop.task_type)
    for platform, content_type in _needed(sop.task_type, now):
        try:
            shelf.find(platform, content_type)
        except UnknownSop:
            kind = str(ContentType(content_type).label) if content_type else ""
            what = " ".join(filter(None, (str(Platform(platform).label), kind)))
            raise NotNow(
                _("Tasks for %(what)s still need this procedure; publish another one for them first.")
                % {"what": what}
            ) from None


def _needed(task_type: str, now: datetime) -> Iterable[tuple[str, str]]:
    """What tasks may still be made for: of posts what cadences call for, and what is planned and has no task."""
    if task_type == TaskType.POST:
        lines = Cadence.objects.filter(posts_per_week__gt=0, campaign__status__in=STILL_PLANNING)
        has_task = Exists(OperatorTask.objects.live().filter(calendar_item=OuterRef("pk")))
        planned = CalendarItem.objects.filter(
            ~has_task, cancelled_at=None, scheduled_at__gt=now, campaign__status__in=STILL_PLANNING
        )
        kinds = [rows.order_by().values_list("platform", "content_type") for rows in (lines, planned)]
        return kinds[0].union(kinds[1])
    if task_type in (TaskType.REVIEW, TaskType.ANALYZE):
        return [(Platform.INTERNAL, "")]
    return [(platform, "") for platform in Platform]


def tasks_on_older(sop: Sop) -> OperatorTaskQuerySet:
    """Open tasks that follow a version before the latest."""
    latest = sop.versions.order_by("-number").first()
    tasks = OperatorTask.objects.open().filter(sop_version__sop=sop)
    return tasks.exclude(sop_version=latest) if latest else tasks.none()


def move_tasks(sop: Sop, *, by: Actor, now: datetime) -> int:
    """Let every open task of this procedure follow its latest version; return how many moved.

    One batch entry in the chain of each campaign, and all of them or none. Steps that were ticked in another
    version are no longer ticked. Refuses a procedure without a version.
    """
    refuse_unless_manager(by)
    with together():
        fresh = locked(sop)
        latest = fresh.versions.order_by("-number").first()
        if latest is None:
            raise NotNow(_("Nothing of this procedure is published yet; publish a version first."))
        campaigns = Campaign.objects.filter(pk__in=tasks_on_older(fresh).values("campaign")).order_by("pk")
        return sum(_move(locked(campaign), fresh, latest, by=by, now=now) for campaign in campaigns)


def _move(campaign: Campaign, sop: Sop, latest: SopVersion, *, by: Actor, now: datetime) -> int:
    _clear_ticks(campaign, sop, latest, by=by, now=now)
    moved = 0
    while count := recorded_batch(
        "task.procedure_moved",
        tasks_on_older(sop).filter(campaign=campaign),
        campaign,
        by=by,
        now=now,
        audited={"sop_version_id": ("sop_version_id", str(latest.pk))},
        changes={"sop_version": latest, "instructions_text": latest.body},
        limit=SLICE,
    ):
        moved += count
    return moved


def _clear_ticks(campaign: Campaign, sop: Sop, latest: SopVersion, *, by: Actor, now: datetime) -> None:
    """A tick names a step by its place, which may hold another step now."""
    steps = steps_of(latest.body)
    tasks = tasks_on_older(sop).filter(campaign=campaign)
    for checklist in TaskChecklist.objects.filter(task__in=tasks).exclude(ticked=[]).select_related("task"):
        if steps_of(checklist.task.instructions_text) != steps:
            with recorded("checklist.cleared", checklist, by=by, now=now) as fresh:
                fresh.ticked = []
