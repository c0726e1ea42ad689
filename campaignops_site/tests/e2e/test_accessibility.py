"""axe finds nothing to complain about on any page, on a phone in the dark and at a desk in the light."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.utils import timezone

from campaignops_site.tests.e2e.addresses import every_admin_page, manager_pages
from operator_tasks.domain import ledger
from operator_tasks.management.demo import PASSWORD, build

# axe measures with inline styles of its own, which our policy would report.
INJECTED = {"bypass_csp": True}
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def faults(page, address):
    answer = page.goto(address)
    assert (address, answer.status) in ((address, 200), ("/invitations/x/", 409))
    found = Axe().run(page).response["violations"]
    return [(rule["id"], node["target"], node["failureSummary"]) for rule in found for node in rule["nodes"]]


def faulty(page, addresses):
    """Only the pages that have faults, so that a failure names what is to be mended and nothing else."""
    seen = {name: faults(page, address) for name, address in addresses.items()}
    return {name: found for name, found in seen.items() if found}


@pytest.fixture
def demo(workspace):
    now = timezone.now()
    build(now)
    ledger.beat(now=now)


def test_no_page_fails_axe(open_as, demo):
    manager = open_as("maria", PASSWORD, **INJECTED)
    addresses = manager_pages()
    assert faulty(manager, addresses) == {}

    manager.context.clear_cookies()
    assert faulty(manager, {"login": "/login/", "signup": "/signup/", "ended": "/invitations/x/"}) == {}


def test_no_page_of_operators_and_viewers_fails_axe(open_as, demo):
    addresses = manager_pages()
    operator_sees = ("my-day", "task", "campaign", "calendar", "report", "settings")
    operator = open_as("omar", PASSWORD, **INJECTED)
    assert faulty(operator, {name: addresses[name] for name in operator_sees}) == {}

    viewer = open_as("vera", PASSWORD, **INJECTED)
    assert faulty(viewer, {name: addresses[name] for name in ("my-day", "campaign", "report")}) == {}


def test_no_page_of_the_admin_fails_axe(open_as, demo):
    """A superuser sees more than a manager: people's groups and what was kept for programs."""
    User.objects.filter(username="maria").update(is_superuser=True)
    assert faulty(open_as("maria", PASSWORD, **INJECTED), every_admin_page()) == {}
