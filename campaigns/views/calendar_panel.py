"""An item opened on top of the calendar: read by everybody who may see it, changed in place by managers."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap, retarget

from campaigns.domain.calendar import revise_item
from campaigns.errors import StaleVersion
from campaigns.forms import submit
from campaigns.forms.calendar import ItemPanelForm
from campaigns.models import CalendarItem
from campaigns.views.calendar_boards import asked_board, board_answer, tell_refusal
from campaigns.views.doors import MANAGE, asks_for_part, page_actor
from campaigns.views.items import shown, visible_item

PANEL = "campaigns/_item_panel.html"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def item_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """A fragment of the calendar; without htmx, the way to the page of the item."""
    item = visible_item(request, pk)
    if request.method == "POST":
        if not request.user.has_perm(MANAGE):
            raise PermissionDenied
        return _save(request, item)
    if not asks_for_part(request):
        return redirect("campaigns:item_detail", pk)
    return _panel(request, item, _form(item))


def _form(item: CalendarItem, data: object = None) -> ItemPanelForm:
    names = ("title", "copy_text", "scheduled_at", "version")
    initial = {name: getattr(item, name) for name in names}
    return ItemPanelForm(data, campaign=item.campaign, initial=initial, auto_id="id_panel_%s")


def _panel(request: HttpRequest, item: CalendarItem, form: ItemPanelForm) -> HttpResponse:
    context = {**shown(request, item, timezone.now()), "form": form, "back": asked_board(request)}
    return render(request, PANEL, context, status=form.answer_status)


def _wanted_time(form: ItemPanelForm, item: CalendarItem) -> datetime:
    """The time as stored where the person left it alone: of an hour that clocks show twice it may be the second."""
    shown_time = form.fields["scheduled_at"].prepare_value(item.scheduled_at)
    wanted: datetime = form.cleaned_data["scheduled_at"]
    return item.scheduled_at if form.data.get("scheduled_at") == shown_time else wanted


def _save(request: HttpRequest, item: CalendarItem) -> HttpResponse:
    form = _form(item, request.POST)
    by, now, back = page_actor(request), timezone.now(), asked_board(request)

    def revise() -> CalendarItem:
        seen, to = form.cleaned_data["version"], _wanted_time(form, item)
        return revise_item(item, values=form.values(), to=to, by=by, now=now, seen_version=seen)

    if submit(form, revise):
        messages.success(request, _("The item was changed; its open task follows."))
        return board_answer(request, back, now=now) if back else redirect("campaigns:item_detail", item.pk)
    if not asks_for_part(request):
        tell_refusal(request, form)
        return redirect("campaigns:item_detail", item.pk)
    fresh = visible_item(request, item.pk)
    if isinstance(form.refusal, StaleVersion):
        stored = {"title": fresh.title, "copy_text": fresh.copy_text}
        form.meet(stored, version=fresh.version)
    return reswap(retarget(_panel(request, fresh, form), "#item-panel"), "innerHTML")
