"""The calendar made from the cadence: looked at first where one likes, then made."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.calendar_item_shapes import CalendarItemOut
from campaigns.api.calendar_items import MANAGE
from campaigns.api.door import Door
from campaigns.api.fields import Input, Whole, YesNo
from campaigns.api.output import Output
from campaigns.domain.calendar import (
    DEFAULT_DAYS_AHEAD,
    GeneratedCalendar,
    generate_calendar,
    preview_calendar,
)
from campaigns.domain.calendar_list import complete_for_reading
from campaigns.models import Campaign

MOST_DAYS = 366


class CalendarGenerate(Input):
    """How far to look ahead, today included; with `preview` nothing is written."""

    days_ahead = Whole(
        required=False, min_value=1, max_value=MOST_DAYS, help_text=f"{DEFAULT_DAYS_AHEAD} unless given."
    )
    preview = YesNo(required=False, help_text="Tell what would be made, and make nothing.")


class GeneratedItemOut(CalendarItemOut):
    """A calendar item; where it was only previewed, it has no id and no times of its own yet."""

    id = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField(allow_null=True)


class GeneratedCalendarOut(Output):
    """What was made, what was there already, and what was left out; `notes` say why."""

    created = serializers.IntegerField()
    kept = serializers.IntegerField()
    skipped = serializers.IntegerField()
    items = GeneratedItemOut(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class CalendarDoor(Door):
    """The calendar of one campaign."""

    output = GeneratedCalendarOut
    needs = {"generate": MANAGE}

    @extend_schema(
        summary="Make the calendar items that the cadence calls for",
        description="A slot is made once: what was changed by hand stays, and what was deleted stays away.",
        request=CalendarGenerate,
        responses=GeneratedCalendarOut,
        examples=[OpenApiExample("Two weeks", value={"days_ahead": 14}, request_only=True)],
    )
    @action(detail=False, methods=["post"])
    def generate(self, request: Request, pk: str) -> Response:
        campaign = self.found(Campaign.objects.visible_to(request.user), pk)
        given = self.given(CalendarGenerate)
        days = given.get("days_ahead", DEFAULT_DAYS_AHEAD)
        if given.get("preview"):
            outcome = preview_calendar(campaign, days_ahead=days, now=self.now)
        else:
            outcome = generate_calendar(campaign, days_ahead=days, by=self.actor, now=self.now)
        return Response(self._told(outcome))

    def _told(self, outcome: GeneratedCalendar) -> dict[str, Any]:
        complete_for_reading(outcome.created)
        tell = self.shape(GeneratedItemOut).to_representation
        return {
            "created": len(outcome.created),
            "kept": outcome.kept,
            "skipped": len(outcome.skipped),
            "items": [tell(item) for item in outcome.created],
            "notes": outcome.notes,
        }
