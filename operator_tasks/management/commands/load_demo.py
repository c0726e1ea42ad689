"""`manage.py load_demo`: fill an empty workspace with two clients, three campaigns and six weeks of work."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.models import Campaign
from operator_tasks.management.demo import PASSWORD, PEOPLE, build


class Command(BaseCommand):
    help = "Fill an empty workspace with a lifelike demo; a workspace that has campaigns is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        if Campaign.objects.exists():
            self.stdout.write("This workspace has campaigns already; the demo was not loaded.")
        else:
            build(timezone.now())
            self.stdout.write("The demo workspace is loaded.")
        if (
            not get_user_model()
            .objects.filter(username=PEOPLE[0][0], email=f"{PEOPLE[0][0]}@example.com")
            .exists()
        ):
            return
        people = ", ".join(f"{name} ({role})" for name, role in PEOPLE)
        self.stdout.write(f"Demo logins: {people}; password: {PASSWORD}")
