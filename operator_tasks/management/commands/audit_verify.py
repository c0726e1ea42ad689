"""`manage.py audit_verify`: check every audit chain; exit status 1 names what is wrong."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.domain.audit_verify import verify
from campaigns.models import AuditChain

MOST_TOLD = 50


class Command(BaseCommand):
    help = "Check that the audit chains are whole and that every row is what its last entry says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--campaign", type=int, help="check the chain of one campaign only")

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["campaign"]
        if number is not None and not AuditChain.objects.filter(chain=number).exists():
            raise CommandError(f"There is no campaign {number} in the audit log.")
        result = verify(number)
        if result.faults:
            lines = [f"  {fault}" for fault in result.faults[:MOST_TOLD]]
            if len(result.faults) > MOST_TOLD:
                lines.append(f"  … and {len(result.faults) - MOST_TOLD} more.")
            raise CommandError("\n".join(["The audit log is damaged.", *lines]))
        self.stdout.write(f"All {result.chains} chains are intact ({result.entries} entries).")
