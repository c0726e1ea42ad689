"""The jobs' door: what the queue calls. It reads the clock, asks the ledger, and calls one verb."""

import functools
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone

from campaigns import feature
from campaigns.actor import Actor
from campaigns.domain import repeats, webhook_events, webhook_sending
from campaigns.models import Campaign
from operator_tasks.domain import entering, escalation, ledger, notices, sending, summaries, ticking
from operator_tasks.domain.running import product_version
from operator_tasks.doorbell import ring

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """How a job runs: its verb, given the actor, the key of the run and the time; and whether it is one commit."""

    effect: Callable[[Actor, str, datetime], ledger.Counts]
    atomic: bool


def _tick(by: Actor, _key: str, now: datetime) -> ledger.Counts:
    return ticking.tick_all(by=by, now=now).counts()


def _escalate(by: Actor, _key: str, now: datetime) -> ledger.Counts:
    return {"changed": escalation.escalate_all(by=by, now=now)}


def _summarise(by: Actor, key: str, now: datetime) -> ledger.Counts:
    campaign = Campaign.objects.filter(pk=int(key.partition(":")[0])).first()
    return {"written": summaries.write_campaign_summaries(campaign, by=by, now=now) if campaign else 0}


def _send(_by: Actor, _key: str, now: datetime) -> ledger.Counts:
    return {"digests": notices.enter_digests(now=now), **sending.send_due(clock=timezone.now)}


def _send_webhooks(by: Actor, _key: str, _now: datetime) -> ledger.Counts:
    return webhook_sending.send_due(by=by, agent=f"CampaignOps/{product_version()}", clock=timezone.now)


JOBS = {
    "campaign_tick": Job(_tick, atomic=False),
    "escalate_overdue_tasks": Job(_escalate, atomic=False),
    "weekly_campaign_summary": Job(_summarise, atomic=True),
    "send_notices": Job(_send, atomic=False),
    "send_webhooks": Job(_send_webhooks, atomic=False),
}


def run(run_id: int) -> str:
    """Run one entry of the ledger, unless somebody else has it, it is done, or automation is held."""
    now = timezone.now()
    if not feature.enabled() or ledger.automation_is_paused():
        return "held"
    claimed = ledger.claim(run_id, now=now)
    if claimed is None:
        return "taken"
    job = JOBS[claimed.run.name]
    effect = functools.partial(_in_time, job, claimed.run.key, now)
    ledger.execute(claimed, effect, finished=timezone.now, atomic=job.atomic)
    return "done"


def _in_time(job: Job, key: str, now: datetime, by: Actor) -> ledger.Counts:
    return job.effect(by, key, now)


def _scheduled(name: str, key: str, now: datetime) -> str:
    if not feature.enabled():
        ledger.note_disabled(name, key, now=now)
        return "disabled"
    if ledger.automation_is_paused():
        return "held"
    return run(ledger.submit(name, key, ring=_no_ring, now=now).pk)


def _no_ring(run_id: int) -> None:
    """For runs that the caller carries out at once, and while nobody may carry out any."""
    logger.debug("no ring for run %s", run_id)


def campaign_tick() -> str:
    """Each minute. The key is the minute, so two hosts ringing at once make one run."""
    now = timezone.now()
    return _scheduled("campaign_tick", f"{now.astimezone(UTC):%Y-%m-%dT%H:%MZ}", now)


def escalate_overdue_tasks() -> str:
    """Each hour, beside the tick, so that escalations hold even where no task moves."""
    now = timezone.now()
    return _scheduled("escalate_overdue_tasks", f"{now.astimezone(UTC):%Y-%m-%dT%HZ}", now)


def weekly_campaign_summary() -> str:
    """Each hour: enter one run for each campaign that has a finished week without a summary."""
    now = timezone.now()
    if not feature.enabled():
        ledger.note_disabled("weekly_campaign_summary", f"{now.astimezone(UTC):%Y-%m-%dT%HZ}", now=now)
        return "disabled"
    if ledger.automation_is_paused():
        return "held"
    return f"{len(entering.enter_missing_summaries(ring=ring, now=now))} entered"


def send_notices() -> str:
    """Each minute: enter the digests whose hour has come, and send what waits in the outbox."""
    now = timezone.now()
    return _scheduled("send_notices", f"{now.astimezone(UTC):%Y-%m-%dT%H:%MZ}", now)


def send_webhooks() -> str:
    """Each minute: send what waits in the outbox of webhooks."""
    now = timezone.now()
    return _scheduled("send_webhooks", f"{now.astimezone(UTC):%Y-%m-%dT%H:%MZ}", now)


def sweep() -> str:
    """Each minute: ring for lost runs, bury poisonous ones, and forget old runs, notices, deliveries and answers."""
    held = not feature.enabled() or ledger.automation_is_paused()
    now = timezone.now()
    counts = ledger.sweep(ring=_no_ring if held else ring, now=now)
    counts["notices forgotten"] = notices.forget_settled(now=now)
    counts["deliveries forgotten"] = webhook_events.forget_delivered(now=now)
    counts["answers forgotten"] = repeats.forget_answers(now=now)
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def check() -> str:
    """Each minute: the worker's heartbeat."""
    ledger.beat(now=timezone.now())
    return "alive"
