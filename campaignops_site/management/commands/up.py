"""`manage.py up`: from an empty directory to a running product with one command."""

import os
import shutil
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection, connections
from django_q.tasks import async_task

from campaignops_site.supervision.child import Program
from campaignops_site.supervision.preflight import CannotStart, held_data_dir, require_free_port
from campaignops_site.supervision.supervisor import Supervisor, answers
from operator_tasks import roles

FIRST_MANAGER = "Nobody can log in yet. Create the first manager: python manage.py createsuperuser"
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


class Command(BaseCommand):
    help = "Prepare the database and run the web process and the worker until Ctrl-C."
    # The cheap refusals (a second instance, a busy port) come first; the checks follow in `handle`.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=_port, default=8000, help="port of the web process (8000)")
        parser.add_argument("--host", default="127.0.0.1", help="address it listens on (127.0.0.1)")
        parser.add_argument("--workers", type=_at_least_one, default=2, help="web processes (2)")
        parser.add_argument("--no-worker", action="store_true", help="no jobs here; run `qcluster` elsewhere")
        parser.add_argument("--demo", action="store_true", help="fill an empty workspace with a demo")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        try:
            with held_data_dir(settings.DATA_DIR):
                require_free_port(host, port)
                self._prepare(demo=options["demo"])
                # The queue's own schedule begins half a minute after it starts; until a first sign of life the
                # pages would say that no worker is running.
                async_task("operator_tasks.jobs.check", ack_failure=True)
                _empty_figures(settings.DATA_DIR / "figures")
                connections.close_all()  # the children are forked next
                code = self._supervisor(host, port, options["workers"], not options["no_worker"]).run()
        except CannotStart as refusal:
            self.stderr.write(str(refusal))
            code = 1
        except KeyboardInterrupt:
            self.stderr.write("Stopped before it was running.")
            code = 130
        if code:
            sys.exit(code)

    def _prepare(self, *, demo: bool) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            reason = str(error).strip().partition("\n")[0]
            raise CannotStart(f"The database does not answer. Check DATABASE_URL. ({reason})") from None
        self.check()
        self._say("Preparing the database and the static files.")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if demo:
            call_command("load_demo", stdout=self.stdout)
        elif not get_user_model().objects.exists():
            self._offer_first_manager()

    def _offer_first_manager(self) -> None:
        if not sys.stdin.isatty():
            self._say(FIRST_MANAGER)
            return
        answer = input("Nobody can log in yet. Create the first manager now? [Y/n] ").strip().lower()
        if answer not in {"", "y", "yes"}:
            self._say(FIRST_MANAGER)
            return
        call_command("createsuperuser")
        Group.objects.get(name=roles.MANAGER).user_set.add(*get_user_model().objects.all())

    def _supervisor(self, host: str, port: int, web_processes: int, with_worker: bool) -> Supervisor:
        reachable = EVERYWHERE.get(host, host)
        address = f"http://{_in_url(reachable)}:{port}/"
        os.environ["SITE_URL"] = _site_url(os.environ, address)
        return Supervisor(
            web=Program("web process", _gunicorn(host, port, web_processes)),
            worker=Program("worker", _manage("qcluster")) if with_worker else None,
            answers=partial(answers, reachable, port, _allowed_host(reachable)),
            welcome=f"CampaignOps is running at {address} (Ctrl-C stops it).",
            say=self._say,
        )

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _site_url(environment: Mapping[str, str], address: str) -> str:
    """The links in mail, which the worker writes, lead to where the web process is, unless told otherwise."""
    return environment.get("SITE_URL", "").strip() or address


def _empty_figures(directory: Path) -> None:
    """Where the web processes put together what they tell Prometheus; a start begins to count anew."""
    if directory.exists():
        shutil.rmtree(directory)
    directory.mkdir(mode=0o700)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(directory)


def _manage(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments)


def _gunicorn(host: str, port: int, processes: int) -> tuple[str, ...]:
    options = {
        "--bind": f"{_in_url(host)}:{port}",
        "--worker-class": "gthread",
        "--workers": str(processes),
        "--threads": "4",
        "--graceful-timeout": "10",
        # Longer than people think and proxies keep a connection: who sends on one that is just closed is told nothing.
        "--keep-alive": "75",
        "--log-level": "warning",
        "--pythonpath": str(settings.BASE_DIR),
    }
    words = [word for option in options.items() for word in option]
    return (
        sys.executable,
        "-m",
        "gunicorn",
        *words,
        "--no-control-socket",
        "campaignops_site.wsgi:application",
    )


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _allowed_host(reachable: str) -> str:
    """A Host header that the product accepts, whichever address it is reached at."""
    named = [host.removeprefix(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    return named[0] if named else _in_url(reachable)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ArgumentTypeError(f"{text!r} is not a port; write a number from 1 to 65535")
    return int(text)


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is not a count; write a whole number from 1")
    return int(text)
