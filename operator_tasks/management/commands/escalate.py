"""`manage.py escalate`: make the escalations of all campaigns true, as the hourly job does."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.actor import Actor, Via
from operator_tasks.domain.escalation import escalate_all
from operator_tasks.management.reporting import carried_out


class Command(BaseCommand):
    help = "Open, update or close the one escalation of each campaign with overdue work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        by, now = Actor.system("escalate", via=Via.COMMAND), timezone.now()

        def run() -> int:
            return escalate_all(by=by, now=now)

        changed = carried_out(run, dry_run=options["dry_run"])
        self.stdout.write(f"{'Would change' if options['dry_run'] else 'Changed'}: escalations {changed}")
