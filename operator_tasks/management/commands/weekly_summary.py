"""`manage.py weekly_summary`: write every finished week that lacks a summary, as the hourly job does."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.actor import Actor, Via
from operator_tasks.domain.summaries import write_missing_summaries
from operator_tasks.management.reporting import carried_out


class Command(BaseCommand):
    help = "Write the missing weekly summaries of active campaigns."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        by, now = Actor.system("weekly_summary", via=Via.COMMAND), timezone.now()

        def run() -> int:
            return write_missing_summaries(by=by, now=now)

        written = carried_out(run, dry_run=options["dry_run"])
        self.stdout.write(f"{'Would write' if options['dry_run'] else 'Wrote'} {written} summaries.")
