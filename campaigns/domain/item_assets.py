"""Verbs for the file that goes out with a post.

A replaced or removed file leaves the store once the change is committed: an item whose post is done keeps its file,
so what leaves was never published, and its name and digest stay in the audit log.
"""

import uuid
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import locked, recorded, together
from campaigns.domain.calendar_guards import refuse_cancelled, refuse_completed
from campaigns.domain.stored_files import only_if_committed, refuse_stale
from campaigns.domain.work import work
from campaigns.errors import InvalidInput, NotNow
from campaigns.models import CalendarItem, Campaign
from campaigns.uploads import CleanFile, CleanFilm, clean_asset, content_of

FIELD = "asset"


def attach_asset(
    item: CalendarItem, file: UploadedFile, *, by: Actor, now: datetime, seen_version: int | None = None
) -> CalendarItem:
    """Keep the picture, PDF or film to publish, in place of the one before; the task shows it at once.

    Refuses files that are empty, too large or of another kind, cancelled and done items, completed campaigns and
    stale versions. A refusal leaves no file behind.
    """
    _refuse_early(item, seen_version)
    clean = _clean(file)
    with only_if_committed() as brought:
        kept = CalendarItem().asset
        kept.save(f"{uuid.uuid4().hex}{clean.suffix}", content_of(clean), save=False)
        brought.append(kept)
        with together():
            campaign = locked(item.campaign)
            with recorded(
                "calendar_item.asset_attached", item, by=by, now=now, seen_version=seen_version
            ) as fresh:
                _refuse_closed(fresh, campaign)
                _leave_store(fresh)
                fresh.asset = kept.name
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
            _refuse_closed(fresh, campaign)
            if not fresh.asset:
                raise NotNow(_("This calendar item has no file."))
            _leave_store(fresh)
            fresh.asset = ""
            fresh.asset_label = fresh.asset_type = fresh.asset_sha256 = ""
    return fresh


def _refuse_early(item: CalendarItem, seen_version: int | None) -> None:
    """What the lock refuses too, asked before a large file is read and stored."""
    present = CalendarItem._base_manager.select_related("campaign").filter(pk=item.pk).first()
    if present is None:
        return  # the lock says so
    refuse_stale(present, seen_version)
    _refuse_closed(present, present.campaign)


def _refuse_closed(item: CalendarItem, campaign: Campaign) -> None:
    refuse_cancelled(item)
    refuse_completed(campaign)
    work().refuse_if_done(item)


def _clean(file: UploadedFile) -> CleanFile | CleanFilm:
    try:
        return clean_asset(file, most_bytes=settings.ASSET_MAX_BYTES)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), {FIELD: error.messages}) from error


def _leave_store(item: CalendarItem) -> None:
    if item.asset:
        transaction.on_commit(partial(item.asset.storage.delete, str(item.asset.name)), robust=True)
