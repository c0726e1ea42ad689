"""The first page of each list of the admin, measured with few rows and with many."""

import statistics
import time
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks.many_rows import multiply, seed_what_the_demo_lacks
from operator_tasks.management.demo import build

FEW = 100
LINE = "{:<24} {:>9} {:>8} {:>10} {:>9} {:>8} {:>10} {:>6}"
Figures = tuple[int, int, float]


def run(rows: int, turns: int, only: str) -> bool:
    """Print a line for each list; False where one costs more than it should."""
    call_command("collectstatic", interactive=False, verbosity=0)  # pages name their files by these
    build(timezone.now())
    User.objects.filter(username="maria").update(is_superuser=True)
    browser, maria = Client(), User.objects.get(username="maria")
    browser.force_login(maria)
    seed_what_the_demo_lacks(User.objects.get(username="omar"), maria)
    models = [model for model in admin.site._registry if only in ("", model._meta.model_name)]
    for model in models:
        multiply(model, FEW)
    few = {model: _measured(browser, model, turns) for model in models}
    many = {model for model in models if multiply(model, rows)}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # what autovacuum does within minutes
            cursor.execute("VACUUM ANALYZE")
    print(LINE.format("list", "rows", "queries", "ms", "rows", "queries", "ms", "ratio"))
    costly = [model for model in models if not _told(browser, model, turns, few[model], model in many)]
    return not costly


def _measured(browser: Any, model: Any, turns: int) -> Figures:
    """Rows, queries and the median milliseconds of the first page."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    times = []
    for _turn in range(turns + 1):
        begun = time.perf_counter()
        answer = browser.get(address)
        times.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{address} was answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        browser.get(address)
    return model._base_manager.count(), len(queries), statistics.median(times[1:])


def _told(browser: Any, model: Any, turns: int, few: Figures, is_many: bool) -> bool:
    """A line; False where the long list costs more queries, or more than twice the time."""
    name = model._meta.model_name
    if not is_many:
        print(LINE.format(name, few[0], few[1], f"{few[2]:.1f}", "–", "–", "–", "–"), flush=True)
        return True
    long = _measured(browser, model, turns)
    ratio = long[2] / few[2]
    times = (f"{few[2]:.1f}", f"{long[2]:.1f}")
    print(LINE.format(name, few[0], few[1], times[0], long[0], long[1], times[1], f"{ratio:.2f}"), flush=True)
    return ratio <= 2 and long[1] <= few[1]
