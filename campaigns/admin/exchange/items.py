"""Calendar items as a table; times are those that clocks of the campaign show."""

import hashlib
from contextlib import suppress
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields, widgets

from campaigns.admin.exchange.of_campaign import RowOfCampaignResource
from campaigns.admin.exchange.resource import Row, text, told
from campaigns.admin.fields import in_zone
from campaigns.domain.calendar import add_item, edit_item, move_item
from campaigns.domain.imports.moments import parsed_local_time
from campaigns.errors import InvalidInput
from campaigns.models import AuditedModel, CalendarItem, Campaign

CONTENT = ("title", "copy_text", "asset_ref", "cta_text", "theme", "notes")
MINUTES = "%Y-%m-%d %H:%M"


class LocalTimeWidget(widgets.CharWidget):
    """A wall-clock time as 2026-11-22 09:30."""

    def clean(self, value: Any, row: Any = None, **_options: Any) -> str:
        if not value:
            return ""
        try:
            return parsed_local_time(str(value)).strftime(MINUTES)
        except ValueError as error:
            raise ValueError(_("Write the time as 2026-11-22 09:30.")) from error


class CalendarItemResource(RowOfCampaignResource):
    fixed = {"client_name": "client", "campaign_name": "campaign", "platform": "platform"}
    stays = gettext_lazy("An item stays where it is; make a new one there instead.")
    columns_of_verbs: ClassVar[dict[str, str]] = {"scheduled_at": "scheduled_for"}
    needs = ("client", "campaign", "platform", "content_type", "scheduled_for")

    id = fields.Field(attribute="id", column_name="id", readonly=True)
    platform = text("platform")
    content_type = text("content_type")
    scheduled_for = fields.Field("local_time", "scheduled_for", widget=LocalTimeWidget())
    title = text("title")
    copy_text = text("copy_text")
    asset_ref = text("asset_ref")
    cta_text = text("cta_text")
    theme = text("theme")
    notes = text("notes")
    cancelled = told("out_of_the_plan", "cancel_reason")

    class Meta(RowOfCampaignResource.Meta):
        model = CalendarItem
        fields = (
            "id",
            "client",
            "campaign",
            "platform",
            "content_type",
            "scheduled_for",
            *CONTENT,
            "cancelled",
        )
        export_order = fields

    def found_in(self, campaign: Campaign, row: Row) -> CalendarItem | None:
        """The item of this platform, kind, time and title, or what an earlier import of the row made."""
        key = _key(row)
        try:
            moment = in_zone(
                parsed_local_time(row.get("scheduled_for", "")), campaign.zone, field="scheduled_for"
            )
        except (ValueError, InvalidInput):
            return None  # the cell is refused where it is read
        told = {name: row[name] for name in ("platform", "content_type", "title") if name in row}
        same = Q(scheduled_at=moment, cancelled_at=None, **told)
        rows = self.get_queryset().filter(Q(import_key=key) | same, campaign=campaign)
        return rows.order_by("pk").first()

    def fill(self, instance: Any) -> None:
        super().fill(instance)
        at = instance.scheduled_at
        instance.local_time = f"{at.astimezone(instance.campaign.zone):{MINUTES}}" if instance.pk else ""

    def make(self, instance: Any, row: Row) -> AuditedModel:
        campaign = self.campaign_named(instance.client_name, instance.campaign_name)
        return add_item(
            campaign,
            platform=instance.platform,
            content_type=instance.content_type,
            scheduled_at=in_zone(_local(instance), campaign.zone, field="scheduled_for"),
            values={name: getattr(instance, name) for name in CONTENT},
            import_key=_key(row),
            by=self.hand.by,
            now=self.hand.now,
        )

    def change(self, instance: Any, values: dict[str, Any]) -> AuditedModel:
        stored = self.stored(instance, values)
        wanted = values.pop("local_time", stored.local_time)
        by, now = self.hand.by, self.hand.now
        differing = {name: value for name, value in values.items() if value != getattr(stored, name)}
        changed = edit_item(stored, values=differing, by=by, now=now) if differing else stored
        if wanted == stored.local_time:
            return changed
        moment = in_zone(_local(instance), stored.campaign.zone, field="scheduled_for")
        return move_item(changed, to=moment, by=by, now=now)


def _local(instance: Any) -> datetime:
    if not instance.local_time:
        told_ = _("Write the time as 2026-11-22 09:30.")
        raise InvalidInput(told_, {"scheduled_for": [told_]})
    return parsed_local_time(instance.local_time)


def _key(row: Row) -> str:
    """What makes a row without a key the same when its file is imported again, however its time is written."""
    written = row.get("scheduled_for", "")
    with suppress(ValueError):  # the cell is refused where it is read
        written = parsed_local_time(written).strftime(MINUTES)
    parts = (*(row.get(name, "") for name in ("platform", "content_type")), written, row.get("title", ""))
    return hashlib.sha256("\x1f".join(("admin", *parts)).encode()).hexdigest()
