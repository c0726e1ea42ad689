"""My day: what this person should do next."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.views.doors import works_here
from operator_tasks.domain import queries
from operator_tasks.domain.next_task import next_up
from operator_tasks.forms import BoardFilterForm, board_filters
from operator_tasks.list_forms import BulkForm, chosen_filters
from operator_tasks.views.answers import person


@login_required
@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    """The next task, then overdue, due, today, upcoming and blocked; with `section` one of them, page by page."""
    now, user = timezone.now(), person(request)
    filters, may_work = board_filters(request.GET), works_here(request)
    board = queries.board(user, filters, now)
    form = BoardFilterForm(request.GET, board=board, may_work=may_work)
    context = {
        "board": board,
        # A part of the day by itself has no room for it.
        "next": None if filters.bucket else next_up(user, filters, board.zones, now),
        "filters": filters,
        "form": form,
        "chosen": chosen_filters(form),
        "bulk": BulkForm(user=user) if may_work else None,
        "may_work": may_work,
        "now": now,
    }
    return render(request, "operator_tasks/my_day.html", context)
