"""`manage.py import_metrics --campaign ID FILE`: a platform's export becomes metric entries."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaigns.actor import Actor, Via
from campaigns.choices import Platform
from campaigns.domain.imports.metric_apply import MetricImport, import_metrics, moment_of_export
from campaigns.domain.imports.metric_file import read_metrics
from campaigns.domain.imports.metric_formats import known_formats
from campaigns.domain.imports.metric_rows import Choices, MetricFile
from campaigns.models import Campaign
from operator_tasks.management.reporting import read_file, refusals_as_lines, tried


class Command(BaseCommand):
    help = (
        "Import a platform's export (CSV, XLSX or XLS) into a campaign; the same file again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the export")
        parser.add_argument("--campaign", type=int, required=True, help="the campaign's number")
        parser.add_argument(
            "--format", default="", choices=["", *known_formats()], help="when it is not recognised by itself"
        )
        parser.add_argument(
            "--platform",
            choices=[platform.value for platform in Platform.outward()],
            help="when the file does not say",
        )
        parser.add_argument("--year", type=int, help="of the newest date, when dates have none")
        parser.add_argument(
            "--day-order", default="", choices=["", "dmy", "mdy"], help="when dates could be two days"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = Campaign.objects.filter(pk=options["campaign"]).first()
        if campaign is None:
            raise CommandError(
                f"There is no campaign {options['campaign']}. Load one with load_campaign first."
            )
        now = timezone.now()
        with refusals_as_lines():
            file = _read(campaign, options, now)

            def run() -> MetricImport:
                return import_metrics(
                    campaign,
                    file.rows,
                    source_format=file.format,
                    file_name=Path(options["file"]).name,
                    as_of=moment_of_export(file, campaign, exported_on=None, now=now),
                    by=Actor.system("import_metrics", via=Via.COMMAND),
                    now=now,
                )

            done = tried(run) if options["dry_run"] else run()
        self._report(file, done, options)

    def _report(self, file: MetricFile, done: MetricImport, options: dict[str, Any]) -> None:
        verb = "would be created" if options["dry_run"] else "created"
        self.stdout.write(
            f"{Path(options['file']).name} ({file.format}): {file.rows_read} rows read, {done.created} values {verb}, "
            f"{done.updated} replaced, {done.unchanged} the same, {done.older} newer already, "
            f"{len(file.skipped)} skipped."
        )
        for row in file.skipped:
            self.stdout.write(f"  row {row.row_number}: {row.reason}")
        for name in file.unknown:
            self.stdout.write(f"  unknown column: {name}")
        for doubt in file.doubts:
            self.stdout.write(f"  {doubt}")


def _read(campaign: Campaign, options: dict[str, Any], now: datetime) -> MetricFile:
    choices = Choices(
        zone=campaign.zone,
        today=campaign.local_date(now),
        format=options["format"],
        platform=Platform(options["platform"]) if options["platform"] else None,
        year=options["year"],
        day_order=options["day_order"],
    )
    return read_metrics(read_file(options["file"]), file_name=Path(options["file"]).name, choices=choices)
