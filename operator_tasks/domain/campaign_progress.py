"""How far campaigns are, for pages of the planning side that cannot count tasks themselves."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q

from campaigns.choices import CampaignStatus
from campaigns.domain.work import Progress
from operator_tasks.choices import TaskStatus
from operator_tasks.models import OperatorTask
from operator_tasks.states import TIMED

RUNNING = (CampaignStatus.ACTIVE, CampaignStatus.PAUSED)


def progress(campaigns: Collection[int], *, now: datetime) -> dict[int, Progress]:
    """Of each campaign with live tasks how many there are, by outcome; one query for all of them.

    Tasks of the house are not counted; only campaigns that run have overdue ones.
    """
    if not campaigns:
        return {}
    tasks = OperatorTask.objects.live().filter(campaign__in=campaigns, system_kind="").order_by()
    waiting = Q(status__in=TIMED)
    rows: Any = tasks.values("campaign").annotate(
        planned=Count("pk"),
        done=Count("pk", filter=Q(status=TaskStatus.DONE)),
        late=Count("pk", filter=Q(status=TaskStatus.DONE, is_late=True)),
        missed=Count("pk", filter=Q(status=TaskStatus.MISSED)),
        blocked=Count("pk", filter=Q(status=TaskStatus.BLOCKED)),
        overdue=Count("pk", filter=waiting & Q(due_at__lt=now, campaign__status__in=RUNNING)),
        next_due=Min("due_at", filter=waiting & Q(due_at__gte=now)),
    )
    return {row.pop("campaign"): Progress(**row) for row in rows}
