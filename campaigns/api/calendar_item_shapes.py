"""What programs are told of calendar items, and what they may send."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from campaigns.api.fields import Choice, Input, Key, Moment, PlatformName, Text, Upload, Version, YesNo
from campaigns.api.output import Output
from campaigns.api.pages import ListInput
from campaigns.choices import CancelReason, ContentType, Platform
from campaigns.domain.calendar_list import ItemStatus, item_status
from campaigns.models import CalendarItem

ORDERINGS = ["scheduled_at", "-scheduled_at", "id", "-id"]


class SlotOut(Output):
    """The place that the cadence called for: the week of the campaign and the post of that week, from 0."""

    week = serializers.IntegerField(source="slot_week")
    index = serializers.IntegerField(source="slot_index")


class CalendarItemOut(Output):
    """A planned post, with the status of its task. `notes` are for those who work here; times are in UTC."""

    inside = ("notes",)

    id = serializers.IntegerField()
    campaign = serializers.IntegerField(source="campaign_id")
    campaign_name = serializers.CharField(source="campaign.name")
    client = serializers.IntegerField(source="campaign.client_id")
    client_name = serializers.CharField(source="campaign.client.name")
    platform = serializers.ChoiceField(Platform.choices)
    content_type = serializers.ChoiceField(ContentType.choices)
    account = serializers.IntegerField(source="account_id", allow_null=True)
    account_handle = serializers.CharField(source="account.handle", allow_null=True)
    slot = serializers.SerializerMethodField()
    scheduled_at = serializers.DateTimeField()
    title = serializers.CharField()
    copy_text = serializers.CharField()
    asset_ref = serializers.CharField(help_text="Where the picture or film lies, in words or as an address.")
    asset_url = serializers.SerializerMethodField(help_text="Where the file that is kept here is downloaded.")
    asset_label = serializers.CharField()
    asset_type = serializers.CharField()
    asset_sha256 = serializers.CharField()
    cta_text = serializers.CharField()
    theme = serializers.CharField()
    notes = serializers.CharField()
    status = serializers.SerializerMethodField()
    task = serializers.SerializerMethodField(help_text="The task that publishes it.")
    cancelled_at = serializers.DateTimeField(allow_null=True)
    cancel_reason = serializers.ChoiceField(CancelReason.choices, allow_blank=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    @extend_schema_field(SlotOut(allow_null=True))
    def get_slot(self, item: CalendarItem) -> dict[str, Any] | None:
        if item.slot_week is None:
            return None
        return {"week": item.slot_week, "index": item.slot_index}

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_asset_url(self, item: CalendarItem) -> str | None:
        if not item.asset:
            return None
        address = reverse("calendar-item-asset", args=[item.pk])
        return str(self.context["request"].build_absolute_uri(address))

    @extend_schema_field(serializers.ChoiceField(ItemStatus.choices))
    def get_status(self, item: CalendarItem) -> str:
        return item_status(item, self.context["now"])

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_task(self, item: CalendarItem) -> int | None:
        return next((task.pk for task in getattr(item, "post_tasks", ())), None)


class CalendarItemContent(Input):
    """What a person writes into an item."""

    content_type = Choice(ContentType, required=False, help_text="`post` unless given.")
    account = Key(required=False, allow_null=True, help_text="One that the client uses on this platform.")
    title = Text(max_length=255, required=False, allow_blank=True)
    copy_text = Text(max_length=100_000, required=False, allow_blank=True)
    asset_ref = Text(max_length=2000, required=False, allow_blank=True)
    cta_text = Text(max_length=255, required=False, allow_blank=True)
    theme = Text(max_length=2000, required=False, allow_blank=True)
    notes = Text(max_length=20_000, required=False, allow_blank=True)


FOLLOWS = tuple(name for name in CalendarItemOut().fields if name not in CalendarItemContent().fields)


class CalendarItemIn(CalendarItemContent):
    """A post to plan; its time lies ahead and within the days of the campaign."""

    fixed = tuple(name for name in FOLLOWS if name not in ("campaign", "platform", "scheduled_at"))

    campaign = Key()
    platform = PlatformName()
    scheduled_at = Moment(help_text="With its offset from UTC.")


class CalendarItemChange(CalendarItemContent):
    """Content, time, or both. Campaign and platform of an item stay; make a new one instead."""

    fixed = tuple(name for name in FOLLOWS if name not in ("scheduled_at", "version"))

    scheduled_at = Moment(help_text="With its offset from UTC.")
    version = Version()


class CalendarItemSeen(Input):
    """The version that the program saw."""

    version = Version()


class CalendarItemAsset(CalendarItemSeen):
    """A picture, a PDF or a film; what it is, is judged by its content."""

    file = Upload()


class CalendarItemListInput(ListInput):
    campaign = Key(required=False)
    client = Key(required=False)
    platform = PlatformName(required=False)
    content_type = Choice(ContentType, required=False)
    status = Choice(ItemStatus, required=False)
    scheduled_after = Moment(required=False, help_text="From this moment on.")
    scheduled_before = Moment(required=False, help_text="Before this moment.")
    cancelled = YesNo(required=False, help_text="Those that were taken out, in place of those in the plan.")
    search = Text(required=False, max_length=200, help_text="A part of title, copy or theme.")
    ordering = Choice(ORDERINGS, required=False)


FILTERS = (
    "campaign",
    "client",
    "platform",
    "content_type",
    "status",
    "scheduled_after",
    "scheduled_before",
    "cancelled",
    "search",
)
