"""Actors, moments and builders shared by all tests; every state is built by the real verbs."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from hypothesis import settings as hypothesis_settings

from campaigns.actor import Actor, ActorKind, Via
from campaigns.domain import audit_triggers
from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import CadenceLine, activate_campaign, create_campaign
from campaigns.domain.clients import create_client, set_members
from campaigns.models import Campaign, Client
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.models import OperatorTask

# A busy machine is no defect: no deadline by the clock on the wall.
hypothesis_settings.register_profile("calm", deadline=None)
hypothesis_settings.load_profile("calm")

# A post of the 1st of March 2026, as its id tells.
LINKEDIN_POST = 1772400000000 << 22
# A Monday, 06:00 in UTC: before any usual posting time in Europe.
NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_tries_of_another_test() -> None:
    """People have the same keys in many tests, and the cache does not roll back."""
    cache.clear()


@pytest.fixture(autouse=True)
def _emptying_of_audit_tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests with real transactions end by emptying all tables, which the audit triggers would refuse."""
    marker = request.node.get_closest_marker("django_db")
    real = bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    real = real or "live_server" in request.fixturenames
    if not real:
        yield
        return
    request.getfixturevalue("transactional_db")
    audit_triggers.install(connection)
    yield
    audit_triggers.drop(connection)


def user_named(name: str, role: str):
    user = get_user_model().objects.create_user(name, f"{name}@example.com", "correct horse battery")
    user.groups.add(Group.objects.get(name=role))
    if role == "manager":
        user.is_staff = True
        user.save()
    return user


def actor_for(user, via: Via = Via.PAGE) -> Actor:
    manager = user.has_perm("operator_tasks.manage_tasks")
    return Actor(kind=ActorKind.USER, label=user.username, via=via, id=user.pk, is_manager=manager)


@pytest.fixture
def manager_user(db):
    return user_named("maria", "manager")


@pytest.fixture
def operator_user(db):
    return user_named("omar", "operator")


@pytest.fixture
def manager(manager_user) -> Actor:
    return actor_for(manager_user)


@pytest.fixture
def operator(operator_user) -> Actor:
    return actor_for(operator_user)


@pytest.fixture
def clock() -> Actor:
    return Actor.system("campaign_tick")


@pytest.fixture
def client_acme(manager, operator_user) -> Client:
    acme = create_client(name="Acme", time_zone="Europe/Berlin", by=manager, now=NOW)
    set_members(acme, [operator_user.pk], by=manager, now=NOW)
    return acme


def brief(**changes) -> dict:
    return {
        "name": "Spring launch",
        "objective": "Win 20 audits",
        "start_date": date(2026, 3, 2),
        "end_date": date(2026, 3, 16),
        "primary_cta": "Reply with AUDIT",
        **changes,
    }


CADENCE = (CadenceLine("linkedin", "post", 3), CadenceLine("x", "post", 2))


@pytest.fixture
def campaign(client_acme, manager) -> Campaign:
    """PLANNED, from Monday the 2nd to Monday the 16th of March 2026, linkedin 3 and x 2 a week."""
    return create_campaign(client=client_acme, cadence=CADENCE, values=brief(), by=manager, now=NOW)


@pytest.fixture
def active_campaign(campaign, manager) -> Campaign:
    return activate_campaign(campaign, by=manager, now=NOW)


@pytest.fixture
def tasks(active_campaign, manager) -> list[OperatorTask]:
    """The ten POST tasks of the campaign, in the order in which they are due."""
    generate_calendar(active_campaign, days_ahead=14, by=manager, now=NOW)
    return list(plan_tasks(active_campaign, by=manager, now=NOW).created)


@pytest.fixture
def linkedin_task(tasks) -> OperatorTask:
    return next(task for task in tasks if task.platform == "linkedin")


def linkedin_proof(number: int = 0) -> ProofInput:
    return ProofInput(
        "URL", f"https://www.linkedin.com/feed/update/urn:li:activity:{LINKEDIN_POST + number}/"
    )


def hours(count: float) -> timedelta:
    return timedelta(hours=count)
