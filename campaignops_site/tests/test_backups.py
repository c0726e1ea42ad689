"""A backup is made while everything runs, and restored equal to the last byte, or refused without a change."""

import hashlib
import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections
from django.utils import timezone

from campaignops_site.backups.archive import unpack
from campaignops_site.backups.errors import BackupRefused
from campaigns.domain.clients import create_client
from campaigns.models import Client
from conftest import actor_for, user_named

# A database that copies itself must not be inside a transaction; the archive alone needs no database.
with_house = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(settings, tmp_path):
    """A client, an upload, a signing key."""
    call_command("migrate", verbosity=0)  # gives emptied tables their roles back
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "data/media"
    (settings.MEDIA_ROOT / "proofs").mkdir(parents=True)
    (settings.MEDIA_ROOT / "proofs/a b.png").write_bytes(os.urandom(3_000_000))
    (settings.DATA_DIR / "secret_key").write_text("k" * 60)
    create_client(name="Acme", by=actor_for(user_named("maria", "manager")), now=timezone.now())


@pytest.fixture
def archive(house, tmp_path) -> Path:
    call_command("backup", str(tmp_path / "house.tar"))
    return tmp_path / "house.tar"


@pytest.fixture
def elsewhere(tmp_path):
    """An empty place with an empty database, and what a program there finds in its environment."""
    place = {"DATA_DIR": str(tmp_path / "other"), "PATH": os.environ["PATH"]}
    if connection.vendor == "sqlite":
        yield place
        return
    told, name = connection.settings_dict, f"{connection.settings_dict['NAME']}_restored"
    server = f"{told['USER']}:{told['PASSWORD']}@{told['HOST'] or '127.0.0.1'}:{told['PORT'] or 5432}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # of a run that was killed
        cursor.execute(f"CREATE DATABASE {name}")
    yield {**place, "DATABASE_URL": f"postgres://{server}/{name}"}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def manage(place, *arguments) -> subprocess.CompletedProcess:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *map(str, arguments)]
    return subprocess.run(command, env=place, capture_output=True, text=True, check=False)


WITNESS = """
import hashlib, django
django.setup()
from django.apps import apps
models = [model for app in ("campaigns", "operator_tasks", "auth") for model in apps.get_app_config(app).get_models()]
rows = [(model._meta.label, list(model._base_manager.order_by("pk").values_list())) for model in models]
print(hashlib.sha256(repr(rows).encode()).hexdigest())
"""


@with_house
def test_what_is_restored_is_equal_to_the_last_byte(archive, elsewhere):
    done = manage(elsewhere, "restore", archive)

    there = Path(elsewhere["DATA_DIR"])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Restored: 3 files, as of ")
    assert hash_of_files(there / "media") == hash_of_files(settings.MEDIA_ROOT)
    assert (there / "secret_key").read_text() == "k" * 60
    assert rows_there(elsewhere) == rows_now()


def hash_of_files(directory: Path) -> dict[str, str]:
    files = (path for path in sorted(directory.rglob("*")) if path.is_file())
    return {str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def rows_now() -> str:
    models = [
        m for app in ("campaigns", "operator_tasks", "auth") for m in apps.get_app_config(app).get_models()
    ]
    rows = [(model._meta.label, list(model._base_manager.order_by("pk").values_list())) for model in models]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def rows_there(place) -> str:
    told = {
        **place,
        "DJANGO_SETTINGS_MODULE": "campaignops_site.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    done = subprocess.run(
        [sys.executable, "-c", WITNESS], env=told, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@with_house
def test_a_place_where_anything_is_stays_as_it_is(archive, elsewhere):
    manage(elsewhere, "restore", archive)
    before = rows_there(elsewhere)
    again = manage(elsewhere, "restore", archive)

    assert (again.returncode, again.stderr) == (
        1,
        "CommandError: The database is not empty. Restore into a new one; nothing was changed.\n",
    )
    assert rows_there(elsewhere) == before


@with_house
def test_a_damaged_archive_changes_nothing(archive, elsewhere):
    data = bytearray(archive.read_bytes())
    place = data.index(settings.MEDIA_ROOT.joinpath("proofs/a b.png").read_bytes()[:64]) + 1_000_000
    data[place] ^= 1
    archive.write_bytes(data)
    done = manage(elsewhere, "restore", archive)

    assert (done.returncode, "media/proofs/a b.png is not what its manifest says" in done.stderr) == (1, True)
    assert [path.name for path in Path(elsewhere["DATA_DIR"]).iterdir() if path.stat().st_size] == []


@with_house
def test_nothing_is_written_over(archive):
    before = archive.read_bytes()
    with pytest.raises(CommandError, match="exists already; name another file"):
        call_command("backup", str(archive))
    with pytest.raises(CommandError, match="is no directory; make it"):
        call_command("backup", str(archive.parent / "nowhere/x.tar"))

    assert archive.read_bytes() == before
    assert (archive.stat().st_mode & 0o777, [path.name for path in archive.parent.glob(".*")]) == (0o600, [])


@with_house
def test_what_is_written_meanwhile_does_not_disturb(house, tmp_path):
    call_command("backup", str(tmp_path / "first.tar"))
    create_client(name="Later", by=actor_for(User.objects.get()), now=timezone.now())
    call_command("backup", str(tmp_path / "second.tar"))

    assert Client.objects.count() == 2
    assert (tmp_path / "first.tar").stat().st_size <= (tmp_path / "second.tar").stat().st_size


def tar_of(tmp_path, *members: tuple[str, bytes]) -> Path:
    path = tmp_path / "odd.tar"
    with tarfile.open(path, "w") as odd:
        for name, data in members:
            told = tarfile.TarInfo(name)
            told.size = len(data)
            odd.addfile(told, io.BytesIO(data))
    return path


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ([("../outside", b"x")], "which no backup of ours does"),
        ([("/etc/passwd", b"x")], "which no backup of ours does"),
        ([("media/x", b"x")], "has no manifest that can be read"),
        ([("manifest.json", b"[]")], "has no manifest that can be read"),
        (
            [("manifest.json", b'{"format": 9, "made_at": "", "vendor": "", "parts": []}')],
            "by another version",
        ),
        (
            [
                ("media/x", b"x"),
                ("manifest.json", b'{"format": 1, "made_at": "", "vendor": "", "parts": []}'),
            ],
            "media/x is not what its manifest says",
        ),
    ],
)
def test_archives_that_are_none_of_ours_are_refused(tmp_path, members, sentence):
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(BackupRefused, match=sentence):
        unpack(tar_of(tmp_path, *members), into)


@pytest.mark.parametrize("data", [b"", b"no tar at all", b"\x00" * 2048])
def test_files_that_are_no_archives_are_refused(tmp_path, data):
    path = tmp_path / "none.tar"
    path.write_bytes(data)
    with pytest.raises(BackupRefused):
        unpack(path, tmp_path)


@with_house
@pytest.mark.concurrency  # needs a server, whose backup a file cannot take
def test_a_backup_of_the_other_kind_of_database_is_refused(archive, elsewhere):
    other = {name: value for name, value in elsewhere.items() if name != "DATABASE_URL"}
    done = manage(other, "restore", archive)

    assert done.returncode == 1
    assert "The backup is of postgresql and DATABASE_URL names sqlite." in done.stderr
    connections.close_all()
