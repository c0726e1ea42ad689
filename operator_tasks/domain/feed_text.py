"""A calendar link's events as the text that calendar programs read (iCalendar, RFC 5545)."""

import hashlib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from operator_tasks.domain.feed_events import MOST_OF_EACH, PRODUCT, FeedCalendar, FeedEvent

# Raised when the same events are written in another way, so that nobody keeps the old text.
FORM = 1
ASKED_AGAIN_AFTER = timedelta(hours=1)
# Zones are described for a little longer than there are events.
MARGIN = timedelta(days=7)


def fingerprint(calendar: FeedCalendar) -> str:
    """Differs where the text would differ. The ends of the time shown move with the clock and say nothing."""
    shown = (FORM, calendar.name, calendar.is_cut, calendar.events)
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def calendar_text(calendar: FeedCalendar) -> bytes:
    text = Calendar()
    text.add("prodid", f"-//{PRODUCT}//{PRODUCT}//EN")
    text.add("version", "2.0")
    text.add("calscale", "GREGORIAN")
    text.add("x-wr-calname", calendar.name)
    text.add("refresh-interval", ASKED_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    text.add("x-published-ttl", "PT1H")
    if calendar.is_cut:
        said = _("There is more than a calendar can hold; the first %(count)d of each kind are shown.")
        text.add("x-wr-caldesc", said % {"count": MOST_OF_EACH})
    for event in calendar.events:
        text.add_component(_event(event))
    text.add_missing_timezones((calendar.first - MARGIN).date(), (calendar.last + MARGIN).date())
    return bytes(text.to_ical(sorted=False))


def _event(event: FeedEvent) -> Event:
    starts_at, ends_at = _span(event)
    entry = Event()
    entry.add("uid", event.uid)
    entry.add("dtstamp", event.changed_at.astimezone(UTC))
    entry.add("last-modified", event.changed_at.astimezone(UTC))
    entry.add("sequence", event.sequence)
    entry.add("dtstart", starts_at)
    entry.add("dtend", ends_at)
    entry.add("summary", event.summary)
    entry.add("description", event.description)
    entry.add("url", event.url)
    entry.add("categories", list(event.categories))
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry


def _span(event: FeedEvent) -> tuple[datetime, datetime]:
    """Start and end on the campaign's clock; in UTC where that clock shows one of them a second time.

    Of an hour that clocks show twice, a file can only name the first.
    """
    starts_at = event.starts_at.astimezone(UTC)
    span = (starts_at, starts_at + timedelta(minutes=event.minutes))
    zone = ZoneInfo(event.zone)
    first, last = (moment.astimezone(zone) for moment in span)
    return span if first.fold or last.fold else (first, last)
