from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from campaigns.domain.stored_files import only_if_committed, refuse_stale
from campaigns.errors import NotNow, StaleVersion
from campaigns.models import CalendarItem


@pytest.fixture(autouse=True)
def store(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def brought_in(store: Path, *, fails_with: BaseException | None = None) -> list[str]:
    with only_if_committed() as brought:
        for name in ("one.pdf", "two.png"):
            file = CalendarItem().asset
            file.save(name, ContentFile(b"kept"), save=False)
            brought.append(file)
        if fails_with is not None:
            raise fails_with
    return sorted(path.suffix for path in store.rglob("*") if path.is_file())


def test_files_of_a_block_that_ends_well_stay(store):
    assert brought_in(store) == [".pdf", ".png"]


@pytest.mark.parametrize("failure", [NotNow("Later."), RuntimeError("disk"), KeyboardInterrupt()])
def test_files_of_a_block_that_fails_go_again_and_the_failure_is_told(store, failure):
    with pytest.raises(type(failure)) as caught:
        brought_in(store, fails_with=failure)

    assert caught.value is failure
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_stale_versions_are_refused():
    refuse_stale(CalendarItem(version=2), None)
    refuse_stale(CalendarItem(version=2), 2)
    with pytest.raises(StaleVersion, match="was changed meanwhile"):
        refuse_stale(CalendarItem(version=2, platform="x"), 1)
