"""A calendar file as a request: shown first, if the program wants that, or imported at once."""

import re
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.calendar import GeneratedItemOut
from campaigns.api.calendar_items import MANAGE
from campaigns.api.door import Door
from campaigns.api.fields import Input, Text, Upload, YesNo
from campaigns.api.output import Output
from campaigns.api.parsing import TooLarge, UploadParser
from campaigns.choices import Platform
from campaigns.domain.calendar_list import complete_for_reading
from campaigns.domain.imports.apply import ImportedCalendar, import_calendar, preview_calendar_import
from campaigns.domain.imports.tables import MAX_BYTES
from campaigns.models import Campaign

_ONE = "|".join([*(platform.value for platform in Platform.outward()), "twitter"])
PLATFORMS = re.compile(rf"({_ONE})(,({_ONE}))*")
LONGEST = 200


@extend_schema_field({"type": "string", "maxLength": LONGEST, "pattern": f"^{PLATFORMS.pattern}$"})
class PlatformNames(Text):
    """Platforms in a form, with commas between them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LONGEST, **options})

    def to_internal_value(self, data: Any) -> Any:
        """The platforms, each once."""
        text = super().to_internal_value(data)
        if not PLATFORMS.fullmatch(text):
            raise serializers.ValidationError(
                _("Write platforms with commas between them, as linkedin,x; known: %(known)s.")
                % {"known": _ONE.replace("|", ", ")}
            )
        return tuple(dict.fromkeys(Platform.parse(name) for name in text.split(",")))


class CalendarImportIn(Input):
    """A calendar as a scheduling tool exports it."""

    file = Upload(max_length=255, help_text="CSV of at most 2 MB; its times are the campaign's wall clock.")
    platforms = PlatformNames(
        required=False, help_text="Where the file does not say, as `linkedin,x`; else as its name says."
    )
    preview = YesNo(required=False, help_text="Tell what would come of it, and change nothing.")


class LeftOutOut(Output):
    """A row of the file, and what is to be said of it."""

    row = serializers.IntegerField(source="row_number")
    reason = serializers.CharField()


class ImportedCalendarOut(Output):
    """What came, or would come, of a calendar file."""

    format = serializers.CharField()
    read = serializers.IntegerField(source="rows_read", help_text="Rows of the file.")
    created = serializers.IntegerField()
    kept = serializers.IntegerField(help_text="There from an earlier import, and left as they are.")
    skipped = LeftOutOut(many=True)
    outside = LeftOutOut(many=True, help_text="Taken in, but on a day that is not one of the campaign's.")
    items = GeneratedItemOut(many=True)
    preview = serializers.BooleanField()


class CalendarImportDoor(Door):
    """Takes calendars in; the items are read at `calendar-items/`."""

    output = ImportedCalendarOut
    needs = {"create": MANAGE}
    parser_classes = (UploadParser,)

    @extend_schema(
        operation_id="campaigns_calendar_import",
        request={UploadParser.media_type: CalendarImportIn},
        responses={200: ImportedCalendarOut},
    )
    def create(self, request: Request, pk: str) -> Response:
        """Import a calendar file: all of it or nothing; the same file again makes nothing new."""
        campaign = self.found(Campaign.objects.visible_to(request.user), pk)
        given = self.given(CalendarImportIn)
        file, platforms = given["file"], given.get("platforms", ())
        if file.size > MAX_BYTES:
            raise TooLarge(_("The file is larger than 2 MB; split it and import the parts."))
        if given.get("preview"):
            outcome = preview_calendar_import(campaign, file.read(), file_name=file.name, platforms=platforms)
        else:
            outcome = import_calendar(
                campaign,
                file.read(),
                file_name=file.name,
                platforms=platforms,
                by=self.actor,
                now=self.now,
            )
        return Response({**self._told(outcome), "preview": given.get("preview", False)})

    def _told(self, outcome: ImportedCalendar) -> dict[str, Any]:
        complete_for_reading(outcome.created)
        tell, say = self.shape(GeneratedItemOut).to_representation, LeftOutOut().to_representation
        return {
            "format": outcome.format,
            "read": outcome.rows_read,
            "created": len(outcome.created),
            "kept": outcome.kept,
            "skipped": [say(row) for row in outcome.skipped],
            "outside": [say(row) for row in outcome.outside],
            "items": [tell(item) for item in outcome.created],
        }
