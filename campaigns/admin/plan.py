"""Plans: each save is the next version, and none is ever changed."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from campaigns.admin.base import AuditedAdmin, VerbModelForm
from campaigns.admin.display import link_to, numbered, table
from campaigns.admin.fields import LinesField
from campaigns.admin.filters import ClientFilter
from campaigns.admin.hand import Hand
from campaigns.domain.plans import save_plan
from campaigns.forms.fields import MessagingField
from campaigns.models import CampaignPlan


class NewPlanForm(VerbModelForm):
    angles = LinesField(label=_("Angles"), required=False, help_text=_("One a line."))
    messaging = MessagingField(
        label=_("Messaging"), required=False, help_text=_("One message a line, as theme: message.")
    )
    weekly_themes = LinesField(
        label=_("Weekly themes"), required=False, help_text=_("One a line, for the weeks in order.")
    )


@admin.register(CampaignPlan)
class CampaignPlanAdmin(AuditedAdmin):
    add_form = NewPlanForm
    verb_permission = "campaigns.manage_campaigns"
    can_add = True
    add_fields = ("campaign", "positioning", "angles", "messaging", "weekly_themes")
    fields = (
        "campaign",
        "number",
        "positioning",
        "angle_list",
        "messages_by_theme",
        "theme_list",
        "generated_by",
        "created_at",
    )
    list_display = ("__str__", "campaign_link", "number", "generated_by", "created_at")
    list_filter = (ClientFilter,)
    list_select_related = ("campaign",)
    search_fields = ("campaign__name",)

    @admin.display(description=_("campaign"), ordering="campaign__name")
    def campaign_link(self, row: CampaignPlan) -> str:
        return link_to(row.campaign)

    @admin.display(description=_("angles"))
    def angle_list(self, row: CampaignPlan) -> str:
        return numbered(row.angles)

    @admin.display(description=_("weekly themes"))
    def theme_list(self, row: CampaignPlan) -> str:
        return numbered(row.weekly_themes)

    @admin.display(description=_("messaging"))
    def messages_by_theme(self, row: CampaignPlan) -> str:
        rows = ((theme, numbered(texts)) for theme, texts in row.messaging.items())
        return table([_("theme"), _("messages")], rows)

    def add_row(self, values: dict[str, Any], hand: Hand) -> CampaignPlan:
        return save_plan(values.pop("campaign"), **values, by=hand.by, now=hand.now)
