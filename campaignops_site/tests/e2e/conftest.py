"""A real browser for the pages: the system's Chromium, headless, at the widths of a phone and of a desk."""

import os
import shutil

import pytest
from django.core.management import call_command
from playwright.sync_api import sync_playwright

from conftest import user_named

# Playwright runs an event loop in this thread; our own calls to the database are synchronous all the same.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PASSWORD = "correct horse battery"
SCREENS = {"phone": (390, 844, "dark"), "desk": (1280, 800, "light")}
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


@pytest.fixture(params=SCREENS)
def screen(request):
    return request.param


@pytest.fixture
def open_as(browser, live_server, workspace, screen):
    """Sign a person in on a device of their own; at the end the browser must have had nothing to complain about."""
    contexts, complaints = [], []

    def open_page(name, password=PASSWORD):
        width, height, scheme = SCREENS[screen]
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, base_url=live_server.url
        )
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
        return page

    yield open_page
    for context in contexts:
        context.close()
    # A refused form answers with a 4xx, which the browser mentions; everything else is a fault.
    assert [said for said in complaints if "the server responded with a status of 4" not in said] == []


def _is_foreign(url, live_server):
    return not url.startswith((live_server.url, "data:"))
