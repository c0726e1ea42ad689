"""Puts a calendar file into a campaign: all of it or nothing, and twice the same as once."""

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import CampaignStatus, Platform
from campaigns.domain.audit import created_many, locked, noted, together
from campaigns.domain.imports.calendar_file import CalendarFile, CalendarRow, SkippedRow, read_calendar
from campaigns.errors import InvalidInput, NotNow
from campaigns.models import CalendarItem, Campaign
from campaigns.validators import local_moment, validate_clean_text


@dataclass(frozen=True)
class ImportedCalendar:
    """What an import made, what was there from an earlier run, and which rows it left out and why.

    `outside` are rows that were taken in although their day is not one of the campaign's.
    """

    format: str
    rows_read: int
    created: tuple[CalendarItem, ...]
    kept: int
    skipped: tuple[SkippedRow, ...]
    outside: tuple[SkippedRow, ...]


def preview_calendar_import(
    campaign: Campaign, data: bytes, *, file_name: str, platforms: tuple[Platform, ...] = ()
) -> ImportedCalendar:
    """What `import_calendar` would do; nothing is saved."""
    fresh = Campaign.objects.get(pk=campaign.pk)
    return _plan(fresh, read_calendar(data, file_name=file_name, platforms=platforms))


def import_calendar(
    campaign: Campaign,
    data: bytes,
    *,
    file_name: str,
    platforms: tuple[Platform, ...] = (),
    by: Actor,
    now: datetime,
) -> ImportedCalendar:
    """Make a calendar item of each row; times in the file are the campaign's wall clock.

    Rows in the past become history, and rows on days outside the campaign are kept and named; neither gets a
    task. Importing the same file again adds nothing and keeps every edit. Refuses files that cannot be
    understood whole, local times that do not exist, and completed campaigns.
    """
    _refuse_unreadable_name(file_name)
    with together():
        fresh = locked(campaign)
        plan = _plan(fresh, read_calendar(data, file_name=file_name, platforms=platforms))
        made = created_many("calendar_item.imported", plan.created, by=by, now=now)
        if made:
            told = {"file": file_name[:255], "format": plan.format, "created": len(made), "kept": plan.kept}
            noted("calendar.imported", fresh, by=by, now=now, after=told)
    return replace(plan, created=tuple(made))


def _refuse_unreadable_name(file_name: str) -> None:
    try:
        validate_clean_text(file_name)
    except ValidationError as error:
        text = _("The name of the file holds characters that cannot be stored; rename the file.")
        raise InvalidInput(text, {"file": [text]}) from error


def _plan(campaign: Campaign, file: CalendarFile) -> ImportedCalendar:
    if campaign.status == CampaignStatus.COMPLETED:
        raise NotNow(_("The campaign is completed. Reopen it before importing a calendar."))
    there = set(campaign.calendar_items.exclude(import_key="").values_list("import_key", flat=True))
    outside: list[SkippedRow] = []
    impossible: list[str] = []
    items: list[CalendarItem] = []
    kept = 0
    seen: Counter[str] = Counter()
    for row in file.rows:
        key = _import_key(file.format, row, seen)
        try:
            at = local_moment(row.local_time, campaign.zone)
        except ValidationError as error:
            sentence = _("Row %(row)d: %(problem)s")
            impossible.append(sentence % {"row": row.row_number, "problem": " ".join(error.messages)})
            continue
        if not campaign.starts_at <= at < campaign.ends_at:
            outside.append(SkippedRow(row.row_number, _outside(campaign, row)))
        if key in there:
            kept += 1
        else:
            items.append(_item(campaign, row, at, key))
    if impossible:
        text = " ".join(impossible)
        raise InvalidInput(text, {"file": impossible})
    return ImportedCalendar(file.format, file.rows_read, tuple(items), kept, file.skipped, tuple(outside))


def _import_key(file_format: str, row: CalendarRow, seen: Counter[str]) -> str:
    """What makes a row the same row next time; the third of three equal rows stays the third."""
    told = "|".join(
        [
            file_format,
            row.platform,
            row.content_type,
            row.local_time.isoformat(),
            row.copy_text,
            row.asset_ref,
        ]
    )
    seen[told] += 1
    return hashlib.sha256(f"{told}|{seen[told]}".encode()).hexdigest()


def _outside(campaign: Campaign, row: CalendarRow) -> str:
    return _("%(day)s is outside the campaign (%(start)s to %(end)s); it is kept, and gets no task.") % {
        "day": f"{row.local_time:%Y-%m-%d}",
        "start": campaign.start_date,
        "end": campaign.end_date,
    }


def _item(campaign: Campaign, row: CalendarRow, at: datetime, key: str) -> CalendarItem:
    return CalendarItem(
        campaign=campaign,
        platform=row.platform,
        content_type=row.content_type,
        scheduled_at=at,
        title=row.title,
        copy_text=row.copy_text,
        asset_ref=row.asset_ref,
        cta_text=row.cta_text,
        notes=row.notes,
        import_key=key,
    )
