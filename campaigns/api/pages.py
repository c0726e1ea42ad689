"""Lists in pages: page one thousand costs what page one costs, for each goes on from a row of the one before."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError as ModelValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.request import Request

from campaigns.api.fields import Input, Text, Whole
from campaigns.api.parsing import refuse_unclean
from campaigns.walking import walked

DEFAULT_SIZE, LARGEST_SIZE = 50, 200
# Rows are counted this far; a list that is longer says so by a count of null.
MOST_COUNTED = 10_000
# A name of 255 letters, each of four bytes, in base64, and what else a cursor carries.
LONGEST_CURSOR = 2000

Orders = Mapping[str, Sequence[str]]


class ListInput(Input):
    """What every list takes: `page` for the first 10,000 rows, and `cursor`, which `next` and `previous` carry."""

    page = Whole(
        required=False,
        min_value=1,
        max_value=MOST_COUNTED,
        help_text="The number of a page; follow `next` beyond 10,000 rows.",
    )
    page_size = Whole(required=False, min_value=1, max_value=LARGEST_SIZE, help_text="50 unless given.")
    cursor = Text(required=False, max_length=LONGEST_CURSOR, help_text="From `next` or `previous`; opaque.")


@dataclass(frozen=True)
class Cursor:
    """A place in a list: after (or before) the row with these values, in this order, of so many rows."""

    order: str
    is_back: bool
    values: tuple[str, ...]
    count: int | None

    def text(self) -> str:
        told = json.dumps(
            [self.order, int(self.is_back), self.count, *self.values],
            separators=(",", ":"),
            ensure_ascii=False,
        )
        return base64.urlsafe_b64encode(told.encode("utf-8", "surrogatepass")).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor":
        try:
            told = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            order, is_back, count, *values = told
            known = isinstance(order, str) and is_back in (0, 1) and (count is None or type(count) is int)
            if not known or not all(isinstance(value, str) for value in values):
                raise ValueError
        except (ValueError, TypeError, binascii.Error, RecursionError):
            raise _refused() from None
        return cls(order, bool(is_back), tuple(values), count)


def _refused() -> ValidationError:
    return ValidationError({"cursor": [_("This cursor is not one of this list; begin without it.")]})


def page_of(
    request: Request, rows: QuerySet[Any], asked: Mapping[str, Any], orders: Orders, default: str
) -> tuple[list[Any], dict[str, Any]]:
    """The rows of the page that was asked for, and `count`, `next` and `previous`; two queries, one with a cursor.

    `orders` gives for each word of `ordering` the fields to sort by; none of them may be null. The key of the row
    is the last of them by itself.
    """
    size = asked.get("page_size", DEFAULT_SIZE)
    cursor = Cursor.read(asked["cursor"]) if asked.get("cursor") else None
    order = cursor.order if cursor else asked.get("ordering") or default
    if asked.get("ordering", order) != order:
        raise ValidationError(
            {"ordering": [_("A cursor keeps its order; begin without it to have another.")]}
        )
    word, is_down = order.removeprefix("-"), order.startswith("-")
    if word not in orders:
        raise _refused()
    fields = [*orders[word], *([] if "pk" in orders[word] else ["pk"])]
    if cursor:
        count = cursor.count
        rows = walked(rows, fields) if count is None else rows
        found, has_more = _beside(rows, fields, cursor, is_down, size)
    else:
        number = asked.get("page", 1)
        _refuse_too_deep(number, size)
        counted = rows.order_by()[: MOST_COUNTED + 1].count()
        count = counted if counted <= MOST_COUNTED else None
        rows = walked(rows, fields) if count is None else rows
        start = (number - 1) * size
        ordered = rows.order_by(*_signed(fields, is_down))
        # A search that finds nothing has read every row to know it.
        found = list(ordered[start : start + size + 1]) if counted > start else []
        has_more, found = len(found) > size, found[:size]
    is_back = bool(cursor and cursor.is_back)
    has_next = has_more if not is_back else True
    has_previous = has_more if is_back else bool(cursor) or asked.get("page", 1) > 1
    return found, {
        "count": count,
        "next": _link(request, found[-1], fields, order, False, count) if found and has_next else None,
        "previous": _link(request, found[0], fields, order, True, count) if found and has_previous else None,
    }


def _refuse_too_deep(number: int, size: int) -> None:
    if number * size > MOST_COUNTED:
        raise ValidationError({"page": [_("This page lies too deep; follow `next` from an earlier one.")]})


def _beside(
    rows: QuerySet[Any], fields: list[str], cursor: Cursor, is_down: bool, size: int
) -> tuple[list[Any], bool]:
    """The rows after the cursor's, or before it, in the order of the list; and whether there are more that way."""
    if len(cursor.values) != len(fields):
        raise _refused()
    values = [_value(rows, name, text) for name, text in zip(fields, cursor.values, strict=True)]
    downwards = is_down != cursor.is_back
    found = list(
        rows.filter(_beyond(fields, values, downwards)).order_by(*_signed(fields, downwards))[: size + 1]
    )
    has_more, found = len(found) > size, found[:size]
    return (found[::-1] if cursor.is_back else found), has_more


def _beyond(fields: list[str], values: list[Any], downwards: bool) -> Q:
    """Rows behind the one with these values. The first field alone bounds them too, so that an index is enough."""
    sign = "lt" if downwards else "gt"
    place = Q()
    for depth in reversed(range(len(fields))):
        strictly = Q(**{f"{fields[depth]}__{sign}": values[depth]})
        place = strictly | (Q(**{fields[depth]: values[depth]}) & place) if place else strictly
    return place & Q(**{f"{fields[0]}__{sign}e": values[0]})


def _value(rows: QuerySet[Any], name: str, text: str) -> Any:
    """The value of a field, from the text that a cursor carries."""
    opts = rows.model._meta
    *path, last = name.split("__")
    for step in path:
        opts = opts.get_field(step).related_model._meta
    field = opts.pk if last == "pk" else opts.get_field(last)
    try:
        refuse_unclean(text)
        value = field.to_python(text)
        if isinstance(value, datetime):
            value = value.astimezone(UTC) if value.tzinfo else None
    except (ModelValidationError, ParseError, ValueError, OverflowError):
        raise _refused() from None
    unfit = isinstance(value, int) and abs(value) > 2**63 - 1
    if unfit or value is None:
        raise _refused()
    return value


def _signed(fields: Sequence[str], is_down: bool) -> list[str]:
    return [f"-{name}" if is_down else name for name in fields]


def _link(request: Request, row: Any, fields: list[str], order: str, is_back: bool, count: int | None) -> str:
    values = []
    for name in fields:
        value = row
        for step in name.split("__"):
            value = getattr(value, step)
        values.append(value.isoformat() if hasattr(value, "isoformat") else str(value))
    query = request.query_params.copy()
    query.pop("page", None)
    query.pop("ordering", None)
    query["cursor"] = Cursor(order, is_back, tuple(values), count).text()
    return str(request.build_absolute_uri(f"{request.path}?{query.urlencode()}"))


class PageShape:
    """The shape of a list's answer, for the schema."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {
                    "type": ["integer", "null"],
                    "description": "How many rows match; null when there are more than 10,000.",
                },
                "next": link,
                "previous": link,
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[Any]:
        return []
