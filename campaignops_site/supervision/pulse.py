"""Notices a worker that runs and does nothing."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, connections

from operator_tasks.domain import ledger

logger = logging.getLogger(__name__)
LOOK_EVERY = 15.0
FROZEN_AFTER = ledger.STALE_AFTER.total_seconds()


def read_heartbeat() -> datetime | None:
    """When a worker was last heard of. No connection stays open: forked children would inherit it."""
    try:
        return ledger.last_heartbeat()
    finally:
        connections.close_all()


class Pulse:
    """Tells a frozen worker by a heartbeat that does not change.

    It is timed on the monotonic clock, so setting the machine's clock freezes nobody, and a database that
    does not answer is no proof of anything.
    """

    def __init__(self, read: Callable[[], datetime | None]) -> None:
        self._read = read
        self._heard: datetime | None = None
        self._changed_at = 0.0
        self._look_due = 0.0

    def is_frozen(self, *, started_at: float, now: float) -> bool:
        """True when a worker that started at `started_at` has given no sign of life for three minutes."""
        if now < self._look_due:
            return False
        self._look_due = now + LOOK_EVERY
        try:
            heard = self._read()
        except DatabaseError as error:
            logger.warning("The worker's heartbeat cannot be read: %s", error)
            self._changed_at = now
            return False
        if heard != self._heard:
            self._heard, self._changed_at = heard, now
        return now - max(self._changed_at, started_at) > FROZEN_AFTER
