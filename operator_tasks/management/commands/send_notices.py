"""`manage.py send_notices`: send the mail that is due now, as the job does each minute."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from operator_tasks.domain.mail_parts import Unsent
from operator_tasks.domain.notices import enter_digests
from operator_tasks.domain.sending import outgoing, send_due
from operator_tasks.management.reporting import carried_out


class Command(BaseCommand):
    help = "Enter the morning mails whose hour has come, and send what waits in the outbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be sent to whom, and send nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now, dry_run = timezone.now(), options["dry_run"]
        for line in carried_out(lambda: _would_send(now) if dry_run else _send(now), dry_run=dry_run):
            self.stdout.write(line)


def _send(now: datetime) -> list[str]:
    enter_digests(now=now)
    counts = send_due(clock=timezone.now)
    return ["Sent {sent}, not needed {skipped}, put off {waiting}, failed {failed}.".format(**counts)]


def _would_send(now: datetime) -> list[str]:
    enter_digests(now=now)
    lines = []
    for notice, mail in outgoing(now=now):
        if isinstance(mail, Unsent):
            lines.append(f"Would not send {notice} to {notice.user or 'who is invited'}: {mail.why}")
        else:
            lines.append(f"Would send {notice} to {mail.to[0]}: {mail.subject}")
    return lines or ["Nothing is due."]
