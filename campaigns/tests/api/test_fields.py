"""Fields take the type that they name and no other; from queries and forms they read the text it is written as."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.http import QueryDict

from campaigns.api.fields import (
    Choice,
    Day,
    Input,
    Key,
    Moment,
    Number,
    PlatformName,
    Text,
    Version,
    Whole,
    YesNo,
    as_number,
)


class Inner(Input):
    note = Text(required=False)


class Every(Input):
    fixed = ("id",)

    text = Text(required=False, max_length=5)
    blank = Text(required=False, allow_blank=True)
    whole = Whole(required=False, min_value=-5)
    key = Key(required=False)
    version = Version()
    flag = YesNo(required=False)
    choice = Choice(["a", "b"], required=False)
    platform = PlatformName(required=False)
    inward = PlatformName(required=False, inward=True)
    day = Day(required=False)
    moment = Moment(required=False)
    number = Number(required=False)
    inner = Inner(required=False)


def errors(data) -> dict:
    read = Every(data=data)
    assert not read.is_valid()
    return {name: [str(text) for text in texts] for name, texts in read.errors.items()}


def values(data) -> dict:
    read = Every(data=data)
    assert read.is_valid(), read.errors
    return dict(read.validated_data)


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("text", " a ", " a "),
        ("blank", "", ""),
        ("whole", -5, -5),
        ("whole", 5.0, 5),
        ("key", 2**63 - 1, 2**63 - 1),
        ("version", 2**31 - 1, 2**31 - 1),
        ("flag", False, False),
        ("choice", "b", "b"),
        ("platform", "twitter", "x"),
        ("inward", "internal", "internal"),
        ("day", "2026-03-02", date(2026, 3, 2)),
        ("moment", "2026-03-02T09:00:00Z", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("moment", "2026-03-02t09:00z", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        (
            "moment",
            "2026-03-02T09:00:00.123456789+05:30",
            datetime(2026, 3, 2, 9, 0, 0, 123456, timezone(timedelta(hours=5, minutes=30))),
        ),
        ("number", 0.1, Decimal("0.1")),
        ("number", 7, Decimal(7)),
        ("inner", {}, {}),
    ],
)
def test_a_value_of_its_type_is_taken(name, given, kept):
    assert values({name: given}) == {name: kept}


WRONG = {
    "text": [5, True, None, [], {}, "", "x" * 6],
    "whole": ["5", 5.5, True, None, [], -6, float("inf"), float("nan")],
    "key": ["5", 0, -1, 2**63, True, None, 1.5],
    "version": ["1", 0, 2**31, True, None],
    "flag": [1, 0, "true", "yes", None, []],
    "choice": ["c", "", "A", 1, None, [], {}],
    "platform": ["internal", "Twitter", "", "myspace", 5, None],
    "day": [
        "2026-02-30",
        "2026-3-2",
        "02.03.2026",
        "2026-03-02T00:00:00Z",
        "\u0662026-03-02",
        20260302,
        "",
        None,
    ],
    "moment": [
        "2026-03-02T09:00:00",
        "2026-03-02 09:00:00Z",
        "2026-03-02",
        "2026-02-30T09:00:00Z",
        "2026-03-02T25:00:00Z",
        "2026-03-02T09:00:00+99:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        1772442000,
        "",
        None,
    ],
    "number": ["5", True, None, [], "NaN"],
    "inner": [None, [], "x", 5],
}


@pytest.mark.parametrize(("name", "given"), [(name, one) for name, many in WRONG.items() for one in many])
def test_a_value_of_another_type_is_refused_by_its_name(name, given):
    assert list(errors({name: given})) == [name]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", {}),
        ("text=5", {"text": "5"}),
        ("whole=-5", {"whole": -5}),
        ("key=7", {"key": 7}),
        ("flag=true", {"flag": True}),
        ("flag=false", {"flag": False}),
        ("moment=2026-03-02T09:00:00+00:00", {"moment": datetime(2026, 3, 2, 9, tzinfo=UTC)}),
        ("day=2026-03-02", {"day": date(2026, 3, 2)}),
        ("blank=", {"blank": ""}),
    ],
)
def test_a_query_is_read_as_what_it_stands_for_and_what_is_missing_is_missing(query, kept):
    assert values(QueryDict(query)) == kept


@pytest.mark.parametrize(
    "query",
    [
        "text=",
        "whole=",
        "whole=5.0",
        "whole=%2B5",
        "whole=1_000",
        "key=0x1",
        "flag=1",
        "flag=",
        "flag=True",
        "choice=",
    ],
)
def test_a_query_is_read_strictly(query):
    assert list(errors(QueryDict(query))) == [query.partition("=")[0]]


def test_what_is_unknown_fixed_or_given_twice_is_named():
    known = "text, blank, whole, key, version, flag, choice, platform, inward, day, moment, number, inner"
    assert errors({"colour": 1, "id": 1}) == {
        "colour": [f"There is no such field here; known: {known}."],
        "id": ["This cannot be set here; leave it out."],
    }
    assert errors(QueryDict("text=a&text=b")) == {"text": ["Give this once."]}


@pytest.mark.parametrize("data", [[], "text", 5, True])
def test_what_is_no_object_is_refused(data):
    assert errors(data) == {"non_field_errors": ["Send an object with named fields, in braces."]}


def test_no_body_is_an_empty_one():
    assert values(None) == {}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, None),
        (Decimal("1250.0000"), 1250),
        (Decimal("0.0420"), 0.042),
        (Decimal("99999999999.9999"), 99999999999.9999),
    ],
)
def test_decimals_leave_as_json_numbers(value, told):
    assert (as_number(value), type(as_number(value))) == (told, type(told))
