"""The least that Django can answer with: the same rows in a plain template, or as plain JSON."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from campaignops_site.urls import urlpatterns as of_product
from campaigns.models import CalendarItem
from campaigns.walking import walked
from operator_tasks.models import OperatorTask

ROWS = 50
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<h1>{{ title }}</h1><table>{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>
{% endfor %}</table></body></html>"""
OF_TASK = (
    "id",
    "title",
    "campaign__name",
    "campaign__client__name",
    "platform",
    "content_type",
    "due_at",
    "status",
)
OF_ITEM = ("id", "title", "campaign__name", "platform", "content_type", "scheduled_at")
# Every column that a row of the API shows of a task, and of what stands beside it.
OF_API = (
    *(field.attname for field in OperatorTask._meta.concrete_fields),
    "campaign__name",
    "campaign__client_id",
    "campaign__client__name",
    "account__handle",
    "assignee__username",
    "calendar_item__asset",
    "sop_version__number",
    "sop_version__minutes",
    "sop_version__sop__title",
    "proof__proof_type",
    "proof__value",
    "proof__canonical_url",
    "proof__platform",
    "proof__post_id",
    "proof__published_at",
    "proof__is_weak",
    "proof__doubt",
)
template = engines["django"].from_string(PAGE)


def _page(request: HttpRequest, title: str, rows: Any) -> HttpResponse:
    return HttpResponse(template.render({"title": title, "rows": list(rows)}, request))


@login_required
def tasks(request: HttpRequest) -> HttpResponse:
    """The fifty tasks that have been open longest, of what the person may see."""
    found = OperatorTask.objects.visible_to(request.user).open().filter(system_kind="")
    return _page(request, "Tasks", found.order_by("due_at", "id").values_list(*OF_TASK)[:ROWS])


@login_required
def items(request: HttpRequest, campaign: int, begun: str, ended: str) -> HttpResponse:
    """The items of one campaign between two days."""
    first, last = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (begun, ended))
    found = CalendarItem.objects.filter(campaign=campaign, scheduled_at__gte=first, scheduled_at__lt=last)
    return _page(request, "Items", found.order_by("scheduled_at", "id").values_list(*OF_ITEM))


@login_required
def api(request: HttpRequest) -> HttpResponse:
    """Tasks as JSON, from this moment on."""
    found = OperatorTask.objects.visible_to(request.user)
    after = request.GET.get("after")
    if after:
        found = found.filter(due_at__gte=after)
    ordered = walked(found.order_by("due_at", "id"), ["due_at", "id"])
    return JsonResponse({"results": list(ordered.values(*OF_API)[:ROWS])})


urlpatterns = [
    path("bare/tasks/", tasks),
    path("bare/items/<int:campaign>/<str:begun>/<str:ended>/", items),
    path("bare/api/", api),
    *of_product,
]
