"""What would become of each value of an export in a campaign: new, replaced, the same, or newer already."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import Granularity, MetricKind, Platform
from campaigns.domain.imports.metric_rows import MetricFile, MetricRow
from campaigns.domain.metrics import refuse_closed
from campaigns.domain.work import work
from campaigns.errors import DomainError
from campaigns.metric_names import MetricName, kind_of
from campaigns.models import Campaign, MetricEntry
from campaigns.platforms.proof_urls import recognise

# From here on a value is rather a slip than a success.
UNLIKELY = Decimal(10) ** 9
MOST_DOUBTS = 20

Key = tuple[str, str, str, str]
Tasks = dict[tuple[str, str], int]


class State(Enum):
    """What becomes of a value: a newer export replaces, an older one does not."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    OLDER = "older"


@dataclass(frozen=True)
class PlannedValue:
    """A value of the file, what is to become of it, and what is stored now."""

    row: MetricRow
    state: State
    before: Decimal | None = None


@dataclass(frozen=True)
class MetricCount:
    """One metric of a file: how many values, and their sum where summing means something, else the last one."""

    platform: Platform
    metric: MetricName
    granularity: Granularity
    values: int
    total: Decimal | None
    last: Decimal | None
    new: int
    changed: int
    same: int


@dataclass(frozen=True)
class MetricPlan:
    """What `import_metrics` would do; nothing is saved."""

    as_of: datetime
    values: tuple[PlannedValue, ...]
    counts: tuple[MetricCount, ...]
    doubts: tuple[str, ...]
    on_tasks: int

    def count(self, state: State) -> int:
        return sum(value.state is state for value in self.values)

    @property
    def new(self) -> int:
        return self.count(State.NEW)

    @property
    def changed(self) -> int:
        return self.count(State.CHANGED)

    @property
    def same(self) -> int:
        return self.count(State.SAME)

    @property
    def older(self) -> int:
        return self.count(State.OLDER)

    @property
    def writes(self) -> int:
        return self.new + self.changed


def preview_metrics_import(
    campaign: Campaign, file: MetricFile, *, as_of: datetime, by: Actor, now: datetime
) -> MetricPlan:
    """What an import would make, replace and leave alone. Refuses what the campaign's status does not allow."""
    refuse_closed(campaign, by=by, now=now)
    tasks = tasks_of_posts(campaign, file.rows)
    stored = stored_values(campaign, file.rows, file.format)
    values = tuple(planned_value(row, stored.get(key_of(row)), as_of, tasks) for row in file.rows)
    doubts = (*file.doubts, *_doubts(values))
    shown = doubts[:MOST_DOUBTS]
    if len(doubts) > MOST_DOUBTS:
        shown = (*shown, _("And %(count)d more doubts of this kind.") % {"count": len(doubts) - MOST_DOUBTS})
    on_tasks = len({row.external_id for row in file.rows if task_of(row, tasks)})
    return MetricPlan(as_of, values, _counts(values), shown, on_tasks)


def planned_value(row: MetricRow, there: MetricEntry | None, as_of: datetime, tasks: Tasks) -> PlannedValue:
    if there is None:
        return PlannedValue(row, State.NEW)
    task = task_of(row, tasks)
    if there.metric_value == row.value and task in {None, there.task_id}:
        return PlannedValue(row, State.SAME, there.metric_value)
    is_older = there.as_of is not None and there.as_of > as_of
    return PlannedValue(row, State.OLDER if is_older else State.CHANGED, there.metric_value)


def key_of(row: MetricRow) -> Key:
    return row.platform, row.granularity, row.identity, row.metric_name


def stored_values(
    campaign: Campaign, rows: Sequence[MetricRow], source_format: str
) -> dict[Key, MetricEntry]:
    there = MetricEntry.objects.filter(
        campaign=campaign, source_format=source_format, platform__in={row.platform for row in rows}
    )
    wanted = {key_of(row) for row in rows}
    found: dict[Key, MetricEntry] = {}
    for entry in there.iterator(chunk_size=2000):
        key = (entry.platform, entry.granularity, entry.identity, entry.metric_name)
        if key in wanted:
            found[key] = entry
    return found


def tasks_of_posts(campaign: Campaign, rows: Sequence[MetricRow]) -> Tasks:
    """The tasks of the file's posts, by (platform, identity of the row)."""
    posts: dict[tuple[str, str], tuple[str, str]] = {}
    for row in rows:
        if row.granularity is Granularity.POST:
            posts.setdefault((row.platform, row.external_id), (row.platform, _post_id(row)))
    tasks = work().tasks_of_posts(campaign, set(posts.values())) if posts else {}
    return {key: tasks[post] for key, post in posts.items() if post in tasks}


def task_of(row: MetricRow, tasks: Tasks) -> int | None:
    return tasks.get((row.platform, row.external_id))


def _post_id(row: MetricRow) -> str:
    """The post as a proof names it: by its link where the file has one, else by its own number."""
    if row.link:
        try:
            return recognise(row.platform, row.link).post_id or row.external_id
        except DomainError:
            return row.external_id
    return row.external_id


def _counts(values: Sequence[PlannedValue]) -> tuple[MetricCount, ...]:
    groups: dict[tuple[Platform, MetricName, Granularity], list[PlannedValue]] = defaultdict(list)
    for value in values:
        groups[value.row.platform, value.row.metric_name, value.row.granularity].append(value)
    return tuple(_count(*key, group) for key, group in groups.items())


def _count(
    platform: Platform, metric: MetricName, granularity: Granularity, group: list[PlannedValue]
) -> MetricCount:
    kind = kind_of(metric)
    total = sum((value.row.value for value in group), Decimal(0)) if kind is MetricKind.ADDITIVE else None
    last = max(group, key=lambda value: value.row.day).row.value if kind is MetricKind.SNAPSHOT else None
    states = Counter(value.state for value in group)
    return MetricCount(
        platform,
        metric,
        granularity,
        len(group),
        total,
        last,
        states[State.NEW],
        states[State.CHANGED],
        states[State.SAME] + states[State.OLDER],
    )


def _whole(value: Decimal) -> str:
    return number_format(value, decimal_pos=0, force_grouping=True)


def _doubts(values: Sequence[PlannedValue]) -> list[str]:
    """Values that may be a slip: far too many, or a total of a post that has fallen."""
    doubts: list[str] = []
    for planned in values:
        row = planned.row
        told = {"row": row.row_number, "metric": row.metric_name.label, "value": _whole(row.value)}
        if row.value >= UNLIKELY:
            doubts.append(_("Row %(row)d: %(metric)s of %(value)s is unlikely.") % told)
        is_cumulative = (
            row.granularity is not Granularity.DAY and kind_of(row.metric_name) is MetricKind.ADDITIVE
        )
        if planned.state is State.CHANGED and is_cumulative and planned.before and row.value < planned.before:
            told["before"] = _whole(planned.before)
            doubts.append(_("Row %(row)d: %(metric)s has fallen from %(before)s to %(value)s.") % told)
    return doubts
