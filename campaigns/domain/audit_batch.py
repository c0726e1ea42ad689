"""Details of set-based changes: copied inside the database, digested as they are read back."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import F, TextField, UUIDField, Value
from django.db.models.functions import Concat

from campaigns.models import AuditItem


def copy_before_and_after(
    batch: UUID,
    action: str,
    rows: models.QuerySet[Any],
    *,
    now: datetime,
    audited: dict[str, tuple[str, str]],
) -> None:
    """One `AuditItem` for each row, by INSERT…SELECT; on PostgreSQL the rows are locked on the way."""
    before = _json_of({name: F(column) for name, (column, _new) in audited.items()})
    after = _json_of({name: Value(new) for name, (_column, new) in audited.items()})
    chosen = rows.select_for_update(of=("self",)).annotate(
        item_batch=Value(batch, output_field=UUIDField()),
        item_at=Value(now, output_field=models.DateTimeField()),
        item_action=Value(action, output_field=TextField()),
        item_type=Value(rows.model.audit_noun, output_field=TextField()),
        item_version=F("version") + 1,
        item_before=before,
        item_after=after,
    )
    columns = [
        "item_batch",
        "item_at",
        "item_action",
        "item_type",
        "pk",
        "item_version",
        "item_before",
        "item_after",
    ]
    select, params = chosen.values_list(*columns).query.sql_with_params()
    quoted = connection.ops.quote_name
    target = ", ".join(
        quoted(str(AuditItem._meta.get_field(name).column))  # type: ignore[union-attr]  # all are columns
        for name in ("batch", "at", "action", "entity_type", "entity_id", "entity_version", "before", "after")
    )
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quoted(AuditItem._meta.db_table)} ({target}) {select}", params)


def _json_of(fields: dict[str, Any]) -> Concat:
    """The canonical JSON of text fields, built in SQL; only for values that need no escaping, as statuses."""
    parts: list[Any] = [Value("{")]
    for place, name in enumerate(sorted(fields)):
        parts += [Value(f'{"," if place else ""}"{name}":"'), fields[name], Value('"')]
    parts.append(Value("}"))
    return Concat(*parts, output_field=TextField())


def digest_of(batch: UUID) -> tuple[int, str]:
    """How many details a batch has, and the SHA-256 of their canonical lines in the order of their rows."""
    digest, count = hashlib.sha256(), 0
    details = AuditItem.objects.filter(batch=batch).order_by("entity_id")
    columns = ("entity_type", "entity_id", "entity_version", "action", "before", "after")
    for line in details.values_list(*columns).iterator(chunk_size=5000):
        digest.update(("|".join(map(str, line)) + "\n").encode())
        count += 1
    return count, digest.hexdigest()
