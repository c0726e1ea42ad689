"""`manage.py audit_verify`: check every audit chain; exit status 1 names what is wrong."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.domain.audit_verify import verify


class Command(BaseCommand):
    help = "Check that the audit chains are whole and that every row is what its last entry says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--campaign", type=int, help="check the chain of one campaign only")

    def handle(self, *args: Any, **options: Any) -> None:
        result = verify(options["campaign"])
        if result.faults:
            raise CommandError(
                "The audit log is damaged.\n" + "\n".join(f"  {fault}" for fault in result.faults)
            )
        self.stdout.write(f"All {result.chains} chains are intact ({result.entries} entries).")
