"""The verb that logs many numbers of whole days at once: all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as with_changes
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import Granularity, Platform
from campaigns.domain.audit import created_many, locked, together
from campaigns.domain.metrics import FIRST_DAY, exact_value, put_right, refuse_closed
from campaigns.errors import InvalidInput
from campaigns.metric_names import MANUAL_SOURCE, MetricName
from campaigns.models import Campaign, MetricEntry

MOST_VALUES = 2_000
MOST_SENTENCES = 20


@dataclass(frozen=True)
class DayValue:
    """One value of one day; `place` says where the person wrote it."""

    place: str
    platform: Platform
    day: date
    metric: MetricName
    value: Decimal


@dataclass(frozen=True)
class LoggedMany:
    """How many values were new, replaced another, and stood there already."""

    created: int
    corrected: int
    unchanged: int


@dataclass(frozen=True)
class Misfit:
    """Why one value cannot be logged: where it was written, a sentence, and which field is meant, if one is."""

    place: str
    text: str
    field: str = ""


class RefusedValues(InvalidInput):
    """Some of many values cannot be logged; `misfits` names each of them."""

    def __init__(self, misfits: Sequence[Misfit]) -> None:
        told = _shortened([_("%(place)s: %(text)s") % vars(misfit) for misfit in misfits])
        super().__init__(" ".join(told), {"grid": told})
        self.misfits = tuple(misfits)


def log_many(
    campaign: Campaign, values: Sequence[DayValue], *, replace: bool, by: Actor, now: datetime
) -> LoggedMany:
    """Log many values of whole days, all or none; each leaves its own audit entry.

    A value that is there already and differs is corrected where `replace` is set, else it is refused by its
    place. Refuses an empty grid, the same value twice, days in the future, what is no number, and closed
    campaigns.
    """
    with together():
        fresh = locked(campaign)
        refuse_closed(fresh, by=by, now=now)
        values = _fitting(fresh, values, now)
        there = {
            (entry.platform, entry.date, entry.metric_name): entry
            for entry in MetricEntry.objects.filter(
                campaign=fresh,
                source_format=MANUAL_SOURCE,
                granularity=Granularity.DAY,
                date__in={value.day for value in values},
            )
        }
        pairs = [(value, there.get((value.platform, value.day, value.metric))) for value in values]
        differing = [(value, entry) for value, entry in pairs if entry and entry.metric_value != value.value]
        if differing and not replace:
            raise RefusedValues([_differs(value, entry) for value, entry in differing])
        new = [_entry(fresh, value) for value, entry in pairs if entry is None]
        created_many("metric.logged", new, by=by, now=now)
        for value, entry in differing:
            put_right(entry, metric_value=value.value, by=by, now=now)
    return LoggedMany(len(new), len(differing), len(values) - len(new) - len(differing))


def _fitting(campaign: Campaign, values: Sequence[DayValue], now: datetime) -> list[DayValue]:
    """The values with exact numbers, if every one of them may be logged."""
    today = campaign.local_date(now)
    if not values:
        raise refused_grid([_("There is no value yet. Write at least one.")])
    if len(values) > MOST_VALUES:
        raise refused_grid(
            [_("There are more than %(most)d values; save them in parts.") % {"most": MOST_VALUES}]
        )
    seen: set[tuple[str, date, str]] = set()
    fitting: list[DayValue] = []
    misfits: list[Misfit] = []
    for value in values:
        key = (value.platform, value.day, value.metric)
        if key in seen:
            misfits.append(Misfit(value.place, _("the same day and metric stand in an earlier row.")))
        seen.add(key)
        if not FIRST_DAY <= value.day <= today:
            misfits.append(Misfit(value.place, _("the day lies in the future or before 2000."), field="date"))
        try:
            fitting.append(with_changes(value, value=exact_value(value.metric, value.value)))
        except InvalidInput as refusal:
            misfits.append(Misfit(value.place, refusal.message, field="metric_value"))
    if misfits:
        raise RefusedValues(misfits)
    return fitting


def refused_grid(problems: Sequence[str]) -> InvalidInput:
    told = _shortened(problems)
    return InvalidInput(" ".join(told), {"grid": told})


def _shortened(problems: Sequence[str]) -> list[str]:
    told = [*problems[:MOST_SENTENCES]]
    if len(problems) > MOST_SENTENCES:
        told.append(_("And %(count)d more like these.") % {"count": len(problems) - MOST_SENTENCES})
    return told


def _differs(value: DayValue, entry: MetricEntry) -> Misfit:
    text = _("%(stored)s is logged for that day already; correct what is there, or leave it out.")
    return Misfit(value.place, text % {"stored": f"{entry.metric_value.normalize():f}"}, field="metric_value")


def _entry(campaign: Campaign, value: DayValue) -> MetricEntry:
    return MetricEntry(
        campaign=campaign,
        platform=value.platform,
        date=value.day,
        metric_name=value.metric,
        metric_value=value.value,
        identity=value.day.isoformat(),
    )
