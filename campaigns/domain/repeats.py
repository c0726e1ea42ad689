"""A request with a key is carried out once: sent again, it gets the answer it got before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.domain.audit import together
from campaigns.errors import NotNow
from campaigns.models import KeptAnswer

KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Answer:
    """What a program was answered; `is_repeated` where it was answered so before."""

    status: int
    headers: Mapping[str, str]
    body: str
    is_repeated: bool = False


class KeyOfAnother(NotNow):
    """The key was used for another request."""


def answered_once(
    user: User, *, key: str, fingerprint: str, act: Callable[[], Answer], now: datetime
) -> Answer:
    """Carry out `act`, unless the person's key brought an answer before: then that one, and nothing happens.

    Key, effect and answer commit together. Of two at once the second waits for the first. What `act` refuses is
    not kept, because it changed nothing: the same key may try again. A key is kept for 24 hours; refuses one that
    came with another request (`fingerprint`) before.
    """
    with together():
        KeptAnswer.objects.filter(user=user, key=key, created_at__lt=now - KEPT).delete()
        kept = _taken(user, key, fingerprint, now)
        if kept is None:
            return _before(user, key, fingerprint)
        answer = act()
        kept.status, kept.headers, kept.body = answer.status, dict(answer.headers), answer.body
        kept.save(update_fields=["status", "headers", "body"])
    return answer


def _taken(user: User, key: str, fingerprint: str, now: datetime) -> KeptAnswer | None:
    """The key as ours from here on; None where the constraint says that it is taken."""
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(user=user, key=key, fingerprint=fingerprint, created_at=now)
    except IntegrityError:
        return None


def _before(user: User, key: str, fingerprint: str) -> Answer:
    kept = KeptAnswer.objects.get(user=user, key=key)
    if kept.fingerprint != fingerprint:
        raise KeyOfAnother(
            _("This Idempotency-Key came with another request before; use a new key for a new request.")
        )
    return Answer(kept.status, kept.headers, kept.body, is_repeated=True)


def forget_answers(*, now: datetime) -> int:
    """Forget the answers whose day is over; return how many went."""
    gone, _by_model = KeptAnswer.objects.filter(created_at__lt=now - KEPT).delete()
    return gone
