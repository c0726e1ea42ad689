"""What becomes of a calendar when the days of its campaign change."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import CancelReason
from campaigns.domain.audit import recorded
from campaigns.domain.work import work
from campaigns.errors import NotNow
from campaigns.models import CalendarItem, Campaign


class OutsideWindow(NotNow):
    """Planned work lies outside the new days; it can be cancelled with the change."""


def settle_window(campaign: Campaign, *, moved: bool, cancel: bool, by: Actor, now: datetime) -> None:
    """Refuse new days that leave planned work outside, or take that work out of the plan.

    `moved` says that the first day or the zone of a planned campaign changed: all its slots were reckoned from
    them, so all of them go, and their places are free to be generated anew. Must run under the campaign's lock.
    """
    slots = CalendarItem.objects.filter(campaign=campaign, slot_week__isnull=False)
    outside = Q(scheduled_at__gte=campaign.ends_at) & Q(scheduled_at__gt=now)
    leaving = list(slots.live() if moved else slots.live().filter(outside))
    titles = work().open_after(campaign, end=campaign.ends_at)
    if not cancel and (leaving or titles):
        raise _refusal(leaving, titles, "start_date" if moved else "end_date")
    for item in leaving:
        with recorded("calendar_item.cancelled", item, by=by, now=now) as fresh:
            fresh.cancelled_at, fresh.cancel_reason = now, CancelReason.MANUAL
        work().item_cancelled(fresh, reason=CancelReason.MANUAL, by=by, now=now)
    work().cancel_after(campaign, end=campaign.ends_at, by=by, now=now)
    if moved:
        _free_places(campaign, by=by, now=now)


def _refusal(leaving: list[CalendarItem], titles: list[str], field: str) -> OutsideWindow:
    names = titles or [str(item) for item in leaving]
    text = _(
        "%(count)d planned posts or tasks lie outside the new days (%(names)s). Move or cancel them first."
    ) % {
        "count": max(len(titles), len(leaving)),
        "names": "; ".join(names[:5]),
    }
    return OutsideWindow(text, {field: [text]})


def _free_places(campaign: Campaign, *, by: Actor, now: datetime) -> None:
    for item in CalendarItem.objects.filter(campaign=campaign, slot_week__isnull=False):
        with recorded("calendar_item.slot_freed", item, by=by, now=now) as fresh:
            fresh.slot_week = fresh.slot_index = None
            fresh.slot_content_type = ""
