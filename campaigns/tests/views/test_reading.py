"""Every page that is only read, for each kind of person."""

import pytest
from django.utils import timezone

from campaigns.domain.metrics import log_metric
from campaigns.domain.plans import save_plan

PAGES = [
    "/campaigns/",
    "/campaigns/{campaign}/",
    "/campaigns/{campaign}/plans/1/",
    "/campaigns/{campaign}/metrics/",
    "/calendar/?campaign={campaign}",
    "/calendar/?view=list",
    "/calendar/items/{item}/",
    "/metrics/",
    "/clients/",
    "/clients/{client}/",
]
FORMS = [
    "/campaigns/new/",
    "/campaigns/{campaign}/edit/",
    "/campaigns/{campaign}/plans/new/",
    "/campaigns/{campaign}/calendar/generate/",
    "/campaigns/{campaign}/calendar/import/",
    "/campaigns/{campaign}/calendar/items/new/",
    "/campaigns/{campaign}/metrics/new/",
    "/calendar/items/{item}/edit/",
    "/metrics/{entry}/correct/",
    "/clients/new/",
    "/clients/{client}/edit/",
    "/clients/{client}/members/",
]


@pytest.fixture
def address(running, items, manager):
    now = timezone.now()
    save_plan(running, angles=["One"], by=manager, now=now)
    day = running.local_date(now)
    entry = log_metric(
        running, platform="x", day=day, metric_name="likes", metric_value=1, by=manager, now=now
    )
    known = {"campaign": running.pk, "item": items[0].pk, "client": running.client_id, "entry": entry.pk}
    return lambda page: page.format(**known)


@pytest.mark.parametrize("page", PAGES)
def test_pages_open_for_everyone_of_the_client(managing, operating, viewing, client, address, page):
    url = address(page)

    statuses = [browser.get(url).status_code for browser in (managing, operating, viewing, client)]

    assert statuses == [200, 200, 200, 302]


@pytest.mark.parametrize("page", FORMS)
def test_forms_are_whole_and_post_with_a_token(managing, client, address, page):
    response = managing.get(address(page))

    text = response.content.decode()
    assert (response.status_code, text.count("<h1>"), "csrfmiddlewaretoken" in text) == (200, 1, True)
    assert ("style=" in text, "onclick=" in text, "None</" in text) == (False, False, False)
    assert client.get(address(page)).status_code == 302
