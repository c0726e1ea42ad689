"""The jobs' door: each job runs once for its period, records when the product is off, and waits while held."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_q.models import OrmQ

from campaigns.domain.campaigns import pause_campaign, resume_campaign
from campaigns.models import Campaign
from campaigns.tests.witness import nothing_changes, told
from operator_tasks import jobs
from operator_tasks.domain import ledger
from operator_tasks.models import JobRun, Notice, OperatorTask, WeeklySummary
from operator_tasks.tests.rows import running_campaign

SCHEDULED = [
    jobs.campaign_tick,
    jobs.escalate_overdue_tasks,
    jobs.weekly_campaign_summary,
    jobs.send_notices,
    jobs.send_webhooks,
]


@pytest.fixture
def running(client_acme, manager) -> Campaign:
    return running_campaign(client_acme, manager, timezone.now())


def runs() -> list[tuple]:
    return list(JobRun.objects.order_by("name", "pk").values_list("name", "state", "attempts"))


def statuses() -> list[tuple]:
    return list(OperatorTask.objects.order_by("pk").values_list("task_type", "status"))


def test_tick_moves_tasks_and_books_one_run(running):
    assert jobs.campaign_tick() == "done"

    assert statuses() == [("MANUAL", "OVERDUE"), ("REVIEW", "DUE")]
    run = JobRun.objects.get()
    counts = {"due": 0, "overdue": 1, "missed": 0, "escalations": 1, "completed_campaigns": 0}
    assert (run.name, run.state, run.attempts, run.counts) == ("campaign_tick", "done", 1, counts)
    assert datetime.strptime(run.key, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC) <= timezone.now()
    assert told("escalation.opened")[:2] == ("campaign_tick", "job")


def test_two_hosts_that_ring_in_one_minute_make_one_run(running):
    first, second = jobs.campaign_tick(), jobs.campaign_tick()

    keys = set(JobRun.objects.values_list("key", flat=True))
    assert first == "done"
    # A new minute may begin between the two rings; then each minute has its run.
    assert (second, len(keys)) in {("taken", 1), ("done", 2)}
    assert len(runs()) == len(keys)


def test_escalation_runs_beside_the_tick(running):
    jobs.campaign_tick()
    JobRun.objects.all().delete()

    assert jobs.escalate_overdue_tasks() == "done"

    assert list(JobRun.objects.values_list("name", "state", "counts")) == [
        ("escalate_overdue_tasks", "done", {"changed": 0})
    ]


def test_escalation_is_mailed_once_however_often_the_jobs_run(running):
    jobs.campaign_tick()

    answers = {jobs.send_notices() for _ in range(3)}

    assert answers <= {"done", "taken"}
    told_to = sorted(sent.to for sent in mail.outbox if "1 task is overdue: " in sent.subject)
    assert told_to == [["maria@example.com"], ["omar@example.com"]]
    first = JobRun.objects.filter(name="send_notices").earliest("pk")
    assert (first.state, set(first.counts)) == ("done", {"digests", "sent", "skipped", "waiting", "failed"})


def test_while_the_product_is_off_or_held_no_mail_goes_out(running, manager, settings):
    jobs.campaign_tick()

    settings.CAMPAIGN_OPS_ENABLED = False
    jobs.send_notices()
    settings.CAMPAIGN_OPS_ENABLED = True
    ledger.set_automation(paused=True, by=manager, now=timezone.now())
    jobs.send_notices()

    assert mail.outbox == []
    assert set(Notice.objects.values_list("state", "attempts")) == {("waiting", 0)}


def test_weekly_job_enters_one_run_for_each_campaign_and_rings(running, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.weekly_campaign_summary() == "1 entered"

    run = JobRun.objects.get()
    assert (run.name, run.state, run.key.partition(":")[0]) == (
        "weekly_campaign_summary",
        "queued",
        str(running.pk),
    )
    assert OrmQ.objects.count() == 1


def test_weekly_run_writes_the_finished_weeks_once(running):
    jobs.weekly_campaign_summary()
    run = JobRun.objects.get()

    assert (jobs.run(run.pk), jobs.run(run.pk)) == ("done", "taken")

    weeks = list(WeeklySummary.objects.values_list("week", flat=True))
    assert (len(weeks), JobRun.objects.get().counts) == (len(set(weeks)), {"written": len(weeks)})
    assert OperatorTask.objects.filter(task_type="ANALYZE").count() == 1
    assert jobs.weekly_campaign_summary() == "0 entered"


def test_weekly_run_that_met_a_pause_is_made_up_for_after_it(running, manager):
    jobs.weekly_campaign_summary()
    run = JobRun.objects.get()
    pause_campaign(running, reason="client asked", by=manager, now=timezone.now())
    jobs.run(run.pk)
    resume_campaign(running, by=manager, now=timezone.now())

    jobs.weekly_campaign_summary()
    for again in JobRun.objects.filter(name="weekly_campaign_summary"):
        jobs.run(again.pk)

    assert WeeklySummary.objects.exists()


def test_while_the_product_is_off_jobs_record_disabled_and_change_nothing(running, settings):
    settings.CAMPAIGN_OPS_ENABLED = False

    assert [job() for job in SCHEDULED] == ["disabled"] * 5

    assert runs() == [
        ("campaign_tick", "disabled", 0),
        ("escalate_overdue_tasks", "disabled", 0),
        ("send_notices", "disabled", 0),
        ("send_webhooks", "disabled", 0),
        ("weekly_campaign_summary", "disabled", 0),
    ]
    assert statuses() == [("MANUAL", "PENDING")]


def test_on_again_work_resumes(running, settings):
    settings.CAMPAIGN_OPS_ENABLED = False
    jobs.weekly_campaign_summary()
    settings.CAMPAIGN_OPS_ENABLED = True

    assert jobs.weekly_campaign_summary() == "1 entered"


def test_waiting_run_is_kept_while_the_product_is_off(running, settings):
    jobs.weekly_campaign_summary()
    settings.CAMPAIGN_OPS_ENABLED = False

    with nothing_changes():
        assert jobs.run(JobRun.objects.get().pk) == "held"


def test_while_automation_is_held_jobs_wait_and_change_nothing(running, manager):
    jobs.weekly_campaign_summary()
    run = JobRun.objects.get()
    ledger.set_automation(paused=True, by=manager, now=timezone.now())

    with nothing_changes():
        assert [job() for job in SCHEDULED] == ["held"] * 5
        assert jobs.run(run.pk) == "held"

    ledger.set_automation(paused=False, by=manager, now=timezone.now())
    assert jobs.run(run.pk) == "done"


def test_failure_of_a_job_is_booked_and_raised(db):
    run = ledger.submit("weekly_campaign_summary", "nobody:2026-W10", ring=jobs.ring, now=timezone.now())

    with pytest.raises(ValueError, match="nobody"):
        jobs.run(run.pk)

    run.refresh_from_db()
    assert (run.state, run.error.partition(":")[0]) == ("failed", "ValueError")


def test_sweep_rings_for_what_was_lost_and_tells_its_counts(running):
    ledger.submit("campaign_tick", "lost", ring=jobs.ring, now=timezone.now() - timedelta(hours=1))

    told = "rung 1, buried 0, forgotten 0, notices forgotten 0, deliveries forgotten 0, answers forgotten 0"
    assert jobs.sweep() == told
    assert OrmQ.objects.count() == 1


def test_sweep_forgets_mail_of_long_ago(running, operator_user):
    now, long_ago = timezone.now(), timezone.now() - timedelta(days=61)
    for key, at in (("old", long_ago), ("new", now)):
        Notice.objects.create(
            user=operator_user, kind="digest", key=key, state="sent", try_at=at, created_at=at
        )

    assert jobs.sweep().endswith("notices forgotten 1, deliveries forgotten 0, answers forgotten 0")
    assert list(Notice.objects.values_list("key", flat=True)) == ["new"]


def test_check_is_the_heartbeat(db):
    assert jobs.check() == "alive"

    assert not ledger.worker_is_down(now=timezone.now())
