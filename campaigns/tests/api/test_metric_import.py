"""A platform's export as a request: previewed, imported, and refused with a sentence where it is broken."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.models import MetricEntry
from campaigns.tests.api.program import program_of
from campaigns.tests.witness import how_often, nothing_changes, told

pytestmark = pytest.mark.django_db

ADDRESS = "/metrics/import/"


@pytest.fixture
def operating(operating):
    """A program whose token is known to be in use, so that its next request notes nothing."""
    operating.get("/")
    return operating


def export(*values: int, extra: str = "", head: str = "Date,Impressions,Unfollows,Create Post") -> str:
    today = timezone.now().date()
    days = [today - timedelta(days=place + 1) for place in range(len(values))]
    rows = [f"{day:%Y-%m-%d},{value},1,2" for day, value in zip(days, values, strict=True)]
    return "\n".join([head, *rows, extra])


def form(running, text: str | bytes, name: str = "overview.csv", **changes) -> dict:
    data = text.encode() if isinstance(text, str) else text
    return {"campaign": str(running.pk), "file": SimpleUploadedFile(name, data), **changes}


def came(**changes) -> dict:
    nothing = {"created": 0, "updated": 0, "unchanged": 0, "older": 0, "skipped": [], "preview": False}
    return {"format": "x_overview", "read": 1, **nothing, **changes}


def test_a_preview_changes_nothing_and_the_import_follows(operating, running):
    text = export(5, 7, extra="soon,1,1,1")
    with nothing_changes():
        shown = operating.upload(ADDRESS, form(running, text, preview="true"))
    done = operating.upload(ADDRESS, form(running, text))

    skipped = shown.json()["skipped"]
    assert [row["row"] for row in skipped] == [4]
    assert "soon" in skipped[0]["reason"]
    assert (shown.status_code, shown.json()) == (
        200,
        came(read=3, created=6, skipped=skipped, preview=True),
    )
    assert (done.status_code, done.json()) == (200, came(read=3, created=6, skipped=skipped))
    assert MetricEntry.objects.filter(source_format="x_overview").count() == 6
    assert how_often("metrics.imported") == 1
    assert told("metrics.imported")[:3] == ("omar", "api", "campaign")


def test_the_same_file_again_changes_nothing_and_a_newer_one_replaces(operating, running):
    operating.upload(ADDRESS, form(running, export(5)))

    with nothing_changes():
        again = operating.upload(ADDRESS, form(running, export(5), preview="false"))
    newer = operating.upload(ADDRESS, form(running, export(6)))
    old = (timezone.now() - timedelta(days=20)).date().isoformat()
    older = operating.upload(ADDRESS, form(running, export(9), exported_on=old))

    assert again.json() == came(unchanged=3)
    assert newer.json() == came(updated=1, unchanged=2)
    assert older.json() == came(older=1, unchanged=2)
    assert operating.get("/metrics/?metric_name=impressions").json()["results"][0]["metric_value"] == 6


def test_what_the_file_leaves_open_is_asked_for(operating, running):
    text = "Date,Impressions,Likes\n31/01/2026,5,1\n"

    with nothing_changes():
        asked = operating.upload(ADDRESS, form(running, text, "numbers.csv"))
    told_all = form(
        running, text, "numbers.csv", platform="linkedin", day_order="dmy", format="day_table", year="2026"
    )
    done = operating.upload(ADDRESS, told_all)

    assert (asked.status_code, list(asked.json()["errors"])) == (400, ["platform"])
    assert done.json() == came(format="day_table", created=2)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"format": "nonsense"}, "format"),
        ({"format": "ga4_report"}, "file"),
        ({"platform": "internal"}, "platform"),
        ({"year": "12"}, "year"),
        ({"year": "MMXXVI"}, "year"),
        ({"day_order": "ymd"}, "day_order"),
        ({"exported_on": "0001-01-01"}, "exported_on"),
        ({"exported_on": "9999-12-31"}, "exported_on"),
        ({"exported_on": "today"}, "exported_on"),
        ({"preview": "yes"}, "preview"),
        ({"preview": ""}, "preview"),
        ({"campaign": "mine"}, "campaign"),
        ({"colour": "red"}, "colour"),
        ({"file": "no file"}, "file"),
        ({"platform": ["x", "x"]}, "platform"),
    ],
)
@pytest.mark.parametrize("preview", ["true", "false"])
def test_a_choice_that_means_nothing_is_refused_by_its_name(operating, running, changes, field, preview):
    with nothing_changes():
        refused = operating.upload(ADDRESS, form(running, export(5), **{"preview": preview, **changes}))

    assert (refused.status_code, list(refused.json()["errors"])) == (400, [field])


@pytest.mark.parametrize(
    ("data", "name", "text"),
    [
        (b"", "a.csv", "The submitted file is empty."),
        (b"\xff\xfe\xff", "a.csv", "cannot be read as text"),
        (b"Date,Impressions\n\x00", "a.csv", "NUL bytes"),
        (b"PK\x03\x04broken", "a.xlsx", ""),
        (b"\xd0\xcf\x11\xe0broken", "a.xls", ""),
        (b"What,Ever\n1,2\n", "a.csv", "belong to no export we know"),
        (b'Date,Impressions,Unfollows,Create Post\n"2026-01-31,1,2,3', "a.csv", "quotation mark"),
    ],
)
def test_a_broken_file_is_refused_with_a_sentence(operating, running, data, name, text):
    with nothing_changes():
        refused = operating.upload(ADDRESS, form(running, data, name))

    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["file"])
    assert text in refused.json()["detail"]


def test_a_file_over_the_limit_is_too_large(operating, running):
    with nothing_changes():
        refused = operating.upload(ADDRESS, form(running, b"a" * (3 * 1024 * 1024 + 1)))

    assert (refused.status_code, refused["Content-Type"]) == (413, "application/problem+json")
    assert refused.json()["detail"] == (
        "The file is larger than 3 MB. Export a shorter time and import the parts."
    )


def test_a_body_that_is_no_form_is_not_read(operating, running):
    assert operating.post(ADDRESS, {"campaign": running.pk}).status_code == 415
    missing = operating.upload(ADDRESS, {"campaign": running.pk})
    assert (missing.status_code, list(missing.json()["errors"])) == (400, ["file"])
    nothing = operating.upload(ADDRESS, {})
    assert (nothing.status_code, list(nothing.json()["errors"])) == (400, ["campaign", "file"])


def test_a_planned_campaign_takes_no_metrics_yet(operating, planned):
    for preview in ("true", "false"):
        assert operating.upload(ADDRESS, form(planned, export(5), preview=preview)).status_code == 409


def test_only_those_who_log_metrics_import_and_only_what_they_see(
    viewing, operating, operator_user, running, foreign
):
    reading = program_of(operator_user, ("read",))

    assert operating.upload(ADDRESS, form(foreign, export(5))).status_code == 404
    assert viewing.upload(ADDRESS, form(running, export(5))).status_code == 403
    assert reading.upload(ADDRESS, form(running, export(5))).status_code == 403
    assert operating.get(ADDRESS).status_code == 405
    assert MetricEntry.objects.count() == 0


def test_the_same_file_with_the_same_key_is_imported_once(operating, running):
    key = {"Idempotency-Key": "monday"}

    first = operating.upload(ADDRESS, form(running, export(5)), key)
    again = operating.upload(ADDRESS, form(running, export(5)), key)
    other = operating.upload(ADDRESS, form(running, export(6)), key)
    renamed = operating.upload(ADDRESS, form(running, export(5), "other.csv"), key)

    assert (again.status_code, again.json(), again["Idempotency-Replayed"]) == (200, first.json(), "true")
    assert first.json() == came(created=3)
    assert [other.status_code, renamed.status_code] == [409, 409]
    assert how_often("metrics.imported") == 1
