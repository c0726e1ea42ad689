"""Campaigns: the brief is edited here, the status moves by actions alone."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from campaigns.admin.actions import VerbAction
from campaigns.admin.base import AuditedAdmin, VerbModelForm
from campaigns.admin.campaign_actions import CAMPAIGN_ACTIONS, MANAGE
from campaigns.admin.display import link_to, link_to_list, table
from campaigns.admin.exchange.campaigns import CampaignResource
from campaigns.admin.exchange.pages import ExportPages
from campaigns.admin.fields import CadenceLineField, LinesField
from campaigns.admin.filters import ClientFilter
from campaigns.admin.hand import Hand
from campaigns.domain.campaigns import create_campaign, edit_campaign
from campaigns.domain.housekeeping import delete_campaign
from campaigns.models import Campaign
from campaigns.templatetags.ui import status_badge

CADENCE_FIELDS = ("cadence", "cadence_2", "cadence_3")
BRIEF = (
    "name",
    "venture_name",
    "objective",
    "start_date",
    "end_date",
    "primary_cta",
    "lead_capture_method",
    "time_zone",
    "blackout_dates",
)


class BriefForm(VerbModelForm):
    blackout_dates = LinesField(
        label=_("Blackout days"), required=False, help_text=_("One date a line, as 2026-12-24.")
    )


class CampaignForm(BriefForm):
    cancel_outside = forms.BooleanField(
        label=_("Cancel open tasks behind the last day"),
        required=False,
        help_text=_("Without it, open tasks behind a new last day refuse the change and are named."),
    )


class NewCampaignForm(BriefForm):
    cadence = CadenceLineField(
        label=_("Cadence"), help_text=_("Platform, content type and posts a week; at least one line.")
    )
    cadence_2 = CadenceLineField(label=_("Second line"), required=False)
    cadence_3 = CadenceLineField(label=_("Third line"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["time_zone"].required = False
        self.fields["time_zone"].help_text = _("Left empty, it is the client's.")


@admin.register(Campaign)
class CampaignAdmin(ExportPages, AuditedAdmin):
    resource_class = CampaignResource
    can_import = True
    form = CampaignForm
    add_form = NewCampaignForm
    verb_permission = MANAGE
    verb_actions: ClassVar[tuple[VerbAction, ...]] = CAMPAIGN_ACTIONS
    can_add = can_change = can_delete = True
    add_fields = ("client", *BRIEF, *CADENCE_FIELDS)
    readonly_fields = (
        "client",
        "badge",
        "cadence_lines",
        "plan_versions",
        "related_lists",
        "automation_paused",
        "paused_at",
        "completed_at",
        "archived_at",
        "created_at",
        "updated_at",
    )
    fieldsets = (
        (None, {"fields": ("client", "badge", *BRIEF, "cancel_outside")}),
        (_("Plan and work"), {"fields": ("cadence_lines", "plan_versions", "related_lists")}),
        (
            _("State"),
            {
                "fields": (
                    "automation_paused",
                    "paused_at",
                    "completed_at",
                    "archived_at",
                    "created_at",
                    "updated_at",
                )
            },
        ),
    )
    list_display = (
        "name",
        "client_link",
        "badge",
        "start_date",
        "end_date",
        "automation_paused",
        "related_lists",
    )
    list_filter = (
        ClientFilter,
        "status",
        "automation_paused",
        ("archived_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("client",)
    search_fields = ("name", "venture_name", "client__name")
    date_hierarchy = "start_date"

    @admin.display(description=_("client"), ordering="client__name")
    def client_link(self, row: Campaign) -> str:
        return link_to(row.client)

    @admin.display(description=_("status"), ordering="status")
    def badge(self, row: Campaign) -> str:
        return status_badge(row.status, row.get_status_display())

    @admin.display(description=_("cadence"))
    def cadence_lines(self, row: Campaign) -> str:
        lines = row.cadences.select_related("account")
        cells = ((link_to(line), line.account or "–") for line in lines)
        return table([_("cadence"), _("account")], cells)

    @admin.display(description=_("plans"))
    def plan_versions(self, row: Campaign) -> str:
        plans = ((link_to(plan), plan.maker) for plan in row.plans.all()[:20])
        return table([_("plan"), _("made by")], plans)

    @admin.display(description=_("lists"))
    def related_lists(self, row: Campaign) -> str:
        calendar = link_to_list("campaigns_calendaritem", _("calendar"), campaign__id__exact=row.pk)
        metrics = link_to_list("campaigns_metricentry", _("metrics"), campaign__id__exact=row.pk)
        trail = reverse("campaigns:campaign_audit", args=[row.pk])
        return format_html(
            '{} · {} · <a href="{}">{}</a>', calendar, metrics, trail, _("audit trail and evidence")
        )

    def add_row(self, values: dict[str, Any], hand: Hand) -> Campaign:
        lines = [values[name] for name in CADENCE_FIELDS if values[name] is not None]
        brief = {name: values[name] for name in BRIEF}
        return create_campaign(client=values["client"], cadence=lines, values=brief, by=hand.by, now=hand.now)

    def change_row(self, row: Any, values: dict[str, Any], hand: Hand) -> None:
        edit_campaign(
            row,
            cancel_outside=values.pop("cancel_outside", False),
            values=values,
            by=hand.by,
            now=hand.now,
            seen_version=hand.seen_version,
        )

    def delete_row(self, row: Any, hand: Hand) -> None:
        delete_campaign(row, by=hand.by, now=hand.now, seen_version=hand.seen_version)
