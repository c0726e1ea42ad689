"""`manage.py import_aicmo URL`: take over what the earlier module holds, once."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.actor import Actor, Via
from operator_tasks.domain.takeover.acts import take_over
from operator_tasks.domain.takeover.source import opened
from operator_tasks.domain.takeover.words import Report
from operator_tasks.management.reporting import refusals_as_lines, tried


class Command(BaseCommand):
    help = "Take over campaigns, plans, calendar, tasks, metrics and history of the earlier module, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", help="sqlite:////path/to/file or postgresql://user:password@host/name")
        parser.add_argument(
            "--time-zone", default=settings.TIME_ZONE, help="zone of clients that are new here"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would be taken over, change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by, now = Actor.system("import_aicmo", via=Via.COMMAND), timezone.now()
        with refusals_as_lines(), opened(options["url"]) as earlier:

            def verb() -> Report:
                return take_over(earlier, time_zone=options["time_zone"], by=by, now=now)

            report = tried(verb) if options["dry_run"] else verb()
        told = ", ".join(f"{number} {kind}" for kind, number in report.counts.items() if number)
        begun = "Would take over" if options["dry_run"] else "Took over"
        self.stdout.write(f"{begun}: {told or 'nothing'}.")
        for note in report.notes:
            self.stdout.write(f"  {note}")
