"""Escalation: one open REVIEW task a campaign that lists what is overdue, and closes itself."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.actor import Actor
from campaigns.choices import CampaignStatus, Platform
from campaigns.domain.audit import created, locked, recorded, together
from campaigns.models import Campaign
from campaigns.words import in_house_words
from operator_tasks.choices import ProofType, SystemKind, TaskStatus, TaskType
from operator_tasks.domain.clock import set_by_clock
from operator_tasks.domain.failures import Failures
from operator_tasks.domain.notices import enter_escalation
from operator_tasks.domain.sops import SopShelf
from operator_tasks.domain.webhook_events import escalation_opened
from operator_tasks.models import OperatorTask, OperatorTaskQuerySet, TaskProof
from operator_tasks.states import RE_ESCALATE

MOST_LISTED = 500
# A request that began before a tick may commit after it; few take longer.
LONGEST_REQUEST = timedelta(minutes=5)


def escalate_all(*, by: Actor, now: datetime) -> int:
    """Make the escalations of all campaigns true, whatever the tick thought of them; return how many changed."""
    open_ones = OperatorTask.objects.live().filter(status=TaskStatus.DUE, system_kind=SystemKind.ESCALATION)
    late = OperatorTask.objects.live().filter(status=TaskStatus.OVERDUE)
    chosen = late.order_by().values("campaign").union(open_ones.order_by().values("campaign"))
    return settle_escalations((row["campaign"] for row in chosen), by=by, now=now)


def settle_escalations(campaigns: Iterable[int], *, by: Actor, now: datetime) -> int:
    """One campaign after the other; what fails for one does not hold up the others, and is raised at the end."""
    changed, failures = 0, Failures("escalations")
    for pk in sorted(campaigns):
        with failures.told_later(), together():
            changed += settle_escalation(locked(Campaign(pk=pk)), by=by, now=now)
    failures.tell()
    return changed


def campaigns_to_settle(now: datetime) -> list[int]:
    """Automated campaigns whose escalation is not what it should be, or may not be; in three queries.

    What joined the late work of a campaign was changed since its last tick, and what left it is missing from the
    count that the escalation names. A verb reads the clock before it commits, hence the minutes before the tick;
    what takes longer than that is found by the hourly job, which asks every campaign.
    """
    automated = Campaign.objects.automated()
    house = OperatorTask.objects.filter(campaign__in=automated, system_kind=SystemKind.ESCALATION).order_by()
    titles = dict(house.live().filter(status=TaskStatus.DUE).values_list("campaign", "title"))
    late = OperatorTask.objects.live().filter(
        campaign__in=automated, status=TaskStatus.OVERDUE, system_kind=""
    )
    counted = late.order_by().values("campaign", "campaign__last_tick_at")
    found: Any = counted.annotate(
        count=Count("pk"), newest=Max("updated_at"), unlisted=Count("pk", filter=Q(escalated_at__isnull=True))
    )
    rows = {row["campaign"]: row for row in found}
    unopened = [pk for pk, row in rows.items() if pk not in titles and not row["unlisted"]]
    closed = _last_closed(house, unopened)
    wanted = {pk for pk, row in rows.items() if row["unlisted"] or _may_differ(row, titles.get(pk))}
    wanted |= {pk for pk in unopened if _is_long_ago(closed.get(pk), now)}
    return sorted(wanted | (titles.keys() - rows.keys()))


def _may_differ(row: dict[str, Any], title: str | None) -> bool:
    if title is None:
        return False
    ticked = row["campaign__last_tick_at"]
    return title != _title(row["count"]) or ticked is None or row["newest"] >= ticked - LONGEST_REQUEST


def _last_closed(house: OperatorTaskQuerySet, campaigns: list[int]) -> dict[int, datetime | None]:
    if not campaigns:
        return {}
    found = house.filter(campaign__in=campaigns).values_list("campaign").annotate(Max("completed_at"))
    return dict(found)


def _is_long_ago(closed: datetime | None, now: datetime) -> bool:
    return closed is None or now - closed >= RE_ESCALATE


def settle_escalation(campaign: Campaign, *, by: Actor, now: datetime) -> int:
    """Open, update or close the escalation of one locked campaign; 1 when something changed.

    A new one opens for work that was never listed before, or a day after the last one was closed. It counts
    all late work and lists the oldest of it. Mail about it is entered when it opens, and not when it changes.
    """
    if campaign.status != CampaignStatus.ACTIVE or campaign.automation_paused:
        return 0
    late = OperatorTask.objects.live().filter(campaign=campaign, status=TaskStatus.OVERDUE, system_kind="")
    listed = list(late.order_by("due_at", "pk").only("pk", "due_at", "title")[:MOST_LISTED])
    current = _open_escalation(campaign)
    if current is not None:
        return _update(current, campaign, late, listed, by, now) if listed else _close(current, by, now)
    if not listed or not (late.filter(escalated_at__isnull=True).exists() or _is_stale(campaign, now)):
        return 0
    sop, count = SopShelf(TaskType.REVIEW).find(Platform.INTERNAL, ""), late.count()
    task = OperatorTask(
        campaign=campaign,
        task_type=TaskType.REVIEW,
        system_kind=SystemKind.ESCALATION,
        platform=Platform.INTERNAL,
        due_at=now,
        title=_title(count),
        sop_version=sop,
        instructions_text=sop.body,
        copy_text=_list_text(campaign, listed),
        listed_tasks=_keys(listed),
    )
    set_by_clock(task, campaign, now)
    created("escalation.opened", task, by=by, now=now)
    enter_escalation(task, now=now)
    escalation_opened(task, campaign, count=count, now=now)
    _remember(late, now)
    return 1


def _open_escalation(campaign: Campaign) -> OperatorTask | None:
    open_ones = OperatorTask.objects.open().filter(campaign=campaign, system_kind=SystemKind.ESCALATION)
    return open_ones.first()


def _is_stale(campaign: Campaign, now: datetime) -> bool:
    closed = OperatorTask.objects.filter(campaign=campaign, system_kind=SystemKind.ESCALATION)
    return _is_long_ago(closed.aggregate(last=Max("completed_at"))["last"], now)


def _keys(late: list[OperatorTask]) -> list[int]:
    return sorted(task.pk for task in late)


@in_house_words
def _title(count: int) -> str:
    return ngettext("%(count)d task is overdue", "%(count)d tasks are overdue", count) % {"count": count}


def _list_text(campaign: Campaign, late: list[OperatorTask]) -> str:
    lines = (f"{task.due_at.astimezone(campaign.zone):%a %Y-%m-%d %H:%M %Z} – {task.title}" for task in late)
    return "\n".join(lines)


def _remember(late: OperatorTaskQuerySet, now: datetime) -> None:
    late.filter(escalated_at__isnull=True).update(escalated_at=now)


def _update(
    current: OperatorTask,
    campaign: Campaign,
    late: OperatorTaskQuerySet,
    listed: list[OperatorTask],
    by: Actor,
    now: datetime,
) -> int:
    _remember(late, now)
    title = _title(late.count())
    if current.listed_tasks == _keys(listed) and current.title == title:
        return 0
    with recorded("escalation.updated", current, by=by, now=now) as fresh:
        fresh.listed_tasks = _keys(listed)
        fresh.title = title
        fresh.copy_text = _list_text(campaign, listed)
    return 1


@in_house_words
def _resolved() -> str:
    return _("Every listed task is resolved.")


def _close(current: OperatorTask, by: Actor, now: datetime) -> int:
    told = _resolved()
    proof = TaskProof(task=current, proof_type=ProofType.TEXT, value=told)
    created("proof.added", proof, by=by, now=now)
    with recorded("escalation.resolved", current, by=by, now=now, notes=told) as fresh:
        fresh.status, fresh.proof = TaskStatus.DONE, proof
        fresh.completed_at = fresh.performed_at = now
        fresh.completed_by_label = by.label
        fresh.clock_at = None
    return 1
