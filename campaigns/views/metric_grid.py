"""Many numbers at once: one day of a platform field by field, or a grid pasted from a spreadsheet."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.choices import Platform
from campaigns.domain.imports.metric_numbers import BadNumber, Style, is_missing, parsed_value
from campaigns.domain.metric_grid import Grid, GridCell, GridRow, read_grid
from campaigns.domain.metric_logging import DayValue, LoggedMany, log_many
from campaigns.errors import InvalidInput
from campaigns.forms import submit
from campaigns.forms.metric_batches import DayForm, GridForm
from campaigns.models import Campaign
from campaigns.views.chart_numbers import shown_value
from campaigns.views.doors import LOG_METRICS, needs, page_actor, visible_campaign

TEMPLATE = "campaigns/metric_grid.html"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(LOG_METRICS)
def metric_grid(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, now, sent = visible_campaign(request, pk), timezone.now(), request.POST
    platform = _platform(campaign, sent.get("day-platform") or request.GET.get("platform", ""))
    day_form = _day_form(request, campaign, platform, now)
    if submit(day_form, lambda: _log_day(request, campaign, day_form, now)):
        return _logged(request, campaign, day_form.result, platform, day_form.cleaned_data["date"])
    form = GridForm(sent if "check" in sent or "save" in sent else None)
    if _read_or_logged(request, campaign, form, now):
        return _logged(request, campaign, form.result, None, None)
    context = {
        "campaign": campaign,
        "tab": "metrics",
        "day_form": day_form,
        "form": form,
        "grid": form.result,
        "rows": _as_read(form.result) if isinstance(form.result, Grid) else [],
        "platform": platform,
        "platforms": [each for each in Platform.outward() if each is not platform],
    }
    return render(request, TEMPLATE, context, status=_status(day_form, form, is_saving="save" in sent))


def _read_or_logged(request: HttpRequest, campaign: Campaign, form: GridForm, now: datetime) -> bool:
    """Read the grid, and log it where the person wants that and every cell can be read; whether it is logged."""
    if not submit(form, lambda: _read(campaign, form.cleaned_data, now)):
        return False
    grid: Grid = form.result
    if "save" not in request.POST or grid.problems:
        return False
    return submit(form, lambda: _log(request, campaign, grid.values, form.cleaned_data["replace"], now))


def _as_read(grid: Grid) -> list[tuple[int, list[tuple[str, str]]]]:
    """Of each row its number, and of each cell what it was taken for, and what is wrong with it."""
    return [(row.number, [(_cell_text(row, cell), cell.problem) for cell in row.cells]) for row in grid.rows]


def _cell_text(row: GridRow, cell: GridCell) -> str:
    if cell.problem:
        return cell.text
    if cell.metric is not None and cell.value is not None:
        return shown_value(cell.value, cell.metric.kind)
    return cell.text


def _day_form(request: HttpRequest, campaign: Campaign, platform: Platform, now: datetime) -> DayForm:
    """The form of one day; the address remembers the day that was logged last."""
    initial = {"platform": platform, "date": request.GET.get("date") or campaign.local_date(now)}
    return DayForm(request.POST if "day" in request.POST else None, chosen=platform, initial=initial)


def _status(day_form: DayForm, form: GridForm, *, is_saving: bool) -> int:
    """A grid that was only checked is no refusal, whatever its cells hold; one that was to be saved is."""
    if day_form.is_bound:
        return day_form.answer_status
    return form.answer_status if form.errors or is_saving else 200


def _platform(campaign: Campaign, asked: str) -> Platform:
    """The one that was asked for, else the campaign's busiest."""
    try:
        platform = Platform.parse(asked)
    except ValueError:
        platform = Platform.INTERNAL
    if platform is not Platform.INTERNAL:
        return platform
    busiest = campaign.cadences.order_by("-posts_per_week", "pk").values_list("platform", flat=True).first()
    return Platform(busiest) if busiest else Platform.LINKEDIN


def _read(campaign: Campaign, given: dict[str, Any], now: datetime) -> Grid:
    return read_grid(
        given["grid"],
        campaign=campaign,
        platform=Platform(given["platform"]) if given["platform"] else None,
        day=given["date"],
        day_order=given["day_order"],
        now=now,
    )


def _log(request: HttpRequest, campaign: Campaign, values: Any, replaces: bool, now: datetime) -> LoggedMany:
    return log_many(campaign, values, replace=replaces, by=page_actor(request), now=now)


def _log_day(request: HttpRequest, campaign: Campaign, form: DayForm, now: datetime) -> LoggedMany:
    given = form.cleaned_data
    platform, day = Platform(given["platform"]), given["date"]
    values: list[DayValue] = []
    problems: dict[str, list[str]] = {}
    for metric, text in form.texts():
        if is_missing(text):
            continue
        try:
            number = parsed_value(text, metric, Style.UNKNOWN)
        except BadNumber as error:
            problems[metric.value] = [_("%(reason)s.") % {"reason": error}]
        else:
            values.append(DayValue(str(metric.label), platform, day, metric, number))
    if problems:
        raise InvalidInput(" ".join(text for texts in problems.values() for text in texts), problems)
    return log_many(campaign, values, replace=given["replace"], by=page_actor(request), now=now)


def _logged(
    request: HttpRequest, campaign: Campaign, done: LoggedMany, platform: Platform | None, day: Any
) -> HttpResponse:
    told = {"made": done.created, "corrected": done.corrected, "same": done.unchanged}
    messages.success(
        request, _("Values logged: %(made)d, corrected: %(corrected)d, as they were: %(same)d.") % told
    )
    if platform is None:
        return redirect("campaigns:campaign_metrics", campaign.pk)
    address = reverse("campaigns:metric_grid", args=[campaign.pk])
    return redirect(f"{address}?platform={platform.value}&date={day:%Y-%m-%d}")
