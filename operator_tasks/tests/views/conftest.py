"""A campaign that runs around the real clock, because pages read it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import activate_campaign, create_campaign
from campaigns.domain.clients import create_client, set_members
from campaigns.models import Campaign
from conftest import CADENCE, brief, user_named
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.tasks import create_manual_task
from operator_tasks.models import OperatorTask


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def began(now) -> datetime:
    """When everything was set up: three days ago."""
    return now - timedelta(days=3)


def campaign_of(client, *, by, began: datetime, **changes) -> Campaign:
    dates = {"start_date": began.date(), "end_date": began.date() + timedelta(days=30)}
    values = brief(**{**dates, **changes})
    made = create_campaign(client=client, cadence=CADENCE, values=values, by=by, now=began)
    return activate_campaign(made, by=by, now=began)


@pytest.fixture
def running(client_acme, manager, began) -> Campaign:
    return campaign_of(client_acme, by=manager, began=began)


@pytest.fixture
def foreign(manager, began, db) -> Campaign:
    """A running campaign of a client that neither the operator nor the viewer works for."""
    other = create_client(name="Other", time_zone="Asia/Tokyo", by=manager, now=began)
    return campaign_of(other, by=manager, began=began, name="Elsewhere")


@pytest.fixture
def make_task(running, manager, began):
    def make(due_at: datetime, title: str = "Call the client", campaign: Campaign = running) -> OperatorTask:
        return create_manual_task(campaign, title=title, due_at=due_at, by=manager, now=began)

    return make


@pytest.fixture
def post(running, manager, now) -> OperatorTask:
    """The next LinkedIn post that lies ahead."""
    generate_calendar(running, days_ahead=14, by=manager, now=now)
    planned = plan_tasks(running, by=manager, now=now).created
    return next(task for task in planned if task.platform == "linkedin")


@pytest.fixture
def viewer_user(client_acme, operator_user, manager, began):
    vera = user_named("vera", "viewer")
    set_members(client_acme, [operator_user.pk, vera.pk], by=manager, now=began)
    return vera


@pytest.fixture
def as_operator(client, operator_user):
    client.force_login(operator_user)
    return client


@pytest.fixture
def as_manager(client, manager_user):
    client.force_login(manager_user)
    return client


@pytest.fixture
def as_viewer(client, viewer_user):
    client.force_login(viewer_user)
    return client
