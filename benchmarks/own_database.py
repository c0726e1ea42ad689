"""A database of the benchmark's own, which is gone when it ends: a file, or a database on a PostgreSQL server."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import django


@contextmanager
def own_database() -> Iterator[None]:
    """Django set up on an empty, migrated database.

    Without DATABASE_URL it is an SQLite file. A PostgreSQL URL names a database that does not exist yet; it is made,
    and dropped at the end. Refuses one that exists, for it may be somebody's.
    """
    url = os.environ.get("DATABASE_URL", "")
    place = Path(tempfile.mkdtemp(prefix="campaignops-bench-"))
    os.environ |= {
        "DATA_DIR": str(place),
        "SECRET_KEY": "only-for-benchmarks-" + "x" * 40,
        "DEBUG": "0",
        "ALLOWED_HOSTS": "testserver",
        "API_RATE": "1000000",
        "DJANGO_SETTINGS_MODULE": "campaignops_site.settings",
    }
    try:
        with _made_on_server(url):
            # Only now: settings are read once, and they read what stands above.
            from django.core.management import call_command  # noqa: PLC0415
            from django.db import connections  # noqa: PLC0415

            (place / "static").mkdir()
            django.setup()
            call_command("migrate", verbosity=0)
            yield
            connections.close_all()
    finally:
        shutil.rmtree(place)


@contextmanager
def _made_on_server(url: str) -> Iterator[None]:
    if not url.startswith("postgres"):
        yield
        return
    import psycopg  # noqa: PLC0415  # only where a server is measured

    name = urlsplit(url).path.lstrip("/")
    server = urlsplit(url)._replace(scheme="postgresql", path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
    try:
        yield
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            drop = psycopg.sql.SQL("DROP DATABASE {} WITH (FORCE)")
            connection.execute(drop.format(psycopg.sql.Identifier(name)))
