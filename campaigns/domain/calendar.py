"""Verbs for the calendar: generated from the cadence, edited, moved, deleted and restored by people."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import CancelReason, Platform
from campaigns.domain.audit import created, created_many, locked, recorded, together
from campaigns.domain.cadence import CadenceRow, SkippedSlot, Slot, Window, place_slots
from campaigns.domain.cadence_words import left_out_text, slot_note
from campaigns.domain.calendar_guards import (
    refuse_blackout,
    refuse_cancelled,
    refuse_completed,
    refuse_inward,
    refuse_outside,
)
from campaigns.domain.clients import refuse_foreign_account
from campaigns.domain.work import work
from campaigns.errors import InvalidInput, NotNow
from campaigns.models import Cadence, CalendarItem, Campaign
from campaigns.platforms.facts import default_times, default_weekdays

DEFAULT_DAYS_AHEAD = 14
CONTENT_FIELDS = frozenset(
    {"title", "copy_text", "asset_ref", "cta_text", "theme", "notes", "account_id", "content_type"}
)


@dataclass(frozen=True)
class GeneratedCalendar:
    """What a generation made (or, previewed, would make), what it found made, and what it left out and why."""

    created: tuple[CalendarItem, ...]
    kept_items: tuple[CalendarItem, ...]
    skipped: tuple[SkippedSlot, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What items keep about their times, and why slots were left out in the reader's language."""
        kept = tuple(item.notes for item in self.created if item.notes)
        return (*kept, *(left_out_text(slot.reason) for slot in self.skipped))

    @property
    def kept(self) -> int:
        return len(self.kept_items)

    @property
    def fingerprint(self) -> str:
        """The same for two plans that would make the same items at the same times."""
        slots = [
            f"{item.platform} {item.slot_content_type} {item.slot_week} {item.slot_index} {item.scheduled_at}"
            for item in self.created
        ]
        return hashlib.sha256("\n".join(slots).encode()).hexdigest()


class PlanChanged(NotNow):
    """The calendar changed since the preview was made."""


def preview_calendar(campaign: Campaign, *, days_ahead: int, now: datetime) -> GeneratedCalendar:
    """What `generate_calendar` would make now; nothing is saved."""
    return _plan(Campaign.objects.get(pk=campaign.pk), days_ahead=days_ahead, now=now)


def generate_calendar(
    campaign: Campaign, *, days_ahead: int, by: Actor, now: datetime, previewed: str = ""
) -> GeneratedCalendar:
    """Make the slots that the cadence calls for in the next `days_ahead` local days, today included.

    A slot is made once: hand edits stay, what was deleted is not brought back, and running it again or twice at
    once adds nothing. Refuses completed campaigns, days outside 1 to 366, and, where the fingerprint of a preview
    is given, to make anything else than was previewed.
    """
    with together():
        fresh = locked(campaign)
        plan = _plan(fresh, days_ahead=days_ahead, now=now)
        if previewed and previewed != plan.fingerprint:
            raise PlanChanged(
                _(
                    "The calendar changed since you looked. This is what would be made now; look again and save."
                )
            )
        made = created_many("calendar_item.created", plan.created, by=by, now=now)
    return replace(plan, created=tuple(made))


def _plan(campaign: Campaign, *, days_ahead: int, now: datetime) -> GeneratedCalendar:
    if not 1 <= days_ahead <= 366:
        text = _("Choose between 1 and 366 days ahead.")
        raise InvalidInput(text, {"days_ahead": [text]})
    refuse_completed(campaign)
    today = campaign.local_date(now)
    horizon = today + timedelta(days=days_ahead)
    window = Window(campaign.start_date, campaign.end_date, campaign.zone, campaign.blackouts())
    themes = _weekly_themes(campaign)
    items: list[CalendarItem] = []
    skipped: list[SkippedSlot] = []
    kept: list[CalendarItem] = []
    existing = list(campaign.calendar_items.all())
    for cadence in campaign.cadences.all():
        own = [item for item in existing if _is_of(item, cadence)]
        taken = frozenset(
            (item.slot_week, item.slot_index)
            for item in own
            if item.slot_week is not None and item.slot_index is not None
        )
        busy = frozenset(item.scheduled_at for item in own if item.cancelled_at is None)
        slots, left_out = place_slots(
            _row(cadence), window, now=now, horizon_end=horizon, taken=taken, busy=busy
        )
        items += [_item(campaign, cadence, slot, themes) for slot in slots]
        skipped += left_out
        kept += [item for item in own if _is_kept(item) and _in_horizon(item, campaign, now, horizon)]
    items.sort(key=lambda item: (item.scheduled_at, item.platform, item.content_type))
    return GeneratedCalendar(tuple(items), tuple(kept), tuple(skipped))


def _is_of(item: CalendarItem, cadence: Cadence) -> bool:
    """Whether an item is of the cadence's kind; a slot stays of the kind it was made for, whatever it became."""
    kind = item.slot_content_type or item.content_type
    return (item.platform, kind) == (cadence.platform, cadence.content_type)


def _is_kept(item: CalendarItem) -> bool:
    return item.slot_week is not None and item.cancelled_at is None


def _in_horizon(item: CalendarItem, campaign: Campaign, now: datetime, horizon: Any) -> bool:
    return campaign.local_date(now) <= campaign.local_date(item.scheduled_at) < horizon


def _row(cadence: Cadence) -> CadenceRow:
    times = tuple(time.fromisoformat(text) for text in cadence.times)
    return CadenceRow(
        platform=cadence.platform,
        content_type=cadence.content_type,
        posts_per_week=cadence.posts_per_week,
        weekdays=tuple(cadence.weekdays) or default_weekdays(Platform(cadence.platform)),
        times=times or default_times(Platform(cadence.platform)),
    )


def _weekly_themes(campaign: Campaign) -> list[str]:
    latest = campaign.plans.order_by("-number").first()
    return latest.weekly_themes if latest else []


def _item(campaign: Campaign, cadence: Cadence, slot: Slot, themes: list[str]) -> CalendarItem:
    return CalendarItem(
        campaign=campaign,
        platform=slot.platform,
        content_type=slot.content_type,
        account_id=cadence.account_id,
        slot_content_type=slot.content_type,
        slot_week=slot.week,
        slot_index=slot.index,
        scheduled_at=slot.at,
        cta_text=campaign.primary_cta,
        theme=themes[slot.week] if slot.week < len(themes) else "",
        notes=slot_note(slot),
    )


def add_item(
    campaign: Campaign,
    *,
    platform: str,
    content_type: str,
    scheduled_at: datetime,
    values: dict[str, Any],
    by: Actor,
    now: datetime,
    import_key: str = "",
) -> CalendarItem:
    """A hand-made item. Refuses times in the past or outside the campaign, blackout days, completed campaigns.

    An `import_key` that an item of the campaign has already gives that item back, whatever else is told.
    """
    with together():
        fresh = locked(campaign)
        if import_key and (there := fresh.calendar_items.filter(import_key=import_key).first()):
            return there
        refuse_completed(fresh)
        refuse_inward(platform)
        refuse_outside(fresh, scheduled_at, now)
        refuse_blackout(fresh, scheduled_at)
        refuse_foreign_account(values.get("account_id"), client_id=fresh.client_id, platform=platform)
        content = {name: values[name] for name in CONTENT_FIELDS & values.keys() if name != "content_type"}
        content |= {"content_type": content_type, "import_key": import_key}
        item = CalendarItem(campaign=fresh, platform=platform, scheduled_at=scheduled_at, **content)
        return created("calendar_item.created", item, by=by, now=now)


def edit_item(
    item: CalendarItem,
    *,
    values: dict[str, Any],
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> CalendarItem:
    """Change the content; the open task takes it over unless its copy was edited there.

    Refuses items that are cancelled or whose post is done.
    """
    with together():
        campaign = locked(item.campaign)
        with recorded("calendar_item.edited", item, by=by, now=now, seen_version=seen_version) as fresh:
            refuse_completed(campaign)
            refuse_cancelled(fresh)
            work().refuse_if_done(fresh)
            account_id = values.get("account_id")
            refuse_foreign_account(account_id, client_id=item.campaign.client_id, platform=fresh.platform)
            for name in CONTENT_FIELDS & values.keys():
                setattr(fresh, name, values[name])
        work().item_edited(fresh, by=by, now=now)
    return fresh


def move_item(
    item: CalendarItem, *, to: datetime, by: Actor, now: datetime, seen_version: int | None = None
) -> CalendarItem:
    """Move an item and its task to another time; its slot identity stays.

    Refuses cancelled and done ones, completed campaigns, blackout days, and times in the past or outside the
    campaign. A move to where it stands already changes nothing.
    """
    with together():
        campaign = locked(item.campaign)
        with recorded("calendar_item.rescheduled", item, by=by, now=now, seen_version=seen_version) as fresh:
            refuse_cancelled(fresh)
            refuse_completed(campaign)
            refuse_outside(campaign, to, now)
            refuse_blackout(campaign, to)
            work().refuse_if_done(fresh)
            fresh.scheduled_at = to
        work().item_moved(fresh, by=by, now=now)
    return fresh


def revise_item(
    item: CalendarItem,
    *,
    values: dict[str, Any],
    to: datetime,
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> CalendarItem:
    """Change the content and, where `to` is another minute, the time: both or neither.

    Refuses what `edit_item` and `move_item` refuse.
    """
    with together():
        fresh = edit_item(item, values=values, by=by, now=now, seen_version=seen_version)
        if to in (fresh.scheduled_at, fresh.scheduled_at.replace(second=0, microsecond=0)):
            return fresh
        return move_item(fresh, to=to, by=by, now=now)


def delete_item(
    item: CalendarItem, *, by: Actor, now: datetime, seen_version: int | None = None
) -> CalendarItem:
    """Take an item and its open task out of the plan; generating again does not bring it back.

    The row stays, with the reason. Refuses done ones and completed campaigns.
    """
    with together():
        campaign = locked(item.campaign)
        with recorded("calendar_item.cancelled", item, by=by, now=now, seen_version=seen_version) as fresh:
            refuse_cancelled(fresh)
            refuse_completed(campaign)
            work().refuse_if_done(fresh)
            fresh.cancelled_at, fresh.cancel_reason = now, CancelReason.ITEM_DELETED
        work().item_cancelled(fresh, reason=CancelReason.ITEM_DELETED, by=by, now=now)
    return fresh


def restore_item(
    item: CalendarItem, *, by: Actor, now: datetime, seen_version: int | None = None
) -> CalendarItem:
    """Bring a cancelled item back with its task. Refuses one whose time has passed."""
    with together():
        campaign = locked(item.campaign)
        with recorded("calendar_item.restored", item, by=by, now=now, seen_version=seen_version) as fresh:
            if fresh.cancelled_at is None:
                raise NotNow(_("This calendar item is in the plan already."))
            refuse_completed(campaign)
            refuse_outside(campaign, fresh.scheduled_at, now)
            fresh.cancelled_at, fresh.cancel_reason = None, ""
        work().item_restored(fresh, by=by, now=now)
    return fresh
