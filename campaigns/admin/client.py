"""Clients and their members."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.admin.base import AuditedAdmin, ReadOnlyAdmin, VerbModelForm
from campaigns.admin.display import link_to, link_to_list, table
from campaigns.admin.hand import Hand
from campaigns.domain.clients import create_client, edit_client, set_members
from campaigns.domain.queries import count_of_client
from campaigns.models import Account, Campaign, Client, ClientMembership


class ClientForm(VerbModelForm):
    members = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(),
        required=False,
        label=_("Members"),
        help_text=_("Who works for this client, or reads it. Hold Ctrl (⌘ on a Mac) to choose several."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        current = self.instance.memberships.values_list("user", flat=True) if self.instance.pk else []
        if "members" in self.fields:
            self.initial["members"] = list(current)
            people = User.objects.filter(Q(is_active=True) | Q(pk__in=self.initial["members"]))
            self.fields["members"].queryset = people.order_by("username")  # type: ignore[attr-defined]


@admin.register(Client)
class ClientAdmin(AuditedAdmin):
    form = add_form = ClientForm
    verb_permission = "campaigns.manage_clients"
    can_add = can_change = True
    add_fields = ("name", "time_zone", "notes", "members")
    fields = (*add_fields, "accounts_of_client", "campaigns_of_client", "created_at", "updated_at")
    readonly_fields = ("accounts_of_client", "campaigns_of_client", "created_at", "updated_at")
    list_display = ("name", "time_zone", "campaign_list", "account_list")
    ordering = ("name_key",)
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                campaign_count=count_of_client(Campaign.objects.all()),
                account_count=count_of_client(Account.objects.all()),
            )
        )

    @admin.display(description=_("campaigns"), ordering="campaign_count")
    def campaign_list(self, row: Any) -> str:
        return link_to_list("campaigns_campaign", row.campaign_count, client=row.pk)

    @admin.display(description=_("accounts"), ordering="account_count")
    def account_list(self, row: Any) -> str:
        return link_to_list("campaigns_account", row.account_count, client=row.pk)

    @admin.display(description=_("accounts"))
    def accounts_of_client(self, row: Client) -> str:
        rows = ((link_to(each), each.is_active and _("in use")) for each in row.accounts.all())
        return table([_("account"), _("use")], ((link, used or _("out of use")) for link, used in rows))

    @admin.display(description=_("campaigns"))
    def campaigns_of_client(self, row: Client) -> str:
        rows = ((link_to(each), each.get_status_display()) for each in row.campaigns.all()[:50])
        return table([_("campaign"), _("status")], rows)

    def add_row(self, values: dict[str, Any], hand: Hand) -> Client:
        members = values.pop("members")
        client = create_client(**values, by=hand.by, now=hand.now)
        set_members(client, [user.pk for user in members], by=hand.by, now=hand.now)
        return client

    def change_row(self, row: Any, values: dict[str, Any], hand: Hand) -> None:
        members = values.pop("members", None)
        edit_client(row, values=values, by=hand.by, now=hand.now, seen_version=hand.seen_version)
        if members is not None:
            set_members(row, [user.pk for user in members], by=hand.by, now=hand.now)


@admin.register(ClientMembership)
class ClientMembershipAdmin(ReadOnlyAdmin):
    """Who works for whom; it is changed on the page of the client."""

    list_display = ("user", "client", "created_at")
    list_select_related = ("user", "client")
    search_fields = ("user__username", "client__name")
    fields = ("client", "user", "created_at")
