"""A real browser for the pages: the system's Chromium, headless, at the widths of a phone and of a desk."""

import os
import shutil
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import sync_playwright

from campaigns.domain.cadence_lines import CadenceLine
from campaigns.domain.calendar import edit_item, generate_calendar
from campaigns.domain.campaigns import activate_campaign, create_campaign
from campaigns.domain.clients import add_account, create_client, set_members
from conftest import actor_for, brief, user_named
from operator_tasks.domain.planning import plan_tasks

# Playwright runs an event loop in this thread; our own calls to the database are synchronous all the same.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Screen:
    """A device, the scheme its owner chose, and whether it runs scripts."""

    width: int
    height: int
    scheme: str
    scripts: bool = True

    def context(self, browser, base_url, **options):
        return browser.new_context(
            **options,
            viewport={"width": self.width, "height": self.height},
            color_scheme=self.scheme,
            java_script_enabled=self.scripts,
            base_url=base_url,
        )


SCREENS = {
    "phone-dark": Screen(390, 844, "dark"),
    "desk-light": Screen(1280, 800, "light"),
    "phone-light": Screen(390, 844, "light"),
    "desk-dark": Screen(1280, 800, "dark"),
}
WITHOUT_SCRIPTS = {
    "phone-plain": Screen(390, 844, "light", scripts=False),
    "desk-plain": Screen(1280, 800, "dark", scripts=False),
}
OFFLINE = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=shutil.which("chromium"), args=OFFLINE)
        yield browser
        browser.close()


@pytest.fixture
def workspace(transactional_db):
    """Emptied tables get their roles, procedures and schedules back."""
    call_command("migrate", verbosity=0)


@pytest.fixture
def people(workspace):
    return {"maria": user_named("maria", "manager"), "omar": user_named("omar", "operator")}


@pytest.fixture
def queue(people):
    """LinkedIn posts of a campaign that runs today, all omar's to complete, in the order in which they are due."""
    now, manager = timezone.now(), actor_for(people["maria"])
    client = create_client(name="Acme", time_zone="UTC", by=manager, now=now)
    set_members(client, [people["omar"].pk], by=manager, now=now)
    add_account(client, platform="linkedin", handle="acme-inc", by=manager, now=now)
    days = {"start_date": now.date(), "end_date": now.date() + timedelta(days=14)}
    cadence = (CadenceLine("linkedin", "post", 7),)
    campaign = create_campaign(client=client, cadence=cadence, values=brief(**days), by=manager, now=now)
    activate_campaign(campaign, by=manager, now=now)
    generate_calendar(campaign, days_ahead=14, by=manager, now=now)
    for item in campaign.calendar_items.all():
        edit_item(item, values={"copy_text": "Audits calm."}, by=manager, now=now)
    return list(plan_tasks(campaign, by=manager, now=now).created)


@pytest.fixture(params=["phone-dark", "desk-light"])
def screen(request):
    """A phone in the dark and a desk in the light; a test that wants others names them by its own parameters."""
    return {**SCREENS, **WITHOUT_SCRIPTS}[request.param]


@pytest.fixture
def open_as(browser, live_server, workspace, screen):
    """Sign a person in on a device of their own; at the end the browser must have had nothing to complain about."""
    contexts, complaints = [], []

    def open_page(name, password=PASSWORD, **options):
        context = screen.context(browser, live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: complaints.append(asked.url) if _is_foreign(asked.url, live_server) else None,
        )
        page.goto("/login/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(password)
        page.locator("main button[type=submit]").click()
        page.get_by_role("heading", name="My day").wait_for()
        # The heading can be there before the scripts are; a key that is pressed so early goes nowhere.
        page.wait_for_load_state()
        return page

    yield open_page
    for context in contexts:
        context.close()
    # A refused form answers with a 4xx, which the browser mentions; everything else is a fault.
    assert [said for said in complaints if "the server responded with a status of 4" not in said] == []


def _is_foreign(url, live_server):
    return not url.startswith((live_server.url, "data:"))
