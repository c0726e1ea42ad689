"""The tick: what time alone changes, set-based, touching only tasks whose clock has passed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, DateTimeField, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import Greatest

from campaigns.actor import Actor
from campaigns.choices import CampaignStatus
from campaigns.domain.audit import locked, recorded, recorded_batch, together
from campaigns.domain.webhook_events import campaign_changed
from campaigns.models import Campaign
from operator_tasks import states
from operator_tasks.choices import SystemKind, TaskStatus
from operator_tasks.domain.campaign_work import cancel_system_tasks
from operator_tasks.domain.escalation import settle_escalation
from operator_tasks.domain.failures import Failures
from operator_tasks.domain.summaries import write_last_summaries
from operator_tasks.domain.webhook_events import tasks_overdue
from operator_tasks.models import OperatorTask

# So many rows change under one lock at most, so that nobody at a page waits for a large tick.
SLICE = 5000


@dataclass(frozen=True)
class Ticked:
    """How many tasks a tick moved, by what they became, and what it did for campaigns."""

    due: int = 0
    overdue: int = 0
    missed: int = 0
    escalations: int = 0
    completed_campaigns: int = 0

    def plus(self, other: "Ticked") -> "Ticked":
        return Ticked(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    def counts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def tick_all(*, by: Actor, now: datetime) -> Ticked:
    """Tick every automated campaign that time has something to do for.

    A campaign whose tick fails does not hold up the others; the failures are raised together at the end.
    """
    total, failures = Ticked(), Failures("ticks")
    for campaign in campaigns_to_tick(now):
        with failures.told_later():
            total = total.plus(tick(campaign, by=by, now=now))
    failures.tell()
    return total


def campaigns_to_tick(now: datetime) -> Iterator[Campaign]:
    """Automated campaigns with a task whose clock has passed, with late work, or that are over."""
    moving = OperatorTask.objects.filter(clock_at__lte=now).order_by().values("campaign")
    late = OperatorTask.objects.live().filter(status=TaskStatus.OVERDUE).order_by().values("campaign")
    # An open escalation is due at once and never late, so it is always DUE.
    escalated = OperatorTask.objects.live().filter(status=TaskStatus.DUE, system_kind=SystemKind.ESCALATION)
    # The first zone to end a day is 14 hours ahead of UTC; each campaign is asked exactly when it is ticked.
    over = Q(end_date__lt=(now + timedelta(hours=14)).date())
    chosen = Campaign.objects.automated().filter(
        Q(pk__in=moving) | Q(pk__in=late) | Q(pk__in=escalated.order_by().values("campaign")) | over
    )
    yield from chosen.order_by("pk")


def tick(campaign: Campaign, *, by: Actor, now: datetime) -> Ticked:
    """Make one campaign what it should be at `now`; running it again changes nothing.

    Does nothing for a campaign that is not active, or when the clock went back behind its last tick.
    """
    ticked = Ticked()
    while True:
        with together():
            fresh = locked(campaign)
            if not _may_tick(fresh, now):
                return ticked
            moved = judge_clock_slice(fresh, by=by, now=now)
            ticked = ticked.plus(moved)
            if max(moved.due, moved.overdue, moved.missed) >= SLICE:
                continue
            return ticked.plus(_settle(fresh, by=by, now=now))


def tick_now(campaign: Campaign, *, by: Actor, now: datetime) -> None:
    """A whole tick of an active campaign that the caller has just changed and holds locked."""
    judge_clock(campaign, by=by, now=now)
    _settle(campaign, by=by, now=now)


def _settle(campaign: Campaign, *, by: Actor, now: datetime) -> Ticked:
    Campaign.objects.filter(pk=campaign.pk).update(last_tick_at=now)
    changed = settle_escalation(campaign, by=by, now=now)
    return Ticked(escalations=changed, completed_campaigns=_complete_when_over(campaign, by=by, now=now))


def _may_tick(campaign: Campaign, now: datetime) -> bool:
    running = campaign.status == CampaignStatus.ACTIVE and not campaign.automation_paused
    return running and (campaign.last_tick_at is None or now >= campaign.last_tick_at)


def judge_clock(campaign: Campaign, *, by: Actor, now: datetime) -> None:
    """All the clock has to say about one campaign, which the caller holds locked."""
    if campaign.last_tick_at is not None and now < campaign.last_tick_at:
        return
    while True:
        moved = judge_clock_slice(campaign, by=by, now=now)
        if max(moved.due, moved.overdue, moved.missed) < SLICE:
            break
    Campaign.objects.filter(pk=campaign.pk).update(last_tick_at=now)


def judge_clock_slice(campaign: Campaign, *, by: Actor, now: datetime) -> Ticked:
    """At most one slice of each move, as one statement each: missed, overdue, due."""
    waiting = OperatorTask.objects.live().filter(campaign=campaign, clock_at__lte=now)
    missed = _batch(
        campaign,
        waiting.filter(status=TaskStatus.OVERDUE, miss_at__lte=now),
        TaskStatus.MISSED,
        {"miss_at": None, "clock_at": None},
        by=by,
        now=now,
    )
    late = waiting.filter(status__in=[TaskStatus.PENDING, TaskStatus.DUE], due_at__lt=now, system_kind="")
    miss_at = _miss_at(now)
    overdue = _batch(
        campaign, late, TaskStatus.OVERDUE, {"miss_at": miss_at, "clock_at": miss_at}, by=by, now=now
    )
    if overdue:
        tasks_overdue(campaign, _action(TaskStatus.OVERDUE), overdue, now=now)
    near = waiting.filter(status=TaskStatus.PENDING, due_at__lt=now + states.DUE_WINDOW)
    rings = Case(When(system_kind="", then=F("due_at")), default=Value(None), output_field=DateTimeField())
    due = _batch(campaign, near, TaskStatus.DUE, {"clock_at": rings}, by=by, now=now)
    return Ticked(due=due, overdue=overdue, missed=missed)


def _action(to: TaskStatus) -> str:
    return f"task.tick_{to.lower()}"


def _batch(
    campaign: Campaign, rows: Any, to: TaskStatus, changes: dict[str, Any], *, by: Actor, now: datetime
) -> int:
    return recorded_batch(
        _action(to),
        rows,
        campaign,
        by=by,
        now=now,
        audited={"status": ("status", to)},
        changes={"status": to, **changes},
        limit=SLICE,
    )


def _miss_at(now: datetime) -> Any:
    """When a task that becomes overdue now would be missed: its grace, and not before it was seen for a while."""
    soonest = Value(now + states.LEAST_GRACE, output_field=DateTimeField())
    cases = [
        When(
            task_type=task_type,
            then=Greatest(
                ExpressionWrapper(F("due_at") + Value(grace), output_field=DateTimeField()), soonest
            ),
        )
        for task_type, grace in states.GRACE.items()
    ]
    return Case(*cases, default=Value(None), output_field=DateTimeField())


def _complete_when_over(campaign: Campaign, *, by: Actor, now: datetime) -> int:
    """A campaign whose last day is over and that has no open work completes by itself."""
    if (
        now < campaign.ends_at
        or OperatorTask.objects.open().filter(campaign=campaign, system_kind="").exists()
    ):
        return 0
    with recorded("campaign.completed", campaign, by=by, now=now, notes="its last day is over") as fresh:
        fresh.status, fresh.completed_at = CampaignStatus.COMPLETED, now
    campaign_changed(fresh, before=CampaignStatus.ACTIVE, now=now)
    cancel_system_tasks(fresh, by=by, now=now)
    write_last_summaries(fresh, by=by, now=now)
    return 1
