"""`manage.py backup FILE`: everything that must be kept, in one file, while the product runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaignops_site.backups.acts import make_backup
from campaignops_site.backups.errors import BackupRefused


class Command(BaseCommand):
    help = "Write database, uploads and signing key into a new file, with a manifest of their hashes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive to make; it must not exist")

    def handle(self, *args: Any, **options: Any) -> None:
        target = options["file"].absolute()
        try:
            manifest = make_backup(target, now=timezone.now())
        except (BackupRefused, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        size = target.stat().st_size / 1_000_000
        self.stdout.write(f"{target}: {len(manifest.parts)} files, {size:.1f} MB.")
        self.stdout.write("It holds the signing key and everybody's data; keep it as you keep those.")
