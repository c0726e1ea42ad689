"""Writing procedures: a draft with its preview, publishing it, and keeping the library in order."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.actor import PUBLISHES
from campaigns.errors import DomainError, InvalidInput, StaleVersion
from campaigns.forms import submit
from campaigns.views.doors import asks_for_part, needs, page_actor
from operator_tasks.domain.cockpit import procedure_parts
from operator_tasks.domain.sop_drafts import discard_draft, draft_of, publish_written, save_draft
from operator_tasks.domain.sop_keeping import move_tasks, restore_sop, retire_sop
from operator_tasks.domain.sops import latest_number
from operator_tasks.models import Sop
from operator_tasks.sop_forms import DraftForm

Tell = Callable[[], str]


@needs(PUBLISHES)
@require_http_methods(["GET", "HEAD", "POST"])
def sop_draft(request: HttpRequest, sop_id: int) -> HttpResponse:
    """Save, publish or only look: the button that was pressed says which."""
    sop = get_object_or_404(Sop, pk=sop_id)
    if request.method != "POST":
        return _page(request, sop, DraftForm.of(draft_of(sop), latest=latest_number(sop)))
    form, wanted = DraftForm(request.POST), request.POST.get("then", "")
    if wanted == "preview":
        return _preview(request, sop, form)
    if not submit(form, lambda: _write(request, sop, form, timezone.now(), publishes=wanted == "publish")):
        if isinstance(form.refusal, StaleVersion):
            stored = draft_of(sop)
            form.meet({name: getattr(stored, name) for name in form.values}, version=stored.version)
            form.renew({"latest": latest_number(sop)})
        return _page(request, sop, form)
    messages.success(request, _("The next version is published.") if wanted == "publish" else _("Saved."))
    return redirect(
        "operator_tasks:sop_detail" if wanted == "publish" else "operator_tasks:sop_draft", sop.pk
    )


def _write(request: HttpRequest, sop: Sop, form: DraftForm, now: datetime, *, publishes: bool) -> object:
    by, read = page_actor(request), form.cleaned_data
    seen = {"seen_version": read["version"], "seen_number": read["latest"]}
    if publishes:
        return publish_written(sop, values=form.values, by=by, now=now, **seen)
    return save_draft(sop, **form.values, by=by, now=now, **seen)


def _preview(request: HttpRequest, sop: Sop, form: DraftForm) -> HttpResponse:
    """As operators would see it; nothing is stored. Only the preview for htmx, which asks while one writes."""
    if not asks_for_part(request):
        return _page(request, sop, form, status=200 if form.is_valid() else 400)
    return render(request, "operator_tasks/_sop_preview.html", {"parts": _parts(form)})


def _parts(form: DraftForm) -> object:
    text = form.cleaned_data.get("body", "") if form.is_bound and form.is_valid() else form["body"].value()
    return procedure_parts(text or "")


def _page(request: HttpRequest, sop: Sop, form: DraftForm, *, status: int = 0) -> HttpResponse:
    context = {"sop": sop, "form": form, "parts": _parts(form), "is_stored": hasattr(sop, "draft")}
    return render(request, "operator_tasks/sop_draft.html", context, status=status or form.answer_status)


def _told(request: HttpRequest, sop_id: int, verb: Callable[[Sop], str]) -> HttpResponse:
    """Run a verb of the library, and go back to its procedure with what it did or why not."""
    sop = get_object_or_404(Sop, pk=sop_id)
    try:
        messages.success(request, verb(sop))
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("operator_tasks:sop_detail", sop.pk)


@needs(PUBLISHES)
@require_POST
def sop_discard(request: HttpRequest, sop_id: int) -> HttpResponse:
    def verb(sop: Sop) -> str:
        seen = request.POST.get("version", "")
        if not (seen.isascii() and seen.isdecimal() and len(seen) < 10):
            raise InvalidInput(_("Open the draft again and throw it away there; nothing was changed."))
        discard_draft(sop, by=page_actor(request), now=timezone.now(), seen_version=int(seen))
        return _("The draft is thrown away.")

    return _told(request, sop_id, verb)


@needs(PUBLISHES)
@require_POST
def sop_retire(request: HttpRequest, sop_id: int) -> HttpResponse:
    def verb(sop: Sop) -> str:
        retire_sop(sop, by=page_actor(request), now=timezone.now())
        return _("The procedure is retired; no new task follows it.")

    return _told(request, sop_id, verb)


@needs(PUBLISHES)
@require_POST
def sop_restore(request: HttpRequest, sop_id: int) -> HttpResponse:
    def verb(sop: Sop) -> str:
        restore_sop(sop, by=page_actor(request), now=timezone.now())
        return _("The procedure is in use again.")

    return _told(request, sop_id, verb)


@needs(PUBLISHES)
@require_POST
def sop_move_tasks(request: HttpRequest, sop_id: int) -> HttpResponse:
    def verb(sop: Sop) -> str:
        count = move_tasks(sop, by=page_actor(request), now=timezone.now())
        text = ngettext(
            "%(count)d open task follows the latest version now.",
            "%(count)d open tasks follow the latest version now.",
            count,
        )
        return text % {"count": count}

    return _told(request, sop_id, verb)
