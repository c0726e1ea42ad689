"""What the commands share: refusals as one clear line, and trying a verb without keeping what it does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from django.core.management.base import CommandError
from django.db import transaction

from campaigns import feature
from campaigns.errors import DomainError, InvalidInput
from operator_tasks.domain import ledger

Result = TypeVar("Result")


@contextmanager
def refusals_as_lines() -> Iterator[None]:
    """A refusal of the domain ends the command with its sentence and exit status 1."""
    try:
        yield
    except DomainError as refusal:
        raise CommandError(refusal.message) from refusal


def carried_out(verb: Callable[[], Result], *, dry_run: bool) -> Result:
    """Run what a job would do, or only try it. Refuses to change anything while the product or automation is off."""
    if dry_run:
        return tried(verb)
    if not feature.enabled():
        raise CommandError(
            "CampaignOps is switched off, so nothing was changed. Switch it on, or use --dry-run."
        )
    if ledger.automation_is_paused():
        raise CommandError("All automation is held. Release it in the admin, or use --dry-run.")
    return verb()


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
