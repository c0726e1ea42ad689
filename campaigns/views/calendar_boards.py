"""The calendar as its addresses ask for it: the same days for the page and for the answer after a move."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import get_format

from campaigns.domain.calendar_board import CalendarBoard, Span, calendar_board, month_span, week_span
from campaigns.forms import VerbForm
from campaigns.forms.calendar import CalendarFilterForm
from campaigns.forms.fields import FIRST_DAY, LAST_DAY
from campaigns.models import CalendarItem, CalendarItemQuerySet, Campaign
from campaigns.views.doors import MANAGE, asks_for_part

BOARD = "campaigns/_calendar_board.html"
LONGEST_ADDRESS = 2000


def week_start() -> int:
    """The first day of a week where this language is spoken, counted from 0, Monday."""
    from_sunday: int = get_format("FIRST_DAY_OF_WEEK")
    return (from_sunday - 1) % 7


def board_context(request: HttpRequest, query: QueryDict, *, now: datetime) -> dict[str, Any]:
    """What the board and its page need for an address: items, neighbours, filters and where to go from here.

    With one campaign the zone is the campaign's, with all of them the person's own.
    """
    campaigns = Campaign.objects.visible_to(request.user)
    filters = CalendarFilterForm(query, campaigns=campaigns.listed())
    chosen = filters.chosen
    campaign: Campaign | None = chosen.get("campaign")
    zone = campaign.zone if campaign else ZoneInfo(timezone.get_current_timezone_name())
    today, view = now.astimezone(zone).date(), chosen.get("view") or "month"
    span = _span(chosen, today, view)
    return {
        "board": _board(request, chosen, span, zone, now),
        "filters": filters,
        "campaign": campaign,
        "names_client": campaign is None,
        "filters_on": sum(bool(chosen.get(name)) for name in ("campaign", "platform", "cancelled")),
        "view": view,
        "query": query,
        "may_move": request.user.has_perm(MANAGE),
        "only_warned": bool(chosen.get("warnings")),
        **_ways(span, today),
    }


def _board(
    request: HttpRequest, chosen: dict[str, Any], span: Span, zone: ZoneInfo, now: datetime
) -> CalendarBoard:
    everything = CalendarItem.objects.visible_to(request.user)
    return calendar_board(
        _chosen_items(everything, chosen),
        span=span,
        zone=zone,
        now=now,
        among=everything.live().filter(campaign__archived_at__isnull=True),
        campaign=chosen.get("campaign"),
        only_warned=bool(chosen.get("warnings")),
    )


def _span(chosen: dict[str, Any], today: date, view: str) -> Span:
    if view == "week":
        day = chosen.get("day") or _in_month(chosen.get("month"), today)
        return week_span(day, week_start=week_start())
    return month_span(chosen.get("month") or chosen.get("day") or today, week_start=week_start())


def _in_month(month: date | None, today: date) -> date:
    """Today where the month is the present one, else its first day."""
    return today if month is None or month == today.replace(day=1) else month


def _ways(span: Span, today: date) -> dict[str, Any]:
    """The days that the links of the page lead to."""
    if span.month:
        before, after = span.month - timedelta(days=1), (span.month + timedelta(days=31)).replace(day=1)
        month, day = span.month, _in_month(span.month, today)
    else:
        before, after = span.first - timedelta(days=7), span.first + timedelta(days=7)
        day = today if span.first <= today <= span.last else span.first
        month = day
    bounds = {"before": max(before, FIRST_DAY), "after": min(after, LAST_DAY)}
    return {**bounds, "today": today, "month_here": month, "day_here": day}


def _chosen_items(items: CalendarItemQuerySet, chosen: dict[str, Any]) -> CalendarItemQuerySet:
    if not chosen.get("cancelled"):
        items = items.live()
    if chosen.get("platform"):
        items = items.filter(platform=chosen["platform"])
    if chosen.get("campaign"):
        return items.filter(campaign=chosen["campaign"])
    return items.filter(campaign__archived_at__isnull=True)


def asked_board(request: HttpRequest) -> str:
    """The address of the calendar from which a form was sent; nothing where it came from another page."""
    back = request.POST.get("back") or request.GET.get("back") or ""
    calendar = reverse("campaigns:calendar")
    own = back == calendar or back.startswith(f"{calendar}?")
    return back if own and len(back) <= LONGEST_ADDRESS else ""


def board_answer(request: HttpRequest, back: str, *, now: datetime, status: int = 200) -> HttpResponse:
    """The board of that address as it is now, with the page's messages; without htmx, the way back to it."""
    if not asks_for_part(request):
        return HttpResponseRedirect(back)
    query = QueryDict(urlsplit(back).query)
    context = {**board_context(request, query, now=now), "is_answer": True}
    return render(request, BOARD, context, status=status)


def tell_refusal(request: HttpRequest, form: VerbForm) -> None:
    """Why a form was refused, as a message of the page."""
    for texts in form.errors.values():
        for text in texts:
            messages.error(request, str(text))
