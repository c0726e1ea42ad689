"""Figures for Prometheus: what the web processes answered, and how the work stands."""

import hmac
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import fields

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from operator_tasks.domain.gauges import Gauges, gauges

# Where the processes of one installation put their figures together; `up` sets it before the library is loaded.
DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
NOWHERE = "none"

REQUESTS = Counter(
    "campaignops_requests", "Requests that were answered.", ["method", "view", "status"], registry=REGISTRY
)
SECONDS = Histogram(
    "campaignops_request_seconds",
    "How long answers took.",
    ["view"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
WORDS = {
    "worker_heartbeat_age": "Seconds since the worker was last heard of.",
    "jobs": "Runs of jobs that are not settled.",
    "oldest_queued_job": "Seconds that the first of the waiting runs has been waiting.",
    "overdue_tasks": "Tasks of running campaigns that are late, counted to 10,000.",
    "oldest_overdue_task": "Seconds by which the oldest of them is late.",
    "mail_waiting": "Letters that wait to be sent.",
    "mail_failed": "Letters that were given up.",
    "webhooks_waiting": "Messages to webhooks that wait to be sent.",
    "audit_chains": "Chains of the audit log.",
}


AGES = {"worker_heartbeat_age", "oldest_queued_job", "oldest_overdue_task"}
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class MeasureMiddleware:
    """Count each answer by the name of its view; addresses that lead nowhere share one name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = (match.view_name if match else "") or NOWHERE
        method = request.method if request.method in KNOWN_METHODS else NOWHERE
        REQUESTS.labels(method, view, response.status_code).inc()
        SECONDS.labels(view).observe(time.perf_counter() - begun)
        return response


class OfTheWork(Collector):
    """How the work stands, read when it is asked for."""

    def collect(self) -> Iterable[Metric]:
        now = gauges(now=timezone.now())
        for one in fields(Gauges):
            yield _family(one.name, getattr(now, one.name))


def _family(name: str, value: float | dict[str, int] | None) -> Metric:
    full = f"campaignops_{name}{'_seconds' if name in AGES else ''}"
    if isinstance(value, dict):
        family = GaugeMetricFamily(full, WORDS[name], labels=["state"])
        for state, count in value.items():
            family.add_metric([state], count)
        return family
    # What is not there has no age, and a missing figure says so better than a zero.
    return GaugeMetricFamily(full, WORDS[name], value=value)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything for a scraper that sends `METRICS_TOKEN`.

    Where there is no such token, somebody left out the slash behind the page of what people log.
    """
    if not settings.METRICS_TOKEN:
        return redirect("campaigns:metric_list")
    told = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(told.encode(), settings.METRICS_TOKEN.encode()):
        refusal = HttpResponse(
            "Send the METRICS_TOKEN as a bearer token.", status=401, content_type="text/plain"
        )
        refusal["WWW-Authenticate"] = "Bearer"
        return refusal
    work = CollectorRegistry(auto_describe=False)
    work.register(OfTheWork())
    return HttpResponse(
        generate_latest(_answered()) + generate_latest(work), content_type=CONTENT_TYPE_LATEST
    )


def _answered() -> CollectorRegistry:
    """What all processes answered, or this one where they do not put their figures together."""
    if DIRECTORY not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return together
