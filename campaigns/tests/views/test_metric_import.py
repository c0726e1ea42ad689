"""The page that imports an export: shown first, imported then, and asked for what the file leaves open."""

import base64
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.models import MetricEntry
from campaigns.tests.witness import nothing_changes


@pytest.fixture
def url(running) -> str:
    return f"/campaigns/{running.pk}/metrics/import/"


def export(*values: int, head: str = "Date,Impressions,Unfollows,Create Post", extra: str = "") -> str:
    today = timezone.now().date()
    days = [today - timedelta(days=place + 1) for place in range(len(values))]
    rows = [f"{day:%Y-%m-%d},{value},1,2" for day, value in zip(days, values, strict=True)]
    return "\n".join([head, *rows, extra])


def upload(text: str, name: str = "overview.csv", **changes) -> dict:
    return {"file": SimpleUploadedFile(name, text.encode()), "preview": "yes", **changes}


def seen(response, **changes) -> dict:
    """What the page of a preview sends when the button is pressed."""
    form = response.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields if name != "file"}
    return {**sent, "save": "yes", **changes}


def test_a_preview_changes_nothing_and_the_import_follows(operating, url, running):
    with nothing_changes():
        response = operating.post(url, upload(export(5, 7, extra="soon,1,1,1")))
    plan, file = response.context["plan"], response.context["file"]
    assert (response.status_code, plan.new, len(file.skipped)) == (200, 6, 1)
    assert "Import 6 values" in response.content.decode()

    done = operating.post(url, seen(response))

    assert (done.status_code, done.url) == (302, f"/campaigns/{running.pk}/metrics/")
    assert MetricEntry.objects.count() == 6
    text = "Values new: 6, replaced: 0, the same: 0, newer already: 0, left out: 1."
    assert text in operating.get(done.url).content.decode()


def test_the_same_file_again_has_nothing_to_import(operating, url):
    operating.post(url, seen(operating.post(url, upload(export(5)))))

    again = operating.post(url, upload(export(5)))

    assert (again.context["plan"].writes, again.context["plan"].same) == (0, 3)
    assert "There is nothing to import" in again.content.decode()


def test_an_old_export_leads_to_the_charts_of_all_days(operating, url, running):
    text = "Date,Impressions,Unfollows,Create Post\n2025-01-31,5,1,2\n"

    done = operating.post(url, seen(operating.post(url, upload(text))))

    assert done.url == f"/campaigns/{running.pk}/metrics/?days=0"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("act", ["preview", "save"])
def test_a_day_of_export_at_the_ends_of_the_calendar_is_refused_beside_the_field(operating, url, act, day):
    sent = seen(operating.post(url, upload(export(5))), exported_on=day)
    if act == "preview":
        sent = {**sent, "preview": "yes"}
        del sent["save"]

    with nothing_changes():
        response = operating.post(url, sent)

    assert (response.status_code, response.context["form"].errors) == (
        400,
        {"exported_on": ["Choose a day from 2000 to 2299."]},
    )


def test_what_the_file_leaves_open_is_asked_for_and_the_file_is_kept(operating, url):
    text = "Date,Impressions,Likes\n2026-01-31,5,1\n"
    asked = operating.post(url, upload(text, "numbers.csv"))
    form = asked.context["form"]
    assert (asked.status_code, list(form.errors), asked.context["kept_file"]) == (
        400,
        ["platform"],
        "numbers.csv",
    )
    assert base64.b64decode(form["content"].value()).decode() == text

    again = operating.post(
        url,
        {
            "content": form["content"].value(),
            "file_name": "numbers.csv",
            "platform": "linkedin",
            "preview": "yes",
        },
    )

    assert (again.status_code, again.context["plan"].new) == (200, 2)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"preview": "yes"}, "file"),
        ({"save": "yes"}, "file"),
        ({"content": "no base64!", "file_name": "a.csv", "save": "yes"}, "content"),
        ({"content": "aGVsbG8=", "file_name": "a.csv", "save": "yes"}, "file"),
        ({"content": "aGVsbG8=", "file_name": "a.csv", "format": "nonsense"}, "format"),
        ({"content": "aGVsbG8=", "file_name": "a.csv", "year": "12"}, "year"),
    ],
)
def test_bad_input_is_told_beside_its_field(operating, url, sent, field):
    with nothing_changes():
        response = operating.post(url, sent)

    assert (response.status_code, list(response.context["form"].errors)) == (400, [field])


def test_an_empty_or_a_large_file_is_refused(operating, url):
    assert operating.post(url, upload("")).status_code == 400
    large = operating.post(url, upload("a" * (3 * 1024 * 1024 + 1)))
    assert "larger than 3 MB" in large.content.decode()


def test_only_those_who_log_metrics_may_import_and_only_what_they_see(viewing, operating, foreign, url):
    assert viewing.get(url).status_code == 403
    assert operating.get(f"/campaigns/{foreign.pk}/metrics/import/").status_code == 404
    assert operating.get(url).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_preview_asks_the_same_number_of_queries(operating, url, count, django_assert_num_queries):
    with django_assert_num_queries(8):
        operating.post(url, upload(export(*range(count))))
