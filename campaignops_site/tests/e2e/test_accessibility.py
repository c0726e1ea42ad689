"""axe finds nothing to complain about on any page, on a phone and at a desk, in the light and in the dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from campaignops_site.tests.e2e.addresses import manager_pages
from campaignops_site.tests.e2e.conftest import SCREENS
from operator_tasks.domain import ledger
from operator_tasks.management.demo import PASSWORD, build

# axe measures with inline styles of its own, which our policy would report.
INJECTED = {"bypass_csp": True}
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def faults(page, address):
    page.goto(address)
    page.wait_for_load_state("networkidle")
    found = Axe().run(page).response["violations"]
    return [(rule["id"], node["target"], node["failureSummary"]) for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("screen", SCREENS, indirect=True)
def test_no_page_fails_axe(open_as, workspace):
    now = timezone.now()
    build(now)
    ledger.beat(now=now)
    manager = open_as("maria", PASSWORD, **INJECTED)
    addresses = manager_pages()
    operator_sees = ("my-day", "task", "campaign", "calendar", "report", "settings")
    found = {name: faults(manager, address) for name, address in addresses.items()}
    manager.context.clear_cookies()
    found["login"] = faults(manager, "/login/")
    operator = open_as("omar", PASSWORD, **INJECTED)
    found |= {f"{name}, operator": faults(operator, addresses[name]) for name in operator_sees}
    viewer = open_as("vera", PASSWORD, **INJECTED)
    found |= {f"{name}, viewer": faults(viewer, addresses[name]) for name in ("my-day", "campaign", "report")}

    assert {name: seen for name, seen in found.items() if seen} == {}
