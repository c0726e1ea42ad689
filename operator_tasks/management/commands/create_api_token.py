"""`manage.py create_api_token USER --name N --scopes read,write`: a token for a program, printed once."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from campaigns.actor import Actor, Via
from campaigns.choices import ApiScope
from campaigns.domain.api_tokens import DEFAULT_DAYS, create_token
from operator_tasks.management.reporting import refusals_as_lines


class Command(BaseCommand):
    help = "Make an API token of a person and print it as the last line; it cannot be shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="the username of the person in whose name the program works")
        parser.add_argument("--name", required=True, help="which program will use it")
        parser.add_argument(
            "--scopes", default=ApiScope.READ.value, help=f"of {','.join(ApiScope.values)} (read)"
        )
        parser.add_argument("--days", type=int, default=DEFAULT_DAYS, help=f"1 to 365 ({DEFAULT_DAYS})")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"]).first()
        if user is None or not user.is_active:
            raise CommandError(f"Nobody called {options['user']} can log in; check the username.")
        scopes = [scope.strip() for scope in options["scopes"].split(",")]
        by = Actor.system("create_api_token", via=Via.COMMAND)
        with refusals_as_lines():
            token, text = create_token(
                user, name=options["name"], scopes=scopes, days=options["days"], by=by, now=timezone.now()
            )
        self.stdout.write(
            f"“{token.name}” of {user.username} ({', '.join(token.scopes)}) works until "
            f"{token.expires_at:%Y-%m-%d %H:%M} UTC. It is shown only now:"
        )
        self.stdout.write(text)
