"""A calendar file as a request: previewed, imported once, and refused as the page refuses it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.domain.campaigns import complete_campaign
from campaigns.models import CalendarItem
from campaigns.tests.api.calendar_item_told import shape
from campaigns.tests.api.program import program_of
from campaigns.tests.witness import how_often, nothing_changes, told

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def managing(managing):
    """A program whose token is known to be in use, so that its next request notes nothing."""
    managing.get("/me/")
    return managing


def csv_file(*days: int, name: str = "plan.csv") -> SimpleUploadedFile:
    """A file in which each line is a post so many days from now, at noon."""
    first = timezone.now().astimezone(BERLIN).date()
    lines = [f"Post {day},{first + timedelta(days=day)},12:00,FALSE,TRUE" for day in days]
    return SimpleUploadedFile(name, "\n".join(["Text,Date,Time,Draft,LinkedIn", *lines]).encode())


def send(program, running, file, **form):
    return program.upload(f"/campaigns/{running.pk}/calendar/import/", {"file": file, **form})


def test_a_preview_changes_nothing_and_the_import_follows(managing, running):
    with nothing_changes():
        shown = send(managing, running, csv_file(3, 200), preview="true")
    done = send(managing, running, csv_file(3, 200))
    again = send(managing, running, csv_file(3, 200))

    first, second = CalendarItem.objects.order_by("scheduled_at")
    texts = {item: {"platform": "linkedin", "copy_text": item.copy_text} for item in (first, second)}
    outside = done.json()["outside"]
    counts = {"format": "metricool", "read": 2, "skipped": [], "outside": outside, "preview": False}
    assert [entry["row"] for entry in outside] == [3]
    assert done.json() == {
        **counts,
        "created": 2,
        "kept": 0,
        "items": [shape(item, title=item.title, **texts[item]) for item in (first, second)],
    }
    assert again.json() == {**counts, "created": 0, "kept": 2, "items": []}
    assert shown.json()["items"][0]["id"] is None
    assert (shown.json()["created"], shown.json()["preview"]) == (2, True)
    assert how_often("calendar.imported") == 1
    assert told("calendar.imported")[:3] == ("maria", "api", "campaign")


@pytest.mark.parametrize(
    ("form", "status", "field", "text"),
    [
        ({}, 400, "file", "No file was submitted."),
        ({"file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")}, 400, "file", "no known calendar format"),
        ({"file": csv_file(3), "platforms": "linkedin,fax"}, 400, "platforms", "as linkedin,x"),
        ({"file": csv_file(3), "colour": "red"}, 400, "colour", "There is no such field here"),
        ({"file": SimpleUploadedFile("a.csv", b"a" * 2_100_000)}, 413, None, "larger than 2 MB"),
    ],
)
def test_what_cannot_be_imported_is_refused(managing, running, form, status, field, text):
    if "file" in form:
        form["file"].seek(0)

    with nothing_changes():
        answer = managing.upload(f"/campaigns/{running.pk}/calendar/import/", form)

    assert (answer.status_code, list(answer.json()["errors"])) == (status, [field] if field else [])
    assert text in answer.json()["detail"]


def test_a_completed_campaign_takes_nothing_in(managing, running, manager):
    complete_campaign(running, by=manager, now=timezone.now())

    assert send(managing, running, csv_file(3)).status_code == 409


def test_imports_are_for_managers(operating, viewing, manager_user, managing, running):
    reading = program_of(manager_user, ("read",))

    told = [send(program, running, csv_file(3)).status_code for program in (operating, viewing, reading)]
    assert told == [403, 403, 403]
    assert managing.upload("/campaigns/999/calendar/import/", {"file": csv_file(3)}).status_code == 404
