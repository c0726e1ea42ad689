"""Importing a platform's export: first what would come of it, then the import itself."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.choices import Platform
from campaigns.domain.imports.metric_apply import MetricImport, import_metrics, moment_of_export
from campaigns.domain.imports.metric_file import read_metrics
from campaigns.domain.imports.metric_formats import known_formats
from campaigns.domain.imports.metric_plan import MetricCount, MetricPlan, preview_metrics_import
from campaigns.domain.imports.metric_rows import Choices, MetricFile
from campaigns.forms import submit
from campaigns.forms.metric_batches import MetricFileForm
from campaigns.forms.metrics import PERIODS
from campaigns.models import Campaign
from campaigns.views.chart_numbers import shown_value
from campaigns.views.doors import LOG_METRICS, needs, page_actor, visible_campaign

TEMPLATE = "campaigns/metric_import.html"
ROWS_SHOWN = 12
SKIPPED_SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
@needs(LOG_METRICS)
def metric_import(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = visible_campaign(request, pk)
    now = timezone.now()
    form = MetricFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"campaign": campaign, "form": form, "tab": "metrics"}
    if "save" in request.POST and submit(form, lambda: _import(request, campaign, form.cleaned_data, now)):
        return _imported(request, campaign, *form.result, today=campaign.local_date(now))
    if "save" not in request.POST and submit(
        form, lambda: _preview(request, campaign, form.cleaned_data, now)
    ):
        return render(request, TEMPLATE, {**context, **_shown(*form.result)})
    context["formats"] = known_formats().values()
    context["kept_file"] = (
        form.data.get("file_name", "") if form.is_bound and form.data.get("content") else ""
    )
    return render(request, TEMPLATE, context, status=form.answer_status)


def _read(campaign: Campaign, given: dict[str, Any], now: datetime) -> MetricFile:
    choices = Choices(
        zone=campaign.zone,
        today=campaign.local_date(now),
        format=given["format"],
        platform=Platform(given["platform"]) if given["platform"] else None,
        year=given["year"],
        day_order=given["day_order"],
    )
    return read_metrics(given["content"], file_name=given["file_name"], choices=choices)


def _preview(
    request: HttpRequest, campaign: Campaign, given: dict[str, Any], now: datetime
) -> tuple[MetricFile, MetricPlan]:
    file = _read(campaign, given, now)
    as_of = moment_of_export(file, campaign, exported_on=given["exported_on"], now=now)
    return file, preview_metrics_import(campaign, file, as_of=as_of, by=page_actor(request), now=now)


def _import(
    request: HttpRequest, campaign: Campaign, given: dict[str, Any], now: datetime
) -> tuple[MetricFile, MetricImport]:
    file = _read(campaign, given, now)
    done = import_metrics(
        campaign,
        file.rows,
        source_format=file.format,
        file_name=given["file_name"],
        as_of=moment_of_export(file, campaign, exported_on=given["exported_on"], now=now),
        by=page_actor(request),
        now=now,
    )
    return file, done


def _imported(
    request: HttpRequest, campaign: Campaign, file: MetricFile, done: MetricImport, *, today: date
) -> HttpResponse:
    told = {
        "made": done.created,
        "updated": done.updated,
        "same": done.unchanged,
        "older": done.older,
        "skipped": len(file.skipped),
    }
    text = _(
        "Values new: %(made)d, replaced: %(updated)d, the same: %(same)d, newer already: %(older)d, "
        "left out: %(skipped)d."
    )
    messages.success(request, text % told)
    newest = max((row.day for row in file.rows), default=None)
    is_old = newest is not None and (today - newest).days >= PERIODS[0][0]
    address = reverse("campaigns:campaign_metrics", args=[campaign.pk])
    return redirect(f"{address}?days=0" if is_old else address)


def _shown(file: MetricFile, plan: MetricPlan) -> dict[str, Any]:
    counts = [(count, _number_of(count)) for count in plan.counts]
    first = [
        (
            value,
            shown_value(value.row.value, value.row.metric_name.kind),
            None if value.before is None else shown_value(value.before, value.row.metric_name.kind),
        )
        for value in plan.values[:ROWS_SHOWN]
    ]
    return {
        "file": file,
        "plan": plan,
        "counts": counts,
        "first": first,
        "skipped": file.skipped[:SKIPPED_SHOWN],
        "skipped_more": max(len(file.skipped) - SKIPPED_SHOWN, 0),
    }


def _number_of(count: MetricCount) -> str | None:
    """The sum where there may be one, else the last value of what has a level."""
    number = count.total if count.total is not None else count.last
    return None if number is None else shown_value(number, count.metric.kind)
