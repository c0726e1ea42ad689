"""Verbs for the file that goes out with a post.

A replaced or removed file leaves the store once the change is committed: an item whose post is done keeps its file,
so what leaves was never published, and its name and digest stay in the audit log.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import locked, recorded, together
from campaigns.domain.calendar_guards import refuse_cancelled, refuse_completed
from campaigns.domain.work import work
from campaigns.errors import InvalidInput, NotNow
from campaigns.models import CalendarItem
from campaigns.uploads import CleanFile, CleanFilm, clean_asset, content_of

FIELD = "asset"


def attach_asset(
    item: CalendarItem, file: UploadedFile, *, by: Actor, now: datetime, seen_version: int | None = None
) -> CalendarItem:
    """Keep the picture, PDF or film to publish, in place of the one before; the task shows it at once.

    Refuses files that are empty, too large or of another kind, cancelled and done items, completed campaigns and
    stale versions. A refusal leaves no file behind.
    """
    clean = _clean(file)
    with _only_if_committed() as brought, together():
        campaign = locked(item.campaign)
        with recorded(
            "calendar_item.asset_attached", item, by=by, now=now, seen_version=seen_version
        ) as fresh:
            refuse_cancelled(fresh)
            refuse_completed(campaign)
            work().refuse_if_done(fresh)
            _leave_store(fresh)
            fresh.asset.save(f"{uuid.uuid4().hex}{clean.suffix}", content_of(clean), save=False)
            brought.append(fresh.asset)
            fresh.asset_label, fresh.asset_type = clean.label, clean.content_type
            fresh.asset_sha256 = clean.sha256
    return fresh


def remove_asset(
    item: CalendarItem, *, by: Actor, now: datetime, seen_version: int | None = None
) -> CalendarItem:
    """Take the file away. Refuses items without one, cancelled and done ones, and completed campaigns."""
    with together():
        campaign = locked(item.campaign)
        with recorded(
            "calendar_item.asset_removed", item, by=by, now=now, seen_version=seen_version
        ) as fresh:
            refuse_cancelled(fresh)
            refuse_completed(campaign)
            work().refuse_if_done(fresh)
            if not fresh.asset:
                raise NotNow(_("This calendar item has no file."))
            _leave_store(fresh)
            fresh.asset = ""
            fresh.asset_label = fresh.asset_type = fresh.asset_sha256 = ""
    return fresh


@contextmanager
def _only_if_committed() -> Iterator[list[FieldFile]]:
    """Files that the block brought go again when it fails, as its rows do."""
    brought: list[FieldFile] = []
    try:
        yield brought
    except BaseException:
        for file in brought:
            file.storage.delete(str(file.name))
        raise


def _clean(file: UploadedFile) -> CleanFile | CleanFilm:
    try:
        return clean_asset(file, most_bytes=settings.ASSET_MAX_BYTES)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), {FIELD: error.messages}) from error


def _leave_store(item: CalendarItem) -> None:
    if item.asset:
        transaction.on_commit(partial(item.asset.storage.delete, str(item.asset.name)), robust=True)
