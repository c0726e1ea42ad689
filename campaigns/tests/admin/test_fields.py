"""The admin's form fields: what a person left alone never counts as changed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from campaigns.admin.fields import CadenceLineField, LinesField, LocalTimeField, PlainTextarea, in_zone
from campaigns.domain.campaigns import CadenceLine
from campaigns.errors import InvalidInput

BERLIN = ZoneInfo("Europe/Berlin")


def test_line_ends_of_browsers_become_plain():
    widget = PlainTextarea()

    assert widget.value_from_datadict({"copy": "one\r\ntwo"}, {}, "copy") == "one\ntwo"


def test_lines_drop_what_is_empty_and_know_when_nothing_changed():
    field = LinesField(required=False)

    assert field.clean(" one \n\ntwo\n") == ["one", "two"]
    assert not field.has_changed(["one", "two"], "one\ntwo\n")
    assert field.has_changed(["one"], "two")


def test_local_time_is_naive_and_compared_to_the_minute():
    field = LocalTimeField()
    shown = datetime(2026, 3, 2, 9, 30, 12, tzinfo=BERLIN)

    assert field.clean("2026-03-02T09:30") == datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001
    assert not field.has_changed(shown, "2026-03-02T09:30")
    assert field.has_changed(shown, "2026-03-02T09:31")
    with pytest.raises(ValidationError):
        field.clean("tomorrow")


def test_wall_clock_time_becomes_the_moment_in_the_zone():
    local = datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001

    assert in_zone(local, BERLIN, field="due_at") == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def test_time_that_clocks_leap_over_is_refused():
    local = datetime(2026, 3, 29, 2, 30)  # noqa: DTZ001

    with pytest.raises(InvalidInput) as refusal:
        in_zone(local, BERLIN, field="due_at")

    text = "2026-03-29 02:30 does not exist in Europe/Berlin, where clocks change; choose another time."
    assert refusal.value.fields == {"due_at": [text]}


def test_cadence_row_is_a_line_or_none():
    field = CadenceLineField(required=False)

    assert field.clean(["linkedin", "post", "3"]) == CadenceLine("linkedin", "post", 3)
    assert field.clean(["", "post", ""]) is None
    with pytest.raises(ValidationError):
        field.clean(["linkedin", "post", ""])
