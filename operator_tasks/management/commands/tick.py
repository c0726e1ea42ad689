"""`manage.py tick`: apply the clock now, as the job does each minute."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.actor import Actor, Via
from operator_tasks.domain.ticking import tick_all
from operator_tasks.management.reporting import carried_out


class Command(BaseCommand):
    help = "Move tasks as time demands (pending, due, overdue, missed) and make escalations true."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        by, now = Actor.system("tick", via=Via.COMMAND), timezone.now()

        def run() -> Any:
            return tick_all(by=by, now=now)

        ticked = carried_out(run, dry_run=options["dry_run"])
        told = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in ticked.counts().items())
        self.stdout.write(("Would change: " if options["dry_run"] else "Changed: ") + told)
