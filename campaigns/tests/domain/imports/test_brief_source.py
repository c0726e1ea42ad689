"""A brief's text becomes plain values with one meaning, or is refused."""

import json

import pytest

from campaigns.domain.imports.brief_source import MAX_BYTES, brief_values
from campaigns.errors import InvalidInput


def refusal(text: str, file_name: str = "brief.yaml") -> str:
    with pytest.raises(InvalidInput) as caught:
        brief_values(text.encode(), file_name=file_name)
    assert caught.value.fields == {"file": [caught.value.message]}
    return caught.value.message


def test_brief_values_keeps_dates_and_times_as_written() -> None:
    lines = ["day: 2026-02-30", "time: 09:30", "answer: no", "count: 3", "rate: 3.5"]
    lines += ["quoted: '3'", "on: true", "none: ~", "list: [a, 1]"]

    assert brief_values("\n".join(lines).encode(), file_name="brief.yml") == {
        "day": "2026-02-30",
        "time": "09:30",
        "answer": "no",
        "count": 3,
        "rate": "3.5",
        "quoted": "3",
        "on": True,
        "none": None,
        "list": ["a", 1],
    }


@pytest.mark.parametrize("file_name", ["brief.json", "BRIEF.JSON", "brief", "brief.txt", "brief.yaml"])
def test_brief_values_reads_json_by_suffix_or_content(file_name: str) -> None:
    values = {"client": {"name": "Åse"}, "list": [1, True, None]}

    assert brief_values(json.dumps(values).encode(), file_name=file_name) == values


def test_brief_values_reads_utf16() -> None:
    assert brief_values("name: Åse\r\n".encode("utf-16"), file_name="brief.yaml") == {"name": "Åse"}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "The file is empty."),
        ("# only a comment\n", "The brief is empty."),
        ("- a\n- b\n", "must begin with client, campaign, cadence and plan"),
        ("just words", "must begin with client"),
        ("a: 1\nb: 2\na: 3\n", "line 3, column 1: “a” is given twice; keep one of them."),
        ("top:\n  a: 1\n  'a': 3\n", "line 3, column 3: “a” is given twice"),
        ("a: &x [1]\nb: *x\n", "line 1, column 4: a brief may not use & and *"),
        ("a: *x\n", "a brief may not use & and *"),
        ("a: !!python/object/apply:os.getcwd []\n", "a brief may not use tags"),
        ("a: !!timestamp soon\n", "a brief may not use tags"),
        ("? [a]\n: 1\n", "a key must be text"),
        ("a: [1\nb: 2\n", "line 2, column"),
        ("a: 1\n---\nb: 2\n", "line 2, column 1"),
        ("a: 1\tb\x01\n", "a character that YAML does not allow"),
        ("a: b\x00\n", "NUL bytes"),
        ("a: " + "[" * 5_000, "nested more than 20 levels"),
        ("a: " + "x" * MAX_BYTES, "larger than 256 kB"),
    ],
)
def test_brief_values_refuses_yaml_that_it_cannot_trust(text: str, part: str) -> None:
    assert part in refusal(text)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("{", "not valid JSON: line 1, column 2."),
        ("name: Åse", "not valid JSON: line 1, column 1."),
        ('{"a": 1, "a": 2}', "“a” is given twice in one place."),
        ('{"a": NaN}', "NaN is not a number"),
        ('{"a": ' + "[" * 100_000, "nested too deep"),
        ('{"a": ' + "9" * 5_000 + "}", "a number that is too large"),
        ("[1]", "must begin with client"),
    ],
)
def test_brief_values_refuses_json_that_it_cannot_trust(text: str, part: str) -> None:
    assert part in refusal(text, "brief.json")
