"""The pages of one calendar item: its content, its time, taking it out of the plan and bringing it back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.domain.calendar import (
    CONTENT_FIELDS,
    add_item,
    delete_item,
    edit_item,
    move_item,
    restore_item,
)
from campaigns.domain.calendar_board import CANCELLED, DONE, MISSED, status_of, with_post_task
from campaigns.domain.calendar_warnings import NONE, warnings_for
from campaigns.domain.item_assets import attach_asset, remove_asset
from campaigns.domain.queries import readable, trail_of
from campaigns.errors import StaleVersion
from campaigns.forms import VerbForm, VersionedForm, submit
from campaigns.forms.calendar import AssetForm, ItemForm, MoveForm, NewItemForm
from campaigns.models import Account, CalendarItem, Campaign
from campaigns.platforms.post_check import PostCheck, check_post
from campaigns.views.calendar_boards import asked_board, board_answer, tell_refusal
from campaigns.views.doors import (
    MANAGE,
    READ_AUDIT,
    form_page,
    needs,
    page_actor,
    visible_campaign,
    works_here,
)

LATEST_ENTRIES = 10
LAST_TIME = "last_item_time"
FIRST_TIME = "09:00"


def visible_item(request: HttpRequest, pk: int) -> CalendarItem:
    items = with_post_task(CalendarItem.objects.visible_to(request.user))
    return get_object_or_404(items, pk=pk)


@require_safe
@login_required
def item_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return item_page(request, visible_item(request, pk), timezone.now())


def item_page(
    request: HttpRequest,
    item: CalendarItem,
    now: datetime,
    move: MoveForm | None = None,
    refused: VerbForm | None = None,
    asset: AssetForm | None = None,
) -> HttpResponse:
    refusal = move or asset or refused
    may_read = request.user.has_perm(READ_AUDIT)
    context = {
        "refused": refused,
        "trail": readable(trail_of(item)[:LATEST_ENTRIES] if may_read else (), item.campaign.zone),
        **shown(request, item, now),
        **_forms(item, move, asset),
    }
    status = refusal.answer_status if refusal else 200
    return render(request, "campaigns/item_detail.html", context, status=status)


def shown(request: HttpRequest, item: CalendarItem, now: datetime) -> dict[str, Any]:
    """What a page and the panel of the calendar tell about an item."""
    status, label = status_of(item, now)
    among = CalendarItem.objects.visible_to(request.user).live().filter(campaign__archived_at__isnull=True)
    local = item.scheduled_at.astimezone(item.campaign.zone)
    return {
        "item": item,
        "campaign": item.campaign,
        "now": now,
        "month": f"{local:%Y-%m}",
        "status": status,
        "status_label": label,
        "is_open": status not in (DONE, MISSED, CANCELLED),
        "is_done": status == DONE,
        "task": next(iter(item.post_tasks), None),  # type: ignore[attr-defined]  # set by with_post_task
        "warnings": warnings_for([item], among=among, now=now).get(item.pk, NONE),
        "is_on_blackout": local.date() in item.campaign.blackouts(),
        "shows_notes": works_here(request),
        **_checked(item),
    }


def _checked(item: CalendarItem) -> dict[str, Any]:
    """What the platform would say about the copy."""
    check = check_post(
        item.platform,
        text=item.copy_text,
        content_type=item.content_type,
        title=item.title,
        has_media=bool(item.asset or item.asset_ref),
    )
    tone = "danger" if check.is_too_long else ""
    return {"check": check, "count_text": _count_text(check), "count_tone": tone}


def _forms(item: CalendarItem, move: MoveForm | None, asset: AssetForm | None) -> dict[str, Any]:
    version = {"version": item.version}
    initial = {"scheduled_at": item.scheduled_at, **version}
    return {
        "move": move or MoveForm(campaign=item.campaign, initial=initial),
        "asset": asset or AssetForm(initial=version, auto_id="id_file_%s"),
        "version": VersionedForm(initial=version, auto_id="id_version_%s"),
    }


def _count_text(check: PostCheck) -> str:
    """The length of the copy as the platform counts it, and the limit where the platform has one."""
    if check.limit is None:
        return _("%(count)d characters") % {"count": check.length}
    return _("%(count)d of %(limit)d characters") % {"count": check.length, "limit": check.limit}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def item_create(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = visible_campaign(request, pk)
    data = request.POST if request.method == "POST" else None
    initial = {"cta_text": campaign.primary_cta, "scheduled_at": _first_guess(request)}
    form = NewItemForm(data, accounts=_accounts(campaign), campaign=campaign, initial=initial)
    now = timezone.now()
    if submit(form, lambda: _add(request, campaign, form, now)):
        request.session[LAST_TIME] = request.POST["scheduled_at"][:16]
        _tell_added(request, is_new=form.result.created_at == now)
        return redirect("campaigns:item_detail", form.result.pk)
    return form_page(request, "campaigns/item_create.html", form, {"campaign": campaign})


def _first_guess(request: HttpRequest) -> str:
    """A day that was clicked in the calendar, at the time this person chose last; the field refuses nonsense."""
    last = request.session.get(LAST_TIME, "")
    day = request.GET.get("day", "")
    return f"{day}T{last[11:] or FIRST_TIME}" if day else last


def _add(request: HttpRequest, campaign: Campaign, form: NewItemForm, now: datetime) -> CalendarItem:
    told = {name: form.cleaned_data[name] for name in ("platform", "content_type", "scheduled_at")}
    told["import_key"] = form.import_key
    return add_item(campaign, **told, values=form.values(), by=page_actor(request), now=now)


def _tell_added(request: HttpRequest, *, is_new: bool) -> None:
    if is_new:
        messages.success(request, _("The item is in the calendar. Make its task next."))
    else:
        text = _("This form was sent before; this is the item it made. Open the form anew to add another.")
        messages.info(request, text)


def _accounts(campaign: Campaign, chosen: int | None = None) -> Any:
    """The accounts in use, and the chosen one even where it is not: opening a form must not change it."""
    return Account.objects.filter(Q(is_active=True) | Q(pk=chosen), client=campaign.client_id)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def item_edit(request: HttpRequest, pk: int) -> HttpResponse:
    item = visible_item(request, pk)
    stored = {name: getattr(item, name) for name in (*CONTENT_FIELDS, "version")}
    data = request.POST if request.method == "POST" else None
    accounts = _accounts(item.campaign, item.account_id)
    form = ItemForm(data, accounts=accounts, platform=item.platform, initial=stored)
    if submit(form, lambda: _edit(request, item, form)):
        messages.success(request, _("The item was changed; its open task follows."))
        return redirect("campaigns:item_detail", pk)
    if isinstance(form.refusal, StaleVersion):
        fresh = visible_item(request, pk)
        form.meet({name: getattr(fresh, name) for name in sorted(CONTENT_FIELDS)}, version=fresh.version)
    return form_page(request, "campaigns/item_edit.html", form, {"item": item, "campaign": item.campaign})


def _edit(request: HttpRequest, item: CalendarItem, form: ItemForm) -> CalendarItem:
    version = form.cleaned_data["version"]
    return edit_item(
        item, values=form.values(), by=page_actor(request), now=timezone.now(), seen_version=version
    )


@require_POST
@needs(MANAGE)
def item_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Moves, and answers where it was asked: the calendar as it is then, or the page of the item."""
    item = visible_item(request, pk)
    form = MoveForm(request.POST, campaign=item.campaign)
    now = timezone.now()
    moved = submit(form, lambda: _move(request, item, form, now))
    if moved:
        messages.success(request, _("The item was moved; its task moved with it."))
    if back := asked_board(request):
        if not moved:
            tell_refusal(request, form)
        return board_answer(request, back, now=now, status=200 if moved else form.answer_status)
    if moved:
        return redirect("campaigns:item_detail", pk)
    fresh = visible_item(request, pk)
    form.renew({"version": fresh.version})
    return item_page(request, fresh, now, move=form)


def _move(request: HttpRequest, item: CalendarItem, form: MoveForm, now: datetime) -> CalendarItem:
    to, seen = form.cleaned_data["scheduled_at"], form.cleaned_data["version"]
    return move_item(item, to=to, by=page_actor(request), now=now, seen_version=seen)


@require_POST
@needs(MANAGE)
def item_delete(request: HttpRequest, pk: int) -> HttpResponse:
    return _put(request, pk, delete_item, _("The item left the plan; it can be restored on this page."))


@require_POST
@needs(MANAGE)
def item_restore(request: HttpRequest, pk: int) -> HttpResponse:
    return _put(request, pk, restore_item, _("The item is in the plan again."))


def _put(request: HttpRequest, pk: int, verb: Any, done: str) -> HttpResponse:
    item = visible_item(request, pk)
    form = VersionedForm(request.POST)
    by, now = page_actor(request), timezone.now()
    if submit(form, lambda: verb(item, by=by, now=now, seen_version=form.cleaned_data["version"])):
        messages.success(request, done)
        return redirect("campaigns:item_detail", pk)
    return item_page(request, visible_item(request, pk), now, refused=form)


@require_POST
@needs(MANAGE)
def item_attach_asset(request: HttpRequest, pk: int) -> HttpResponse:
    item = visible_item(request, pk)
    form = AssetForm(request.POST, request.FILES, auto_id="id_file_%s")
    by, now = page_actor(request), timezone.now()

    def attach() -> CalendarItem:
        given = form.cleaned_data
        return attach_asset(item, given["asset"], by=by, now=now, seen_version=given["version"])

    if submit(form, attach):
        messages.success(request, _("The file is kept with the item; its task shows it."))
        return redirect("campaigns:item_detail", pk)
    fresh = visible_item(request, pk)
    form.renew({"version": fresh.version})
    return item_page(request, fresh, now, asset=form)


@require_POST
@needs(MANAGE)
def item_remove_asset(request: HttpRequest, pk: int) -> HttpResponse:
    return _put(request, pk, remove_asset, _("The file was taken away."))
