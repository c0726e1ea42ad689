"""A campaign around the real clock, which admin pages read, and browsers of the people who look at it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client as Browser
from django.utils import timezone

from campaigns.domain.campaigns import CadenceLine, create_campaign
from campaigns.models import OperatorAuditLog

CADENCE = (CadenceLine("linkedin", "post", 3), CadenceLine("x", "post", 2))


def planned(client, by, *, name="Autumn", days=14):
    """A PLANNED campaign of a client that began yesterday in its zone."""
    now = timezone.now()
    first = timezone.localdate(now) - timedelta(days=1)
    values = {
        "name": name,
        "objective": "First line\nSecond line",
        "start_date": first,
        "end_date": first + timedelta(days=days),
        "primary_cta": "Reply with AUDIT",
    }
    return create_campaign(client=client, cadence=CADENCE, values=values, by=by, now=now)


def last_entries(count: int) -> list[tuple[str, str, str]]:
    """Action, door and actor of the newest audit entries, oldest first."""
    newest = OperatorAuditLog.objects.order_by("-id")[:count]
    return [(entry.action, entry.via, entry.actor_label) for entry in reversed(newest)]


def audit_count() -> int:
    return OperatorAuditLog.objects.count()


@pytest.fixture(autouse=True)
def _folder_of_static_files(settings):
    """The server of static files warns when there is no folder at all, and warnings fail tests."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def browser(manager_user) -> Browser:
    """A browser in which the manager is signed in."""
    signed_in = Browser()
    signed_in.force_login(manager_user)
    return signed_in


@pytest.fixture
def outsider(db) -> Browser:
    """A browser of somebody who may enter the admin and has no permission at all."""
    user = get_user_model().objects.create_user("otto", password="correct horse battery", is_staff=True)
    signed_in = Browser()
    signed_in.force_login(user)
    return signed_in


@pytest.fixture
def autumn(client_acme, manager):
    return planned(client_acme, manager)
