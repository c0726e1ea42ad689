"""Details of set-based changes: copied inside the database, digested as they are read back."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import F, TextField, UUIDField, Value
from django.db.models.functions import Cast, Concat

from campaigns.models import AuditItem

COLUMNS = ("batch", "at", "action", "entity_type", "entity_id", "entity_version", "before", "after")
DIGESTED = ("entity_type", "entity_id", "entity_version", "action", "before", "after")


def copy_details(
    rows: models.QuerySet[Any], *, batch: Any, action: Any, before: Any, after: Any, now: datetime
) -> None:
    """One `AuditItem` for each row, by INSERT…SELECT; on PostgreSQL the rows are locked on the way.

    `batch`, `action`, `before` and `after` are expressions over the row as it is before the change.
    """
    chosen = rows.select_for_update(of=("self",)).annotate(
        item_batch=batch,
        item_at=Value(now, output_field=models.DateTimeField()),
        item_action=action,
        item_type=Value(rows.model.audit_noun, output_field=TextField()),
        item_version=F("version") + 1,
        item_before=before,
        item_after=after,
    )
    names = ("batch", "at", "action", "type", "version", "before", "after")
    values = [f"item_{name}" for name in names]
    values.insert(COLUMNS.index("entity_id"), "pk")
    select, params = chosen.values_list(*values).query.sql_with_params()
    quoted = connection.ops.quote_name
    target = ", ".join(
        quoted(str(AuditItem._meta.get_field(name).column))  # type: ignore[union-attr]  # all are columns
        for name in COLUMNS
    )
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quoted(AuditItem._meta.db_table)} ({target}) {select}", params)


def same_batch(batch: UUID) -> Value:
    return Value(batch, output_field=UUIDField())


def json_of(fields: dict[str, Any]) -> Concat:
    """The canonical JSON of text fields, built in SQL; only for values that need no escaping, as statuses."""
    parts: list[Any] = [Value("{")]
    for place, name in enumerate(sorted(fields)):
        parts += [Value(f'{"," if place else ""}"{name}":"'), fields[name], Value('"')]
    parts.append(Value("}"))
    return Concat(*parts, output_field=TextField())


def digest_of(batch: UUID) -> tuple[int, str]:
    """How many details a batch has, and the SHA-256 of their canonical lines in the order of their rows."""
    found = digests_of(AuditItem.objects.filter(batch=batch))
    return next(((count, digest) for _batch, count, digest in found), (0, hashlib.sha256().hexdigest()))


def digests_of(details: models.QuerySet[Any]) -> Iterator[tuple[UUID, int, str]]:
    """For each batch among the details how many it has, and their digest; in one query.

    Each line is put together by the database, and read as it comes: rows as objects would take most of the time
    of a large tick.
    """
    parts: list[Any] = []
    for name in DIGESTED:
        parts += [Cast(name, TextField()), Value("|")]
    line = Concat(*parts[:-1], Value("\n"), output_field=TextField())
    chosen = details.annotate(line=line).order_by("batch", "entity_id").values_list("batch", "line")
    with connection.cursor() as cursor:
        cursor.execute(*chosen.query.sql_with_params())
        for batch, lines in groupby(_rows(cursor), key=itemgetter(0)):
            told = [text for _batch, text in lines]
            digest = hashlib.sha256("".join(told).encode()).hexdigest()
            yield batch if isinstance(batch, UUID) else UUID(batch), len(told), digest


def _rows(cursor: Any) -> Iterator[Any]:
    while rows := cursor.fetchmany(5000):
        yield from rows
