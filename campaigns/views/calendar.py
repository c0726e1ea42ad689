"""The calendar of one campaign or of all: month, week and list of the same days."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.views.calendar_boards import board_context


@require_safe
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    context = board_context(request, request.GET, now=timezone.now())
    return render(request, "campaigns/calendar.html", context)
