"""`manage.py import_calendar --campaign ID FILE`: a scheduling tool's CSV becomes calendar items."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaigns.actor import Actor, Via
from campaigns.choices import Platform
from campaigns.domain.imports.apply import import_calendar
from campaigns.models import Campaign
from operator_tasks.management.reporting import read_file, refusals_as_lines, tried


class Command(BaseCommand):
    help = "Import a content calendar (Vista Social or Metricool CSV) into a campaign; all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the CSV file")
        parser.add_argument("--campaign", type=int, required=True, help="the campaign's number")
        parser.add_argument(
            "--platform",
            action="append",
            default=[],
            help="where the posts go, when the file does not say; can be given more than once",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = Campaign.objects.filter(pk=options["campaign"]).first()
        if campaign is None:
            raise CommandError(
                f"There is no campaign {options['campaign']}. Load one with load_campaign first."
            )
        by, now = Actor.system("import_calendar", via=Via.COMMAND), timezone.now()
        name = Path(options["file"]).name
        with refusals_as_lines():
            data = read_file(options["file"])
            platforms = tuple(_platform(text) for text in options["platform"])

            def run() -> Any:
                return import_calendar(campaign, data, file_name=name, platforms=platforms, by=by, now=now)

            done = tried(run) if options["dry_run"] else run()
        verb = "would be created" if options["dry_run"] else "created"
        self.stdout.write(
            f"{name} ({done.format}): {done.rows_read} rows read, {len(done.created)} items {verb}, "
            f"{done.kept} were there already, {len(done.skipped)} rows skipped."
        )
        for row in (*done.skipped, *done.outside):
            self.stdout.write(f"  row {row.row_number}: {row.reason}")


def _platform(text: str) -> Platform:
    try:
        return Platform.parse(text)
    except ValueError:
        known = ", ".join(Platform.outward())
        raise CommandError(f"{text} is not a platform. Choose one of {known}.") from None
