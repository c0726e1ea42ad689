import hashlib
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from campaigns.domain.calendar import delete_item, generate_calendar
from campaigns.domain.campaigns import complete_campaign
from campaigns.domain.item_assets import attach_asset, remove_asset
from campaigns.errors import InvalidInput, NotNow, StaleVersion
from campaigns.models import CalendarItem
from campaigns.tests.storages import busy, is_between_transactions
from campaigns.tests.witness import refused, told
from conftest import NOW, linkedin_proof
from operator_tasks.domain.transitions import complete_task


@pytest.fixture(autouse=True)
def store(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def item(active_campaign, manager) -> CalendarItem:
    return generate_calendar(active_campaign, days_ahead=14, by=manager, now=NOW).created[0]


def picture(name: str = "Loaf.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (6, 4), 1).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


def document() -> SimpleUploadedFile:
    return SimpleUploadedFile("Carousel.pdf", b"%PDF-1.7 carousel")


def kept(store: Path) -> list[str]:
    return sorted(path.suffix for path in store.rglob("*") if path.is_file())


def test_attach_keeps_the_file_under_a_name_nobody_can_guess(item, manager, store):
    fresh = attach_asset(item, document(), by=manager, now=NOW)

    digest = hashlib.sha256(b"%PDF-1.7 carousel").hexdigest()
    assert (fresh.asset_label, fresh.asset_type, fresh.asset_sha256) == (
        "Carousel.pdf",
        "application/pdf",
        digest,
    )
    assert "Carousel" not in fresh.asset.name
    assert Path(fresh.asset.path).read_bytes() == b"%PDF-1.7 carousel"
    actor, via, noun, version, before, after = told("calendar_item.asset_attached")
    assert (actor, via, noun, version) == ("maria", "page", "calendar item", 2)
    assert before == {"asset": "", "asset_label": "", "asset_type": "", "asset_sha256": ""}
    assert after == {
        "asset": fresh.asset.name,
        "asset_label": "Carousel.pdf",
        "asset_type": "application/pdf",
        "asset_sha256": digest,
    }


def test_a_replaced_file_leaves_the_store_with_the_commit(
    item, manager, store, django_capture_on_commit_callbacks
):
    first = attach_asset(item, picture(), by=manager, now=NOW)

    with django_capture_on_commit_callbacks() as later:
        attach_asset(first, document(), by=manager, now=NOW)
    before_commit = kept(store)
    for callback in later:
        callback()

    assert (before_commit, kept(store)) == ([".pdf", ".png"], [".pdf"])


def test_remove_takes_the_file_away(item, manager, store, django_capture_on_commit_callbacks):
    item = attach_asset(item, picture(), by=manager, now=NOW)
    name = item.asset.name

    with django_capture_on_commit_callbacks(execute=True):
        fresh = remove_asset(item, by=manager, now=NOW)

    assert (bool(fresh.asset), fresh.asset_label, fresh.asset_type, fresh.asset_sha256) == (False, "", "", "")
    assert kept(store) == []
    _actor, _via, _noun, version, before, after = told("calendar_item.asset_removed")
    assert (version, before["asset"], before["asset_label"], after["asset"]) == (3, name, "Loaf.png", "")


def test_remove_refuses_an_item_without_a_file(item, manager):
    with refused(NotNow, "This calendar item has no file."):
        remove_asset(item, by=manager, now=NOW)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"MZ", "Send a picture"), (b"", "is empty"), (b"%PDF-" + b"x" * 2048, "larger than")],
)
def test_attach_refuses_what_is_no_picture_document_or_film(item, manager, store, settings, data, sentence):
    settings.ASSET_MAX_BYTES = 1024

    with refused(InvalidInput, sentence):
        attach_asset(item, SimpleUploadedFile("x.png", data), by=manager, now=NOW)

    assert kept(store) == []


def test_a_refusal_leaves_no_file_behind(item, manager, store):
    item = attach_asset(item, picture(), by=manager, now=NOW)

    with refused(StaleVersion, "was changed meanwhile"):
        attach_asset(item, document(), by=manager, now=NOW, seen_version=1)
    with refused(StaleVersion, "was changed meanwhile"):
        remove_asset(item, by=manager, now=NOW, seen_version=1)

    assert kept(store) == [".png"]


def test_deleted_items_refuse(item, manager):
    item = attach_asset(item, picture(), by=manager, now=NOW)
    delete_item(item, by=manager, now=NOW)

    with refused(NotNow, "restore it first"):
        attach_asset(item, document(), by=manager, now=NOW)
    with refused(NotNow, "restore it first"):
        remove_asset(item, by=manager, now=NOW)


def test_completed_campaigns_refuse(item, active_campaign, manager):
    complete_campaign(active_campaign, by=manager, now=NOW)

    with refused(NotNow, "Reopen it"):
        attach_asset(item, document(), by=manager, now=NOW)


def test_a_published_post_keeps_its_file(linkedin_task, manager, store):
    item = attach_asset(linkedin_task.calendar_item, picture(), by=manager, now=NOW)
    complete_task(linkedin_task, proof=linkedin_proof(), by=manager, now=NOW)

    with refused(NotNow, "published already"):
        attach_asset(item, document(), by=manager, now=NOW)
    with refused(NotNow, "published already"):
        remove_asset(item, by=manager, now=NOW)
    assert kept(store) == [".png"]


def test_the_file_is_stored_before_anything_is_locked(item, manager, store, settings):
    was_free: list[bool] = []
    busy(settings, lambda: was_free.append(is_between_transactions()))

    fresh = attach_asset(item, document(), by=manager, now=NOW)

    assert was_free == [True]
    assert (fresh.asset.name, kept(store)) == (CalendarItem.objects.get(pk=item.pk).asset.name, [".pdf"])


@pytest.mark.parametrize("end", ["item", "campaign"])
def test_what_ends_while_the_file_is_stored_is_found_under_the_lock(
    item, active_campaign, manager, store, settings, end
):
    def meanwhile():
        if end == "item":
            delete_item(item, by=manager, now=NOW)
        else:
            complete_campaign(active_campaign, by=manager, now=NOW)

    busy(settings, meanwhile)

    with pytest.raises(NotNow, match="restore it first" if end == "item" else "Reopen it"):
        attach_asset(item, document(), by=manager, now=NOW)
    assert (kept(store), CalendarItem.objects.get(pk=item.pk).asset.name) == ([], "")


def test_a_change_while_the_file_is_stored_makes_it_stale(item, manager, store, settings):
    busy(settings, lambda: attach_asset(item, picture(), by=manager, now=NOW, seen_version=1))

    with pytest.raises(StaleVersion, match="was changed meanwhile"):
        attach_asset(item, document(), by=manager, now=NOW, seen_version=1)
    assert (kept(store), CalendarItem.objects.get(pk=item.pk).asset_label) == ([".png"], "Loaf.png")


def test_what_would_be_refused_anyway_is_not_stored_first(item, manager, store, settings):
    stored: list[str] = []
    attach_asset(item, picture(), by=manager, now=NOW)
    busy(settings, lambda: stored.append("a file"))

    with refused(StaleVersion, "was changed meanwhile"):
        attach_asset(item, document(), by=manager, now=NOW, seen_version=1)
    delete_item(item, by=manager, now=NOW)
    with refused(NotNow, "restore it first"):
        attach_asset(item, document(), by=manager, now=NOW)

    assert stored == []


def test_an_item_that_is_gone_refuses(item, manager, store):
    gone = CalendarItem(pk=item.pk + 1000, campaign=item.campaign)

    with refused(NotNow, "is gone"):
        attach_asset(gone, document(), by=manager, now=NOW)
    assert kept(store) == []
