import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.domain.item_assets import attach_asset
from campaigns.models import CalendarItem


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def document() -> SimpleUploadedFile:
    return SimpleUploadedFile("Carousel.pdf", b"%PDF-1.7 carousel")


def test_attach_and_remove_on_the_page_of_the_item(managing, items):
    page = f"/calendar/items/{items[0].pk}/"

    attached = managing.post(f"{page}asset/", {"version": 1, "asset": document()})
    with_file = managing.get(page).content.decode()
    removed = managing.post(f"{page}asset/remove/", {"version": 2})
    without = managing.get(page).content.decode()

    assert (attached.status_code, removed.status_code) == (302, 302)
    assert [
        (f"/calendar-items/{items[0].pk}/asset/" in shown, "Take the file away" in shown)
        for shown in (with_file, without)
    ] == [
        (True, True),
        (False, False),
    ]


def test_a_foreign_file_is_refused_beside_the_field(managing, items):
    file = SimpleUploadedFile("virus.png", b"MZ")

    response = managing.post(f"/calendar/items/{items[0].pk}/asset/", {"version": 1, "asset": file})

    assert response.status_code == 400
    assert response.context["asset"].errors["asset"] == [
        "Send a picture (PNG, JPEG, WebP, GIF), a PDF, or a film (MP4, MOV)."
    ]
    assert CalendarItem.objects.get(pk=items[0].pk).version == 1


def test_stale_uploads_are_refused(managing, items, manager):
    attach_asset(items[0], document(), by=manager, now=timezone.now())

    response = managing.post(f"/calendar/items/{items[0].pk}/asset/", {"version": 1, "asset": document()})

    assert (response.status_code, response.context["asset"]["version"].value()) == (412, 2)


def test_only_managers_keep_files(operating, viewing, client, items):
    for verb in ("asset", "asset/remove"):
        url = f"/calendar/items/{items[0].pk}/{verb}/"

        assert [
            browser.post(url, {"version": 1}).status_code for browser in (operating, viewing, client)
        ] == [
            403,
            403,
            302,
        ]


def test_those_who_see_the_item_may_download_its_file(operating, viewing, items, manager):
    attach_asset(items[0], document(), by=manager, now=timezone.now())

    answers = [browser.get(f"/calendar-items/{items[0].pk}/asset/") for browser in (operating, viewing)]

    assert [(answer.status_code, b"".join(answer.streaming_content)) for answer in answers] == [
        (200, b"%PDF-1.7 carousel")
    ] * 2
