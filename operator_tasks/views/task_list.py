"""The list of all tasks, whatever became of them."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.views.doors import works_here
from operator_tasks.domain.task_list import task_list
from operator_tasks.list_forms import BulkForm, TaskListFilterForm, chosen_filters
from operator_tasks.views.answers import person


@login_required
@require_safe
def all_tasks(request: HttpRequest) -> HttpResponse:
    now, may_work, user = timezone.now(), works_here(request), person(request)
    form = TaskListFilterForm(request.GET, user=user, may_work=may_work)
    filters = form.filters(ZoneInfo(timezone.get_current_timezone_name()))
    context: dict[str, Any] = {
        "page": task_list(user, filters, now),
        "form": form,
        "chosen": chosen_filters(form),
        "bulk": BulkForm(user=user) if may_work else None,
        "may_work": may_work,
        "now": now,
    }
    return render(request, "operator_tasks/task_list.html", context)
