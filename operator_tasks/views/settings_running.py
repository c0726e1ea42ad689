"""What is running: worker, schedules, jobs, queue and mail, to look at; the switches are in the admin."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_q.models import OrmQ, Schedule, Task

from campaigns.actor import WORKS
from campaigns.domain.preferences import preferences_of
from campaigns.views.doors import PAUSE_AUTOMATION, needs
from operator_tasks.choices import job_name
from operator_tasks.domain.running import running
from operator_tasks.views.answers import person
from operator_tasks.views.context import RUNS_JOBS
from operator_tasks.views.settings_tabs import settings_tabs


@dataclass(frozen=True)
class ShownSchedule:
    """A recurring job as the queue keeps it; `last_at` is empty until it first ran here."""

    name: str
    minutes: int
    next_at: datetime | None
    last_at: datetime | None

    @property
    def spoken_name(self) -> str:
        return job_name(self.name)


@require_safe
@needs(WORKS)
def settings_running(request: HttpRequest) -> HttpResponse:
    now, user = timezone.now(), person(request)
    context = {
        "running": running(now=now),
        "schedules": _schedules(),
        "queued": OrmQ.objects.count(),
        "sees_errors": user.has_perm(RUNS_JOBS),
        "may_pause": user.has_perm(PAUSE_AUTOMATION),
        "zone": preferences_of(user).zone,
        "now": now,
        "tabs": settings_tabs(request),
    }
    return render(request, "operator_tasks/settings_running.html", context)


def _schedules() -> list[ShownSchedule]:
    """Two queries. The calls themselves are pickled code, which is never loaded."""
    found = list(Schedule.objects.order_by("name").values_list("name", "minutes", "next_run", "task"))
    last = dict(
        Task.objects.filter(pk__in=[task for *_rest, task in found if task]).values_list("pk", "stopped")
    )
    return [
        ShownSchedule(name, minutes or 0, next_at, last.get(task)) for name, minutes, next_at, task in found
    ]
