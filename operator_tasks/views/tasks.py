"""The cockpit: everything about one task, and what can be done with it."""

from dataclasses import dataclass
from datetime import tzinfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.choices import Platform
from campaigns.platforms.facts import composer_is_filled, composer_link, composer_prefills
from campaigns.platforms.post_check import PostCheck, check_post
from campaigns.views.doors import works_here
from operator_tasks.choices import ProofType, TaskType
from operator_tasks.domain.cockpit import cockpit
from operator_tasks.forms import CompleteForm
from operator_tasks.models import OperatorTask
from operator_tasks.views.acts import ACTS, COMPLETE, Act
from operator_tasks.views.answers import person
from operator_tasks.views.files import is_picture

MOST_SHARED = 2000


@dataclass(frozen=True)
class CopyFacts:
    """The copy as its platform counts and judges it, and the link that opens the platform's composer.

    `prefills` is empty where the composer opens empty.
    """

    check: PostCheck
    warnings: tuple[str, ...]
    composer: str
    prefills: str


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
        "asset_is_picture": task.calendar_item is not None and is_picture(task.calendar_item),
        "acts": _other_acts(page.row.can),
        "form": _proof_form(request, task) if COMPLETE.name in page.row.can else None,
        "may_work": works_here(request),
        **own_clock(task),
        "now": now,
    }
    return render(request, "operator_tasks/task_detail.html", context)


def _other_acts(can: frozenset[str]) -> list[Act]:
    """The grave ones last."""
    return sorted(
        (act for act in ACTS if act.name in can and act is not COMPLETE), key=lambda act: act.is_grave
    )


def _proof_form(request: HttpRequest, task: OperatorTask) -> CompleteForm:
    """Empty, or with the address that `?proof=` brought from a share sheet."""
    shared = request.GET.get("proof", "").strip()
    initial = {"proof_type": ProofType.URL, "proof_value": shared[:MOST_SHARED]} if shared else None
    return CompleteForm(task=task, user=person(request), initial=initial)


def copy_facts(task: OperatorTask, *, on_phone: bool) -> CopyFacts:
    """Nothing to open for internal tasks; only what is to be published is judged, not notes on other work."""
    platform, item = Platform(task.platform), task.calendar_item
    has_media = bool(task.asset_ref or (item is not None and (item.asset or item.asset_ref)))
    check = check_post(
        platform,
        text=task.copy_text,
        content_type=task.content_type,
        title=item.title if item else "",
        has_media=has_media,
    )
    is_post = task.task_type == TaskType.POST and task.is_open
    warnings = check.warnings if is_post or check.is_too_long else ()
    if platform is Platform.INTERNAL:
        return CopyFacts(check, warnings, "", "")
    link = composer_link(platform, text=check.parts[0].text, on_phone=on_phone)
    is_filled = composer_is_filled(platform, on_phone=on_phone)
    return CopyFacts(
        check, warnings, link, composer_prefills(platform, on_phone=on_phone) if is_filled else ""
    )


def own_clock(task: OperatorTask) -> dict[str, tzinfo | bool | None]:
    """The reader's zone, where their clock does not show what the campaign's shows at the time of the task."""
    zone = timezone.get_current_timezone()
    own, theirs = task.due_at.astimezone(zone), task.due_at.astimezone(task.campaign.zone)
    is_same = own.utcoffset() == theirs.utcoffset()
    return {"own_zone": None if is_same else zone, "own_day_differs": own.date() != theirs.date()}


def is_phone(request: HttpRequest) -> bool:
    """A guess from what the browser says; wrong ones still get a link that opens."""
    return "Mobi" in request.headers.get("User-Agent", "")
