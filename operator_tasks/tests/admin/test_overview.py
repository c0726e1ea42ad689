"""The first page of the admin: what it says, where its links lead, and for whom it is."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.domain.campaigns import activate_campaign
from campaigns.tests.admin.worlds import planned
from operator_tasks.domain import ledger
from operator_tasks.domain.away import add_away
from operator_tasks.domain.tasks import assign_task, create_manual_task
from operator_tasks.domain.ticking import tick_all
from operator_tasks.tests.rows import running_campaign


@pytest.fixture
def late(client_acme, manager, clock, operator_user):
    """A campaign with late work, an escalation, and an operator who is away."""
    now = timezone.now()
    campaign = running_campaign(client_acme, manager, now)
    tick_all(by=clock, now=now)
    add_away(operator_user, starts_on=now.date(), ends_on=now.date(), by=manager, now=now)
    return campaign


def links(page: str) -> list[str]:
    shown = page.partition('<div class="overview">')[2].partition('id="content-main"')[0]
    return [link.replace("&amp;", "&") for link in re.findall(r'<a\b[^>]*href="([^"]+)"', shown)]


def test_every_link_leads_to_what_it_counts(browser, late):
    page = browser.get("/admin/").content.decode()

    assert "<h1>" in page
    assert "Overview" in page
    found = links(page)
    assert len(found) > 8
    assert {link: browser.get(link).status_code for link in found} == dict.fromkeys(found, 200)
    overdue = next(link for link in found if "bucket=overdue&client=" in link)
    assert "1 task" in browser.get(overdue).content.decode()


def test_it_says_what_runs(browser, late):
    assert "Worker is not running" in browser.get("/admin/").content.decode()

    ledger.beat(now=timezone.now())

    page = browser.get("/admin/").content.decode()
    assert "Worker is running" in page
    assert "Audit log ends as it should" in page
    assert "away" in page


def test_it_holds_no_inline_code(browser, late):
    page = browser.get("/admin/").content.decode()

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)", page) == []


def test_an_empty_workspace_says_so(browser):
    page = browser.get("/admin/").content.decode()

    assert "Nothing is overdue." in page
    assert "No running campaign ends within two weeks." in page
    assert "Nobody works on tasks yet" in page


def test_other_staff_find_the_list_of_pages_alone(outsider):
    page = outsider.get("/admin/")

    assert (page.status_code, "overview" in page.context) == (200, False)


def test_it_costs_the_same_for_one_campaign_and_for_three(
    browser, late, client_acme, manager, django_assert_num_queries
):
    def enter(name: str) -> None:
        now = timezone.now()
        campaign = activate_campaign(planned(client_acme, manager, name=name), by=manager, now=now)
        due_at = now + timedelta(hours=2)
        create_manual_task(campaign, title="Call", due_at=due_at, by=manager, now=now)

    enter("First")
    browser.get("/admin/")
    with django_assert_num_queries(25):
        browser.get("/admin/")
    enter("Second")
    enter("Third")
    with django_assert_num_queries(25):
        browser.get("/admin/")


def test_the_list_behind_a_count_holds_as_many(browser, late, operator_user, manager):
    due_at = timezone.now() + timedelta(minutes=30)
    for person in (operator_user, None):
        call = create_manual_task(late, title="Call", due_at=due_at, by=manager, now=timezone.now())
        assign_task(call, to=person, by=manager, now=timezone.now())
    page = browser.get("/admin/")
    seen, found = page.context["overview"], links(page.content.decode())

    def listed(*parts: str) -> int:
        address = next(link for link in found if all(part in link for part in parts))
        return browser.get(address).context["cl"].result_count

    mine = next(load for load in seen.loads if load.user == operator_user)
    assert listed("bucket=week", "person=nobody") == seen.unassigned
    assert listed("bucket=week", f"person={operator_user.pk}") == mine.open
    assert listed("system_kind__exact=escalation") == seen.escalations == 1
    assert listed("answered_at__isempty=1") == seen.reports == 0
