"""The tick: what time alone changes, set-based, touching only tasks whose clock has passed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BigIntegerField, Q

from campaigns.actor import Actor
from campaigns.choices import CampaignStatus
from campaigns.domain.audit import locked, recorded, together
from campaigns.domain.audit_sets import Moved
from campaigns.domain.webhook_events import campaign_changed
from campaigns.expressions import Unindexed
from campaigns.models import Campaign
from operator_tasks.choices import TaskStatus
from operator_tasks.domain.campaign_work import cancel_system_tasks
from operator_tasks.domain.clock_moves import SLICE, move_by_clock, on_the_clock
from operator_tasks.domain.escalation import campaigns_to_settle, settle_escalation
from operator_tasks.domain.failures import Failures
from operator_tasks.domain.summaries import write_last_summaries
from operator_tasks.models import OperatorTask


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
    """Turn the clocks of all automated campaigns together, then tick those that something follows for.

    What could not be turned together, because its campaign was held by somebody or something failed, is ticked by
    itself: what fails for one campaign does not hold up the others, and is raised at the end.
    """
    total, failures = Ticked(), Failures("ticks")
    # Asked before the clocks are turned, for turning them marks a campaign as ticked.
    unsettled = set(campaigns_to_settle(now))
    with failures.told_later():
        for moved in turned_slices(by=by, now=now):
            total = total.plus(_told(moved))
            unsettled |= {each.chain for each in moved if each.move.to != TaskStatus.DUE}
    for campaign in campaigns_to_tick(now, unsettled):
        with failures.told_later():
            total = total.plus(tick(campaign, by=by, now=now))
    failures.tell()
    return total


def turned_slices(*, by: Actor, now: datetime) -> Iterator[list[Moved]]:
    """What the clock says of the tasks of all automated campaigns: slices, each committed when it is given.

    Costs what moves: a dozen statements for each slice, and one where no clock has passed. Campaigns that somebody
    holds locked, and those that were ticked after `now`, are left out.
    """
    while on_the_clock(now).exists():
        with together():
            campaigns = _locked_with_work(now)
            moved = _turned(campaigns, by=by, now=now) if campaigns else []
        if not moved:
            return  # what is left stands still: it is held, or its moment is this very one
        yield moved


def _locked_with_work(now: datetime) -> dict[int, Campaign]:
    """The campaigns of the next slice that nobody else holds.

    A request may hold one and wait for another; whoever waits for several would meet it in a circle.
    """
    may_tick = Campaign.objects.automated().filter(Q(last_tick_at__isnull=True) | Q(last_tick_at__lte=now))
    rows = on_the_clock(now).annotate(chain=_campaign_alone()).filter(chain__in=may_tick.values("pk"))
    chosen = may_tick.filter(pk__in=rows.values("campaign")[:SLICE])
    free = chosen.select_related("client").select_for_update(of=("self",), skip_locked=True)
    return {campaign.pk: campaign for campaign in free.order_by("pk")}


def _turned(campaigns: dict[int, Campaign], *, by: Actor, now: datetime) -> list[Moved]:
    rows = on_the_clock(now).annotate(chain=_campaign_alone()).filter(chain__in=campaigns)
    moved = move_by_clock(rows, campaigns, by=by, now=now)
    Campaign.objects.filter(pk__in={each.chain for each in moved}).update(last_tick_at=now)
    return moved


def _campaign_alone() -> Unindexed:
    """The campaign of a task, without leading away from the index of clocks to that of campaigns."""
    return Unindexed("campaign_id", output_field=BigIntegerField())


def _told(moved: Iterable[Moved]) -> Ticked:
    counts = dict.fromkeys((TaskStatus.DUE, TaskStatus.OVERDUE, TaskStatus.MISSED), 0)
    for each in moved:
        counts[TaskStatus(each.move.to)] += each.count
    return Ticked(*counts.values())


def campaigns_to_tick(now: datetime, unsettled: Collection[int]) -> Iterator[Campaign]:
    """Automated campaigns with a task whose clock has passed, that are `unsettled`, or that are over."""
    moving = on_the_clock(now).order_by().values("campaign")
    # The first zone to end a day is 14 hours ahead of UTC; each campaign is asked exactly when it is ticked.
    over = Q(end_date__lt=(now + timedelta(hours=14)).date())
    chosen = Q(pk__in=moving) | Q(pk__in=unsettled) | over
    yield from Campaign.objects.automated().filter(chosen).order_by("pk")


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
            moved = _judged_slice(fresh, by=by, now=now)
            ticked = ticked.plus(moved)
            if moved.due + moved.overdue + moved.missed == SLICE:
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
    while _judged_slice(campaign, by=by, now=now) != Ticked():
        pass
    Campaign.objects.filter(pk=campaign.pk).update(last_tick_at=now)


def _judged_slice(campaign: Campaign, *, by: Actor, now: datetime) -> Ticked:
    rows = on_the_clock(now).filter(campaign=campaign)
    return _told(move_by_clock(rows, {campaign.pk: campaign}, by=by, now=now))


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
