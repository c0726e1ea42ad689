"""Files are stored before the transaction that needs them opens, so that nobody waits for a disk behind a lock."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models.fields.files import FieldFile

from campaigns.errors import StaleVersion
from campaigns.models import AuditedModel


@contextmanager
def only_if_committed() -> Iterator[list[FieldFile]]:
    """Files that the block puts into the list leave the storage again when it fails, as its rows do.

    Opened around `together()`, never inside it: a commit that fails is a failure of the block too.
    """
    brought: list[FieldFile] = []
    try:
        yield brought
    except BaseException:
        for file in brought:
            file.storage.delete(str(file.name))
        raise


def refuse_stale(row: AuditedModel, seen_version: int | None) -> None:
    """As the lock will, before a file is read in vain: a version never comes back."""
    if seen_version is not None and row.version != seen_version:
        raise StaleVersion(str(row), seen_version, row.version)
