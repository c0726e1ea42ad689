"""Metrics: numbers that people and programs log for the days of a campaign, or for the post of a task."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.door import Door
from campaigns.api.fields import Choice, Day, Input, Key, Number, PlatformName, Text, Version, YesNo
from campaigns.api.output import Output
from campaigns.api.pages import ListInput
from campaigns.choices import Granularity, Platform
from campaigns.domain.imports.metric_formats import known_formats
from campaigns.domain.metric_logging import MOST_VALUES, DayValue, LoggedMany, RefusedValues, log_many
from campaigns.domain.metrics import LARGEST, correct_metric, delete_metric, log_metric
from campaigns.errors import InvalidInput
from campaigns.metric_names import MANUAL_SOURCE, MetricName, accepted_names, parse_metric_name
from campaigns.models import Campaign, MetricEntry

LOG_METRICS = "campaigns.log_metrics"
# What the filters of the list are called in the database.
FILTERS = {
    "campaign": "campaign_id",
    "client": "campaign__client_id",
    "platform": "platform",
    "metric_name": "metric_name",
    "source": "source_format",
    "date_after": "date__gte",
    "date_before": "date__lte",
    "task": "task_id",
    "granularity": "granularity",
}


class MetricWord(Choice):
    """The name of a metric; other names that people use are read as it, `engagement` as `engagements`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(list(accepted_names()), **options)

    def to_internal_value(self, data: Any) -> MetricName:
        return parse_metric_name(super().to_internal_value(data))


@extend_schema_field({"type": "number", "minimum": 0, "exclusiveMaximum": int(LARGEST)})
class MetricValue(Number):
    """A value of a metric: at least 0, kept to four decimals; a rate lies between 0 and 1."""

    def __init__(self, **options: Any) -> None:
        text = "At least 0; kept to four decimals, more are rounded. A rate lies between 0 and 1."
        super().__init__(**{"help_text": text, **options})

    def to_internal_value(self, data: Any) -> Decimal:
        # JSON knows a zero with a sign; it is the same zero.
        return super().to_internal_value(data) or Decimal(0)


class MetricOut(Output):
    """One value of one metric. `notes` are for those who work here."""

    inside = ("notes",)

    id = serializers.IntegerField()
    campaign = serializers.IntegerField(source="campaign_id")
    campaign_name = serializers.CharField(source="campaign.name")
    client = serializers.IntegerField(source="campaign.client_id")
    platform = serializers.ChoiceField(Platform.choices)
    date = serializers.DateField()
    metric_name = serializers.ChoiceField(MetricName.choices)
    metric_value = Number()
    notes = serializers.CharField()
    task = serializers.IntegerField(source="task_id", allow_null=True)
    source_format = serializers.CharField(help_text="`manual`, or the format of the export it came from.")
    granularity = serializers.ChoiceField(Granularity.choices)
    external_id = serializers.CharField(help_text="What the platform calls the post, campaign or period.")
    as_of = serializers.DateTimeField(allow_null=True, help_text="When an export said so.")
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class DayMetricIn(Input):
    """One value of one day."""

    platform = PlatformName()
    date = Day(help_text="A day of the campaign's time zone; not in the future, not before 2000.")
    metric_name = MetricWord()
    metric_value = MetricValue()


class MetricIn(DayMetricIn):
    """One value of a day; with `task`, of the post of that task, which is kept apart from the day's."""

    fixed = (
        "id",
        "campaign_name",
        "client",
        "source_format",
        "granularity",
        "external_id",
        "as_of",
        "version",
        "created_at",
        "updated_at",
    )

    campaign = Key()
    notes = Text(max_length=5000, required=False, allow_blank=True)
    task = Key(required=False, allow_null=True)


class MetricChange(Input):
    """A corrected value or note; what the value is about stays, delete the entry and log another instead."""

    fixed = (
        *(name for name in MetricIn.fixed if name != "version"),
        "campaign",
        "platform",
        "date",
        "metric_name",
        "task",
    )

    metric_value = MetricValue()
    notes = Text(max_length=5000, required=False, allow_blank=True)
    version = Version()


class MetricSeen(Input):
    version = Version()


class MetricBulkIn(Input):
    """Values of days, at most 2,000: all of them are logged, or none.

    With `replace`, a value that is there already and differs is corrected; without, it is refused.
    """

    campaign = Key()
    replace = YesNo(required=False)
    metrics = serializers.ListField(child=DayMetricIn(), min_length=1, max_length=MOST_VALUES)


class MetricBulkOut(Output):
    """How many values were new, replaced another, and stood there already."""

    created = serializers.IntegerField()
    corrected = serializers.IntegerField()
    unchanged = serializers.IntegerField()


class MetricListInput(ListInput):
    campaign = Key(required=False)
    client = Key(required=False)
    platform = PlatformName(required=False)
    metric_name = MetricWord(required=False)
    source = Choice([MANUAL_SOURCE, *known_formats()], required=False)
    date_after = Day(required=False, help_text="This day or a later one.")
    date_before = Day(required=False, help_text="This day or an earlier one.")
    task = Key(required=False)
    granularity = Choice(Granularity, required=False)
    ordering = Choice(["date", "-date", "id", "-id"], required=False)


EXAMPLE = OpenApiExample(
    "One day",
    {
        "campaign": 1,
        "platform": "linkedin",
        "date": "2026-03-02",
        "metric_name": "engagement",
        "metric_value": 1250,
    },
    request_only=True,
)
BULK_EXAMPLE = OpenApiExample(
    "Two values",
    {
        "campaign": 1,
        "replace": True,
        "metrics": [
            {"platform": "x", "date": "2026-03-02", "metric_name": "impressions", "metric_value": 980},
            {"platform": "x", "date": "2026-03-02", "metric_name": "ctr", "metric_value": 0.042},
        ],
    },
    request_only=True,
)


class MetricDoor(Door):
    """The metrics of the campaigns that the person may see."""

    output = MetricOut
    needs = dict.fromkeys(("create", "update", "partial_update", "destroy", "bulk"), LOG_METRICS)
    orders = {"date": ("date", "pk"), "id": ("pk",)}
    default_order = "-date"

    def rows(self) -> QuerySet[MetricEntry]:
        return MetricEntry.objects.visible_to(self.request.user).select_related("campaign")

    @extend_schema(parameters=[MetricListInput], responses=MetricOut(many=True))
    def list(self, request: Request) -> Response:
        """Metrics, the newest day first."""
        asked = self.asked(MetricListInput)
        chosen = {field: asked[name] for name, field in FILTERS.items() if name in asked}
        return self.page(self.rows().filter(**chosen), asked)

    @extend_schema(request=MetricIn, responses={201: MetricOut}, examples=[EXAMPLE])
    def create(self, request: Request) -> Response:
        """Log one value; a second one for the same day and metric is refused with 409."""
        given = self.given(MetricIn)
        campaign = self._campaign(given.pop("campaign"))
        day, task = given.pop("date"), given.pop("task", None)
        entry = log_metric(campaign, **given, day=day, task_id=task, by=self.actor, now=self.now)
        return self.told(entry, status=201)

    @extend_schema(responses=MetricOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One metric entry."""
        return self.told(self.row(pk))

    @extend_schema(request=MetricChange, responses=MetricOut)
    def update(self, request: Request, pk: str) -> Response:
        """Correct a value; an export from before the correction does not undo it."""
        return self._change(pk, partial=False)

    @extend_schema(request=MetricChange, responses=MetricOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Correct a value or its note."""
        return self._change(pk, partial=True)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete what was logged by mistake; the audit log keeps it."""
        entry = self.row(pk)
        seen = self.seen_version(self.given(MetricSeen), required=True)
        delete_metric(entry, by=self.actor, now=self.now, seen_version=seen)
        return Response(status=204)

    @extend_schema(
        request=MetricBulkIn,
        responses={200: MetricBulkOut},
        examples=[BULK_EXAMPLE],
    )
    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        """Log many values of days at once; refusals are named by place, as `metrics.3.metric_value`."""
        given = self.given(MetricBulkIn)
        campaign = self._campaign(given["campaign"])
        return Response(vars(self._logged(campaign, given)))

    def _logged(self, campaign: Campaign, given: dict[str, Any]) -> LoggedMany:
        values = [_day_value(place, one) for place, one in enumerate(given["metrics"])]
        replace = given.get("replace", False)
        try:
            return log_many(campaign, values, replace=replace, by=self.actor, now=self.now)
        except RefusedValues as refusal:
            raise _by_place(refusal) from refusal

    def _change(self, pk: str, *, partial: bool) -> Response:
        entry = self.row(pk)
        given = self.given(MetricChange, partial=partial)
        seen = self.seen_version(given, required=True)
        given.pop("version", None)
        return self.told(correct_metric(entry, **given, by=self.actor, now=self.now, seen_version=seen))

    def _campaign(self, pk: int) -> Campaign:
        campaign: Campaign = self.found(Campaign.objects.visible_to(self.request.user), pk)
        return campaign


def _day_value(place: int, one: dict[str, Any]) -> DayValue:
    return DayValue(
        f"metrics.{place}",
        Platform(one["platform"]),
        one["date"],
        MetricName(one["metric_name"]),
        one["metric_value"],
    )


def _by_place(refusal: RefusedValues) -> InvalidInput:
    """The refusal in the words of the request: each sentence under the field that it speaks of."""
    fields: dict[str, list[str]] = {}
    for misfit in refusal.misfits:
        name = ".".join(part for part in (misfit.place, misfit.field) if part)
        fields.setdefault(name, []).append(misfit.text)
    return InvalidInput(refusal.message, fields)
