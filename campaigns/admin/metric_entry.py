"""Metrics: logged, corrected and removed by verbs."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from campaigns.admin.base import AuditedAdmin
from campaigns.admin.display import link_to
from campaigns.admin.exchange.metrics import MetricResource
from campaigns.admin.exchange.pages import ExportPages
from campaigns.admin.filters import ClientFilter
from campaigns.admin.hand import Hand
from campaigns.domain.metrics import correct_metric, delete_metric, log_metric
from campaigns.models import MetricEntry


@admin.register(MetricEntry)
class MetricEntryAdmin(ExportPages, AuditedAdmin):
    resource_class = MetricResource
    can_import = True
    verb_permission = "campaigns.log_metrics"
    can_add = can_change = can_delete = True
    add_fields = ("campaign", "platform", "date", "metric_name", "metric_value", "notes")
    readonly_fields = (
        "campaign",
        "platform",
        "date",
        "metric_name",
        "task_id",
        "source_format",
        "granularity",
        "external_id",
        "as_of",
        "created_at",
        "updated_at",
    )
    fields = (
        "campaign",
        "platform",
        "date",
        "metric_name",
        "metric_value",
        "notes",
        "task_id",
        "source_format",
        "granularity",
        "external_id",
        "as_of",
        "created_at",
        "updated_at",
    )
    list_display = ("metric_name", "metric_value", "date", "platform", "campaign_link", "source_format")
    list_filter = (ClientFilter, "platform", "granularity", "metric_name")
    list_select_related = ("campaign",)
    search_fields = ("campaign__name", "external_id")
    date_hierarchy = "date"
    ordering = ("-date", "platform", "metric_name")

    @admin.display(description=_("campaign"), ordering="campaign__name")
    def campaign_link(self, row: MetricEntry) -> str:
        return link_to(row.campaign)

    def add_row(self, values: dict[str, Any], hand: Hand) -> MetricEntry:
        return log_metric(
            values["campaign"],
            platform=values["platform"],
            day=values["date"],
            metric_name=values["metric_name"],
            metric_value=values["metric_value"],
            notes=values["notes"],
            by=hand.by,
            now=hand.now,
        )

    def change_row(self, row: Any, values: dict[str, Any], hand: Hand) -> None:
        correct_metric(
            row,
            metric_value=values.get("metric_value", row.metric_value),
            notes=values.get("notes"),
            by=hand.by,
            now=hand.now,
            seen_version=hand.seen_version,
        )

    def delete_row(self, row: Any, hand: Hand) -> None:
        delete_metric(row, by=hand.by, now=hand.now)
