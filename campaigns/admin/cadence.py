"""Cadence lines, to look at: they are set together, as one cadence of their campaign."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from campaigns.admin.base import ReadOnlyAdmin
from campaigns.admin.display import link_to
from campaigns.admin.filters import ClientFilter
from campaigns.models import Cadence


@admin.register(Cadence)
class CadenceAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "campaign_link", "posts_per_week", "account")
    list_filter = (ClientFilter, "platform", "content_type")
    list_select_related = ("campaign", "account")
    search_fields = ("campaign__name",)
    fields = (
        "campaign",
        "platform",
        "content_type",
        "account",
        "posts_per_week",
        "weekdays",
        "times",
        "created_at",
        "updated_at",
    )

    @admin.display(description=_("campaign"), ordering="campaign__name")
    def campaign_link(self, row: Cadence) -> str:
        return link_to(row.campaign)
