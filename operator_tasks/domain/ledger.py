"""The ledger of jobs: a job happens once, whatever the queue loses, repeats or kills.

The queue only rings. A run is claimed by one conditional UPDATE, its effects commit together with `done`, and a
sweep each minute rings again for what was lost and buries what failed too often.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import created, recorded, together
from campaigns.errors import NotNow
from operator_tasks.choices import JobState
from operator_tasks.models import Automation, JobRun

LEASE = timedelta(minutes=5)
RETRY_AFTER = timedelta(minutes=1)
KEPT = timedelta(days=14)
HEARTBEAT_NAME, HEARTBEAT_KEY = "check", "worker"
STALE_AFTER = timedelta(minutes=3)

Counts = dict[str, int]
Effect = Callable[[Actor], Counts]
Ring = Callable[[int], None]


class LostLease(RuntimeError):
    """Another worker took this run over meanwhile; what this one did is rolled back."""


@dataclass(frozen=True)
class Claim:
    run: JobRun
    token: str


def submit(name: str, key: str, *, ring: Ring, now: datetime, note: str = "") -> JobRun:
    """Enter a run once for (name, key) and ring for it when the surrounding transaction commits."""
    first = {"created_at": now, "note": note}
    run, _made = JobRun.objects.get_or_create(name=name, key=key, defaults=first)
    if run.state in {JobState.QUEUED, JobState.FAILED}:
        transaction.on_commit(lambda: ring(run.pk))
    return run


def submit_again(name: str, key: str, *, ring: Ring, now: datetime) -> JobRun:
    """Like `submit`, for a caller who sees that the work is still to be done: a run booked as done starts anew.

    A run can be done without effect, as when its campaign was paused between the ring and the run.
    """
    done = JobRun.objects.filter(name=name, key=key, state=JobState.DONE)
    done.update(state=JobState.QUEUED, attempts=0, lease_until=None)
    return submit(name, key, ring=ring, now=now)


def note_disabled(name: str, key: str, *, now: datetime) -> None:
    """Record that a job was due while the product was off; nothing is changed."""
    JobRun.objects.get_or_create(
        name=name,
        key=key,
        defaults={
            "created_at": now,
            "state": JobState.DISABLED,
            "finished_at": now,
            "note": "CampaignOps is off.",
        },
    )


def claim(run_id: int, *, now: datetime) -> Claim | None:
    """Take a run for the length of a lease; None when somebody else has it or it is finished."""
    token = secrets.token_hex(16)
    taken = (
        JobRun.objects.claimable(now)
        .filter(pk=run_id)
        .update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            lease_until=now + LEASE,
            token=token,
            started_at=now,
        )
    )
    return Claim(JobRun.objects.get(pk=run_id), token) if taken else None


def execute(claimed: Claim, effect: Effect, *, finished: Callable[[], datetime], atomic: bool) -> Counts:
    """Run the effect and book it as done, in one transaction unless the effect commits in slices of its own.

    A failure is booked with its text and raised again; the sweep rings for it later.
    """
    run = claimed.run
    actor = Actor.system(run.name, job_run=f"{run.name} {run.key}")
    try:
        if not atomic:
            counts = effect(actor)
            _finish(claimed, counts, finished())
            return counts
        with together():
            counts = effect(actor)
            _finish(claimed, counts, finished())
            return counts
    except Exception as error:
        _fail(claimed, error, finished())
        raise


def _finish(claimed: Claim, counts: Counts, now: datetime) -> None:
    held = JobRun.objects.filter(pk=claimed.run.pk, state=JobState.RUNNING, token=claimed.token)
    if not held.update(state=JobState.DONE, counts=counts, lease_until=None, error="", finished_at=now):
        raise LostLease(f"{claimed.run} was taken over by another worker.")


def _fail(claimed: Claim, error: Exception, now: datetime) -> None:
    held = JobRun.objects.filter(pk=claimed.run.pk, state=JobState.RUNNING, token=claimed.token)
    held.update(
        state=JobState.FAILED,
        lease_until=now + RETRY_AFTER,
        finished_at=now,
        error=f"{type(error).__name__}: {error}"[:2000],
    )


def sweep(*, ring: Ring, now: datetime) -> Counts:
    """Ring again for what was lost, bury what has no attempts left, forget what is long done."""
    buried = JobRun.objects.buriable(now).update(
        state=JobState.DEAD,
        finished_at=now,
        note="It failed as often as it may. Read the error, then run it again.",
    )
    lost = JobRun.objects.claimable(now).filter(created_at__lt=now - RETRY_AFTER)
    waiting = list(lost.order_by("pk").values_list("pk", flat=True)[:200])
    for run_id in waiting:
        ring(run_id)
    settled = JobRun.objects.filter(state__in=[JobState.DONE, JobState.DISABLED], finished_at__lt=now - KEPT)
    forgotten, _by_model = settled.delete()
    return {"rung": len(waiting), "buried": buried, "forgotten": forgotten}


def run_again(run: JobRun, *, ring: Ring, now: datetime) -> JobRun:
    """Give a dead or failed run new attempts and ring for it. Refuses runs that wait, run or are done."""
    again = JobRun.objects.filter(pk=run.pk, state__in=[JobState.DEAD, JobState.FAILED])
    renewed = again.update(state=JobState.QUEUED, attempts=0, lease_until=None, note="", created_at=now)
    fresh = JobRun.objects.get(pk=run.pk)
    if not renewed:
        raise NotNow(
            _("Only dead and failed runs can be run again; this one is %s.") % fresh.get_state_display()
        )
    transaction.on_commit(lambda: ring(run.pk))
    return fresh


def beat(*, now: datetime) -> None:
    """Say that a worker is alive."""
    JobRun.objects.update_or_create(
        name=HEARTBEAT_NAME,
        key=HEARTBEAT_KEY,
        defaults={"state": JobState.DONE, "finished_at": now, "started_at": now},
        create_defaults={"state": JobState.DONE, "finished_at": now, "started_at": now, "created_at": now},
    )


def last_heartbeat() -> datetime | None:
    """When a worker was last heard of; None when none ever was."""
    beats = JobRun.objects.filter(name=HEARTBEAT_NAME, key=HEARTBEAT_KEY)
    return beats.values_list("finished_at", flat=True).first()


def worker_is_down(*, now: datetime) -> bool:
    heard = last_heartbeat()
    return heard is None or now - heard > STALE_AFTER


def has_dead_runs() -> bool:
    return JobRun.objects.filter(state=JobState.DEAD).exists()


def automation_is_paused() -> bool:
    return Automation.objects.filter(is_paused=True).exists()


def set_automation(*, paused: bool, by: Actor, now: datetime) -> None:
    """Hold or release all automation; people go on working meanwhile."""
    with together():
        switch = Automation.objects.first()
        if switch is None:
            switch = created("automation.created", Automation(pk=1), by=by, now=now)
        with recorded(
            "automation.held" if paused else "automation.released", switch, by=by, now=now
        ) as fresh:
            fresh.is_paused = paused
