"""Bodies are read strictly: bounded in size and depth, every name once, only text that a database can hold."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as some
from rest_framework.exceptions import ParseError

from campaigns.api.parsing import DEEPEST, JsonParser, TooLarge

VALUES = some.recursive(
    some.one_of(
        some.none(),
        some.booleans(),
        some.integers(-(2**70), 2**70),
        some.floats(allow_nan=False, allow_infinity=False),
        some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    ),
    lambda inner: (
        some.lists(inner, max_size=3) | some.dictionaries(some.text("abc", max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


def parsed(data: bytes):
    return JsonParser().parse(io.BytesIO(data))


def depth_of(value) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(depth_of, inner), default=-1) if isinstance(value, dict | list) else 0


@given(VALUES)
def test_what_is_json_is_read_as_it_was_written(value):
    if depth_of(value) < DEEPEST:
        assert parsed(json.dumps(value).encode()) == value


@given(some.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    try:
        parsed(data)
    except ParseError as refusal:
        assert str(refusal.detail).startswith("The body ")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'{"a": 1, "a": 1}', "“a” is given twice"),
        (b'{"b": {"a": 1, "a": 2}}', "“a” is given twice"),
        (b"NaN", "NaN is no number"),
        (b"[-Infinity]", "-Infinity is no number"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b"\xff", "'utf-8' codec can't decode byte"),
    ],
)
def test_a_refusal_says_why(data, why):
    with pytest.raises(ParseError, match=why):
        parsed(data)


def test_one_byte_too_many_is_too_large(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    assert parsed(b'"12345678"') == "12345678"
    with pytest.raises(TooLarge):
        parsed(b'"123456789"')
