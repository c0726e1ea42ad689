"""What tests of mail share: people's choices, the outbox as rows, and mail servers that fail in known ways."""

from datetime import UTC, datetime
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any, ClassVar

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend

from campaigns.domain.preferences import change_preferences
from conftest import NOW, actor_for, hours
from operator_tasks.domain.ledger import Counts
from operator_tasks.domain.notices import enter_digests
from operator_tasks.domain.sending import send_due
from operator_tasks.domain.ticking import tick_all
from operator_tasks.models import Notice, OperatorTask
from operator_tasks.tests.rows import CLOCK

# A Monday morning in UTC, when the digest of those who chose nothing is due.
EIGHT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
NOTHING: Counts = {"sent": 0, "skipped": 0, "waiting": 0, "failed": 0}
DOWN = "operator_tasks.tests.post_office.Down"
REFUSING = "operator_tasks.tests.post_office.Refusing"
SILENT = "operator_tasks.tests.post_office.Silent"
DYING = "operator_tasks.tests.post_office.Dying"
OVERTAKEN = "operator_tasks.tests.post_office.Overtaken"


def chooses(user, **values: Any) -> None:
    change_preferences(user, values=values, by=actor_for(user), now=NOW)


def send(now: datetime) -> Counts:
    """Send what is due, on a clock that stands still; only the counts that are not zero."""
    return {name: count for name, count in send_due(clock=lambda: now).items() if count}


def outbox(*columns: str) -> list[tuple]:
    return list(Notice.objects.order_by("pk").values_list(*(columns or ("user__username", "kind", "state"))))


def letters() -> list[tuple[str, str]]:
    """To whom, and the subject, of all that was sent."""
    return [(sent.to[0], sent.subject) for sent in mail.outbox]


class Down(BaseEmailBackend):
    """A server that does not answer."""

    calls: ClassVar[list[str]] = []

    def open(self) -> bool:
        self.calls.append("open")
        raise ConnectionRefusedError(111, "Connection refused")


class Refusing(EmailBackend):
    """Knows nobody called omar."""

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            if message.to == ["omar@example.com"]:
                raise SMTPRecipientsRefused({"omar@example.com": (550, b"No such user")})
        return super().send_messages(messages)

    def close(self) -> None:
        raise SMTPServerDisconnected("Gone already")


class Silent(BaseEmailBackend):
    """Takes nothing and says nothing."""

    def send_messages(self, messages: Any) -> int:
        return 0


class Dying(EmailBackend):
    """The process ends after the server took the mail and before that could be booked."""

    def send_messages(self, messages: Any) -> int:
        super().send_messages(messages)
        raise KeyboardInterrupt


class Overtaken(EmailBackend):
    """So slow that the lease runs out and another sender takes the notice over meanwhile."""

    later: ClassVar[datetime]

    def send_messages(self, messages: Any) -> int:
        if self.later is not None:
            now, type(self).later = self.later, None  # type: ignore[assignment]
            send(now)
        return super().send_messages(messages)


def morning(now: datetime = EIGHT) -> list[tuple[str, str]]:
    enter_digests(now=now)
    send(now)
    return letters()


def escalated(tasks: list[OperatorTask]) -> datetime:
    now = tasks[0].due_at + hours(1)
    tick_all(by=CLOCK, now=now)
    return now


def body_for(user) -> str:
    return next(sent.body for sent in mail.outbox if sent.to == [user.email])


def path_of(task: OperatorTask) -> str:
    return f"http://127.0.0.1:8000/tasks/{task.pk}/"
