"""`manage.py restore FILE`: a backup into an empty place, or a sentence that says why not."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaignops_site.backups.acts import restore_backup
from campaignops_site.backups.errors import BackupRefused


class Command(BaseCommand):
    help = "Restore a backup into an empty database and data directory, then check its audit log."
    # There is nothing to check before the database is there.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="an archive that `backup` made")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest, audit = restore_backup(options["file"].absolute())
        except (BackupRefused, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        if audit.faults:
            raise CommandError(
                f"Restored, but the audit log is damaged, as it was when saved: {audit.faults[0]}"
            )
        self.stdout.write(
            f"Restored: {len(manifest.parts)} files, as of {manifest.made_at}. All {audit.chains} audit chains are "
            f"intact ({audit.entries} entries). Start the product with `manage.py up`."
        )
