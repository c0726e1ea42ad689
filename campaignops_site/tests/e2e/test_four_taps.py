"""From the link in a mail to the proven post: four taps on a phone."""

import pytest

from conftest import linkedin_proof
from operator_tasks.models import OperatorTask

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


class Thumb:
    """Taps, and counts how often."""

    def __init__(self):
        self.taps = 0

    def tap(self, place):
        self.taps += 1
        place.click()


@pytest.mark.parametrize("screen", ["phone-dark"], indirect=True)
def test_from_the_link_to_done_in_four_taps(open_as, queue, live_server):
    task, thumb = queue[0], Thumb()
    page = open_as("omar", permissions=["clipboard-read", "clipboard-write"])
    page.context.route("https://www.linkedin.com/**", lambda route: route.fulfill(body="the composer"))
    page.set_content(f"<a href='{live_server.url}/tasks/{task.pk}/'>the link in the mail</a>")

    thumb.tap(page.get_by_role("link", name="the link in the mail"))
    with page.context.expect_page() as composer:
        thumb.tap(page.get_by_role("link", name="Open composer"))
    assert page.evaluate("navigator.clipboard.readText()") == "Audits calm."
    composer.value.evaluate("address => navigator.clipboard.writeText(address)", linkedin_proof().value)
    composer.value.close()
    page.bring_to_front()
    thumb.tap(page.get_by_role("button", name="Paste", exact=True))
    page.get_by_text("linkedin.com/feed/update").wait_for()
    thumb.tap(page.get_by_role("button", name="Complete", exact=True))
    page.get_by_text("Done:").wait_for()

    done = OperatorTask.objects.get(pk=task.pk)
    assert (done.status, done.proof.canonical_url, thumb.taps) == (
        "DONE",
        linkedin_proof().value.rstrip("/"),
        4,
    )
