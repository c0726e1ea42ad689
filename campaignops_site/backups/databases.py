"""The database into a file and back: SQLite copies itself, PostgreSQL has its own programs."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import connection

from campaignops_site.backups.errors import BackupRefused

SQLITE, POSTGRES = "sqlite", "postgresql"
FILES = {SQLITE: "database.sqlite3", POSTGRES: "database.dump"}


def dump(target: Path) -> None:
    """A consistent copy, taken while the product runs: what is written meanwhile is not in it."""
    if connection.vendor == SQLITE:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
        return
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
    _run("pg_dump", options)


def is_empty() -> bool:
    """Whether a restore would overwrite nothing."""
    if connection.vendor == SQLITE and not Path(_settings()["NAME"]).exists():
        return True
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def load(source: Path) -> None:
    """Put a copy in the place of an empty database."""
    if connection.vendor == POSTGRES:
        connection.close()
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        _run("pg_restore", [*options, f"--dbname={_settings()['NAME']}", str(source)])
        return
    place = Path(_settings()["NAME"])
    connection.close()
    # What an empty database left beside it belongs to no copy.
    for ending in ("-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(source, place)  # perhaps onto another disk


def _settings() -> dict[str, Any]:
    return connection.settings_dict


def _run(program: str, options: Sequence[str]) -> None:
    """A program of PostgreSQL, with the server of the settings; the password goes by environment, not by argument."""
    told = _settings()
    environment = {
        **os.environ,
        "PGHOST": told["HOST"] or "127.0.0.1",
        "PGPORT": str(told["PORT"] or 5432),
        "PGUSER": told["USER"],
        "PGPASSWORD": told["PASSWORD"],
        "PGDATABASE": told["NAME"],
    }
    try:
        done = subprocess.run(
            [program, *options], env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise BackupRefused(
            f"{program} is not installed here. Install the client programs of PostgreSQL, as new as the server."
        ) from error
    if done.returncode:
        raise BackupRefused(f"{program} ended with an error: {done.stderr.strip()[:500]}")
