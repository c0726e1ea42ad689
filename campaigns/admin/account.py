"""Accounts of clients on the platforms."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from campaigns.admin.base import AuditedAdmin
from campaigns.admin.display import link_to
from campaigns.admin.filters import ClientFilter
from campaigns.admin.hand import Hand
from campaigns.domain.clients import add_account, edit_account
from campaigns.models import Account


@admin.register(Account)
class AccountAdmin(AuditedAdmin):
    verb_permission = "campaigns.manage_clients"
    can_add = can_change = True
    add_fields = ("client", "platform", "handle", "profile_url")
    fields = (*add_fields, "is_active", "created_at", "updated_at")
    readonly_fields = ("client", "platform", "created_at", "updated_at")
    list_display = ("handle", "platform", "client_link", "is_active")
    list_filter = (ClientFilter, "platform", "is_active")
    list_select_related = ("client",)
    search_fields = ("handle", "client__name", "profile_url")

    @admin.display(description=_("client"), ordering="client__name")
    def client_link(self, row: Account) -> str:
        return link_to(row.client)

    def add_row(self, values: dict[str, Any], hand: Hand) -> Account:
        return add_account(values.pop("client"), **values, by=hand.by, now=hand.now)

    def change_row(self, row: Any, values: dict[str, Any], hand: Hand) -> None:
        edit_account(row, values=values, by=hand.by, now=hand.now, seen_version=hand.seen_version)
