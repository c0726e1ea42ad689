"""The table of who gets in where, measured at every door, is the one in docs/operations.md."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from campaignops_site.tests.permissions import admin, pages
from campaignops_site.tests.permissions.classes import CLASSES, ROLES, grouped, table
from campaignops_site.tests.test_api_schema import OPERATIONS, PLAIN
from campaignops_site.tests.test_permissions_of_the_api import (
    MISSING_PARTS,
    expected,
    house_of,
    people,
    world_of,
)
from campaigns.choices import Role
from campaigns.domain.clients import create_client
from operator_tasks.domain.invitations import invite

__all__ = ["people"]
pytestmark = pytest.mark.django_db
DOCUMENT = Path(settings.BASE_DIR) / "docs/operations.md"
# `make permissions` writes what stands between them.
BEGIN, END = "<!-- permissions: begin -->\n", "<!-- permissions: end -->"


@pytest.fixture
def worlds(people, client_acme, manager, operator_user):
    now = timezone.now()
    own = world_of(client_acme, manager, operator_user)
    other = world_of(create_client(name="Other", by=manager, now=now), manager, operator_user)
    waiting = invite("nina@example.com", role=Role.VIEWER, client_ids=[], by=manager, now=now)
    return own, other, {**house_of(people, manager, now), "invitations": waiting.pk}


MEASURED = {}


@pytest.fixture
def doors(request):
    """Measured once: it takes some two thousand requests."""
    if not MEASURED:
        people, (own, other, house) = request.getfixturevalue("people"), request.getfixturevalue("worlds")
        MEASURED["pages"] = pages.measured(people, own, other, house)
        MEASURED["API"] = _api()
        MEASURED["admin"] = admin.measured(people, own, other)
    return MEASURED


def _api():
    """As another test has found it at every operation."""
    return {
        name: {
            role: tuple(expected(role, name, told["path"], is_own=is_own) for is_own in (True, False))
            for role in ROLES
        }
        for name, told in OPERATIONS.items()
        if name not in PLAIN and name not in MISSING_PARTS
    }


def test_the_table_in_the_documents_is_true(doors):
    groups = {name: grouped(found) for name, found in doors.items()}
    odd = {
        name: [(who, found[who]) for who in found if who not in CLASSES.values()]
        for name, found in groups.items()
    }
    assert odd == {"pages": [], "API": [], "admin": []}

    measured = table(groups["pages"], groups["API"], groups["admin"]) + "\n"
    text = DOCUMENT.read_text()
    before, rest = text.split(BEGIN)
    written, after = rest.split(END)
    if os.environ.get("WRITE_PERMISSIONS"):
        DOCUMENT.write_text(before + BEGIN + measured + END + after)
        written = measured
    assert written == measured


def test_nobody_but_managers_is_let_into_the_admin_by_staff_status(doors):
    seen = {
        (role, where)
        for found in doors["admin"].values()
        for role in ("anonymous", "viewer", "operator")
        for where in found[role]
    }
    assert "in" not in {where for _role, where in seen}


def test_no_page_shows_or_changes_another_clients_rows(doors):
    """What both find at another client's address is the same as what is not there."""
    scoped = [
        name
        for name, _full, parameters in pages.addresses()
        if {"pk", "task_id", "campaign_id"} & set(parameters) and name in doors["pages"]
    ]
    leaks = {
        name: doors["pages"][name][role]
        for name in scoped
        for role in ("viewer", "operator")
        if doors["pages"][name][role][1] == "in"
    }
    assert len(scoped) > 60
    assert leaks == {}


def test_viewers_change_nothing_but_what_is_their_own(doors):
    open_to_viewers = {name for name, found in doors["pages"].items() if "in" in found["viewer"]}
    assert {
        name for name in open_to_viewers if name.startswith(("task_", "item_", "campaign_", "client_"))
    } == {
        "campaign_detail",
        "campaign_list",
        "campaign_metrics",
        "campaign_panel",
        "client_detail",
        "client_list",
        "item_detail",
        "task_detail",
        "task_list",
    }
