"""The page of the API under our strict policy: operations are drawn, tried with a token and with the session."""

import pytest
from django.utils import timezone

from campaigns.domain.api_tokens import create_token
from campaigns.models import Client
from conftest import actor_for

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def opened(page, operation):
    """The block of an operation, ready to be tried."""
    tag = operation.partition("_")[0]
    page.locator(f"#operations-tag-{tag} .expand-operation").click()
    block = page.locator(f"[id='operations-{tag}-{operation}']")
    block.locator(".opblock-summary-control").click()
    block.get_by_role("button", name="Try it out").click()
    return block


def test_a_request_is_tried_as_who_is_signed_in(open_as, people, screen):
    page = open_as("maria")
    page.goto("/api/docs/")
    block = opened(page, "clients_create")
    block.locator("textarea").first.fill('{"name": "Umbra"}')

    block.get_by_role("button", name="Execute").click()
    block.locator(".live-responses-table").get_by_text("201", exact=True).first.wait_for()

    assert list(Client.objects.values_list("name", flat=True)) == ["Umbra"]
    assert page.get_by_role("heading", level=1).inner_text() == "API"
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width == 0


def test_a_request_is_tried_with_a_token(open_as, people, screen):
    _token, text = create_token(
        people["omar"], name="page", scopes=("read",), by=actor_for(people["omar"]), now=timezone.now()
    )
    page = open_as("maria")
    page.goto("/api/docs/")
    page.get_by_role("button", name="Authorize").first.click()
    form = page.locator(".auth-container", has_text="bearer")
    form.locator("input").fill(text)
    form.get_by_role("button", name="Apply credentials").click()
    page.locator(".modal-ux").get_by_role("button", name="Close").last.click()

    block = opened(page, "clients_create")
    block.locator("textarea").first.fill('{"name": "Umbra"}')
    block.get_by_role("button", name="Execute").click()
    block.locator(".live-responses-table").get_by_text("403", exact=True).first.wait_for()

    assert not Client.objects.exists()


def test_what_a_problem_means_is_found_by_its_address(open_as, people, screen):
    page = open_as("omar")
    page.goto("/settings/help/")
    page.get_by_role("link", name="The API and its requests").click()
    page.get_by_role("link", name="What problems mean").click()
    page.goto("/api/problems/#needs-version")

    assert page.locator("#needs-version").is_visible()
    assert page.locator("h1").inner_text() == "Problems of the API"


@pytest.mark.parametrize("address", ["/api/docs/", "/api/problems/", "/nothing/"])
def test_strangers_read_on_the_whole_width(browser, live_server, workspace, screen, address):
    context = screen.context(browser, live_server.url)
    page = context.new_page()
    page.goto(address)

    widths = page.evaluate(
        "[document.querySelector('main').clientWidth, document.documentElement.clientWidth]"
    )
    context.close()

    assert widths[0] >= min(widths[1], 700)
