"""People at their browsers, and a campaign that runs now: pages read the real clock."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client as Browser
from django.utils import timezone

from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import CadenceLine, activate_campaign, create_campaign
from campaigns.domain.clients import create_client, set_members
from conftest import brief, user_named


def browser_of(user) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


def planned_for(client, by, **changes):
    """A PLANNED campaign that began a week ago and has two months to go."""
    now = timezone.now()
    today = now.date()
    days = {"start_date": today - timedelta(days=7), "end_date": today + timedelta(days=60)}
    cadence = changes.pop("cadence", (CadenceLine("linkedin", "post", 3), CadenceLine("x", "post", 2)))
    values = brief(**{**days, **changes})
    return create_campaign(client=client, cadence=cadence, values=values, by=by, now=now)


@pytest.fixture(autouse=True)
def _folder_of_static_files(settings):
    """The server of static files warns when there is no folder at all, and warnings fail tests."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def managing(manager_user) -> Browser:
    return browser_of(manager_user)


@pytest.fixture
def operating(operator_user) -> Browser:
    return browser_of(operator_user)


@pytest.fixture
def viewing(client_acme, operator_user, manager) -> Browser:
    viewer = user_named("vera", "viewer")
    set_members(client_acme, [operator_user.pk, viewer.pk], by=manager, now=timezone.now())
    return browser_of(viewer)


@pytest.fixture
def planned(client_acme, manager):
    return planned_for(client_acme, manager)


@pytest.fixture
def running(planned, manager):
    return activate_campaign(planned, by=manager, now=timezone.now())


@pytest.fixture
def items(running, manager):
    """What the cadence calls for in the next three weeks, in the order of time."""
    return generate_calendar(running, days_ahead=21, by=manager, now=timezone.now()).created


@pytest.fixture
def foreign(manager):
    """A running campaign of a client that nobody but managers may see."""
    globex = create_client(name="Globex", time_zone="Asia/Tokyo", by=manager, now=timezone.now())
    return activate_campaign(planned_for(globex, manager), by=manager, now=timezone.now())
