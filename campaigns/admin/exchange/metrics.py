"""Metrics of days as a table: those that people logged go both ways, those of platforms' exports only out."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields, widgets

from campaigns.admin.exchange.of_campaign import RowOfCampaignResource
from campaigns.admin.exchange.resource import DayWidget, Row, day, text, told
from campaigns.choices import Granularity
from campaigns.domain.metrics import correct_metric, log_metric
from campaigns.metric_names import MANUAL_SOURCE
from campaigns.models import AuditedModel, Campaign, MetricEntry

# As the column keeps it.
STORED, LARGEST = Decimal("0.0001"), Decimal(10) ** 14


class ValueWidget(widgets.CharWidget):
    """A number as the verb reads it; `120` and `120.0000` are the same."""

    def clean(self, value: Any, row: Any = None, **_options: Any) -> Any:
        text_ = str(value or "").strip()
        try:
            number = Decimal(text_)
        except ArithmeticError:
            return text_
        return number.quantize(STORED) if number.is_finite() and abs(number) < LARGEST else text_

    def render(self, value: Any, obj: Any = None, **_options: Any) -> str:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value or "")


class MetricResource(RowOfCampaignResource):
    fixed = {
        "client_name": "client",
        "campaign_name": "campaign",
        "platform": "platform",
        "date": "date",
        "metric_name": "metric_name",
    }
    stays = gettext_lazy("A value stays where it was logged; log a new one there.")
    needs = ("client", "campaign", "platform", "date", "metric_name", "metric_value")

    id = fields.Field(attribute="id", column_name="id", readonly=True)
    platform = text("platform")
    date = day("date")
    metric_name = text("metric_name")
    metric_value = fields.Field("metric_value", "metric_value", widget=ValueWidget())
    notes = text("notes")
    granularity = told("granularity", "granularity")
    source_format = told("source_format", "source_format")

    class Meta(RowOfCampaignResource.Meta):
        model = MetricEntry
        fields = (
            "id",
            "client",
            "campaign",
            "platform",
            "date",
            "metric_name",
            "metric_value",
            "notes",
            "granularity",
            "source_format",
        )
        export_order = fields

    def found_in(self, campaign: Campaign, row: Row) -> MetricEntry | None:
        """What people logged for this day, platform and metric."""
        try:
            told_day = DayWidget().clean(row.get("date"))
        except ValueError:
            return None  # the cell is refused where it is read
        same = {name: row.get(name, "") for name in ("platform", "metric_name")}
        logged = {"source_format": MANUAL_SOURCE, "task_id": None, "granularity": Granularity.DAY}
        return self.get_queryset().filter(campaign=campaign, date=told_day, **logged, **same).first()

    def make(self, instance: Any, row: Row) -> AuditedModel:
        return log_metric(
            self.campaign_named(instance.client_name, instance.campaign_name),
            platform=instance.platform,
            day=instance.date,
            metric_name=instance.metric_name,
            metric_value=instance.metric_value,
            notes=instance.notes,
            by=self.hand.by,
            now=self.hand.now,
        )

    def change(self, instance: Any, values: dict[str, Any]) -> AuditedModel:
        stored = self.stored(instance, values)
        if stored.source_format != MANUAL_SOURCE:
            raise ValidationError(
                _("This value comes from a platform's export; import that export again instead.")
            )
        return correct_metric(
            stored,
            metric_value=values.get("metric_value"),
            notes=values.get("notes"),
            by=self.hand.by,
            now=self.hand.now,
        )
