"""Campaigns as a table: the brief in columns, the cadence in one cell."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import fields, widgets

from campaigns.admin.exchange.cadence_text import cadence_of, lines_of
from campaigns.admin.exchange.resource import Row, VerbResource, day, text, told
from campaigns.domain.campaigns import create_campaign, edit_campaign
from campaigns.errors import InvalidInput
from campaigns.models import AuditedModel, Campaign, Client
from campaigns.validators import normalise_name

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


class DaysWidget(widgets.Widget):
    """Days one after the other, separated by blanks."""

    def clean(self, value: Any, row: Any = None, **_options: Any) -> list[str]:
        return str(value or "").replace(",", " ").split()

    def render(self, value: Any, obj: Any = None, **_options: Any) -> str:
        return " ".join(value or [])


class CadenceWidget(widgets.CharWidget):
    """The cadence in the one spelling it goes out in, so that another spelling of the same is no change."""

    def clean(self, value: Any, row: Any = None, **_options: Any) -> str:
        try:
            return cadence_of(lines_of(str(value or "")))
        except InvalidInput as refusal:
            raise ValueError(refusal.message) from refusal


class CampaignResource(VerbResource):
    joined, fetched = ("client",), ("cadences",)
    needs = ("client", "name", "start_date", "end_date", "cadence")

    id = fields.Field(attribute="id", column_name="id", readonly=True)
    client = text("client", "client_name")
    name = text("name")
    venture_name = text("venture_name")
    objective = text("objective")
    start_date = day("start_date")
    end_date = day("end_date")
    primary_cta = text("primary_cta")
    lead_capture_method = text("lead_capture_method")
    time_zone = text("time_zone")
    blackout_dates = fields.Field("blackout_dates", "blackout_dates", widget=DaysWidget())
    cadence = fields.Field("cadence_text", "cadence", widget=CadenceWidget())
    status = told("status", "status")

    class Meta(VerbResource.Meta):
        model = Campaign
        fields = ("id", "client", *BRIEF, "cadence", "status")
        export_order = fields

    def found(self, row: Row) -> Campaign | None:
        names = {
            "client__name_key": normalise_name(row.get("client", ""))[:255],
            "name_key": normalise_name(row.get("name", ""))[:255],
        }
        return self.get_queryset().visible_to(self.user).filter(**names).first()

    def fill(self, instance: Any) -> None:
        is_new = instance.pk is None
        instance.client_name = "" if is_new else instance.client.name
        instance.cadence_text = "" if is_new else cadence_of(instance.cadences.all())

    def make(self, instance: Any, row: Row) -> AuditedModel:
        client = (
            Client.objects.visible_to(self.user)
            .filter(name_key=normalise_name(instance.client_name)[:255])
            .first()
        )
        if client is None:
            raise ValidationError({"client": _("There is no client of this name. Add the client first.")})
        brief = {name: getattr(instance, name) for name in BRIEF}
        lines = lines_of(instance.cadence_text)
        made = create_campaign(client=client, cadence=lines, values=brief, by=self.hand.by, now=self.hand.now)
        instance.client = client
        return made

    def change(self, instance: Any, values: dict[str, Any]) -> AuditedModel:
        if normalise_name(values.pop("client_name", instance.client.name)) != instance.client.name_key:
            raise ValidationError({"client": _("A campaign stays with its client.")})
        cadence = values.pop("cadence_text", None)
        accounts = {(row.platform, row.content_type): row.account_id for row in instance.cadences.all()}
        lines = None if cadence is None else lines_of(cadence, accounts)
        return edit_campaign(instance, values=values, cadence=lines, by=self.hand.by, now=self.hand.now)
