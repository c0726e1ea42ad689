"""What every page says about automation: whether a worker is alive, and whether it is held.

And the tabs of the settings, for pages of the planning side that belong among them.
"""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from campaigns.actor import WORKS
from operator_tasks.domain import ledger
from operator_tasks.views.settings_tabs import settings_tabs

RUNS_JOBS = "operator_tasks.run_jobs"


def automation_state(request: HttpRequest) -> dict[str, Any]:
    """Banners of the shell, for those who work here. Others learn nothing, and pay no query."""
    user = getattr(request, "user", None)
    if user is None or not user.has_perm(WORKS):
        return {}
    return {
        "worker_is_down": ledger.worker_is_down(now=timezone.now()),
        "automation_is_paused": ledger.automation_is_paused(),
        # Called by the pages that show them.
        "settings_tabs": partial(settings_tabs, request),
        "dead_jobs": user.has_perm(RUNS_JOBS) and ledger.has_dead_runs(),
    }
