"""A storage during whose writes something else happens, as between two requests."""

from collections.abc import Callable
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from campaigns.gate import UnauditedWrite, require_open


class BusyStorage(FileSystemStorage):
    def __init__(self, *, meanwhile: list[Callable[[], object]], **options: Any) -> None:
        super().__init__(**options)
        self.meanwhile = meanwhile

    def _save(self, name: str, content: File) -> str:
        stored = super()._save(name, content)
        if self.meanwhile:
            self.meanwhile.pop()()
        return stored


def busy(settings: Any, *meanwhile: Callable[[], object]) -> None:
    """Each of the next writes lets one of these happen, the last first."""
    options = {"location": settings.MEDIA_ROOT, "meanwhile": list(meanwhile)}
    default = {"BACKEND": "campaigns.tests.storages.BusyStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": default}


def is_between_transactions() -> bool:
    """Whether no verb holds its lock: the write gate is open exactly while one does."""
    try:
        require_open("A row")
    except UnauditedWrite:
        return True
    return False
