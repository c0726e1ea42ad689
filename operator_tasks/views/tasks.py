"""The cockpit: everything about one task, and what can be done with it."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.choices import Platform
from campaigns.platforms.facts import composer_link, composer_prefills, facts_for, text_length
from campaigns.views.doors import works_here
from operator_tasks.domain.cockpit import cockpit
from operator_tasks.forms import CompleteForm
from operator_tasks.models import OperatorTask
from operator_tasks.views.acts import ACTS, COMPLETE
from operator_tasks.views.answers import person


@dataclass(frozen=True)
class CopyFacts:
    """How long the copy is as its platform counts, and the link that opens the platform's composer."""

    length: int
    limit: int | None
    composer: str
    prefills: str

    @property
    def is_too_long(self) -> bool:
        return self.limit is not None and self.length > self.limit


@login_required
@require_safe
def task_detail(request: HttpRequest, task_id: int) -> HttpResponse:
    now = timezone.now()
    visible = OperatorTask.objects.visible_to(request.user).for_list()
    loaded = visible.select_related("sop_version", "calendar_item", "parent", "proof")
    task = get_object_or_404(loaded, pk=task_id)
    page = cockpit(task, person(request), now)
    context = {
        "page": page,
        "task": task,
        "copy": copy_facts(task, on_phone=is_phone(request)),
        "acts": [act for act in ACTS if act.name in page.row.can and act is not COMPLETE],
        "form": CompleteForm(task=task, user=person(request)) if COMPLETE.name in page.row.can else None,
        "may_work": works_here(request),
        "now": now,
    }
    return render(request, "operator_tasks/task_detail.html", context)


def copy_facts(task: OperatorTask, *, on_phone: bool) -> CopyFacts:
    """Nothing to open for internal tasks."""
    platform = Platform(task.platform)
    length = text_length(platform, task.copy_text)
    if platform is Platform.INTERNAL:
        return CopyFacts(length, None, "", "")
    limit = facts_for(platform).text_limit
    link = composer_link(platform, text=task.copy_text, on_phone=on_phone)
    prefills = composer_prefills(platform, on_phone=on_phone)
    return CopyFacts(length, limit.value if limit else None, link, prefills)


def is_phone(request: HttpRequest) -> bool:
    """A guess from what the browser says; wrong ones still get a link that opens."""
    return "Mobi" in request.headers.get("User-Agent", "")
