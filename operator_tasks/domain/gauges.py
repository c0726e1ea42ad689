"""How the work stands, in numbers for those who watch the installation rather than the work."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from campaigns.choices import DeliveryState
from campaigns.models import AuditChain, WebhookDelivery
from operator_tasks.choices import JobState, NoticeState
from operator_tasks.domain import ledger
from operator_tasks.domain.running import UNSETTLED
from operator_tasks.models import JobRun, Notice, OperatorTask

# Late work is counted so far and no further: beyond it the number says nothing new, and costs.
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Gauges:
    """The state at one moment. Ages are seconds; None where there is nothing that could be old.

    `overdue_tasks` counts to 10,000. `jobs` counts runs that are not settled, by state; `oldest_queued_job` is how
    long the first of those that wait has been waiting.
    """

    worker_heartbeat_age: float | None
    jobs: dict[str, int]
    oldest_queued_job: float | None
    overdue_tasks: int
    oldest_overdue_task: float | None
    mail_waiting: int
    mail_failed: int
    webhooks_waiting: int
    audit_chains: int


def gauges(*, now: datetime) -> Gauges:
    """Eight queries, however much there is."""
    late = OperatorTask.objects.in_running_campaigns().overdue(now).order_by("due_at", "id")
    first = late.values_list("due_at", flat=True).first()
    unsettled = JobRun.objects.filter(state__in=UNSETTLED).order_by()
    counts = dict(unsettled.values_list("state").annotate(Count("pk")))
    waiting = unsettled.filter(state=JobState.QUEUED).aggregate(first=Min("created_at"))["first"]
    mail = Notice.objects.filter(state__in=[NoticeState.WAITING, NoticeState.FAILED]).order_by()
    letters = dict(mail.values_list("state").annotate(Count("pk")))
    return Gauges(
        worker_heartbeat_age=_age(ledger.last_heartbeat(), now),
        jobs={state.value: counts.get(state, 0) for state in UNSETTLED},
        oldest_queued_job=_age(waiting, now),
        overdue_tasks=late[:MOST_COUNTED].count(),
        oldest_overdue_task=_age(first, now),
        mail_waiting=letters.get(NoticeState.WAITING, 0),
        mail_failed=letters.get(NoticeState.FAILED, 0),
        webhooks_waiting=WebhookDelivery.objects.filter(state=DeliveryState.WAITING).count(),
        audit_chains=AuditChain.objects.count(),
    )


def _age(since: datetime | None, now: datetime) -> float | None:
    return None if since is None else max((now - since).total_seconds(), 0.0)
