"""The weekly summaries of a campaign: the numbers of a week, and writing them down."""

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.door import Door
from campaigns.api.fields import Choice, Input, Number, Text, as_number
from campaigns.api.output import Output
from campaigns.api.pages import ListInput
from campaigns.choices import Platform
from campaigns.models import Campaign
from operator_tasks.domain.reports import week_to_show
from operator_tasks.domain.summaries import write_summary
from operator_tasks.domain.summary_reads import LiveWeek, week_told, written_summaries
from operator_tasks.domain.weeks import Week, parse_week
from operator_tasks.models import WeeklySummary

WRITES = "operator_tasks.write_summaries"
# Years 2000 to 2200, as calendars of weeks go here.
WEEK = r"^(2[01][0-9]{2}|2200)-W(0[1-9]|[1-4][0-9]|5[0-3])$"
EXAMPLE = OpenApiExample(
    "A written week",
    response_only=True,
    value={
        "campaign": 3,
        "week": "2026-W47",
        "week_start": "2026-11-16",
        "week_end": "2026-11-22",
        "tasks_planned": 5,
        "tasks_completed": 4,
        "tasks_completed_late": 1,
        "tasks_overdue": 0,
        "tasks_missed": 1,
        "tasks_blocked": 0,
        "tasks_cancelled": 0,
        "completion_rate": 0.8,
        "top_platform": "linkedin",
        "metrics_summary": {"linkedin": {"impressions": 1250, "engagements": 84}},
        "best_posts": [
            {"platform": "linkedin", "post": "urn:li:activity:7261000000000000000", "engagements": 61}
        ],
        "next_week_tasks": 5,
        "notes": "4 of 5 tasks were completed (80 %), 1 of them late.",
        "is_written": True,
        "generated_at": "2026-11-23T07:00:00Z",
        "analyze_task": 512,
    },
)


@extend_schema_field({"type": "string", "pattern": WEEK})
class WeekName(Text):
    """An ISO week, as 2026-W47."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if not re.fullmatch(WEEK, text):
            raise ValidationError(_("%(text)s is not a week; write it as 2026-W47.") % {"text": text[:20]})
        return text


class WeekInput(Input):
    """Which week, by the days of the campaign's zone."""

    week = WeekName(
        required=False, help_text="Unless given, the week that runs, or the campaign's nearest one."
    )


class BestPost(serializers.Serializer):
    """A post of the week by what it brought."""

    platform = serializers.ChoiceField(Platform.choices)
    post = serializers.CharField()
    engagements = serializers.FloatField()


class SummaryOut(Output):
    """The numbers of an ISO week. Until one `is_written` they are those of the moment, and nobody analyzes them."""

    campaign = serializers.IntegerField(source="campaign_id")
    week = serializers.CharField()
    week_start = serializers.DateField()
    week_end = serializers.DateField()
    tasks_planned = serializers.IntegerField(help_text="Cancelled tasks are counted nowhere else.")
    tasks_completed = serializers.IntegerField()
    tasks_completed_late = serializers.IntegerField()
    tasks_overdue = serializers.IntegerField()
    tasks_missed = serializers.IntegerField()
    tasks_blocked = serializers.IntegerField()
    tasks_cancelled = serializers.IntegerField()
    completion_rate = Number(allow_null=True, help_text="From 0 to 1; null where nothing was planned.")
    top_platform = serializers.CharField(help_text="Empty where no engagement is known.")
    metrics_summary = serializers.SerializerMethodField(help_text="One value by platform and metric.")
    best_posts = serializers.SerializerMethodField()
    next_week_tasks = serializers.IntegerField()
    notes = serializers.CharField(help_text="The week in a sentence.")
    is_written = serializers.SerializerMethodField()
    generated_at = serializers.DateTimeField(allow_null=True, help_text="When it was written.")
    analyze_task = serializers.IntegerField(
        allow_null=True, help_text="The task that its writing opened, for those who work here."
    )

    @extend_schema_field(
        {
            "type": "object",
            "additionalProperties": {"type": "object", "additionalProperties": {"type": "number"}},
        }
    )
    def get_metrics_summary(self, row: WeeklySummary | LiveWeek) -> Mapping[str, Mapping[str, Any]]:
        return {
            platform: {name: as_number(value) for name, value in values.items()}
            for platform, values in row.metrics_summary.items()
        }

    @extend_schema_field(BestPost(many=True))
    def get_best_posts(self, row: WeeklySummary | LiveWeek) -> list[dict[str, Any]]:
        return [{**post, "engagements": as_number(post["engagements"])} for post in row.best_posts]

    def get_is_written(self, row: WeeklySummary | LiveWeek) -> bool:
        return row.generated_at is not None


class SummaryListInput(ListInput):
    ordering = Choice(["week_start", "-week_start"], required=False)


class SummaryDoor(Door):
    """The weekly summaries of one campaign."""

    output = SummaryOut
    needs = {"write": WRITES}
    orders = {"week_start": ("week_start", "pk")}
    default_order = "-week_start"

    def rows(self) -> QuerySet[Campaign]:
        return Campaign.objects.visible_to(self.request.user)

    @extend_schema(
        summary="Read the numbers of a week",
        parameters=[WeekInput],
        responses=SummaryOut,
        examples=[EXAMPLE],
    )
    def retrieve(self, request: Request, pk: str) -> Response:
        """As they were written, else as they stand now; `is_written` says which."""
        campaign = self.row(pk)
        week = self._week(campaign, self.asked(WeekInput))
        return self._told(campaign, week)

    @extend_schema(
        operation_id="campaigns_summary_write",
        summary="Write the summary of a week",
        parameters=[WeekInput],
        request=WeekInput,
        responses=SummaryOut,
        examples=[EXAMPLE],
    )
    def write(self, request: Request, pk: str) -> Response:
        """Write it, or write it again, and open its ANALYZE task once. A week can be written from its Monday on."""
        campaign = self.row(pk)
        address, body = self.asked(WeekInput), self.given(WeekInput)
        if address and body and address != body:
            raise ValidationError({"week": [_("The address and the body name different weeks.")]})
        week = self._week(campaign, address | body)
        write_summary(campaign, week, by=self.actor, now=self.now)
        return self._told(campaign, week)

    @extend_schema(
        summary="List written summaries",
        parameters=[SummaryListInput],
        responses=SummaryOut(many=True),
    )
    def list(self, request: Request, pk: str) -> Response:
        """The latest week first."""
        asked = self.asked(SummaryListInput)
        return self.page(written_summaries(self.row(pk), request.user), asked)

    def _week(self, campaign: Campaign, asked: Mapping[str, Any]) -> Week:
        if "week" in asked:
            return parse_week(asked["week"], campaign.zone)
        return week_to_show(campaign, self.now)

    def _told(self, campaign: Campaign, week: Week) -> Response:
        told = week_told(campaign, week, self.request.user, now=self.now)
        return Response(self.shape().to_representation(told))
