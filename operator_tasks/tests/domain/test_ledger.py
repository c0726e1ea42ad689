"""The ledger: a job happens once, whatever the queue loses, repeats or kills."""

from datetime import datetime, timedelta

import pytest

from campaigns.domain.clients import create_client
from campaigns.errors import NotNow
from campaigns.models import Client
from campaigns.tests.witness import how_often, refused, told
from conftest import NOW
from operator_tasks.domain import ledger
from operator_tasks.models import JobRun

ONE = timedelta(microseconds=1)
pytestmark = pytest.mark.django_db


class Bell:
    """Remembers for which runs it was rung."""

    def __init__(self) -> None:
        self.rung: list[int] = []

    def __call__(self, run_id: int) -> None:
        self.rung.append(run_id)


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def run(bell) -> JobRun:
    return ledger.submit("count", "2026-W10", ring=bell, now=NOW)


def row(run: JobRun) -> tuple:
    columns = ("state", "attempts", "lease_until", "counts", "error", "finished_at")
    return JobRun.objects.values_list(*columns).get(pk=run.pk)


def execute(claimed: ledger.Claim, effect, now: datetime = NOW, atomic: bool = True):
    return ledger.execute(claimed, effect, finished=lambda: now, atomic=atomic)


def make_client(by) -> ledger.Counts:
    create_client(name="Made by a job", by=by, now=NOW)
    return {"made": 1}


def fail(by) -> ledger.Counts:
    make_client(by)
    raise ValueError("no such week")


# -- entered --------------------------------------------------------------------------------------------------
def test_submit_twice_is_one_run_and_a_ring_for_each(bell, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = ledger.submit("count", "2026-W10", ring=bell, now=NOW)
        again = ledger.submit("count", "2026-W10", ring=bell, now=NOW + ONE)

    assert (first.pk, bell.rung) == (again.pk, [first.pk, first.pk])
    assert list(JobRun.objects.values_list("name", "key", "state", "created_at")) == [
        ("count", "2026-W10", "queued", NOW)
    ]


def test_bell_is_rung_only_when_the_transaction_commits(bell, run):
    assert bell.rung == []


def test_submit_of_a_finished_run_rings_for_nothing(bell, run, django_capture_on_commit_callbacks):
    execute(ledger.claim(run.pk, now=NOW), make_client)

    with django_capture_on_commit_callbacks(execute=True):
        ledger.submit("count", "2026-W10", ring=bell, now=NOW)

    assert bell.rung == []


def test_disabled_is_noted_once_and_nobody_can_claim_it(run):
    ledger.note_disabled("tick", "10:00", now=NOW)
    ledger.note_disabled("tick", "10:00", now=NOW + ONE)
    noted = JobRun.objects.get(name="tick")

    assert (noted.state, noted.note, noted.finished_at) == ("disabled", "CampaignOps is off.", NOW)
    assert ledger.claim(noted.pk, now=NOW) is None


# -- claimed --------------------------------------------------------------------------------------------------
def test_one_of_two_claims_a_run(run):
    first, second = ledger.claim(run.pk, now=NOW), ledger.claim(run.pk, now=NOW)

    assert (first.run, second) == (run, None)
    assert row(run) == ("running", 1, NOW + ledger.LEASE, {}, "", None)


def test_run_whose_lease_ran_out_is_claimed_again(run):
    ledger.claim(run.pk, now=NOW)

    assert ledger.claim(run.pk, now=NOW + ledger.LEASE - ONE) is None
    assert ledger.claim(run.pk, now=NOW + ledger.LEASE).run.attempts == 2


def test_finished_and_unknown_runs_cannot_be_claimed(run):
    execute(ledger.claim(run.pk, now=NOW), make_client)

    assert [ledger.claim(key, now=NOW + timedelta(days=1)) for key in (run.pk, run.pk + 1)] == [None, None]


# -- carried out ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("atomic", [True, False])
def test_effect_and_done_are_booked_in_the_name_of_the_job(run, atomic):
    counts = execute(ledger.claim(run.pk, now=NOW), make_client, now=NOW + ONE, atomic=atomic)

    assert counts == {"made": 1}
    assert row(run) == ("done", 1, None, {"made": 1}, "", NOW + ONE)
    assert told("client.created")[:2] == ("count", "job")


def test_worker_that_lost_its_lease_takes_its_effect_back(run):
    slow = ledger.claim(run.pk, now=NOW)
    quick = ledger.claim(run.pk, now=NOW + ledger.LEASE)

    with pytest.raises(ledger.LostLease, match="was taken over by another worker"):
        execute(slow, make_client)

    assert (Client.objects.count(), how_often("client.created")) == (0, 0)
    assert row(run)[0] == "running"
    execute(quick, make_client)
    assert (Client.objects.count(), row(run)[0]) == (1, "done")


def test_failure_is_booked_with_its_text_and_tried_again_in_a_minute(run):
    with pytest.raises(ValueError, match="no such week"):
        execute(ledger.claim(run.pk, now=NOW), fail)

    again_at = NOW + ledger.RETRY_AFTER
    assert row(run) == ("failed", 1, again_at, {}, "ValueError: no such week", NOW)
    assert Client.objects.count() == 0
    assert ledger.claim(run.pk, now=again_at - ONE) is None
    execute(ledger.claim(run.pk, now=again_at), make_client, now=again_at)
    assert row(run) == ("done", 2, None, {"made": 1}, "", again_at)


# -- swept ----------------------------------------------------------------------------------------------------
def test_sweep_rings_for_what_was_lost(run, bell):
    assert ledger.sweep(ring=bell, now=NOW + ledger.RETRY_AFTER) == {"rung": 0, "buried": 0, "forgotten": 0}
    assert ledger.sweep(ring=bell, now=NOW + ledger.RETRY_AFTER + ONE)["rung"] == 1
    assert bell.rung == [run.pk]


def _spend(run: JobRun) -> datetime:
    now = NOW
    for _ in range(run.max_attempts):
        with pytest.raises(ValueError, match="no such week"):
            execute(ledger.claim(run.pk, now=now), fail, now=now)
        now += ledger.RETRY_AFTER
    return now


def test_sweep_buries_what_failed_as_often_as_it_may(run, bell):
    now = _spend(run)

    assert ledger.sweep(ring=bell, now=now) == {"rung": 0, "buried": 1, "forgotten": 0}
    assert row(run) == ("dead", 3, now, {}, "ValueError: no such week", now)
    assert ledger.claim(run.pk, now=now + timedelta(days=1)) is None


def test_run_that_kills_its_worker_each_time_is_buried_too(run, bell):
    now = NOW
    for _ in range(run.max_attempts):
        assert ledger.claim(run.pk, now=now) is not None
        now += ledger.LEASE

    assert ledger.sweep(ring=bell, now=now)["buried"] == 1


def test_dead_run_can_be_run_again(run, bell, django_capture_on_commit_callbacks):
    now = _spend(run)
    ledger.sweep(ring=bell, now=now)

    with django_capture_on_commit_callbacks(execute=True):
        again = ledger.run_again(run, ring=bell, now=now)

    assert (again, again.state, row(run)[:3], bell.rung) == (run, "queued", ("queued", 0, None), [run.pk])
    execute(ledger.claim(run.pk, now=now), make_client, now=now)
    assert row(run)[0] == "done"


def test_finished_run_is_not_run_again(run, bell, django_capture_on_commit_callbacks):
    execute(ledger.claim(run.pk, now=NOW), make_client)

    sentence = "Only dead and failed runs can be run again; this one is Done."
    with django_capture_on_commit_callbacks(execute=True), refused(NotNow, sentence):
        ledger.run_again(run, ring=bell, now=NOW)

    assert bell.rung == []


def test_sweep_forgets_what_is_done_for_two_weeks(run, bell):
    execute(ledger.claim(run.pk, now=NOW), make_client)

    assert ledger.sweep(ring=bell, now=NOW + ledger.KEPT)["forgotten"] == 0
    assert ledger.sweep(ring=bell, now=NOW + ledger.KEPT + ONE)["forgotten"] == 1


# -- heartbeat and the switch ---------------------------------------------------------------------------------
def test_worker_is_down_until_heard_and_after_three_minutes_of_silence():
    assert (ledger.last_heartbeat(), ledger.worker_is_down(now=NOW)) == (None, True)

    ledger.beat(now=NOW)
    ledger.beat(now=NOW + ONE)

    heard = NOW + ONE
    assert ledger.last_heartbeat() == heard
    assert not ledger.worker_is_down(now=heard + ledger.STALE_AFTER)
    assert ledger.worker_is_down(now=heard + ledger.STALE_AFTER + ONE)


def test_automation_is_held_and_released_with_an_entry_each(manager):
    for paused in (True, False):
        ledger.set_automation(paused=paused, by=manager, now=NOW)
        assert ledger.automation_is_paused() is paused

    assert [how_often(f"automation.{what}") for what in ("created", "held", "released")] == [1, 1, 1]
    assert told("automation.released")[3:] == (3, {"is_paused": True}, {"is_paused": False})
