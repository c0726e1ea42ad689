"""What a client's own people never read: names, reasons, notes, proofs in words and tasks of the house."""

from datetime import timedelta

import pytest
from django.test import Client as Browser

from campaigns.domain.campaigns import pause_campaign
from campaigns.domain.clients import edit_client
from campaigns.domain.metrics import log_metric
from campaigns.domain.plans import save_plan
from operator_tasks.domain.escalation import settle_escalation
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.summaries import write_summary
from operator_tasks.domain.tasks import assign_task
from operator_tasks.domain.transitions import block_task, complete_task
from operator_tasks.domain.weeks import week_of

PAGES = [
    "/campaigns/",
    "/campaigns/{campaign}/",
    "/campaigns/{campaign}/tasks/",
    "/campaigns/{campaign}/tasks/?status=done",
    "/campaigns/{campaign}/tasks/?status=blocked",
    "/campaigns/{campaign}/plans/",
    "/campaigns/{campaign}/plans/1/",
    "/campaigns/{campaign}/metrics/",
    "/campaigns/{campaign}/reports/{week}/",
    "/campaigns/{campaign}/reports/{week}/csv/",
    "/campaigns/{campaign}/reports/csv/",
    "/reports/",
    "/clients/",
    "/clients/{client}/",
]
INSIDE = [
    "Omar Secret",
    "omar",
    "reason-of-the-block",
    "reason-of-the-pause",
    "note-about-the-client",
    "note-beside-a-number",
    "proof-in-words",
    "folder-of-pictures",
    ">1 task is overdue<",
    "Analyze week",
]


@pytest.fixture
def address(running, make_task, operator, operator_user, manager, now, began):
    """A campaign with everything inside it that somebody of the client must not read."""
    late = now - timedelta(hours=30)
    operator_user.first_name, operator_user.last_name = "Omar", "Secret"
    operator_user.save()
    edit_client(running.client, values={"notes": "note-about-the-client"}, by=manager, now=began)
    save_plan(running, angles=["One"], by=manager, now=began)
    log_metric(
        running,
        platform="x",
        day=running.local_date(late),
        metric_name="likes",
        metric_value=4,
        notes="note-beside-a-number",
        by=manager,
        now=now,
    )
    made = [make_task(late, title=title) for title in ("First", "Second", "Third")]
    block_task(made[0], reason="reason-of-the-block", by=operator, now=now)
    assign_task(made[1], to=operator_user, by=manager, now=now)
    complete_task(made[1], proof=ProofInput("TEXT", "proof-in-words"), by=operator, now=now)
    settle_escalation(running, by=manager, now=now)
    week = week_of(running.local_date(late), running.zone)
    write_summary(running, week, by=manager, now=now)
    pause_campaign(running, reason="reason-of-the-pause", by=manager, now=now)
    known = {"campaign": running.pk, "client": running.client_id, "week": week.name}
    return lambda page: page.format(**known)


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_the_inside_is_told_to_a_client(viewer_user, address, page):
    browser = Browser()
    browser.force_login(viewer_user)

    response = browser.get(address(page))

    text = response.getvalue().decode()
    assert response.status_code == 200
    assert [word for word in INSIDE if word in text] == []


def test_those_who_work_here_read_it(operator_user, address):
    browser = Browser()
    browser.force_login(operator_user)

    panel = browser.get(address("/campaigns/{campaign}/tasks/")).content.decode()
    client = browser.get(address("/clients/{client}/")).content.decode()
    report = browser.get(address("/campaigns/{campaign}/reports/{week}/")).content.decode()

    assert ("reason-of-the-block" in panel, "Analyze week" in panel) == (True, True)
    assert "note-about-the-client" in client
    assert ("note-beside-a-number" in report, "is overdue" in report) == (True, True)
