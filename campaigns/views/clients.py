"""The pages of clients: who they are, from which accounts is posted, and who works for them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.domain.campaign_reads import campaign_rows
from campaigns.domain.clients import add_account, create_client, edit_account, edit_client, set_members
from campaigns.domain.queries import campaigns_matching, clients_with_counts
from campaigns.errors import StaleVersion
from campaigns.forms import submit
from campaigns.forms.clients import (
    AccountForm,
    ClientFilterForm,
    ClientForm,
    MembersForm,
    NewAccountForm,
    NewClientForm,
)
from campaigns.forms.fields import time_zone_names
from campaigns.models import Account, Client
from campaigns.views.doors import MANAGE_CLIENTS, form_page, needs, page_actor, works_here
from campaigns.views.paging import asked_page

CLIENT_FIELDS = ("name", "time_zone", "notes")
CAMPAIGNS_SHOWN, ACCOUNTS_SHOWN, MEMBERS_SHOWN = 12, 100, 50
ACCOUNT_FIELDS = ("handle", "profile_url", "is_active")


def _visible_client(request: HttpRequest, pk: int) -> Client:
    return get_object_or_404(Client.objects.visible_to(request.user), pk=pk)


@require_safe
@login_required
def client_list(request: HttpRequest) -> HttpResponse:
    filters = ClientFilterForm(request.GET)
    q = filters.cleaned_data["q"] if filters.is_valid() else ""
    page = asked_page(clients_with_counts(Client.objects.visible_to(request.user), q=q), request)
    context = {"page": page, "filters": filters, "is_filtered": bool(q)}
    return render(request, "campaigns/client_list.html", context)


@require_safe
@login_required
def client_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _client_page(request, _visible_client(request, pk), NewAccountForm())


def _client_page(request: HttpRequest, client: Client, account_form: NewAccountForm) -> HttpResponse:
    """Lists of a client end somewhere: the rest is one link away."""
    manages, now = request.user.has_perm(MANAGE_CLIENTS), timezone.now()
    accounts = list(client.accounts.order_by("platform", "handle")[:ACCOUNTS_SHOWN])
    members = client.memberships.select_related("user").order_by("user__username")
    shown = campaigns_matching(client.campaigns.all())[: CAMPAIGNS_SHOWN + 1]
    rows = campaign_rows(shown, now=now)
    context = {
        "client": client,
        "accounts": [account for account in accounts if account.is_active],
        "unused_accounts": [account for account in accounts if not account.is_active],
        "campaigns": rows[:CAMPAIGNS_SHOWN],
        "has_more": len(rows) > CAMPAIGNS_SHOWN,
        "archived": client.campaigns.filter(archived_at__isnull=False).exists(),
        "members": members[:MEMBERS_SHOWN] if manages else (),
        "account_form": account_form,
        "shows_notes": works_here(request),
    }
    return render(request, "campaigns/client_detail.html", context, status=account_form.answer_status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE_CLIENTS)
def client_create(request: HttpRequest) -> HttpResponse:
    form = NewClientForm(request.POST if request.method == "POST" else None, initial={"time_zone": "UTC"})
    by, now = page_actor(request), timezone.now()
    if submit(form, lambda: create_client(**form.cleaned_data, by=by, now=now)):
        messages.success(request, _("The client is there. Add its accounts and members next."))
        return redirect("campaigns:client_detail", form.result.pk)
    return form_page(request, "campaigns/client_form.html", form, {"time_zones": time_zone_names()})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE_CLIENTS)
def client_edit(request: HttpRequest, pk: int) -> HttpResponse:
    client = _visible_client(request, pk)
    initial = {name: getattr(client, name) for name in (*CLIENT_FIELDS, "version")}
    form = ClientForm(request.POST if request.method == "POST" else None, initial=initial)
    if submit(form, lambda: _change(request, edit_client, client, form.cleaned_data)):
        messages.success(request, _("The client was changed."))
        return redirect("campaigns:client_detail", pk)
    if isinstance(form.refusal, StaleVersion):
        fresh = _visible_client(request, pk)
        form.meet({name: getattr(fresh, name) for name in CLIENT_FIELDS}, version=fresh.version)
    context = {"client": client, "time_zones": time_zone_names()}
    return form_page(request, "campaigns/client_form.html", form, context)


def _change(request: HttpRequest, verb: Any, row: Any, given: dict[str, Any]) -> Any:
    values = {name: value for name, value in given.items() if name != "version"}
    return verb(row, values=values, by=page_actor(request), now=timezone.now(), seen_version=given["version"])


@require_POST
@needs(MANAGE_CLIENTS)
def account_create(request: HttpRequest, pk: int) -> HttpResponse:
    client = _visible_client(request, pk)
    form = NewAccountForm(request.POST)
    by, now = page_actor(request), timezone.now()
    if submit(form, lambda: add_account(client, **form.cleaned_data, by=by, now=now)):
        messages.success(request, _("The account is in the list."))
        return redirect("campaigns:client_detail", pk)
    return _client_page(request, client, form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE_CLIENTS)
def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Account.objects.visible_to(request.user).select_related("client")
    account = get_object_or_404(visible, pk=pk)
    initial = {name: getattr(account, name) for name in (*ACCOUNT_FIELDS, "version")}
    form = AccountForm(request.POST if request.method == "POST" else None, initial=initial)
    if submit(form, lambda: _change(request, edit_account, account, form.cleaned_data)):
        messages.success(request, _("The account was changed."))
        return redirect("campaigns:client_detail", account.client_id)
    if isinstance(form.refusal, StaleVersion):
        fresh = get_object_or_404(visible, pk=pk)
        form.meet({name: getattr(fresh, name) for name in ACCOUNT_FIELDS}, version=fresh.version)
    return form_page(request, "campaigns/account_edit.html", form, {"account": account})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MANAGE_CLIENTS)
def client_members(request: HttpRequest, pk: int) -> HttpResponse:
    client = _visible_client(request, pk)
    there = sorted(client.memberships.values_list("user_id", flat=True))
    seen = {"seen": ",".join(map(str, there))}
    form = MembersForm(request.POST if request.method == "POST" else None, initial={"members": there, **seen})
    if submit(form, lambda: _set_members(request, client, form)):
        messages.success(request, _("The members were saved."))
        return redirect("campaigns:client_detail", pk)
    return form_page(request, "campaigns/client_members.html", form, {"client": client})


def _set_members(request: HttpRequest, client: Client, form: MembersForm) -> None:
    by, now = page_actor(request), timezone.now()
    set_members(client, form.chosen(), by=by, now=now, seen_members=form.seen_members())
