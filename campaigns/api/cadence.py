"""The cadence as programs write and read it: a number where that says all, objects where there is more to say.

The forms are those of a brief (`campaigns.domain.imports.brief_cadence`), so that a brief's cadence can be sent as
it stands; refusals go by the dotted name of the value, such as `cadence.linkedin.post`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from campaigns.api.fields import GREATEST_KEY, Choice, Input, Key, PlatformName, Whole
from campaigns.choices import ContentType, Platform
from campaigns.domain.cadence_lines import CadenceLine
from campaigns.domain.imports.brief_cadence import ISO_WEEKDAYS, default_content_type
from campaigns.models import Cadence
from campaigns.models.cadence import MOST_POSTS_A_WEEK

TIME_OF_DAY = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
MOST_TIMES, DAYS_A_WEEK = 50, 7
OUTWARD = [platform.value for platform in Platform.outward()]
ORDER_OF_PLATFORMS = {name: place for place, name in enumerate(OUTWARD)}
ORDER_OF_TYPES = {name: place for place, name in enumerate(ContentType.values)}

NUMBER = {"type": "integer", "minimum": 0, "maximum": MOST_POSTS_A_WEEK}
DAY_NUMBER = {"type": "integer", "minimum": 1, "maximum": DAYS_A_WEEK}


def _schema(*, platforms: list[str], weekday: dict[str, Any], required: list[str]) -> dict[str, Any]:
    line = {
        "type": "object",
        "required": required,
        "properties": {
            "per_week": NUMBER,
            "weekdays": {"type": "array", "maxItems": DAYS_A_WEEK, "items": weekday},
            "times": {
                "type": "array",
                "maxItems": MOST_TIMES,
                "items": {"type": "string", "pattern": TIME_OF_DAY},
            },
            "account": {"type": ["integer", "null"], "minimum": 1, "maximum": GREATEST_KEY},
        },
        "additionalProperties": False,
    }
    by_type = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"enum": list(ContentType.values)},
        "additionalProperties": {"oneOf": [NUMBER, line]},
    }
    return {
        "type": "object",
        "description": "Posts a week by platform: a number, or an object by content type.",
        "propertyNames": {"enum": platforms},
        "additionalProperties": {"oneOf": [NUMBER, by_type]},
        "example": {"linkedin": 3, "instagram": {"post": 3, "reel": 2}},
    }


WRITTEN = _schema(
    platforms=[*OUTWARD, "twitter"],
    weekday={"oneOf": [DAY_NUMBER, {"type": "string", "enum": sorted(ISO_WEEKDAYS)}]},
    required=["per_week"],
)
READ = _schema(platforms=OUTWARD, weekday=DAY_NUMBER, required=["per_week", "weekdays", "times", "account"])


class PostsPerWeek(Whole):
    """How often a week, from not at all."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": MOST_POSTS_A_WEEK, **options})


class Weekday(serializers.Field):
    """A day of the week: 1 (Monday) to 7, or its English name or the first three letters of it."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, str) and data in ISO_WEEKDAYS:
            return ISO_WEEKDAYS[data]
        if isinstance(data, int) and not isinstance(data, bool) and 1 <= data <= DAYS_A_WEEK:
            return data
        raise ValidationError(
            _("Write a weekday as a number from 1 (Monday) to 7, or as mon, tue and so on.")
        )


class TimeOfDay(serializers.RegexField):
    """A local time in whole minutes, such as 09:30."""

    default_error_messages = {"invalid": gettext_lazy("Write a time of day as 09:30.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(TIME_OF_DAY.replace("$", r"\Z"), trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise ValidationError(_("Write a time of day in quotes, as 09:30."))
        return str(super().to_internal_value(data))


class LineIn(Input):
    """Posts a week with the days, times and account that are wanted; what is left out is the platform's usual."""

    per_week = PostsPerWeek()
    weekdays = serializers.ListField(child=Weekday(), required=False, max_length=DAYS_A_WEEK)
    times = serializers.ListField(child=TimeOfDay(), required=False, max_length=MOST_TIMES)
    account = Key(required=False, allow_null=True)


@extend_schema_field(WRITTEN, component_name="CadenceIn")
class CadenceField(serializers.Field):
    """`{"linkedin": 3, "instagram": {"post": 3, "reel": {"per_week": 2, "weekdays": [1], "times": ["09:30"]}}}`."""

    def to_internal_value(self, data: Any) -> list[CadenceLine]:
        lines: dict[str, list[CadenceLine]] = {}
        refused: dict[str, Any] = {}
        for name, entry in _named(data).items():
            try:
                platform = PlatformName().run_validation(name)
                if platform in lines:
                    raise ValidationError(_("This platform is named twice; keep one of them."))
                lines[platform] = _lines_of(platform, entry)
            except ValidationError as error:
                refused[name] = error.detail
        if refused:
            raise ValidationError(refused)
        return [line for found in lines.values() for line in found]


def _named(data: Any) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise ValidationError([_("Send an object with named fields, in braces.")])
    return data


def _lines_of(platform: str, entry: Any) -> list[CadenceLine]:
    if not isinstance(entry, Mapping):
        posts = PostsPerWeek().run_validation(entry)
        return [CadenceLine(platform, default_content_type(Platform(platform)), posts)]
    if not entry:
        raise ValidationError([_("Write posts a week, such as 3.")])
    lines: list[CadenceLine] = []
    refused: dict[str, Any] = {}
    for name, wanted in entry.items():
        try:
            lines.append(_line(platform, Choice(ContentType).run_validation(name), wanted))
        except ValidationError as error:
            refused[name] = error.detail
    if refused:
        raise ValidationError(refused)
    return lines


def _line(platform: str, content_type: str, wanted: Any) -> CadenceLine:
    if not isinstance(wanted, Mapping):
        return CadenceLine(platform, content_type, PostsPerWeek().run_validation(wanted))
    read = LineIn(data=wanted)
    read.is_valid(raise_exception=True)
    given = read.validated_data
    return CadenceLine(
        platform,
        content_type,
        given["per_week"],
        tuple(sorted(set(given.get("weekdays", ())))),
        tuple(sorted(set(given.get("times", ())))),
        given.get("account"),
    )


def lines_for(
    platforms: Sequence[str] | None, cadence: Sequence[CadenceLine] | None, kept: Sequence[CadenceLine] = ()
) -> list[CadenceLine] | None:
    """The lines that a program asks for: those of `cadence`, and one post a week where `platforms` has more.

    Without a `cadence`, those of `platforms` among the lines that are `kept`. None where neither is given. Refuses
    posts on a platform that is not one of `platforms`.
    """
    if platforms is None:
        return None if cadence is None else list(cadence)
    if cadence is None:
        lines = [line for line in kept if line.platform in platforms]
    else:
        _refuse_unlisted(platforms, cadence)
        lines = list(cadence)
    there = {line.platform for line in lines}
    more = [name for name in dict.fromkeys(platforms) if name not in there]
    return lines + [CadenceLine(name, default_content_type(Platform(name)), 1) for name in more]


def _refuse_unlisted(platforms: Sequence[str], cadence: Iterable[CadenceLine]) -> None:
    posted = dict.fromkeys(line.platform for line in cadence if line.posts_per_week)
    unlisted = [name for name in posted if name not in platforms]
    if unlisted:
        text = _("The cadence posts on %(names)s too; name it in platforms, or leave platforms out.")
        raise ValidationError({"platforms": [text % {"names": ", ".join(unlisted)}]})


def line_of(row: Cadence) -> CadenceLine:
    return CadenceLine(
        row.platform,
        row.content_type,
        row.posts_per_week,
        tuple(row.weekdays),
        tuple(row.times),
        row.account_id,
    )


def cadence_told(rows: Iterable[Cadence]) -> dict[str, Any]:
    """The cadence in the shape it is sent in, platforms and content types in the order of their lists."""
    found: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=_place):
        found.setdefault(row.platform, {})[row.content_type] = _line_told(row)
    return {name: _shortest(name, by_type) for name, by_type in found.items()}


def platforms_told(rows: Iterable[Cadence]) -> list[str]:
    """Where something is posted at all."""
    posted = {row.platform for row in rows if row.posts_per_week}
    return sorted(posted, key=ORDER_OF_PLATFORMS.__getitem__)


def _place(row: Cadence) -> tuple[int, int]:
    return ORDER_OF_PLATFORMS[row.platform], ORDER_OF_TYPES[row.content_type]


def _line_told(row: Cadence) -> int | dict[str, Any]:
    if not (row.weekdays or row.times or row.account_id):
        return row.posts_per_week
    return {
        "per_week": row.posts_per_week,
        "weekdays": row.weekdays,
        "times": row.times,
        "account": row.account_id,
    }


def _shortest(platform: str, by_type: dict[str, Any]) -> int | dict[str, Any]:
    usual = by_type.get(default_content_type(Platform(platform)))
    return usual if len(by_type) == 1 and isinstance(usual, int) else by_type
