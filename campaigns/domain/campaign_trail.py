"""The audit trail of a campaign, narrowed and read page by page by the numbers of its entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from campaigns.domain.queries import trail_of_campaign
from campaigns.models import Campaign, OperatorAuditLog

ENTRIES_A_PAGE = 50
LOOKED_AT = 500


@dataclass(frozen=True)
class TrailPage:
    """Entries, the newest first; `older` is the number before which the next page begins, if there is one."""

    entries: tuple[OperatorAuditLog, ...]
    older: int | None


@dataclass(frozen=True)
class TrailWords:
    """What the latest entries name, to choose from: actions and people."""

    actions: Sequence[str]
    people: Sequence[str]


def trail_page(
    campaign: Campaign,
    *,
    action: str = "",
    person: str = "",
    day: date | None = None,
    before: int | None = None,
) -> TrailPage:
    """A page of the trail: of actions that begin so, by this person, on this day of the campaign's zone."""
    entries = trail_of_campaign(campaign)
    if action:
        entries = entries.filter(action__startswith=action)
    if person:
        entries = entries.filter(actor_label=person)
    if day is not None:
        start, end = (
            datetime.combine(each, time.min, tzinfo=campaign.zone).astimezone(UTC)
            for each in (day, day + timedelta(days=1))
        )
        entries = entries.filter(at__gte=start, at__lt=end)
    if before is not None:
        entries = entries.filter(seq__lt=before)
    found = tuple(entries[: ENTRIES_A_PAGE + 1])
    shown = found[:ENTRIES_A_PAGE]
    return TrailPage(shown, shown[-1].seq if len(found) > ENTRIES_A_PAGE else None)


def trail_words(campaign: Campaign) -> TrailWords:
    """One query over the latest entries alone: the whole chain may be long."""
    latest = list(trail_of_campaign(campaign).values_list("action", "actor_label")[:LOOKED_AT])
    return TrailWords(
        actions=sorted({action for action, _person in latest}),
        people=sorted({person for _action, person in latest}),
    )
