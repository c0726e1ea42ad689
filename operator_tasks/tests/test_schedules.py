"""The recurring jobs are true after every migrate, and when they run next is never touched."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import Schedule

from operator_tasks import jobs, schedules
from operator_tasks.choices import JOB_NAMES

pytestmark = pytest.mark.django_db
EXPECTED = [
    ("campaign_tick", "operator_tasks.jobs.campaign_tick", "I", 1, -1),
    ("check", "operator_tasks.jobs.check", "I", 1, -1),
    ("escalate_overdue_tasks", "operator_tasks.jobs.escalate_overdue_tasks", "I", 60, -1),
    ("send_notices", "operator_tasks.jobs.send_notices", "I", 1, -1),
    ("send_webhooks", "operator_tasks.jobs.send_webhooks", "I", 1, -1),
    ("sweep", "operator_tasks.jobs.sweep", "I", 1, -1),
    ("weekly_campaign_summary", "operator_tasks.jobs.weekly_campaign_summary", "I", 60, -1),
]


def rows() -> list[tuple]:
    return sorted(Schedule.objects.values_list("name", "func", "schedule_type", "minutes", "repeats"))


def test_migrating_makes_the_schedules():
    assert rows() == EXPECTED


def test_each_names_a_job_that_exists():
    for recurring in schedules.RECURRING:
        module, _dot, name = recurring.func.rpartition(".")
        assert (module, callable(getattr(jobs, name))) == (jobs.__name__, True)


def test_each_has_a_name_that_pages_call_it():
    assert {recurring.name for recurring in schedules.RECURRING} == set(JOB_NAMES)
    assert set(jobs.JOBS) <= set(JOB_NAMES)


def test_sync_corrects_what_differs_and_keeps_when_it_runs_next():
    soon = timezone.now() + timedelta(minutes=7)
    Schedule.objects.filter(name="sweep").update(
        minutes=99, repeats=3, schedule_type=Schedule.DAILY, next_run=soon
    )

    schedules.sync()

    assert rows() == EXPECTED
    assert Schedule.objects.get(name="sweep").next_run == soon


def test_sync_makes_what_is_missing_and_takes_away_doubles_and_strangers_of_ours():
    Schedule.objects.filter(name="check").delete()
    Schedule.objects.create(name="sweep", func="operator_tasks.jobs.sweep")
    Schedule.objects.create(name="old_job", func="operator_tasks.jobs.old_job")
    Schedule.objects.create(name="theirs", func="other.module.job")

    schedules.sync()

    assert [row for row in rows() if row[0] != "theirs"] == EXPECTED
    assert Schedule.objects.filter(name="theirs").exists()


def test_sync_again_changes_nothing():
    before = list(Schedule.objects.order_by("pk").values())

    schedules.sync()

    assert list(Schedule.objects.order_by("pk").values()) == before
