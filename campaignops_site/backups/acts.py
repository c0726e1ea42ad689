"""Making a backup while everything runs, and restoring one into an empty place, or not at all."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from campaignops_site.backups import archive, databases
from campaignops_site.backups.archive import KEY, MEDIA, Manifest
from campaignops_site.backups.errors import BackupRefused
from campaigns.domain.audit_verify import Verification, verify


def make_backup(target: Path, *, now: datetime) -> Manifest:
    """Database, uploads and key into one file that did not exist.

    The database is copied first: an upload is stored before the row that names it, so that each row of the copy
    finds its file, and what was uploaded meanwhile is more than it needs.
    """
    if target.exists():
        raise BackupRefused(f"{target} exists already; name another file.")
    if not target.parent.is_dir():
        raise BackupRefused(f"{target.parent} is no directory; make it, or name another file.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as scratch:
        dumped = Path(scratch) / databases.FILES[connection.vendor]
        databases.dump(dumped)
        files = [(dumped.name, dumped), *archive.files_in(Path(settings.MEDIA_ROOT))]
        if _key().is_file():
            files.append((KEY, _key()))
        return archive.write(target, files, vendor=connection.vendor, now=now)


def restore_backup(source: Path) -> tuple[Manifest, Verification]:
    """Put a backup into an empty place, bring it up to this version, and return what its audit chains are like.

    Refuses, and changes nothing, where the archive is damaged or for another kind of database, and where anything
    is in the way: tables, uploads, or another signing key.
    """
    _refuse_occupied()
    home = Path(settings.DATA_DIR)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as scratch:
        unpacked = Path(scratch)
        manifest = archive.unpack(source, unpacked)
        if manifest.vendor != connection.vendor:
            raise BackupRefused(
                f"The backup is of {manifest.vendor} and DATABASE_URL names {connection.vendor}. Nothing was changed."
            )
        databases.load(unpacked / databases.FILES[manifest.vendor])
        _move_uploads(unpacked / MEDIA)
        if (unpacked / KEY).is_file() and not _key().exists():
            (unpacked / KEY).replace(_key())
    call_command("migrate", verbosity=0)
    return manifest, verify()


def _refuse_occupied() -> None:
    if not databases.is_empty():
        raise BackupRefused("The database is not empty. Restore into a new one; nothing was changed.")
    media = Path(settings.MEDIA_ROOT)
    if media.is_dir() and any(archive.files_in(media)):
        raise BackupRefused(
            f"There are uploads in {media}. Restore into an empty place; nothing was changed."
        )
    if _key().exists():
        raise BackupRefused(
            f"There is a signing key in {_key()}. Restore into an empty place; nothing was changed."
        )


def _move_uploads(unpacked: Path) -> None:
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    if unpacked.is_dir():
        for entry in unpacked.iterdir():
            shutil.move(entry, media / entry.name)


def _key() -> Path:
    return Path(settings.DATA_DIR) / KEY
