"""Puts the numbers of an export into a campaign: all of them or none, and twice the same as once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import locked, noted, together
from campaigns.domain.audit_batch import COLUMNS, digest_of
from campaigns.domain.audit_chain import canonical, snapshot
from campaigns.domain.imports.metric_plan import (
    State,
    Tasks,
    key_of,
    planned_value,
    stored_values,
    task_of,
    tasks_of_posts,
)
from campaigns.domain.imports.metric_rows import MetricFile, MetricRow
from campaigns.domain.metrics import FIRST_DAY, refuse_closed
from campaigns.errors import InvalidInput
from campaigns.models import AuditItem, Campaign, MetricEntry
from campaigns.validators import validate_clean_text

AT_ONCE = 500
LAST_DAY = date(2299, 12, 31)
CHANGING = ("metric_value", "as_of", "task_id")


@dataclass(frozen=True)
class MetricImport:
    """How many values an import made, replaced, found the same, and found newer already."""

    created: int
    updated: int
    unchanged: int
    older: int


def moment_of_export(
    file: MetricFile, campaign: Campaign, *, exported_on: date | None, now: datetime
) -> datetime:
    """When the numbers were true: as a person says, as the file says, else now. A day means its end.

    Refuses days before 2000 and after 2299.
    """
    if exported_on is not None:
        if not FIRST_DAY <= exported_on <= LAST_DAY:
            text = _("Choose a day from 2000 to 2299.")
            raise InvalidInput(text, {"exported_on": [text]})
        end = datetime.combine(exported_on + timedelta(days=1), time.min, tzinfo=campaign.zone)
        return min(end - timedelta(seconds=1), now)
    return min(file.as_of or now, now)


def import_metrics(
    campaign: Campaign,
    entries: Sequence[MetricRow],
    *,
    source_format: str,
    file_name: str,
    as_of: datetime,
    by: Actor,
    now: datetime,
) -> MetricImport:
    """Store the values of an export, all or none; the same export again changes nothing.

    A value that is there already is replaced when this export is not older than the one it came from, or
    than its correction by hand (`as_of`). A post's numbers join the task whose proof is that post. One entry
    in the campaign's chain carries count and digest of the details. Refuses closed campaigns.
    """
    _refuse_unreadable_name(file_name)
    with together():
        fresh = locked(campaign)
        refuse_closed(fresh, by=by, now=now)
        tasks = tasks_of_posts(fresh, entries)
        stored = stored_values(fresh, entries, source_format)
        made: list[MetricEntry] = []
        replaced: list[tuple[MetricEntry, dict[str, object]]] = []
        states: Counter[State] = Counter()
        for row in entries:
            there = stored.get(key_of(row))
            state = planned_value(row, there, as_of, tasks).state
            states[state] += 1
            if state is State.NEW:
                made.append(_entry(fresh, row, source_format, as_of, tasks, now))
            elif state is State.CHANGED and there is not None:
                replaced.append((there, _replace(there, row, as_of, tasks, now)))
        if made or replaced:
            _write(fresh, made, replaced, source_format, file_name, by=by, now=now)
    return MetricImport(states[State.NEW], states[State.CHANGED], states[State.SAME], states[State.OLDER])


def _write(
    campaign: Campaign,
    made: list[MetricEntry],
    replaced: list[tuple[MetricEntry, dict[str, object]]],
    source_format: str,
    file_name: str,
    *,
    by: Actor,
    now: datetime,
) -> None:
    batch = uuid4()
    created = MetricEntry.objects.insert_many(made)
    MetricEntry.objects.bulk_update(
        [entry for entry, _before in replaced], [*CHANGING, "version", "updated_at"], batch_size=AT_ONCE
    )
    around = (batch, now, "metric.imported", MetricEntry.audit_noun)
    told = [(*around, *_detail(entry, {}, snapshot(entry))) for entry in created]
    for entry, before in replaced:
        after = snapshot(entry)
        told.append((*around, *_detail(entry, before, {name: after[name] for name in before})))
    AuditItem.objects.append(COLUMNS, told)
    count, digest = digest_of(batch)
    entry_of_batch = {
        "batch": str(batch),
        "count": count,
        "created": len(made),
        "digest": digest,
        "file": file_name[:255],
        "format": source_format,
        "updated": len(replaced),
    }
    noted("metrics.imported", campaign, by=by, now=now, after=entry_of_batch)


def _detail(entry: MetricEntry, before: dict[str, object], after: dict[str, object]) -> tuple[object, ...]:
    """Key, version, before and after, as the last columns of a detail."""
    filled = {name: value for name, value in after.items() if before or value not in (None, "")}
    return entry.pk, entry.version, canonical(before) if before else "", canonical(filled)


def _entry(
    campaign: Campaign,
    row: MetricRow,
    source_format: str,
    as_of: datetime,
    tasks: Tasks,
    now: datetime,
) -> MetricEntry:
    return MetricEntry(
        campaign=campaign,
        platform=row.platform,
        date=row.day,
        metric_name=row.metric_name,
        metric_value=row.value,
        task_id=task_of(row, tasks),
        source_format=source_format,
        granularity=row.granularity,
        external_id=row.external_id,
        identity=row.identity,
        as_of=as_of,
        created_at=now,
        updated_at=now,
    )


def _replace(
    entry: MetricEntry, row: MetricRow, as_of: datetime, tasks: Tasks, now: datetime
) -> dict[str, object]:
    """Change the row in memory; what it said before, for the fields that change."""
    before = snapshot(entry)
    entry.metric_value, entry.as_of = row.value, as_of
    entry.task_id = task_of(row, tasks) or entry.task_id
    entry.version += 1
    entry.updated_at = now
    after = snapshot(entry)
    return {name: before[name] for name in CHANGING if before[name] != after[name]}


def _refuse_unreadable_name(file_name: str) -> None:
    try:
        validate_clean_text(file_name)
    except ValidationError as error:
        text = _("The name of the file holds characters that cannot be stored; rename the file.")
        raise InvalidInput(text, {"file": [text]}) from error
