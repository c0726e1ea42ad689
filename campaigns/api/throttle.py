"""How much one program may ask: each token for itself, so that one cannot slow another."""

import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

MINUTE = 60


class PerToken(BaseThrottle):
    """Counts by token, else by person, else by address; `API_RATE` says how many a minute."""

    def allow_request(self, request: Request, view: Any) -> bool:
        self._seconds = seconds_to_wait(self._who(request))
        return self._seconds is None

    def wait(self) -> float | None:
        return self._seconds

    def _who(self, request: Request) -> str:
        if request.auth is not None:
            return f"token:{request.auth.pk}"
        if request.user and request.user.is_authenticated:
            return f"user:{request.user.pk}"
        return f"address:{self.get_ident(request)}"


def seconds_to_wait(who: str) -> float | None:
    """Count one more of `who`; None as long as these are no more than `API_RATE` in their minute.

    A minute begins with the first that is counted. One number is kept for it, whatever the rate, and shared caches
    add to it without losing any.
    """
    now, place = time.time(), f"throttle:{who}"
    begun: float = cache.get_or_set(place, now, MINUTE) or now
    if not begun <= now < begun + MINUTE:  # the cache keeps a time of its own, and clocks are set back
        begun = now
        cache.set(place, begun, MINUTE)
    if _one_more(f"{place}:{begun}") <= settings.API_RATE:
        return None
    return float(max(begun + MINUTE - now, 1))


def _one_more(key: str) -> int:
    for _time in range(2):
        try:
            return int(cache.incr(key))
        except ValueError:  # nothing is counted under this key yet
            if cache.add(key, 1, 2 * MINUTE):
                return 1
    return 1  # added by another and emptied again in this very moment
