"""`manage.py load_campaign FILE`: a brief in YAML or JSON becomes campaign, plan, calendar and tasks."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.actor import Actor, Via
from campaigns.domain.imports.brief import read_brief
from operator_tasks.domain.briefs import load_brief
from operator_tasks.management.reporting import read_file, refusals_as_lines


class Command(BaseCommand):
    help = "Set up a campaign from a brief (YAML or JSON): client, accounts, plan, calendar and tasks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the brief; examples/brief.yaml shows every key")

    def handle(self, *args: Any, **options: Any) -> None:
        by = Actor.system("load_campaign", via=Via.COMMAND)
        with refusals_as_lines():
            brief = read_brief(read_file(options["file"]), file_name=Path(options["file"]).name)
            loaded = load_brief(brief, by=by, now=timezone.now())
        campaign = loaded.campaign
        if not loaded.is_new:
            self.stdout.write(f"Campaign {campaign.pk} “{campaign}” is there already; nothing was changed.")
            return
        self.stdout.write(
            f"Campaign {campaign.pk} “{campaign}” ({campaign.get_status_display()}): "
            f"{loaded.items} calendar items, {loaded.tasks} tasks."
        )
        for note in loaded.notes:
            self.stdout.write(f"  {note}")
