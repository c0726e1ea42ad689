"""Fields of the API: a value has the type that the schema names, or it is refused; nothing is guessed.

Where a value comes from a query or a form it is text by nature, and is read as the type it stands for.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Choices
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import empty

from campaigns.choices import Platform

GREATEST_KEY = 2**63 - 1
GREATEST_VERSION = 2**31 - 1
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)


def _is_text_by_nature(field: serializers.Field) -> bool:
    return isinstance(getattr(field.root, "initial_data", None), QueryDict)


class Text(serializers.CharField):
    """Text as it was written; blank only where the field says so."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"trim_whitespace": False, **options})

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError(_("Write this as text, in quotes."))
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A whole number; 3.0 is one too, as JSON does not tell the two apart."""

    def to_internal_value(self, data: Any) -> int:
        is_number = isinstance(data, int) and not isinstance(data, bool)
        is_number = is_number or (isinstance(data, float) and data.is_integer())
        if not is_number and not (_is_text_by_nature(self) and re.fullmatch(r"-?[0-9]{1,19}", str(data))):
            raise serializers.ValidationError(_("Write this as a whole number."))
        return int(data)


class Key(Whole):
    """The id of something."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": GREATEST_KEY, **options})


class Version(Whole):
    """The version that the program saw; in its place an `If-Match` header does."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": GREATEST_VERSION, "required": False, **options})


class YesNo(serializers.BooleanField):
    """True or false."""

    def to_internal_value(self, data: Any) -> bool:
        if isinstance(data, bool):
            return data
        if _is_text_by_nature(self) and data in ("true", "false"):
            return bool(data == "true")
        raise serializers.ValidationError(_("Write true or false."))


class Choice(serializers.ChoiceField):
    """One of a closed set, which the schema lists."""

    default_error_messages = {"invalid_choice": gettext_lazy("This is not one of: {known}.")}

    def __init__(self, choices: type[Choices] | list[Any], **options: Any) -> None:
        listed = choices.choices if isinstance(choices, type) else choices
        super().__init__(listed, **options)

    def to_internal_value(self, data: Any) -> Any:
        if data == "" and self.allow_blank:
            return ""
        if not isinstance(data, str) or data not in self.choices:
            known = ", ".join(str(value) for value in self.choices if value)
            self.fail("invalid_choice", known=known)
        return data


class PlatformName(Choice):
    """A platform that a campaign publishes on; `twitter` is read as `x`."""

    def __init__(self, *, inward: bool = False, **options: Any) -> None:
        """With `inward`, tasks of the house (`internal`) are meant too."""
        known = list(Platform) if inward else Platform.outward()
        super().__init__([*(platform.value for platform in known), "twitter"], **options)

    def to_internal_value(self, data: Any) -> str:
        name = super().to_internal_value(data)
        return Platform.parse(name).value if name else ""


class Day(serializers.DateField):
    """A date, as 2026-03-02."""

    default_error_messages = {"invalid": gettext_lazy("There is no such day; correct it.")}

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str) or not DAY.fullmatch(value):
            raise serializers.ValidationError(_("Write a date as 2026-03-02."))
        return super().to_internal_value(value)


class Moment(serializers.DateTimeField):
    """A date and time with its offset, as 2026-03-02T09:00:00Z; years 1900 to 2200."""

    def to_internal_value(self, value: Any) -> datetime:
        text = value.replace(" ", "+") if isinstance(value, str) and _is_text_by_nature(self) else value
        if not isinstance(text, str) or not MOMENT.fullmatch(text):
            raise serializers.ValidationError(
                _("Write a time with its offset from UTC, as 2026-03-02T09:00:00+01:00.")
            )
        try:
            moment = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text.upper()))
        except ValueError:
            raise serializers.ValidationError(_("There is no such time; correct it.")) from None
        if not 1900 <= moment.year <= 2200:
            raise serializers.ValidationError(_("Choose a year from 1900 to 2200."))
        return moment


@extend_schema_field({"type": "string", "format": "binary"})
class Upload(serializers.FileField):
    """A file, in a form."""


@extend_schema_field({"type": "number"})
class Number(serializers.Field):
    """A number; sent as a JSON number, exact to four decimals."""

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, int | float | Decimal):
            raise serializers.ValidationError(_("Write this as a number."))
        return Decimal(str(data))

    def to_representation(self, value: Any) -> int | float | None:
        return as_number(value)


def as_number(value: Any) -> int | float | None:
    """A decimal as a JSON number: whole ones without a point."""
    if value is None:
        return None
    exact = Decimal(value)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


class Input(serializers.Serializer):
    """What a program may send. What is not asked for is refused by its name, so that no typing mistake is lost."""

    fixed: tuple[str, ...] = ()

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            raise serializers.ValidationError(
                {"non_field_errors": [_("Send an object with named fields, in braces.")]}
            )
        unknown = {name: [self._unknown(name)] for name in data if name not in self.fields}
        if unknown:
            raise serializers.ValidationError(unknown)
        if isinstance(data, QueryDict):
            twice = [name for name, values in data.lists() if len(values) > 1]
            if twice:
                raise serializers.ValidationError({name: [_("Give this once.")] for name in twice})
            # As a plain mapping, or the framework takes what is missing for false and what is empty for missing.
            data = data.dict()
        return super().to_internal_value(data)

    def _unknown(self, name: str) -> str:
        if name in self.fixed:
            return _("This cannot be set here; leave it out.")
        if not self.fields:
            return _("No fields are sent here; leave the body empty.")
        return _("There is no such field here; known: %(known)s.") % {"known": ", ".join(self.fields)}

    def run_validation(self, data: Any = empty) -> Any:
        is_no_body = data is None and self.parent is None and not self.allow_null
        return super().run_validation({} if is_no_body else data)
