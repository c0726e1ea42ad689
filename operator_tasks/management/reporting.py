"""What the commands share: refusals as one clear line, and trying a verb without keeping what it does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from django.core.management.base import CommandError
from django.db import transaction

from campaigns.errors import DomainError, InvalidInput

Result = TypeVar("Result")


@contextmanager
def refusals_as_lines() -> Iterator[None]:
    """A refusal of the domain ends the command with its sentence and exit status 1."""
    try:
        yield
    except DomainError as refusal:
        raise CommandError(refusal.message) from refusal


def tried(verb: Callable[[], Result]) -> Result:
    """Run a verb, take everything back, and return what it answered."""
    with transaction.atomic():
        result = verb()
        transaction.set_rollback(True)
    return result


def read_file(name: str) -> bytes:
    """The bytes of a file. Refuses one that is missing, a directory, or not readable."""
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise InvalidInput(f"{name} cannot be read: {error.strerror}. Check the path.") from error
