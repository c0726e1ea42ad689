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

from campaigns.choices import Platform
from campaigns.domain.calendar import (
    CONTENT_FIELDS,
    add_item,
    delete_item,
    edit_item,
    move_item,
    restore_item,
)
from campaigns.domain.queries import readable, status_of, trail_of, with_post_task
from campaigns.errors import StaleVersion
from campaigns.forms import VerbForm, VersionedForm, submit
from campaigns.forms.calendar import ItemForm, MoveForm, NewItemForm
from campaigns.models import Account, CalendarItem, Campaign
from campaigns.platforms.facts import facts_for, text_length
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


def _visible_item(request: HttpRequest, pk: int) -> CalendarItem:
    items = with_post_task(CalendarItem.objects.visible_to(request.user))
    return get_object_or_404(items, pk=pk)


@require_safe
@login_required
def item_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _item_page(request, _visible_item(request, pk))


def _item_page(
    request: HttpRequest, item: CalendarItem, move: MoveForm | None = None, refused: VerbForm | None = None
) -> HttpResponse:
    refusal = move or refused
    may_read = request.user.has_perm(READ_AUDIT)
    context = {
        "refused": refused,
        "shows_notes": works_here(request),
        "trail": readable(trail_of(item)[:LATEST_ENTRIES] if may_read else (), item.campaign.zone),
        **_shown(item, timezone.now()),
        **_copy_count(item),
        **_forms(item, move),
    }
    status = refusal.answer_status if refusal else 200
    return render(request, "campaigns/item_detail.html", context, status=status)


def _shown(item: CalendarItem, now: datetime) -> dict[str, Any]:
    status, label = status_of(item, now)
    return {
        "item": item,
        "campaign": item.campaign,
        "now": now,
        "month": f"{item.scheduled_at.astimezone(item.campaign.zone):%Y-%m}",
        "status": status,
        "status_label": label,
        "task": next(iter(item.post_tasks), None),  # type: ignore[attr-defined]  # set by with_post_task
    }


def _forms(item: CalendarItem, move: MoveForm | None) -> dict[str, Any]:
    version = {"version": item.version}
    initial = {"scheduled_at": item.scheduled_at, **version}
    return {
        "move": move or MoveForm(campaign=item.campaign, initial=initial),
        "version": VersionedForm(initial=version, auto_id="id_version_%s"),
    }


def _copy_count(item: CalendarItem) -> dict[str, Any]:
    """The length of the copy as the platform counts it, and the limit where the platform has one."""
    platform = Platform(item.platform)
    limit = None if platform is Platform.INTERNAL else facts_for(platform).text_limit
    count = text_length(platform, item.copy_text)
    if limit is None:
        return {"count_text": _("%(count)d characters") % {"count": count}, "count_tone": ""}
    text = _("%(count)d of %(limit)d characters") % {"count": count, "limit": limit.value}
    return {"count_text": text, "count_tone": "danger" if count > limit.value else ""}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def item_create(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = visible_campaign(request, pk)
    data = request.POST if request.method == "POST" else None
    initial = {"cta_text": campaign.primary_cta, "scheduled_at": _asked_day(request)}
    form = NewItemForm(data, accounts=_accounts(campaign), campaign=campaign, initial=initial)
    if submit(form, lambda: _add(request, campaign, form)):
        messages.success(request, _("The item is in the calendar. Make its task next."))
        return redirect("campaigns:item_detail", form.result.pk)
    return form_page(request, "campaigns/item_create.html", form, {"campaign": campaign})


def _asked_day(request: HttpRequest) -> str:
    """A day that was clicked in the calendar, at nine; the field itself refuses nonsense."""
    day = request.GET.get("day", "")
    return f"{day}T09:00" if day else ""


def _add(request: HttpRequest, campaign: Campaign, form: NewItemForm) -> CalendarItem:
    told = {name: form.cleaned_data[name] for name in ("platform", "content_type", "scheduled_at")}
    return add_item(campaign, **told, values=form.values(), by=page_actor(request), now=timezone.now())


def _accounts(campaign: Campaign, chosen: int | None = None) -> Any:
    """The accounts in use, and the chosen one even where it is not: opening a form must not change it."""
    return Account.objects.filter(Q(is_active=True) | Q(pk=chosen), client=campaign.client_id)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE)
def item_edit(request: HttpRequest, pk: int) -> HttpResponse:
    item = _visible_item(request, pk)
    stored = {name: getattr(item, name) for name in (*CONTENT_FIELDS, "version")}
    data = request.POST if request.method == "POST" else None
    accounts = _accounts(item.campaign, item.account_id)
    form = ItemForm(data, accounts=accounts, platform=item.platform, initial=stored)
    if submit(form, lambda: _edit(request, item, form)):
        messages.success(request, _("The item was changed; its open task follows."))
        return redirect("campaigns:item_detail", pk)
    if isinstance(form.refusal, StaleVersion):
        fresh = _visible_item(request, pk)
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
    item = _visible_item(request, pk)
    form = MoveForm(request.POST, campaign=item.campaign)
    by, now = page_actor(request), timezone.now()

    def move() -> CalendarItem:
        given = form.cleaned_data
        return move_item(item, to=given["scheduled_at"], by=by, now=now, seen_version=given["version"])

    if submit(form, move):
        messages.success(request, _("The item was moved; its task moved with it."))
        return redirect("campaigns:item_detail", pk)
    fresh = _visible_item(request, pk)
    form.renew({"version": fresh.version})
    return _item_page(request, fresh, move=form)


@require_POST
@needs(MANAGE)
def item_delete(request: HttpRequest, pk: int) -> HttpResponse:
    return _put(request, pk, delete_item, _("The item left the plan; it can be restored on this page."))


@require_POST
@needs(MANAGE)
def item_restore(request: HttpRequest, pk: int) -> HttpResponse:
    return _put(request, pk, restore_item, _("The item is in the plan again."))


def _put(request: HttpRequest, pk: int, verb: Any, done: str) -> HttpResponse:
    item = _visible_item(request, pk)
    form = VersionedForm(request.POST)
    by, now = page_actor(request), timezone.now()
    if submit(form, lambda: verb(item, by=by, now=now, seen_version=form.cleaned_data["version"])):
        messages.success(request, done)
        return redirect("campaigns:item_detail", pk)
    return _item_page(request, _visible_item(request, pk), refused=form)
