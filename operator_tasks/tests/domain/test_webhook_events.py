"""What webhooks are told: each event once, in its transaction, to those it is meant for, and nothing inside."""

import json
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction

from campaigns.choices import ResumePolicy
from campaigns.domain.campaigns import (
    activate_campaign,
    complete_campaign,
    pause_campaign,
    reopen_campaign,
    resume_campaign,
)
from campaigns.domain.clients import create_client
from campaigns.domain.webhooks import switch_webhook
from campaigns.tests.receivers import outbox, webhook
from conftest import NOW, hours, linkedin_proof
from operator_tasks.domain import ticking
from operator_tasks.domain.summaries import write_summary
from operator_tasks.domain.ticking import tick_all
from operator_tasks.domain.transitions import complete_task, undo_task
from operator_tasks.domain.weeks import finished_weeks
from operator_tasks.models import OperatorTask
from operator_tasks.tests.rows import CLOCK, brought_to

SITE = "http://127.0.0.1:8000"


def messages(event: str) -> list[dict]:
    return [json.loads(body)["data"] for kind, body in outbox("event", "body") if kind == event]


def around(campaign) -> dict:
    return {
        "campaign": {
            "id": campaign.pk,
            "name": "Spring launch",
            "url": f"{SITE}/campaigns/{campaign.pk}/",
        },
        "client": {"id": campaign.client_id, "name": "Acme"},
    }


def about(task) -> dict:
    return {
        "id": task.pk,
        "title": task.title,
        "task_type": task.task_type,
        "platform": task.platform,
        "content_type": task.content_type,
        "due_at": task.due_at.isoformat().replace("+00:00", "Z"),
        "assignee": None,
        "url": f"{SITE}/tasks/{task.pk}/",
    }


def test_a_completed_task_is_told_once_and_its_undoing_is_not(linkedin_task, manager):
    webhook(manager, NOW)
    now = linkedin_task.due_at - hours(0.5)

    done = complete_task(linkedin_task, proof=linkedin_proof(), by=manager, now=now)
    undo_task(done, by=manager, now=now)

    [(event, body)] = outbox("event", "body")
    told_at = now.isoformat().replace("+00:00", "Z")
    assert (event, json.loads(body)) == (
        "task.completed",
        {
            "type": "task.completed",
            "timestamp": told_at,
            "data": {
                "task": about(linkedin_task),
                "status_before": "DUE",
                "status": "DONE",
                **around(linkedin_task.campaign),
                "completed_at": told_at,
                "performed_at": told_at,
                "completed_by": "maria",
                "is_late": False,
                "proof": {"type": "URL", "url": done.proof.canonical_url},
            },
        },
    )


def test_a_task_completed_late_is_told_as_missed_before(linkedin_task, manager):
    webhook(manager, NOW, events=["task.completed"])
    task, now = brought_to("MISSED", linkedin_task, manager)

    complete_task(task, proof=linkedin_proof(), by=manager, now=now)

    [told] = messages("task.completed")
    assert (told["status_before"], told["status"], told["is_late"]) == ("MISSED", "DONE", True)


def test_what_was_refused_or_rolled_back_is_not_told(linkedin_task, manager):
    webhook(manager, NOW)

    class Broken(Exception):
        pass

    with pytest.raises(Broken), transaction.atomic():
        complete_task(linkedin_task, proof=linkedin_proof(), by=manager, now=NOW)
        raise Broken
    assert outbox("event") == []


def test_overdue_tasks_are_told_once_each_whatever_else_is_late(tasks, manager):
    webhook(manager, NOW, events=["task.overdue"])
    now = tasks[2].due_at + timedelta(seconds=1)

    tick_all(by=CLOCK, now=now)
    tick_all(by=CLOCK, now=now)
    tick_all(by=CLOCK, now=now + timedelta(minutes=1))

    assert messages("task.overdue") == [
        {
            "task": about(task),
            "status_before": "DUE",
            "status": "OVERDUE",
            **around(task.campaign),
        }
        for task in tasks[:3]
    ]


def test_slices_of_one_tick_tell_each_task_once(tasks, manager, monkeypatch):
    monkeypatch.setattr(ticking, "SLICE", 2)
    webhook(manager, NOW, events=["task.overdue"])

    tick_all(by=CLOCK, now=tasks[4].due_at + timedelta(seconds=1))

    told = [data["task"]["id"] for data in messages("task.overdue")]
    assert (sorted(told), len(told)) == (sorted(task.pk for task in tasks[:5]), 5)


def test_a_resumed_campaign_tells_only_what_became_overdue_then(tasks, manager):
    now = tasks[0].due_at + timedelta(seconds=1)
    tick_all(by=CLOCK, now=now)
    webhook(manager, NOW, events=["task.overdue"])
    campaign = pause_campaign(tasks[0].campaign, reason="wait", by=manager, now=now)

    later = tasks[1].due_at + timedelta(minutes=1)
    resume_campaign(campaign, policy=ResumePolicy.KEEP, by=manager, now=later)

    late = OperatorTask.objects.filter(status="OVERDUE", system_kind="").exclude(pk=tasks[0].pk)
    assert [data["task"]["id"] for data in messages("task.overdue")] == [task.pk for task in late]


def test_an_escalation_is_told_when_it_opens(tasks, manager):
    webhook(manager, NOW, events=["escalation.opened"])

    tick_all(by=CLOCK, now=tasks[0].due_at + hours(1))
    tick_all(by=CLOCK, now=tasks[1].due_at + hours(1))

    task = OperatorTask.objects.get(system_kind="escalation")
    [told] = messages("escalation.opened")
    assert told == {
        "task": {**about(task), "title": "1 task is overdue"},
        "status_before": None,
        "status": "DUE",
        **around(task.campaign),
        "overdue_count": 1,
        "overdue_tasks": [tasks[0].pk],
    }


def test_a_summary_is_told_whenever_it_is_written(tasks, manager):
    webhook(manager, NOW, events=["summary.written"])
    campaign, now = tasks[0].campaign, NOW + timedelta(days=8)
    week = next(iter(finished_weeks(campaign, now)))

    summary = write_summary(campaign, week, by=manager, now=now)
    write_summary(campaign, week, by=manager, now=now + hours(1))

    first, second = messages("summary.written")
    assert first == {
        "summary": {
            "id": summary.pk,
            "week": "2026-W10",
            "week_start": "2026-03-02",
            "week_end": "2026-03-08",
            "url": f"{SITE}/campaigns/{campaign.pk}/reports/2026-W10/",
            "tasks_planned": 5,
            "tasks_completed": 0,
            "tasks_completed_late": 0,
            "tasks_overdue": 5,
            "tasks_missed": 0,
            "tasks_blocked": 0,
            "tasks_cancelled": 0,
            "completion_rate": 0.0,
            "top_platform": "",
        },
        **around(campaign),
    }
    assert second["summary"]["id"] == summary.pk


def test_every_status_of_a_campaign_is_told_and_no_reason(campaign, manager):
    webhook(manager, NOW, events=["campaign.status"])

    activate_campaign(campaign, by=manager, now=NOW)
    pause_campaign(campaign, reason="they owe us money", by=manager, now=NOW)
    resume_campaign(campaign, by=manager, now=NOW)
    complete_campaign(campaign, by=manager, now=NOW)
    reopen_campaign(campaign, reason="they paid", by=manager, now=NOW)
    tick_all(by=CLOCK, now=NOW + timedelta(days=20))

    steps = ["PLANNED", "ACTIVE", "PAUSED", "ACTIVE", "COMPLETED", "ACTIVE", "COMPLETED"]
    assert messages("campaign.status") == [
        {**around(campaign), "status_before": before, "status": after} for before, after in pairwise(steps)
    ]


def test_a_webhook_of_a_client_hears_of_that_client_alone(campaign, manager):
    globex = create_client(name="Globex", by=manager, now=NOW)
    for name, client in (("All", None), ("Acme", campaign.client), ("Globex", globex)):
        webhook(manager, NOW, name=name, client=client)
    webhook(manager, NOW, name="Others", events=["task.completed"])
    switch_webhook(webhook(manager, NOW, name="Off"), on=False, by=manager, now=NOW)

    activate_campaign(campaign, by=manager, now=NOW)

    assert outbox("endpoint__name", "event") == [("All", "campaign.status"), ("Acme", "campaign.status")]
    assert len(set(outbox("message_id"))) == 1


def test_where_nobody_listens_an_event_costs_one_query(linkedin_task, manager, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as quiet:
        complete_task(linkedin_task, proof=linkedin_proof(), by=manager, now=NOW)

    asked = [query["sql"] for query in quiet.captured_queries if "webhook" in query["sql"]]
    assert len(asked) == 1
