"""What gets in whose way in the calendar: posts too close together, and copy that was said already."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from django.db.models import QuerySet

from campaigns.choices import ContentType
from campaigns.models import CalendarItem
from campaigns.validators import normalise_name

CLASH_WITHIN = timedelta(hours=1)
REPEAT_WITHIN = timedelta(days=30)
MOST_NAMED = 5
MOST_COMPARED = 10_000
COMPARED = ("pk", "campaign__client_id", "campaign__name", "platform", "account_id", "scheduled_at")
SAID = ("title", "theme", "content_type", "copy_text")

Place = tuple[int, str, int | None]


@dataclass(frozen=True)
class Neighbour:
    """Another item of the same client, on the same account."""

    pk: int
    title: str
    campaign_name: str
    scheduled_at: datetime


@dataclass(frozen=True)
class Warnings:
    """At most five neighbours of each kind, in the order of time."""

    clashes: tuple[Neighbour, ...] = ()
    repeats: tuple[Neighbour, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.clashes or self.repeats)


NONE = Warnings()


def warnings_for(
    items: Sequence[CalendarItem], *, among: QuerySet[CalendarItem], now: datetime
) -> Mapping[int, Warnings]:
    """The warnings of those items that have any, by their key. One query, whatever their number.

    Two posts clash when they go out from one account (or, where none is chosen, on one platform of the client)
    less than an hour apart. Copy repeats when the same words, whatever their case and spacing, go out from one
    account within 30 days. Items out of the plan and those whose time has passed are not warned of, for
    nothing can be done about them; a post that went out is still a neighbour. `among` holds live items only.
    """
    warned = [item for item in items if item.cancelled_at is None and item.scheduled_at > now]
    if not warned:
        return {}
    by_place: dict[Place, list[Neighbour]] = defaultdict(list)
    by_copy: dict[tuple[Place, str], list[Neighbour]] = defaultdict(list)
    for place, words, neighbour in _around(warned, among):
        by_place[place].append(neighbour)
        if words:
            by_copy[place, words].append(neighbour)
    found = {}
    for item in warned:
        place = (item.campaign.client_id, item.platform, item.account_id)
        alike = by_copy.get((place, normalise_name(item.copy_text)), ())
        warnings = Warnings(_near(item, by_place[place], CLASH_WITHIN), _near(item, alike, REPEAT_WITHIN))
        if warnings:
            found[item.pk] = warnings
    return found


def _around(
    items: Sequence[CalendarItem], among: QuerySet[CalendarItem]
) -> Iterable[tuple[Place, str, Neighbour]]:
    """What can be in the way of these items, in the order of time: place, words, neighbour."""
    times = [item.scheduled_at for item in items]
    rows = among.filter(
        campaign__client_id__in={item.campaign.client_id for item in items},
        platform__in={item.platform for item in items},
        scheduled_at__gt=min(times) - REPEAT_WITHIN,
        scheduled_at__lt=max(times) + REPEAT_WITHIN,
    )
    found = rows.order_by("scheduled_at", "pk").values_list(*COMPARED, *SAID)[:MOST_COMPARED]
    for pk, client_id, campaign_name, platform, account_id, at, title, theme, content_type, copy in found:
        shown = title or theme or str(ContentType(content_type).label)
        yield (client_id, platform, account_id), normalise_name(copy), Neighbour(pk, shown, campaign_name, at)


def _near(item: CalendarItem, neighbours: Sequence[Neighbour], distance: timedelta) -> tuple[Neighbour, ...]:
    """The first neighbours, which stand in the order of time, less than `distance` before or after the item."""
    at = attrgetter("scheduled_at")
    begin = bisect_right(neighbours, item.scheduled_at - distance, key=at)
    end = bisect_left(neighbours, item.scheduled_at + distance, key=at)
    near = (neighbours[place] for place in range(begin, min(end, begin + MOST_NAMED + 1)))
    return tuple(neighbour for neighbour in near if neighbour.pk != item.pk)[:MOST_NAMED]
