"""What the tests of the commands share: a campaign under the real clock, and a command's output as lines."""

import io
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaigns.models import Campaign
from operator_tasks.tests.rows import running_campaign

Run = Callable[..., list[str]]


@pytest.fixture
def running(client_acme, manager) -> Campaign:
    return running_campaign(client_acme, manager, timezone.now())


@pytest.fixture
def run(db) -> Run:
    """Runs a command and gives its output, line by line."""

    def call(name: str, *args: str) -> list[str]:
        out = io.StringIO()
        call_command(name, *args, stdout=out)
        return out.getvalue().splitlines()

    return call
