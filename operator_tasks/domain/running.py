"""What runs in this installation, as its own ledger and tables tell it."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count

from operator_tasks.choices import JobState, NoticeState
from operator_tasks.domain import ledger
from operator_tasks.domain.mail_server import mail_stays_here
from operator_tasks.models import JobRun, Notice

RUNS_SHOWN = 20
UNSETTLED = (JobState.QUEUED, JobState.RUNNING, JobState.FAILED, JobState.DEAD)


@dataclass(frozen=True)
class Running:
    """The state of the automation at one moment; `jobs` and `mail` count what is not settled, by state."""

    version: str
    database: str
    mail_stays_here: bool
    heard_at: datetime | None
    worker_is_down: bool
    is_paused: bool
    jobs: tuple[tuple[str, str, int], ...]
    mail: tuple[tuple[str, str, int], ...]
    runs: tuple[JobRun, ...]


def running(*, now: datetime) -> Running:
    """Five queries, however much has run."""
    heard = ledger.last_heartbeat()
    runs = JobRun.objects.exclude(name=ledger.HEARTBEAT_NAME, key=ledger.HEARTBEAT_KEY)
    return Running(
        version=product_version(),
        database=database_kind(),
        mail_stays_here=mail_stays_here(),
        heard_at=heard,
        worker_is_down=heard is None or now - heard > ledger.STALE_AFTER,
        is_paused=ledger.automation_is_paused(),
        jobs=_job_counts(),
        mail=_mail_counts(),
        runs=tuple(runs.order_by("-created_at", "-id")[:RUNS_SHOWN]),
    )


def _job_counts() -> tuple[tuple[str, str, int], ...]:
    unsettled = JobRun.objects.filter(state__in=UNSETTLED).order_by()
    found = dict(unsettled.values_list("state").annotate(Count("pk")))
    return tuple((state.value, str(state.label), found.get(state, 0)) for state in UNSETTLED)


def _mail_counts() -> tuple[tuple[str, str, int], ...]:
    """What was sent or was not needed is history; it is not counted, because it only ever grows."""
    states = (NoticeState.WAITING, NoticeState.SENDING, NoticeState.FAILED)
    found = dict(
        Notice.objects.filter(state__in=states).order_by().values_list("state").annotate(Count("pk"))
    )
    return tuple((state.value, str(state.label), found.get(state, 0)) for state in states)


def database_kind() -> str:
    """The database with its version, as its administrators call it."""
    connection.ensure_connection()
    version = connection.get_database_version()
    return f"{connection.display_name} {'.'.join(map(str, version))}"


@cache
def product_version() -> str:
    """The version that the project file names."""
    project = Path(settings.BASE_DIR, "pyproject.toml")
    return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
