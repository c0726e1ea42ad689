"""Many rows by few statements, without what the ORM does for each value: most of the cost of a large change."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

M = TypeVar("M", bound=models.Model)

# Rows of one statement; SQLite takes 32,766 values in it, and no table has more than sixty columns.
AT_ONCE = 500
# Texts, numbers and truth values go to every database as they are; the values of these are put into its form.
PREPARED = (
    models.DateField,
    models.DecimalField,
    models.FileField,
    models.JSONField,
    models.TimeField,
    models.UUIDField,
)


def insert_values(
    model: type[models.Model],
    fields: "Sequence[models.Field[Any, Any]]",
    rows: Sequence[Sequence[Any]],
    *,
    returning: bool = False,
) -> list[int]:
    """Insert rows of values in the order of `fields`; with `returning` give the keys they got, in their order."""
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    head = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) "
    tail = f" RETURNING {quoted(str(model._meta.pk.column))}" if returning else ""
    keys: list[int] = []
    with connection.cursor() as cursor:
        for begun in range(0, len(rows), AT_ONCE):
            some = _prepared(fields, rows[begun : begun + AT_ONCE])
            source, values = (
                _as_columns(fields, some) if connection.vendor == "postgresql" else _as_rows(some)
            )
            cursor.execute(head + source + tail, values)
            keys += [key for (key,) in cursor.fetchall()] if returning else []
    return keys


def _prepared(fields: "Sequence[models.Field[Any, Any]]", rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    prepare, database = [_preparation(field) for field in fields], connections[DEFAULT_DB_ALIAS]
    return [
        [
            value if prepared is None else prepared(value, database)
            for prepared, value in zip(prepare, row, strict=True)
        ]
        for row in rows
    ]


def _as_rows(rows: list[list[Any]]) -> tuple[str, list[Any]]:
    place = f"({', '.join(['%s'] * len(rows[0]))})"
    return "VALUES " + ", ".join([place] * len(rows)), [value for row in rows for value in row]


def _as_columns(
    fields: "Sequence[models.Field[Any, Any]]", rows: list[list[Any]]
) -> tuple[str, list[list[Any]]]:
    """One array for each column: its driver reads ten thousand places of a statement slower than it fills them."""
    kinds = [str(field.db_type(connection)).partition("(")[0] for field in fields]
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    return f"SELECT * FROM UNNEST({arrays})", [list(column) for column in zip(*rows, strict=True)]


def insert_rows(rows: Sequence[M]) -> list[M]:
    """Insert new rows of one model and give each the key it got. PostgreSQL has a good way of its own for it."""
    model = type(rows[0])
    if connection.vendor == "postgresql":
        table: models.QuerySet[M] = models.QuerySet(model)
        return table.bulk_create(rows, batch_size=AT_ONCE)
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    values = [[getattr(row, field.attname) for field in fields] for row in rows]
    for row, key in zip(rows, insert_values(model, fields, values, returning=True), strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias
    return list(rows)


def _preparation(field: "models.Field[Any, Any]") -> Callable[[Any, Any], Any] | None:
    if isinstance(field, models.DateTimeField):
        return _moment
    return field.get_db_prep_save if isinstance(field, PREPARED) else None


def _moment(value: datetime | None, database: Any) -> Any:
    """A time in the form of the database; the field's own way asks five questions before it says the same."""
    if value is not None and value.tzinfo is None:
        raise TypeError("A time without a zone cannot be stored; give an aware one.")
    return database.ops.adapt_datetimefield_value(value)
