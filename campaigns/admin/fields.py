"""Form fields of the admin: lists as lines, wall-clock times, cadence in one row, and text as it was written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.choices import ContentType, Platform
from campaigns.domain.campaigns import CadenceLine
from campaigns.domain.imports.moments import parsed_local_time
from campaigns.errors import InvalidInput
from campaigns.forms import fields
from campaigns.models.cadence import MOST_POSTS_A_WEEK
from campaigns.validators import local_moment

MINUTES = "%Y-%m-%dT%H:%M"


class PlainTextarea(AdminTextareaWidget):
    """Browsers send line ends as CR LF; kept so, a text nobody touched would count as changed."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        given = super().value_from_datadict(data, files, name)
        return given.replace("\r\n", "\n") if isinstance(given, str) else given


class LinesField(fields.LinesField):
    """A list of texts, one a line, that knows when nobody touched it."""

    widget = PlainTextarea()

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != [line.strip() for line in (data or "").splitlines() if line.strip()]


class LocalTimeField(forms.Field):
    """A wall-clock time without a zone: which zone it means is known once the campaign is."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTES)

    def prepare_value(self, value: Any) -> Any:
        return value.strftime(MINUTES) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            return parsed_local_time(str(value))
        except ValueError:
            raise ValidationError(_("Write the time as 2026-11-22 09:30."), code="not_a_time") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        shown = initial.strftime(MINUTES) if isinstance(initial, datetime) else ""
        return shown != str(data or "").strip().replace(" ", "T", 1)


def in_zone(local: datetime, zone: ZoneInfo, *, field: str) -> datetime:
    """The moment at which clocks in `zone` show `local`. Refuses a time they leap over, naming `field`."""
    try:
        return local_moment(local, zone)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), {field: error.messages}) from error


class _CadenceWidget(forms.MultiWidget):
    def __init__(self) -> None:
        platforms = [("", "---------"), *((each.value, each.label) for each in Platform.outward())]
        super().__init__(
            widgets=[
                forms.Select(choices=platforms, attrs={"aria-label": gettext_lazy("Platform")}),
                forms.Select(choices=ContentType.choices, attrs={"aria-label": gettext_lazy("Content type")}),
                forms.NumberInput(
                    attrs={
                        "aria-label": gettext_lazy("Posts a week"),
                        "min": 0,
                        "max": MOST_POSTS_A_WEEK,
                    }
                ),
            ]
        )

    def decompress(self, value: Any) -> list[Any]:
        return ["", ContentType.POST, None]


class CadenceLineField(forms.MultiValueField):
    """Platform, content type and posts a week in one row; a row without a platform is no line."""

    def __init__(self, **options: Any) -> None:
        platforms = [(each.value, each.label) for each in Platform.outward()]
        parts = (
            forms.ChoiceField(choices=platforms, required=False),
            forms.ChoiceField(choices=ContentType.choices, required=False),
            forms.IntegerField(min_value=0, max_value=MOST_POSTS_A_WEEK, required=False),
        )
        super().__init__(fields=parts, widget=_CadenceWidget(), require_all_fields=False, **options)

    def compress(self, data_list: Sequence[Any]) -> CadenceLine | None:
        platform, content_type, posts = data_list or ("", "", None)
        if not platform and posts is None:
            return None
        if not platform or posts is None:
            raise ValidationError(_("Give the platform and the posts a week."), code="half_a_line")
        return CadenceLine(platform, content_type or ContentType.POST, posts)
