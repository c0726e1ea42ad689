"""What is running, and the guide that is told from the product's own tables."""

from datetime import timedelta

import pytest
from django.db import connection
from django_q.models import Schedule, Task

from campaigns.choices import Platform
from campaigns.platforms.facts import facts_for
from operator_tasks import jobs
from operator_tasks.choices import COUNT_NAMES, TaskStatus
from operator_tasks.domain import ledger
from operator_tasks.domain.running import product_version
from operator_tasks.domain.running import running as read_running
from operator_tasks.domain.ticking import Ticked
from operator_tasks.models import JobRun, Notice
from operator_tasks.schedules import RECURRING

PAGE, HELP = "/settings/running/", "/settings/help/"


def failed_run(now, key="2026-03-02T06:00Z"):
    return JobRun.objects.create(
        name="campaign_tick", key=key, state="dead", attempts=3, error="ValueError: no", created_at=now
    )


def notice(user, now, state, key="2026-03-02"):
    return Notice.objects.create(user=user, kind="digest", key=key, state=state, try_at=now, created_at=now)


def test_before_anything_ran(as_operator, now):
    found = as_operator.get(PAGE).context["running"]

    assert (found.heard_at, found.worker_is_down, found.is_paused, found.runs) == (None, True, False, ())
    assert found.database.startswith(connection.display_name)
    assert found.version == product_version() == "0.1.0"


def test_heartbeat_runs_and_mail_are_told(operator_user, manager, now):
    ledger.beat(now=now)
    ledger.set_automation(paused=True, by=manager, now=now)
    dead = failed_run(now)
    notice(operator_user, now, "waiting")
    notice(operator_user, now, "failed", key="2026-03-03")
    notice(operator_user, now, "sent", key="2026-03-04")

    found = read_running(now=now + timedelta(minutes=1))

    assert (found.heard_at, found.worker_is_down, found.is_paused) == (now, False, True)
    assert found.runs == (dead,)
    assert [(state, count) for state, _label, count in found.jobs] == [
        ("queued", 0),
        ("running", 0),
        ("failed", 0),
        ("dead", 1),
    ]
    assert [(state, count) for state, _label, count in found.mail] == [
        ("waiting", 1),
        ("sending", 0),
        ("failed", 1),
    ]


def test_every_schedule_is_listed(as_operator):
    shown = as_operator.get(PAGE).context["schedules"]

    assert {(each.name, each.minutes) for each in shown} == {(each.name, each.minutes) for each in RECURRING}
    assert all(each.next_at is not None and each.last_at is None for each in shown)


def test_a_schedule_tells_when_it_last_ran(as_operator, now):
    Task.objects.create(
        id="a" * 32, name="tick", func="operator_tasks.jobs.campaign_tick", started=now, stopped=now
    )
    Schedule.objects.filter(name="campaign_tick").update(task="a" * 32)

    shown = as_operator.get(PAGE).context["schedules"]

    assert {each.name: each.last_at for each in shown if each.last_at} == {"campaign_tick": now}


def test_runs_and_what_they_did_are_told_in_words():
    run = JobRun(name="campaign_tick", key="now", counts={"due": 3, "missed": 0, "unheard_of": 1})

    assert run.spoken_name == "Clock of tasks and campaigns"
    assert run.spoken_counts == [("became due", 3), ("became missed", 0), ("unheard_of", 1)]
    assert JobRun(name="unheard_of").spoken_name == "unheard_of"


def test_what_a_tick_counts_has_words():
    assert set(Ticked().counts()) <= set(COUNT_NAMES)


def test_errors_and_switches_are_the_managers(client, manager_user, operator_user, now):
    failed_run(now)
    client.force_login(operator_user)
    for_operator = client.get(PAGE).content.decode()
    client.force_login(manager_user)
    for_manager = client.get(PAGE).content.decode()

    words = ("ValueError: no", "/admin/operator_tasks/automation/", "/admin/operator_tasks/jobrun/")
    assert [word in for_operator for word in words] == [False, False, False]
    assert [word in for_manager for word in words] == [True, True, True]


def test_viewers_do_not_see_what_is_running(as_viewer):
    assert as_viewer.get(PAGE).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_ran(
    as_operator, operator_user, now, count, django_assert_num_queries
):
    for number in range(count):
        failed_run(now, key=f"run {number}")
        notice(operator_user, now, "waiting", key=f"day {number}")
    jobs.campaign_tick()
    as_operator.get(PAGE)

    with django_assert_num_queries(13):
        as_operator.get(PAGE)


def test_the_guide_tells_every_status_and_platform(as_operator):
    page = as_operator.get(HELP)

    text = page.content.decode()
    assert [meaning.status for meaning in page.context["meanings"]] == list(TaskStatus.values)
    assert "It was overdue for 72 hours, or 24 hours for engaging" in text
    assert "You can undo a completion of your own for 15 minutes" in text
    assert [each.example for each in page.context["platforms"]] == [
        facts_for(platform).proof_example.value for platform in Platform.outward()
    ]
    assert [each.label for each in page.context["platforms"] if each.is_weak] == ["Email"]
    assert "/admin/" not in text


def test_the_guide_is_for_viewers_too_without_what_only_operators_do(as_viewer):
    page = as_viewer.get(HELP)

    assert (page.status_code, "undo a completion" in page.content.decode()) == (200, False)


def test_the_guide_leads_managers_to_the_admin(as_manager):
    assert 'href="/admin/"' in as_manager.get(HELP).content.decode()
