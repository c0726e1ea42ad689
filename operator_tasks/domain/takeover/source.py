"""Reads the six tables of the earlier module, from SQLite or PostgreSQL, and changes nothing there.

What it refuses is read in a terminal, in English as everything there.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from campaigns.errors import InvalidInput

TABLES = ("campaigns", "plans", "calendar_items", "operator_tasks", "metric_entries", "audit_log")
PREFIX = "campaign_ops_"
Row = dict[str, Any]


class Earlier:
    """A connection that only reads. Rows come as dictionaries, in the order of their keys."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def rows(self, table: str, campaign: int | None = None) -> list[Row]:
        """All rows of a table, or those of one campaign; an audit row names its campaign or one of its things."""
        condition = "" if campaign is None else f" WHERE campaign_id = {int(campaign)}"
        return self._fetched(f"SELECT * FROM {PREFIX}{table}{condition} ORDER BY id")

    def _fetched(self, sql: str) -> list[Row]:
        with closing(self._connection.cursor()) as cursor:
            cursor.execute(sql)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def opened(url: str) -> Iterator[Earlier]:
    """The earlier module's database at `url`, as SQLAlchemy names it. Refuses one that lacks a table."""
    kind = urlsplit(url).scheme.partition("+")[0]
    connection, failure = _sqlite(url) if kind == "sqlite" else _postgresql(url, kind)
    with closing(connection):
        earlier = Earlier(connection)
        for table in TABLES:
            try:
                earlier._fetched(f"SELECT * FROM {PREFIX}{table} LIMIT 0")
            except failure as error:
                raise InvalidInput(
                    f"The database has no table {PREFIX}{table} that can be read, "
                    "so it is not one of the earlier module."
                ) from error
        yield earlier


def _sqlite(url: str) -> tuple[Any, type[Exception]]:
    """The connection, and what its library raises."""
    place = Path(unquote(urlsplit(url).path).replace("/", "", 1))
    if not place.is_file():
        raise InvalidInput(f"There is no file {place}. Name it as sqlite:////path/to/file.")
    return sqlite3.connect(f"{place.resolve().as_uri()}?mode=ro", uri=True), sqlite3.Error


def _postgresql(url: str, kind: str) -> tuple[Any, type[Exception]]:
    if kind not in ("postgres", "postgresql"):
        raise InvalidInput("Name the database as sqlite:////path/to/file or postgresql://user@host/name.")
    import psycopg  # noqa: PLC0415  # only where one is read

    try:
        connection = psycopg.connect(urlsplit(url)._replace(scheme="postgresql").geturl(), connect_timeout=10)
    except psycopg.OperationalError as error:
        raise InvalidInput(f"The database does not answer: {str(error).strip()}") from error
    connection.read_only = True
    return connection, psycopg.Error


def moment(value: Any) -> datetime | None:
    """A time of the earlier module, which was in UTC and did not say so."""
    if value is None or value == "":
        return None
    told = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def listed(value: Any) -> Any:
    """What a JSON column holds: SQLite gives its text, PostgreSQL what it says, which may be a text itself."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value else value
    except ValueError:
        return value
