"""Sends the outbox: each notice is claimed by one UPDATE, sent outside any transaction, then booked.

A sender that dies between the mail server's yes and the booking leaves a notice that is sent again after its
lease, under the same Message-ID. That is the one way in which a mail can go out twice, and none is lost.
"""

import logging
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Case, F, QuerySet, When
from django.utils.translation import gettext as _

from operator_tasks.choices import NoticeKind, NoticeState
from operator_tasks.domain.failures import Failures
from operator_tasks.domain.ledger import Counts
from operator_tasks.domain.letters import compose
from operator_tasks.domain.mail_parts import Unsent
from operator_tasks.domain.mail_server import MAIL_ERRORS
from operator_tasks.models import Notice

logger = logging.getLogger(__name__)

MOST_A_RUN = 50
# No mail is begun later than this after the first: with the time-out of the mail server a run stays far below
# the time after which the queue kills it.
LONGEST_RUN = timedelta(seconds=20)
LEASE = timedelta(minutes=5)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
MOST_ATTEMPTS = len(BACK_OFF) + 1

Clock = Callable[[], datetime]


class TookNothing(SMTPException):
    """The way of sending neither took the mail nor said why."""


def send_due(*, clock: Clock) -> Counts:
    """Send what is due, at most 50 mails; return how many were sent, not needed, put off and given up.

    A mail server that does not answer ends the run, and costs one notice an attempt: the others wait for the
    next minute. Failures back off for 1, 5 and 30 minutes, 2 and 6 hours; the sixth is final.
    """
    began, counts, failures = clock(), Counter[str](), Failures("notices")
    _give_up_abandoned(began)
    connection = get_connection()
    for pk in list(_due(began).values_list("pk", flat=True)[:MOST_A_RUN]):
        if clock() - began > LONGEST_RUN:
            break
        claimed = claim(pk, now=clock())
        if claimed is None:
            continue
        with failures.told_later():
            outcome, may_go_on = _handle(claimed, connection, clock)
            counts[outcome] += 1
            if not may_go_on:
                break
    _close(connection)
    failures.tell()
    return {name: counts[name] for name in ("sent", "skipped", "waiting", "failed")}


def outgoing(*, now: datetime) -> Iterator[tuple[Notice, EmailMultiAlternatives | Unsent]]:
    """What `send_due` would look at now, and what it would send, without claiming or sending anything."""
    for notice in _due(now).select_related("user__preferences")[:MOST_A_RUN]:
        yield notice, compose(notice, now=now)


def claim(pk: int, *, now: datetime) -> Notice | None:
    """Take a due notice for the length of a lease; None when another sender has it."""
    token = uuid.uuid4()
    taken = _due(now).filter(pk=pk)
    if not taken.order_by().update(
        state=NoticeState.SENDING, token=token, attempts=F("attempts") + 1, try_at=now + LEASE
    ):
        return None
    return Notice.objects.select_related("user__preferences").filter(pk=pk, token=token).first()


def _due(now: datetime) -> QuerySet[Notice]:
    """Notices whose turn has come, and those whose sender let the lease run out; escalations go first."""
    open_ones = Notice.objects.filter(state__in=[NoticeState.WAITING, NoticeState.SENDING], try_at__lte=now)
    digests_last = Case(When(kind=NoticeKind.DIGEST, then=1), default=0)
    return open_ones.filter(attempts__lt=MOST_ATTEMPTS).order_by(digests_last, "try_at", "pk")


def _give_up_abandoned(now: datetime) -> None:
    spent = Notice.objects.filter(state=NoticeState.SENDING, try_at__lte=now, attempts__gte=MOST_ATTEMPTS)
    spent.update(
        state=NoticeState.FAILED,
        error=_("It was tried as often as allowed and never finished; read the log."),
    )


def _handle(claimed: Notice, connection: BaseEmailBackend, clock: Clock) -> tuple[str, bool]:
    """What became of a claimed notice, and whether the run may go on with the next one."""
    mail = compose(claimed, now=clock())
    if isinstance(mail, Unsent):
        return _book_unsent(claimed, mail), True
    try:
        _deliver(mail, connection)
    except MAIL_ERRORS as error:
        _close(connection)
        only_this = isinstance(error, SMTPRecipientsRefused | SMTPDataError | ValueError)
        return _book_failure(claimed, error, clock()), only_this
    return _book(claimed, NoticeState.SENT, sent_at=clock(), error=""), True


def _deliver(mail: EmailMultiAlternatives, connection: BaseEmailBackend) -> None:
    connection.open()
    if not connection.send_messages([mail]):
        raise TookNothing("The mail was not taken, and no reason was given.")


def _close(connection: BaseEmailBackend) -> None:
    # Only the farewell can fail here; the mail itself was taken or refused before.
    with suppress(SMTPException, OSError):
        connection.close()


def _book_unsent(claimed: Notice, unsent: Unsent) -> str:
    if unsent.again_at is None:
        return _book(claimed, NoticeState.SKIPPED, error=str(unsent.why))
    attempts = claimed.attempts - 1  # waiting for a campaign is no failure
    return _book(
        claimed, NoticeState.WAITING, try_at=unsent.again_at, attempts=attempts, error=str(unsent.why)
    )


def _book_failure(claimed: Notice, error: Exception, now: datetime) -> str:
    told = f"{type(error).__name__}: {error}"[:500]
    logger.warning("notice %s was not sent at attempt %s: %s", claimed.pk, claimed.attempts, told)
    if claimed.attempts >= MOST_ATTEMPTS:
        return _book(claimed, NoticeState.FAILED, error=told)
    return _book(claimed, NoticeState.WAITING, try_at=now + BACK_OFF[claimed.attempts - 1], error=told)


def _book(claimed: Notice, state: NoticeState, **values: Any) -> str:
    """Write what became of a notice, unless another sender has taken it over meanwhile."""
    held = Notice.objects.filter(pk=claimed.pk, state=NoticeState.SENDING, token=claimed.token)
    if not held.update(state=state, token=None, **values):
        logger.warning("notice %s was taken over by another sender", claimed.pk)
        return "taken over"
    return state.value
