"""ISO weeks in a campaign's zone: from a name such as 2026-W47 to moments, and back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from campaigns.errors import InvalidInput
from campaigns.models import Campaign

SUMMARY_HOUR = time(8, 0)
FIRST_YEAR, LAST_YEAR = 2000, 2200


@dataclass(frozen=True)
class Week:
    """An ISO week, Monday to Sunday, in a zone."""

    monday: date
    zone: ZoneInfo

    @property
    def name(self) -> str:
        year, number, _day = self.monday.isocalendar()
        return f"{year}-W{number:02d}"

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.monday, time.min, tzinfo=self.zone).astimezone(UTC)

    @property
    def ends_at(self) -> datetime:
        return self.next().starts_at

    @property
    def summary_at(self) -> datetime:
        """When the summary of this week is written: the Monday after it, 08:00 local."""
        return datetime.combine(self.monday + timedelta(days=7), SUMMARY_HOUR, tzinfo=self.zone).astimezone(
            UTC
        )

    def next(self) -> "Week":
        return Week(self.monday + timedelta(days=7), self.zone)

    def before(self) -> "Week":
        return Week(self.monday - timedelta(days=7), self.zone)


def week_of(day: date, zone: ZoneInfo) -> Week:
    return Week(day - timedelta(days=day.weekday()), zone)


def parse_week(text: str, zone: ZoneInfo) -> Week:
    """The week of a name such as 2026-W47. Refuses anything else."""
    found = re.fullmatch(r"(\d{4})-W(\d{2})", text.strip(), re.ASCII)
    try:
        if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            raise ValueError
        return Week(date.fromisocalendar(int(found[1]), int(found[2]), 1), zone)
    except ValueError:
        unreadable = _("%(text)s is not a week; write it as 2026-W47.")
        ask = _("There is no week %(text)s; correct it.") if found else unreadable
        message = ask % {"text": text[:20]}
        raise InvalidInput(message, {"week": [message]}) from None


def begun_weeks(campaign: Campaign, now: datetime) -> Iterator[Week]:
    """The campaign's weeks from when it was made or began, up to the one that `now` or its last day lies in."""
    first = max(campaign.start_date, campaign.local_date(campaign.created_at))
    week = week_of(first, campaign.zone)
    while week.starts_at <= now and week.monday <= campaign.end_date:
        yield week
        week = week.next()


def finished_weeks(campaign: Campaign, now: datetime) -> Iterator[Week]:
    """The weeks whose summary is due: it is written on the Monday after, at eight."""
    return (week for week in begun_weeks(campaign, now) if week.summary_at <= now)
