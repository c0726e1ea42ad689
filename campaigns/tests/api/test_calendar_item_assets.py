"""The file that goes out with a post: kept, downloaded and taken away."""

import hashlib

import pytest
from django.utils import timezone

from campaigns.domain.calendar import edit_item
from campaigns.domain.item_assets import attach_asset
from campaigns.models import CalendarItem
from campaigns.tests.api.calendar_item_told import document, item_in, shape, trail
from campaigns.tests.api.program import program_of
from campaigns.tests.views.conftest import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_file_is_kept_downloaded_and_taken_away(managing, running, manager):
    item = item_in(running, manager)
    address = f"/calendar-items/{item.pk}/asset/"

    kept = managing.upload(address, {"file": document(), "version": "1"})

    url = f"http://testserver/api/v1{address}"
    told_file = {
        "asset_url": url,
        "asset_label": "Carousel.pdf",
        "asset_type": "application/pdf",
        "asset_sha256": hashlib.sha256(b"%PDF-1.7 carousel").hexdigest(),
    }
    assert (kept.status_code, kept.json()) == (200, shape(item, **told_file, version=2))
    file = managing.get(url.removeprefix("http://testserver"))
    assert b"".join(file.streaming_content) == b"%PDF-1.7 carousel"

    removed = managing.delete(address, {"If-Match": kept["ETag"]})

    assert (removed.status_code, removed.json()) == (200, shape(item, version=3))
    none = managing.delete(address, {"If-Match": removed["ETag"]})
    assert (none.status_code, none.json()["detail"]) == (409, "This calendar item has no file.")
    assert trail(item)[1:] == [
        ("calendar_item.asset_attached", "api", "maria"),
        ("calendar_item.asset_removed", "api", "maria"),
    ]


@pytest.mark.parametrize(
    ("form", "field", "text"),
    [
        ({}, "file", "No file was submitted."),
        (
            {"file": "words"},
            "file",
            "The submitted data was not a file. Check the encoding type on the form.",
        ),
        ({"file": b""}, "file", "The submitted file is empty."),
        (
            {"file": b"<script>"},
            "file",
            "Send a picture (PNG, JPEG, WebP, GIF), a PDF, or a film (MP4, MOV).",
        ),
        (
            {"file": b"%PDF-1.7", "colour": "red"},
            "colour",
            "There is no such field here; known: version, file.",
        ),
        ({"file": b"%PDF-1.7", "version": "one"}, "version", "Write this as a whole number."),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(managing, running, manager, form, field, text):
    item = item_in(running, manager)
    sent = {
        name: document("a.pdf", value) if isinstance(value, bytes) else value for name, value in form.items()
    }

    answer = managing.upload(f"/calendar-items/{item.pk}/asset/", sent)

    assert (answer.status_code, answer.json()["errors"]) == (400, {field: [text]})
    assert CalendarItem.objects.get().version == 1


def test_a_file_of_a_stale_version_is_refused(managing, running, manager):
    item = item_in(running, manager)
    edit_item(item, values={"title": "New"}, by=manager, now=timezone.now())

    answer = managing.upload(f"/calendar-items/{item.pk}/asset/", {"file": document()}, {"If-Match": '"v1"'})

    assert answer.status_code == 412


def test_a_program_is_handed_the_file_as_a_page_hands_it_out(viewing, manager_user, running, manager):
    item = item_in(running, manager)
    attach_asset(item, document(), by=manager, now=timezone.now())
    headers = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Cache-Control")

    answer = viewing.get(f"/calendar-items/{item.pk}/asset/")
    page = browser_of(manager_user).get(f"/calendar-items/{item.pk}/asset/")

    assert [answer[name] for name in headers] == [
        "application/pdf",
        'attachment; filename="Carousel.pdf"',
        "nosniff",
        "private, no-store",
    ]
    assert [answer[name] for name in headers] == [page[name] for name in headers]
    assert b"".join(answer.streaming_content) == b"".join(page.streaming_content) == b"%PDF-1.7 carousel"


def test_what_has_no_file_or_lost_it_is_told_in_a_sentence(managing, operating, running, foreign, manager):
    item, elsewhere = item_in(running, manager), item_in(foreign, manager)
    none = managing.get(f"/calendar-items/{item.pk}/asset/")
    attach_asset(elsewhere, document(), by=manager, now=timezone.now())
    hidden = operating.get(f"/calendar-items/{elsewhere.pk}/asset/")
    elsewhere.refresh_from_db()
    elsewhere.asset.storage.delete(elsewhere.asset.name)
    lost = managing.get(f"/calendar-items/{elsewhere.pk}/asset/")

    assert [(answer.status_code, answer.json()["detail"]) for answer in (none, hidden, lost)] == [
        (404, "This calendar item has no file; send one by POST to this address."),
        (404, "There is nothing at this address that you may see."),
        (404, "The file is no longer in the store; ask whoever uploaded it."),
    ]


def test_a_download_needs_the_scope_read(manager_user, running, manager):
    item = item_in(running, manager)
    attach_asset(item, document(), by=manager, now=timezone.now())

    answer = program_of(manager_user, ("write",)).get(f"/calendar-items/{item.pk}/asset/")

    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
