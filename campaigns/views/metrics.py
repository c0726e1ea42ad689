"""The pages of metrics: the list, one value, and its correction."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.csv_answers import csv_answer
from campaigns.domain.audit_chain import plain
from campaigns.domain.metrics import correct_metric, delete_metric, log_metric
from campaigns.errors import StaleVersion
from campaigns.forms import submit
from campaigns.forms.metrics import CorrectMetricForm, DeleteMetricForm, MetricFilterForm, MetricForm
from campaigns.models import Campaign, MetricEntry
from campaigns.views.chart_numbers import value_text
from campaigns.views.doors import LOG_METRICS, form_page, needs, page_actor, visible_campaign, works_here
from campaigns.views.paging import asked_page

CSV_HEADER = (
    "client",
    "campaign",
    "platform",
    "date",
    "metric_name",
    "metric_value",
    "granularity",
    "external_id",
    "source_format",
    "as_of",
    "notes",
)


@require_safe
@login_required
def metric_list(request: HttpRequest) -> HttpResponseBase:
    campaigns = Campaign.objects.visible_to(request.user)
    filters = MetricFilterForm(request.GET, campaigns=campaigns)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    entries = _chosen_entries(MetricEntry.objects.visible_to(request.user), chosen)
    if request.GET.get("format") == "csv":
        lines = _csv_lines(entries, shows_notes=works_here(request))
        return csv_answer("metrics.csv", CSV_HEADER, lines)
    page = asked_page(entries, request)
    context = {
        "filters": filters,
        "page": page,
        "rows": _with_values(page),
        "chosen_campaign": chosen.get("campaign"),
        "is_filtered": any(chosen.values()),
        "shows_notes": works_here(request),
        "csv_query": _csv_query(request),
    }
    return render(request, "campaigns/metric_list.html", context)


def _csv_query(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query["format"] = "csv"
    return query.urlencode()


def _csv_lines(entries: QuerySet[MetricEntry], *, shows_notes: bool) -> Iterator[tuple[object, ...]]:
    """Names and numbers as programs read them: no grouping, a decimal point, days as 2026-01-31."""
    for entry in entries.iterator(chunk_size=2000):
        yield (
            entry.campaign.client.name,
            entry.campaign.name,
            entry.platform,
            entry.date.isoformat(),
            entry.metric_name,
            plain(entry.metric_value),
            entry.granularity,
            entry.external_id,
            entry.source_format,
            entry.as_of.isoformat() if entry.as_of else "",
            entry.notes if shows_notes else "",
        )


def _chosen_entries(entries: QuerySet[MetricEntry], chosen: dict[str, Any]) -> QuerySet[MetricEntry]:
    fields = {"campaign": "campaign", "platform": "platform", "metric": "metric_name"}
    wanted = {field: chosen[name] for name, field in fields.items() if chosen.get(name)}
    return entries.filter(**wanted).select_related("campaign__client").order_by("-date", "-pk")


def _with_values(entries: Iterable[MetricEntry]) -> list[tuple[MetricEntry, str]]:
    return [(entry, value_text(entry.metric_value)) for entry in entries]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(LOG_METRICS)
def metric_log(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = visible_campaign(request, pk)
    now = timezone.now()
    asked = request.GET.get("task", "")
    task: Any = get_object_or_404(campaign.tasks, pk=asked if asked.isdecimal() else 0) if asked else None
    initial = {"date": campaign.local_date(now), "platform": task.platform if task else None}
    form = MetricForm(request.POST if request.method == "POST" else None, initial=initial)
    if submit(form, lambda: _log(request, campaign, form.cleaned_data, task, now)):
        messages.success(request, _("The value is logged."))
        return redirect("campaigns:campaign_metrics", pk)
    context = {"campaign": campaign, "task": task, "tab": "metrics"}
    return form_page(request, "campaigns/metric_log.html", form, context)


def _log(request: HttpRequest, campaign: Campaign, given: dict[str, Any], task: Any, now: Any) -> MetricEntry:
    return log_metric(
        campaign,
        platform=given["platform"],
        day=given["date"],
        metric_name=given["metric_name"],
        metric_value=given["metric_value"],
        notes=given["notes"],
        task_id=task.pk if task else None,
        by=page_actor(request),
        now=now,
    )


def _visible_entry(request: HttpRequest, pk: int) -> MetricEntry:
    entries = MetricEntry.objects.visible_to(request.user).select_related("campaign__client")
    return get_object_or_404(entries, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(LOG_METRICS)
def metric_correct(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _visible_entry(request, pk)
    stored = _stored(entry)
    data = request.POST if request.method == "POST" else None
    form = CorrectMetricForm(data, metric_name=entry.metric_name, initial=stored)
    if submit(form, lambda: _correct(request, entry, form.cleaned_data)):
        messages.success(request, _("The value was corrected; the audit log keeps the one before."))
        return redirect("campaigns:campaign_metrics", entry.campaign_id)
    if isinstance(form.refusal, StaleVersion):
        fresh = _visible_entry(request, pk)
        form.meet({"metric_value": plain(fresh.metric_value), "notes": fresh.notes}, version=fresh.version)
    context = {"entry": entry, "campaign": entry.campaign}
    return form_page(request, "campaigns/metric_correct.html", form, context)


def _stored(entry: MetricEntry) -> dict[str, Any]:
    return {
        "metric_value": plain(entry.metric_value),
        "notes": entry.notes,
        "version": entry.version,
    }


def _correct(request: HttpRequest, entry: MetricEntry, given: dict[str, Any]) -> MetricEntry:
    return correct_metric(
        entry,
        metric_value=given["metric_value"],
        notes=given["notes"],
        by=page_actor(request),
        now=timezone.now(),
        seen_version=given["version"],
    )


@require_POST
@needs(LOG_METRICS)
def metric_delete(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _visible_entry(request, pk)
    form = DeleteMetricForm(request.POST)
    by, now = page_actor(request), timezone.now()
    if submit(form, lambda: delete_metric(entry, by=by, now=now)):
        messages.success(request, _("The value was deleted; the audit log keeps it."))
        return redirect("campaigns:campaign_metrics", entry.campaign_id)
    stored = _stored(entry)
    context = {"entry": entry, "campaign": entry.campaign, "refused": form}
    context["form"] = CorrectMetricForm(metric_name=entry.metric_name, initial=stored)
    return render(request, "campaigns/metric_correct.html", context, status=form.answer_status)
