"""What webhooks are told of tasks, escalations and summaries: the working side's part of the outbox.

Each function belongs in the transaction of what it tells. Where nobody listens it costs one query. The
receiver is the agency's own program: it hears who did what and of tasks of the house, which viewers do not see, but no
notes, no copy and no reason of a block.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from campaigns.choices import WebhookEvent
from campaigns.domain.webhook_events import (
    Told,
    about_campaign,
    enter,
    enter_all,
    link,
    listeners,
    listeners_by_client,
    moment,
)
from campaigns.models import AuditItem, Campaign
from operator_tasks.choices import TaskStatus
from operator_tasks.models import OperatorTask, WeeklySummary

COUNTS = (
    "tasks_planned",
    "tasks_completed",
    "tasks_completed_late",
    "tasks_overdue",
    "tasks_missed",
    "tasks_blocked",
    "tasks_cancelled",
)
TOLD = ("title", "task_type", "platform", "content_type", "due_at", "status")


def task_completed(task: OperatorTask, campaign: Campaign, *, before: str, now: datetime) -> None:
    """Tell that a task is done, in time or late."""
    endpoints = listeners(WebhookEvent.TASK_COMPLETED, campaign)
    if not endpoints:
        return
    assert task.proof is not None  # a constraint says so
    told = {
        **_about(task, before, about_campaign(campaign)),
        "completed_at": moment(task.completed_at),
        "performed_at": moment(task.performed_at),
        "completed_by": task.completed_by_label,
        "is_late": task.is_late,
        "proof": {"type": task.proof.proof_type, "url": task.proof.canonical_url},
    }
    enter(WebhookEvent.TASK_COMPLETED, endpoints, [told], now=now)


def tasks_overdue(batches: Mapping[UUID, Campaign], *, now: datetime) -> None:
    """Tell of the tasks that batches of audit details name as overdue; two queries, however many campaigns."""
    listening = listeners_by_client(WebhookEvent.TASK_OVERDUE, batches.values())
    told = {batch: campaign for batch, campaign in batches.items() if campaign.client_id in listening}
    if not told:
        return
    campaigns = {campaign.pk: campaign for campaign in told.values()}
    moved = AuditItem.objects.filter(batch__in=told).order_by().values("entity_id")
    tasks = OperatorTask.objects.filter(pk__in=moved).select_related("assignee")
    ordered = tasks.only(*TOLD, "campaign_id", "assignee__username").order_by("campaign_id", "due_at", "pk")
    enter_all(
        WebhookEvent.TASK_OVERDUE,
        (
            (listening[campaigns[key].client_id], _overdue(some, campaigns[key]))
            for key, some in groupby(ordered, key=attrgetter("campaign_id"))
        ),
        now=now,
    )


def _overdue(tasks: Iterable[OperatorTask], campaign: Campaign) -> Iterable[Told]:
    around = about_campaign(campaign)
    for task in tasks:
        # A moment earlier every one of them was due, whether or not a tick had come by to say so.
        yield _about(task, TaskStatus.DUE, around)


def escalation_opened(task: OperatorTask, campaign: Campaign, *, count: int, now: datetime) -> None:
    """Tell that an escalation is open, of so many overdue tasks, and name the oldest of them."""
    endpoints = listeners(WebhookEvent.ESCALATION_OPENED, campaign)
    if endpoints:
        told = {
            **_about(task, None, about_campaign(campaign)),
            "overdue_count": count,
            "overdue_tasks": task.listed_tasks,
        }
        enter(WebhookEvent.ESCALATION_OPENED, endpoints, [told], now=now)


def summary_written(summary: WeeklySummary, campaign: Campaign, *, now: datetime) -> None:
    """Tell that a week has its numbers, for the first time or anew."""
    endpoints = listeners(WebhookEvent.SUMMARY_WRITTEN, campaign)
    if not endpoints:
        return
    rate = summary.completion_rate
    numbers = {name: getattr(summary, name) for name in COUNTS}
    told = {
        "summary": {
            "id": summary.pk,
            "week": summary.week,
            "week_start": summary.week_start.isoformat(),
            "week_end": summary.week_end.isoformat(),
            "url": link("operator_tasks:report_detail", campaign.pk, summary.week),
            **numbers,
            "completion_rate": None if rate is None else float(rate),
            "top_platform": summary.top_platform,
        },
        **about_campaign(campaign),
    }
    enter(WebhookEvent.SUMMARY_WRITTEN, endpoints, [told], now=now)


def _about(task: OperatorTask, before: str | None, around: Told) -> Told:
    return {
        "task": {
            "id": task.pk,
            "title": task.title,
            "task_type": task.task_type,
            "platform": task.platform,
            "content_type": task.content_type,
            "due_at": moment(task.due_at),
            "assignee": None if task.assignee is None else task.assignee.get_username(),
            "url": link("operator_tasks:task_detail", task.pk),
        },
        "status_before": before,
        "status": str(task.status),
        **around,
    }
