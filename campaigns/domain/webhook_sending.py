"""Sends what waits for webhooks: each delivery is claimed by one UPDATE, sent outside any transaction, then booked.

A sender that dies between the receiver's yes and the booking leaves a delivery that is sent again after its lease,
under the same message id, by which receivers tell repetitions. None is lost.
"""

import base64
import hashlib
import hmac
import logging
import uuid
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Min, QuerySet
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import DeliveryState
from campaigns.domain.webhook_transport import FAILURES, post, why_no_answer
from campaigns.domain.webhooks import give_up, gone_for_good, note_arrival, note_failure, signing_keys
from campaigns.errors import NotNow
from campaigns.models import WebhookDelivery
from campaigns.words import in_house_words

logger = logging.getLogger(__name__)

MOST_A_RUN = 500
# No delivery is begun later than this after the first: with the ten seconds of a call a run stays far below the
# time after which the queue kills it.
LONGEST_RUN = timedelta(seconds=40)
LEASE = timedelta(minutes=5)
BACK_OFF = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
MOST_ATTEMPTS = len(BACK_OFF) + 1
GONE, TOO_MANY = 410, 429

Clock = Callable[[], datetime]


def send_due(*, by: Actor, agent: str, clock: Clock) -> dict[str, int]:
    """Send what is due, at most 500 deliveries; return how many arrived, were put off and given up.

    Webhooks take turns, so that none waits for the long list of another. One that does not answer, or answers
    that it is overloaded, is left alone until the next run. Nothing is tried twice in one run.
    """
    began, counts = clock(), Counter[str]()
    _give_up_abandoned(began)
    turns = deque(_endpoints(began))
    while turns and counts.total() < MOST_A_RUN and clock() - began <= LONGEST_RUN:
        endpoint = turns.popleft()
        pk = _open(began).filter(endpoint=endpoint).order_by("try_at", "pk").values_list("pk").first()
        if pk is None:
            continue
        claimed = claim(pk[0], due=began, now=clock())
        answers = True
        if claimed is not None:
            outcome, answers = _handle(claimed, by, agent, clock)
            counts[outcome] += 1
        if answers:
            turns.append(endpoint)
    return {name: counts[name] for name in ("delivered", "waiting", "failed")}


def _open(due: datetime) -> QuerySet[WebhookDelivery]:
    """Deliveries whose turn has come, and those whose sender let the lease run out."""
    unsettled = [DeliveryState.WAITING, DeliveryState.SENDING]
    return WebhookDelivery.objects.filter(state__in=unsettled, try_at__lte=due, attempts__lt=MOST_ATTEMPTS)


def _endpoints(due: datetime) -> list[int]:
    """Webhooks in use for which something is due, the one that waits longest first."""
    waiting = _open(due).filter(endpoint__is_active=True).order_by().values("endpoint")
    return [row["endpoint"] for row in waiting.annotate(first=Min("try_at")).order_by("first", "endpoint")]


def claim(pk: int, *, due: datetime, now: datetime) -> WebhookDelivery | None:
    """Take a delivery that was due at `due` for the length of a lease; None when another sender has it."""
    token = uuid.uuid4()
    # No join here: a second sender that waited for the first one's lock must judge the row as it is then.
    taken = _open(due).filter(pk=pk).order_by()
    if not taken.update(
        state=DeliveryState.SENDING, token=token, attempts=F("attempts") + 1, try_at=now + LEASE
    ):
        return None
    return WebhookDelivery.objects.select_related("endpoint").filter(pk=pk, token=token).first()


def _give_up_abandoned(now: datetime) -> None:
    spent = WebhookDelivery.objects.filter(
        state=DeliveryState.SENDING, try_at__lte=now, attempts__gte=MOST_ATTEMPTS
    )
    spent.update(state=DeliveryState.FAILED, token=None, error=_never_finished())


@in_house_words
def _never_finished() -> str:
    return _("It was tried as often as allowed and never finished; read the log.")


def _handle(claimed: WebhookDelivery, by: Actor, agent: str, clock: Clock) -> tuple[str, bool]:
    """What became of a claimed delivery, and whether its webhook may be sent more in this run."""
    body = claimed.body.encode()
    headers = {**signed_headers(claimed, body, now=clock()), "User-Agent": agent}
    try:
        status = post(claimed.endpoint.url, body=body, headers=headers)
    except FAILURES as error:
        return _book_failure(claimed, None, why_no_answer(error), by, clock()), False
    now = clock()
    if 200 <= status < 300:
        outcome = _book(claimed, DeliveryState.DELIVERED, answer_status=status, error="", delivered_at=now)
        _note(note_arrival, claimed, by, now)
        return outcome, True
    if status == GONE:
        outcome = _book(claimed, DeliveryState.FAILED, answer_status=status, error=_http(status))
        with suppress(NotNow):
            give_up(claimed.endpoint, reason=gone_for_good(), by=by, now=now)
        return outcome, False
    return _book_failure(claimed, status, _http(status), by, now), status < 500 and status != TOO_MANY


def _http(status: int) -> str:
    return f"HTTP {status}"


def signed_headers(delivery: WebhookDelivery, body: bytes, *, now: datetime) -> dict[str, str]:
    """The headers of Standard Webhooks: id, time of this attempt, and a signature by each key that is valid."""
    sent_at = str(int(now.timestamp()))
    signed = b".".join((delivery.message_id.encode(), sent_at.encode(), body))
    signatures = (
        base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode("ascii")
        for key in signing_keys(delivery.endpoint, now=now)
    )
    return {
        "Content-Type": "application/json",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": sent_at,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


def _book_failure(claimed: WebhookDelivery, status: int | None, told: str, by: Actor, now: datetime) -> str:
    logger.warning("webhook delivery %s failed at attempt %s: %s", claimed.pk, claimed.attempts, told)
    if claimed.attempts >= MOST_ATTEMPTS:
        outcome = _book(claimed, DeliveryState.FAILED, answer_status=status, error=told)
    else:
        again_at = now + BACK_OFF[claimed.attempts - 1]
        outcome = _book(claimed, DeliveryState.WAITING, answer_status=status, error=told, try_at=again_at)
    _note(note_failure, claimed, by, now)
    return outcome


def _note(verb: Callable[..., None], claimed: WebhookDelivery, by: Actor, now: datetime) -> None:
    # A webhook that was deleted while its message was under way needs no note.
    with suppress(NotNow):
        verb(claimed.endpoint, by=by, now=now)


def _book(claimed: WebhookDelivery, state: DeliveryState, **values: Any) -> str:
    """Write what became of a delivery, unless another sender has taken it over meanwhile."""
    held = WebhookDelivery.objects.filter(pk=claimed.pk, state=DeliveryState.SENDING, token=claimed.token)
    if not held.update(state=state, token=None, **values):
        logger.warning("webhook delivery %s was taken over by another sender", claimed.pk)
        return "taken over"
    return state.value
