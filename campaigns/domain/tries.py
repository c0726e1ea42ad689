"""How often one person may try something within a time, counted where all processes and all sign-ins see it.

The cache keeps the count, so a try lapses by the cache's own clock; nothing of it is business state.
"""

from datetime import timedelta

from django.contrib.auth.models import User
from django.core.cache import cache


def take_try(what: str, user: User, *, most: int, within: timedelta) -> bool:
    """Take one of the person's tries; False where all are taken. Each comes back by itself after `within`.

    Taken before the thing is tried, so that many at once count as many.
    """
    return any(cache.add(key, True, within.total_seconds()) for key in _keys(what, user, most))


def give_back_tries(what: str, user: User, *, most: int) -> None:
    """All tries are free again, because what was tried went well or has not happened."""
    cache.delete_many(_keys(what, user, most))


def _keys(what: str, user: User, most: int) -> list[str]:
    return [f"try:{what}:{user.pk}:{number}" for number in range(most)]
