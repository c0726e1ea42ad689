"""What My day costs a phone on a bad line: everything that is transferred, the service worker's share included."""

import pytest

from campaignops_site.tests.e2e.production import Meter, production, sign_in

pytestmark = pytest.mark.e2e

FIRST_VISIT = 60_000
NEXT_VISIT = 15_000
WORKER_IS_READY = "navigator.serviceWorker.ready.then(() => true)"


@pytest.fixture(scope="module")
def metered(tmp_path_factory):
    with production(tmp_path_factory.mktemp("production")) as address:
        meter = Meter(address)
        yield meter
        meter.close()


def visit(page):
    page.goto("/", wait_until="networkidle")
    page.get_by_role("heading", name="My day").wait_for()
    page.evaluate(WORKER_IS_READY)
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("width", [390, 1280])
def test_my_day_is_light(browser, metered, width):
    context = browser.new_context(viewport={"width": width, "height": 844}, base_url=metered.address)
    sign_in(context)
    page = context.new_page()
    metered.taken()

    visit(page)
    first = metered.taken()
    visit(page)
    again = metered.taken()

    context.close()
    assert (0 < first <= FIRST_VISIT, 0 < again <= NEXT_VISIT) == (True, True), (first, again)
