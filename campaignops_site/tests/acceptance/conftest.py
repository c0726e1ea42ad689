"""A product as it is installed: `manage.py up` over a database of its own, and a token of its first manager."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from campaignops_site.tests.test_up import BASE_DIR, PATIENCE, Instance, environment


@dataclass
class Installation:
    """A data directory and its database; `start` and `stop` what runs over them."""

    data_dir: Path
    more: dict[str, str]
    running: list[Instance] = field(default_factory=list)

    def start(self) -> str:
        """Start it and return its address."""
        self.running.append(Instance(self.data_dir, self.more))
        return f"http://127.0.0.1:{self.running[-1].port}"

    def stop(self) -> None:
        instance = self.running.pop()
        instance.supervisor.terminate()
        assert instance.supervisor.wait(PATIENCE) == 0

    def environment(self) -> dict[str, str]:
        return {**environment(self.data_dir), **self.more}

    def manage(self, *arguments: str, **variables: str) -> str:
        said = subprocess.run(
            [sys.executable, str(BASE_DIR / "manage.py"), *arguments],
            env={**self.environment(), **variables},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=PATIENCE,
        )
        return said.stdout

    def manager(self, name: str) -> None:
        self.manage(
            "createsuperuser",
            "--noinput",
            "--username",
            name,
            "--email",
            f"{name}@example.com",
            DJANGO_SUPERUSER_PASSWORD="correct horse battery",
        )


@pytest.fixture
def database() -> Iterator[dict[str, str]]:
    """Nothing for SQLite; an empty database of the server that DATABASE_URL names, gone afterwards."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    psycopg = pytest.importorskip("psycopg")
    server, name = url.rpartition("/")[0], f"acceptance_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield {"DATABASE_URL": f"{server}/{name}"}
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def installation(tmp_path, database) -> Iterator[Installation]:
    found = Installation(tmp_path / "data", database)
    yield found
    for instance in found.running:
        instance.end()
