"""Answers those who watch: is the process alive, and can it do its work."""

import logging
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from operator_tasks.domain import ledger

logger = logging.getLogger(__name__)
OK = "ok"
UNKNOWN = "unknown until the database answers"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers; touches nothing else, so a slow database restarts nobody."""
    return HttpResponse(OK, content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and worker are all in order, else 503; the body names each part."""
    parts = readiness()
    ready = all(state == OK for state in parts.values())
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)


def readiness() -> dict[str, str]:
    """The state of each part in plain words. Reasons go to the log: who asks is not signed in."""
    parts: dict[str, str] = {"database": OK, "migrations": UNKNOWN, "worker": UNKNOWN}
    checks: dict[str, Callable[[], str]] = {"migrations": _migrations, "worker": _worker}
    try:
        connection.ensure_connection()
        for name, check in checks.items():
            parts[name] = check()
    except DatabaseError:
        logger.exception("The readiness check could not read the database.")
        # Without its tables a database answers and still has no worker to tell of.
        if parts["migrations"] == UNKNOWN:
            parts["database"] = "does not answer"
    return parts


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    unapplied = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return OK if unapplied == 0 else f"{unapplied} not applied; run `python manage.py migrate`"


def _worker() -> str:
    heard = ledger.last_heartbeat()
    if heard is None:
        return "has not been heard of yet"
    age = timezone.now() - heard
    return OK if age <= ledger.STALE_AFTER else f"last heard of {int(age.total_seconds() // 60)} minutes ago"
