"""The archive: a tar file with the database, the uploads, the signing key and a manifest of all their hashes."""

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from campaignops_site.backups.errors import BackupRefused

FORMAT = 1
MANIFEST, MEDIA, KEY = "manifest.json", "media", "secret_key"
AT_ONCE = 2**20


@dataclass(frozen=True)
class Part:
    """One file of the archive."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an archive holds, and since when."""

    format: int
    made_at: str
    vendor: str
    parts: tuple[Part, ...]

    def text(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self._digest.update(chunk)
        return chunk

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


def files_in(directory: Path) -> Iterator[tuple[str, Path]]:
    """Every file below a directory by its name in the archive; links are no uploads and are left out."""
    for path in sorted(directory.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield f"{MEDIA}/{path.relative_to(directory).as_posix()}", path


def write(target: Path, files: list[tuple[str, Path]], *, vendor: str, now: datetime) -> Manifest:
    """Write the archive beside its place, for its owner alone, and move it there when it is whole."""
    draft = target.with_name(f".{target.name}.draft")
    parts = []
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
                for name, path in files:
                    parts.append(_added(archive, name, path))
                manifest = Manifest(FORMAT, now.isoformat(), vendor, tuple(parts))
                _add_text(archive, MANIFEST, manifest.text())
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, target)
    except FileExistsError as error:
        raise BackupRefused(f"{target} exists already; name another file.") from error
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _added(archive: tarfile.TarFile, name: str, path: Path) -> Part:
    """Read once, so that what is hashed is what is kept."""
    with path.open("rb") as file:
        told, hashed = archive.gettarinfo(arcname=name, fileobj=file), _Hashed(file)
        archive.addfile(told, hashed)
    return Part(name, told.size, hashed.hexdigest())


def _add_text(archive: tarfile.TarFile, name: str, text: bytes) -> None:
    told = tarfile.TarInfo(name)
    told.size, told.mode = len(text), 0o600
    archive.addfile(told, io.BytesIO(text))


def unpack(source: Path, into: Path) -> Manifest:
    """All files of an archive below a directory, each as long and with the hash that the manifest says.

    Refuses what is damaged, incomplete, holds more than it says, or would be written outside the directory.
    """
    try:
        with tarfile.open(source, mode="r:") as archive:
            found = {member.name: _unpacked(archive, member, into) for member in archive}
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BackupRefused(f"{source} is no backup, or is damaged: {error}. Nothing was changed.") from error
    manifest = _manifest(into / MANIFEST, source)
    told = {part.name: part for part in manifest.parts}
    del found[MANIFEST]
    wrong = sorted(name for name in told.keys() | found.keys() if told.get(name) != found.get(name))
    if wrong:
        raise BackupRefused(
            f"{source} is damaged: {', '.join(wrong[:5])} is not what its manifest says. Nothing was changed."
        )
    return manifest


def _unpacked(archive: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> Part:
    name = PurePosixPath(member.name)
    opened = archive.extractfile(member) if member.isfile() else None
    if opened is None or name.is_absolute() or ".." in name.parts:
        raise BackupRefused(
            f"The backup holds {member.name[:100]!r}, which no backup of ours does. Nothing was changed."
        )
    place = into / name
    place.parent.mkdir(parents=True, exist_ok=True)
    hashed = _Hashed(opened)
    with place.open("xb") as file:
        shutil.copyfileobj(hashed, file, AT_ONCE)
        size = file.tell()
    return Part(member.name, size, hashed.hexdigest())


def _manifest(path: Path, source: Path) -> Manifest:
    try:
        told = json.loads(path.read_bytes())
        manifest = Manifest(**{**told, "parts": tuple(Part(**part) for part in told["parts"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupRefused(f"{source} has no manifest that can be read. Nothing was changed.") from error
    if manifest.format != FORMAT:
        raise BackupRefused(
            f"{source} was made by another version (format {manifest.format}). Use that one to restore it."
        )
    return manifest
