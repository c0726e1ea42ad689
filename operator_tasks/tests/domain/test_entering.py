"""Running a job now: it is entered in the ledger as its schedule enters it, and no more often."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.domain.campaigns import pause_campaign
from campaigns.errors import NotNow
from campaigns.tests.witness import nothing_changes, refused
from conftest import NOW
from operator_tasks import jobs
from operator_tasks.domain import ledger
from operator_tasks.domain.entering import RUNNABLE, UnknownJob, enter_now
from operator_tasks.models import JobRun

pytestmark = pytest.mark.django_db
# The Monday after the first week of the campaign, when its summary is due.
MONDAY_AT_NINE = datetime(2026, 3, 9, 8, tzinfo=UTC)


@pytest.fixture
def rung() -> list[int]:
    return []


def entered() -> list[tuple]:
    return list(JobRun.objects.order_by("pk").values_list("name", "key", "state", "note"))


def test_every_job_that_the_worker_knows_can_be_run_now():
    assert set(RUNNABLE) == set(jobs.JOBS)


def test_two_presses_in_a_minute_are_one_run(manager, rung, django_capture_on_commit_callbacks):
    moments = [NOW, NOW + timedelta(seconds=59), NOW + timedelta(minutes=1)]

    with django_capture_on_commit_callbacks(execute=True):
        runs = [enter_now("send_notices", ring=rung.append, by=manager, now=moment)[0] for moment in moments]

    first, _again, next_minute = runs
    assert entered() == [
        ("send_notices", "manual:2026-03-02T06:00Z", "queued", "Run by maria."),
        ("send_notices", "manual:2026-03-02T06:01Z", "queued", "Run by maria."),
    ]
    assert rung == [first.pk, first.pk, next_minute.pk]


def test_summaries_are_entered_for_each_campaign_that_lacks_one(active_campaign, manager, rung):
    def enter():
        return enter_now("weekly_campaign_summary", ring=rung.append, by=manager, now=MONDAY_AT_NINE)

    runs = [*enter(), *enter()]

    assert entered() == [("weekly_campaign_summary", f"{active_campaign.pk}:2026-W10", "queued", "")]
    assert {run.pk for run in runs} == {JobRun.objects.get().pk}
    pause_campaign(active_campaign, reason="client asked", by=manager, now=MONDAY_AT_NINE)
    with nothing_changes():
        assert enter() == []


@pytest.mark.parametrize("name", ["sweep", "check", "make_coffee"])
def test_what_is_no_job_of_the_ledger_is_refused(manager, rung, name):
    with refused(UnknownJob, "There is no job of this name; known: campaign_tick, "):
        enter_now(name, ring=rung.append, by=manager, now=NOW)


@pytest.mark.parametrize("name", RUNNABLE)
def test_nothing_is_entered_while_held_or_off(active_campaign, manager, rung, settings, name):
    ledger.set_automation(paused=True, by=manager, now=NOW)
    with refused(NotNow, "All automation is held. Release it, then run the job."):
        enter_now(name, ring=rung.append, by=manager, now=MONDAY_AT_NINE)

    settings.CAMPAIGN_OPS_ENABLED = False
    with refused(NotNow, "CampaignOps is off, so no job runs; ask whoever runs it."):
        enter_now(name, ring=rung.append, by=manager, now=MONDAY_AT_NINE)
