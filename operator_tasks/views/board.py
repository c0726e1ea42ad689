"""My day: what this person should do next."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.views.doors import works_here
from operator_tasks.domain import queries
from operator_tasks.forms import BoardFilterForm, board_filters
from operator_tasks.views.answers import person


@login_required
@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    """Overdue, due, today, upcoming and blocked tasks; with `section` one of them, page by page."""
    now = timezone.now()
    filters = board_filters(request.GET)
    may_work = works_here(request)
    board = queries.board(person(request), filters, now)
    context = {
        "board": board,
        "filters": filters,
        "form": BoardFilterForm(request.GET, board=board, may_work=may_work),
        "may_work": may_work,
        "now": now,
    }
    return render(request, "operator_tasks/my_day.html", context)
