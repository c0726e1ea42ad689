"""What programs send, read strictly: JSON of a bounded size and depth, and text that a database can hold."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser, MultiPartParser

DEEPEST = 20


class TooLarge(APIException):
    """The body is larger than any request needs."""

    status_code = 413
    default_code = "too_large"


class JsonParser(BaseParser):
    """Refuses what is no JSON, infinities, depths beyond 20, names given twice, and unpaired surrogates or NUL."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        data = stream.read(most + 1)
        if len(data) > most:
            raise TooLarge(_("The body is larger than 5 MB; send it in parts."))
        try:
            value = json.loads(
                data.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_named_once
            )
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not JSON in UTF-8: %(why)s.") % {"why": _why(error)}) from error
        refuse_unclean(value)
        return value


class UploadParser(MultiPartParser):
    """Files come as forms; their text fields are held to the same rules."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            parsed = super().parse(stream, media_type, parser_context)
        except RequestDataTooBig as error:
            raise TooLarge(_("The texts of the form are larger than 5 MB; send less.")) from error
        except ParseError as error:
            raise ParseError(
                _("This form cannot be read; send it as multipart/form-data with its boundary.")
            ) from error
        except SuspiciousOperation as error:
            raise ParseError(_("The form has more fields or files than any request needs.")) from error
        refuse_unclean(dict(parsed.data.lists()))
        return parsed


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, in which no name stands twice: nobody could tell which of the two is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"“{twice[:40]}” is given twice")
    return found


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return "a number has too many digits" if "int_max_str_digits" in str(error) else str(error)[:120]


def refuse_unclean(value: Any, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise ParseError(_("The body is nested too deeply; nothing here needs more than 20 levels."))
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise ParseError(_("The body holds characters that cannot be stored; remove them."))
    elif isinstance(value, dict):
        for name, entry in value.items():
            refuse_unclean(name, depth)
            refuse_unclean(entry, depth + 1)
    elif isinstance(value, list):
        for entry in value:
            refuse_unclean(entry, depth + 1)
