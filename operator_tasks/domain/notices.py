"""The outbox: which mail is to be sent to whom, entered once for each person and event.

A notice is no business state. Its row is the record of what became of it, so neither entering nor sending one has
an audit entry. What it says is read when it is sent (`letters`), and `sending` sends it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from campaigns.actor import WORKS
from campaigns.choices import DigestDays
from campaigns.domain.preferences import preferences_of, rests_on
from campaigns.errors import NotNow
from campaigns.models import Preferences
from operator_tasks.choices import NoticeKind, NoticeState
from operator_tasks.domain.recipients import escalation_readers, reachable
from operator_tasks.models import Notice, OperatorTask
from operator_tasks.states import OPEN

# A morning mail that is late, because no worker ran, still goes out before this hour of the reader's day.
LATEST_HOUR = 18
# Longer than anybody asks what became of a mail.
KEPT = timedelta(days=60)
_SETTLED = (NoticeState.SENT, NoticeState.SKIPPED)


@dataclass(frozen=True)
class LastNotice:
    """Who was mailed about an escalation, and when the last of them was; who is still to be; who could not be."""

    sent_at: datetime | None
    sent_to: tuple[str, ...]
    waiting_for: tuple[str, ...]
    failed_for: tuple[str, ...]


def enter_escalation(task: OperatorTask, *, now: datetime) -> int:
    """One mail to each reader about an escalation that opens; return how many were entered.

    Belongs in the transaction that opens it. An escalation is mailed once, when it opens: what it lists later
    is told by the day's digest.
    """
    return _enter(NoticeKind.ESCALATION, [(user, str(task.pk)) for user in _readers(task)], now)


def _readers(task: OperatorTask) -> list[User]:
    return escalation_readers(task.campaign.client)


def enter_invitation(key: str, *, now: datetime) -> None:
    """One mail to who is invited and is no user yet, for this sending of the invitation; in its transaction."""
    Notice.objects.create(kind=NoticeKind.INVITATION, key=key, try_at=now, created_at=now)


def enter_digests(*, now: datetime) -> int:
    """One mail for each person and day of their own, once their hour has come; return how many were entered."""
    mornings = []
    for user in reachable(WORKS):
        day = digest_day(preferences_of(user), now)
        if day is not None:
            mornings.append((user, day.isoformat()))
    return _enter(NoticeKind.DIGEST, mornings, now)


def digest_day(chosen: Preferences, now: datetime) -> date | None:
    """The person's local day, when its digest is due at `now`.

    Judged by the hour that the person's clock shows: an hour that a change of clocks skips is made up for in
    the next one. Late digests are due until 18:00, or until midnight where a later hour was chosen.
    """
    local = now.astimezone(chosen.zone)
    if chosen.digest == DigestDays.NEVER or local.hour < chosen.digest_hour:
        return None
    if rests_on(chosen, local.date()) or is_too_late(chosen, local):
        return None
    return local.date()


def is_too_late(chosen: Preferences, local: datetime) -> bool:
    """Whether the morning mail of a local moment's day has lost its point."""
    return chosen.digest_hour < LATEST_HOUR <= local.hour


def _enter(kind: NoticeKind, wanted: list[tuple[User, str]], now: datetime) -> int:
    """Enter what is not there yet; a race of two is settled by the constraint."""
    same = Notice.objects.filter(kind=kind, key__in={key for _user, key in wanted})
    there = set(same.values_list("user_id", "key")) if wanted else set()
    missing = [
        Notice(user=user, kind=kind, key=key, try_at=now, created_at=now)
        for user, key in wanted
        if (user.pk, key) not in there
    ]
    if missing:
        Notice.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


def retry_notice(notice: Notice, *, now: datetime) -> None:
    """Give a failed notice new attempts. Refuses one that waits, is being sent, was sent or was not needed."""
    again = Notice.objects.filter(pk=notice.pk, state=NoticeState.FAILED)
    if not again.update(state=NoticeState.WAITING, attempts=0, token=None, try_at=now, error=""):
        notice.refresh_from_db()
        raise NotNow(
            _("Only failed notices can be sent again; this one is “%(state)s”.")
            % {"state": notice.get_state_display()}
        )


def forget_settled(*, now: datetime) -> int:
    """Forget what was sent or not needed more than 60 days ago; return how many went. Failures stay.

    No mail goes out twice for it: a digest is entered on the very day that its key names, and an escalation in
    the transaction that makes the task whose key it has. While that task is open its page tells who was mailed.
    """
    settled = Notice.objects.filter(state__in=_SETTLED, created_at__lt=now - KEPT)
    old = list(settled.order_by().values_list("pk", "kind", "key"))
    if not old:
        return 0
    about = [int(key) for _pk, kind, key in old if kind == NoticeKind.ESCALATION]
    read = {
        str(pk)
        for pk in OperatorTask.objects.filter(pk__in=about, status__in=OPEN).values_list("pk", flat=True)
    }
    unread = [pk for pk, kind, key in old if kind != NoticeKind.ESCALATION or key not in read]
    gone, _by_model = settled.filter(pk__in=unread).delete()
    return gone


def last_notice(task: OperatorTask) -> LastNotice | None:
    """Who was told of an escalation by mail; None where nobody was to be."""
    about = Notice.objects.filter(kind=NoticeKind.ESCALATION, key=str(task.pk)).select_related("user")
    notices = list(about.order_by("user__username"))
    if not notices:
        return None
    return LastNotice(
        max((notice.sent_at for notice in notices if notice.sent_at), default=None),
        _names(notices, NoticeState.SENT),
        _names(notices, NoticeState.WAITING, NoticeState.SENDING),
        _names(notices, NoticeState.FAILED),
    )


def _names(notices: list[Notice], *states: NoticeState) -> tuple[str, ...]:
    return tuple(notice.user.get_username() for notice in notices if notice.user and notice.state in states)
