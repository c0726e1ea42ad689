"""A generated calendar as a person reads it before saving: week by week, what is new, what stays, what is left out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaigns.choices import ContentType, Platform
from campaigns.domain.cadence import DAYS_A_WEEK, SkippedSlot
from campaigns.domain.cadence_words import left_out_text
from campaigns.domain.calendar import GeneratedCalendar
from campaigns.models import CalendarItem, Campaign


@dataclass(frozen=True)
class DiffRow:
    """One item that would be made or stays, on the clock of the campaign."""

    item: CalendarItem
    local: datetime
    is_new: bool


@dataclass(frozen=True)
class LeftOut:
    """Slots of one kind that one reason, worded for the reader, keeps from being made."""

    platform: str
    content_type: str
    count: int
    reason: str


@dataclass(frozen=True)
class DiffWeek:
    """A week of the campaign: seven days from its first day, fewer at its end."""

    number: int
    first: date
    last: date
    rows: tuple[DiffRow, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def new_count(self) -> int:
        return sum(row.is_new for row in self.rows)

    @property
    def kept_count(self) -> int:
        return len(self.rows) - self.new_count


def weeks_of(campaign: Campaign, outcome: GeneratedCalendar) -> tuple[DiffWeek, ...]:
    """The weeks of a campaign in which an outcome makes, keeps or leaves out something, in order."""
    rows: dict[int, list[DiffRow]] = defaultdict(list)
    for items, is_new in ((outcome.created, True), (outcome.kept_items, False)):
        for item in items:
            local = item.scheduled_at.astimezone(campaign.zone)
            week = (local.date() - campaign.start_date).days // DAYS_A_WEEK
            rows[week].append(DiffRow(item, local, is_new))
    left: dict[int, list[SkippedSlot]] = defaultdict(list)
    for slot in outcome.skipped:
        left[slot.week].append(slot)
    return tuple(_week(campaign, number, rows[number], left[number]) for number in sorted({*rows, *left}))


def _week(campaign: Campaign, number: int, rows: list[DiffRow], left: list[SkippedSlot]) -> DiffWeek:
    first = campaign.start_date + timedelta(days=number * DAYS_A_WEEK)
    return DiffWeek(
        number=number + 1,
        first=first,
        last=min(first + timedelta(days=DAYS_A_WEEK - 1), campaign.end_date),
        rows=tuple(sorted(rows, key=lambda row: (row.local, row.item.platform, row.item.content_type))),
        left_out=tuple(_by_reason(left)),
    )


def _by_reason(slots: Iterable[SkippedSlot]) -> Iterable[LeftOut]:
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    for slot in slots:
        counts[slot.platform, slot.content_type, left_out_text(slot.reason)] += 1
    for (platform, content_type, reason), count in counts.items():
        yield LeftOut(
            str(Platform(platform).label), str(ContentType(content_type).label).lower(), count, reason
        )
