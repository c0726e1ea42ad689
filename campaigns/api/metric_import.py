"""A platform's export file as a request: shown first, if the program wants that, or imported at once."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.door import Door
from campaigns.api.fields import Choice, Day, Input, Key, PlatformName, Upload, Whole, YesNo
from campaigns.api.metrics import LOG_METRICS
from campaigns.api.output import Output
from campaigns.api.parsing import TooLarge, UploadParser
from campaigns.choices import Platform
from campaigns.domain.imports.metric_apply import import_metrics, moment_of_export
from campaigns.domain.imports.metric_days import DAY_FIRST_ORDER, MONTH_FIRST
from campaigns.domain.imports.metric_file import read_metrics
from campaigns.domain.imports.metric_formats import known_formats
from campaigns.domain.imports.metric_plan import State, preview_metrics_import
from campaigns.domain.imports.metric_rows import Choices, MetricFile
from campaigns.domain.imports.metric_sheets import MAX_BYTES
from campaigns.models import Campaign


class MetricImportIn(Input):
    """An export, and what it may leave open: its format, its platform, the year and order of its dates."""

    campaign = Key()
    file = Upload(help_text="CSV, XLSX or XLS of at most 3 MB.")
    preview = YesNo(required=False, help_text="Tell what would come of it, and change nothing.")
    exported_on = Day(
        required=False, help_text="When it was exported, 2000 to 2299; else as the file says, else now."
    )
    format = Choice(list(known_formats()), required=False, help_text="Else it is recognised.")
    platform = PlatformName(required=False, help_text="Needed where the file does not say.")
    year = Whole(
        required=False,
        min_value=2000,
        max_value=2199,
        help_text="Of the newest date; needed where dates have no year.",
    )
    day_order = Choice(
        [DAY_FIRST_ORDER, MONTH_FIRST],
        required=False,
        help_text="Needed where dates do not show whether the day or the month comes first.",
    )


class SkippedOut(Output):
    """A row that could not be understood, and why."""

    row = serializers.IntegerField(source="row_number")
    reason = serializers.CharField()


class MetricImportOut(Output):
    """What came, or would come, of an export: counts of values, and the rows that were left out."""

    format = serializers.CharField()
    read = serializers.IntegerField(help_text="Rows of the file.")
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    older = serializers.IntegerField(help_text="Left alone, because something newer stands there.")
    skipped = SkippedOut(many=True)
    preview = serializers.BooleanField()


class MetricImportDoor(Door):
    """Takes exports in; what is in them is read at `metrics/`."""

    output = MetricImportOut
    needs = {"create": LOG_METRICS}
    parser_classes = (UploadParser,)

    @extend_schema(
        operation_id="metrics_import_create",
        request={UploadParser.media_type: MetricImportIn},
        responses={200: MetricImportOut},
    )
    def create(self, request: Request) -> Response:
        """Import a platform's export: all of it or nothing; the same file again changes nothing."""
        given = self.given(MetricImportIn)
        campaign = self.found(Campaign.objects.visible_to(request.user), given["campaign"])
        file = self._read(campaign, given)
        act = self._previewed if given.get("preview") else self._imported
        told = {
            "format": file.format,
            "read": file.rows_read,
            **act(campaign, file, given),
            "skipped": [{"row": row.row_number, "reason": row.reason} for row in file.skipped],
            "preview": given.get("preview", False),
        }
        return Response(told)

    def _read(self, campaign: Campaign, given: dict[str, Any]) -> MetricFile:
        file = given["file"]
        if file.size > MAX_BYTES:
            raise TooLarge(
                _("The file is larger than %(size)d MB. Export a shorter time and import the parts.")
                % {"size": MAX_BYTES // 1024 // 1024}
            )
        choices = Choices(
            zone=campaign.zone,
            today=campaign.local_date(self.now),
            format=given.get("format", ""),
            platform=Platform(given["platform"]) if "platform" in given else None,
            year=given.get("year"),
            day_order=given.get("day_order", ""),
        )
        return read_metrics(file.read(), file_name=file.name, choices=choices)

    def _previewed(self, campaign: Campaign, file: MetricFile, given: dict[str, Any]) -> dict[str, int]:
        as_of = moment_of_export(file, campaign, exported_on=given.get("exported_on"), now=self.now)
        plan = preview_metrics_import(campaign, file, as_of=as_of, by=self.actor, now=self.now)
        return {
            "created": plan.count(State.NEW),
            "updated": plan.count(State.CHANGED),
            "unchanged": plan.count(State.SAME),
            "older": plan.count(State.OLDER),
        }

    def _imported(self, campaign: Campaign, file: MetricFile, given: dict[str, Any]) -> dict[str, int]:
        done = import_metrics(
            campaign,
            file.rows,
            source_format=file.format,
            file_name=given["file"].name,
            as_of=moment_of_export(file, campaign, exported_on=given.get("exported_on"), now=self.now),
            by=self.actor,
            now=self.now,
        )
        return vars(done)
