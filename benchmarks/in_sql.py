"""Rows by the hundred thousand, written by the database itself: verbs would need hours for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

from campaigns.domain import audit_triggers


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def execute(sql: str, params: list[Any] | None = None) -> int:
    """One statement; how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def fetched(sql: str, params: list[Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def moment(seconds: str) -> str:
    """SQL for a time, from SQL for whole seconds since 1970."""
    if is_postgresql():
        return f"to_timestamp({seconds})"
    return f"strftime('%Y-%m-%d %H:%M:%S', {seconds}, 'unixepoch')"


def literal(at: datetime) -> str:
    """SQL for one moment."""
    return moment(str(int(at.timestamp())))


def insert_series(
    model: type[models.Model], count: int, values: dict[str, str], condition: str = "1 = 1"
) -> str:
    """An INSERT of rows for n from 0 to `count`; `values` gives SQL over `n` for each column that is not empty."""
    fields = {field.column: values.get(field.column) or _empty(field) for field in model._meta.local_fields}
    if "id" not in values:
        fields.pop("id")
    quoted = ", ".join(f'"{column}"' for column in fields)
    # PostgreSQL counts in 32 bits unless it is told otherwise.
    return (
        f"WITH RECURSIVE series(n) AS (SELECT CAST(0 AS bigint) UNION ALL SELECT n + 1 FROM series "
        f'WHERE n < {count - 1}) INSERT INTO "{model._meta.db_table}" ({quoted}) '
        f"SELECT {', '.join(fields.values())} FROM series WHERE {condition}"
    )


def _empty(field: Any) -> str:
    if field.null:
        return "NULL"
    if isinstance(field, models.BooleanField):
        return "FALSE"
    return "0" if isinstance(field, models.IntegerField) else "''"


def settle() -> None:
    """What autovacuum does within minutes; and keys that were given by hand are not given again."""
    if is_postgresql():
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            execute(statement)
        execute("VACUUM ANALYZE")


@contextmanager
def without_triggers() -> Iterator[None]:
    """The audit log can be emptied in here; the triggers that keep it are back afterwards."""
    audit_triggers.drop(connection)
    yield
    audit_triggers.install(connection)


def streamed(sql: str) -> Iterator[Any]:
    """Rows as they come, so that a million of them need no memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(2000):
            yield from rows
