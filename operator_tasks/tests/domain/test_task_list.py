"""The list of all tasks: what each filter leaves, in which order, at one query."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from campaigns.domain.campaigns import activate_campaign, create_campaign
from campaigns.domain.clients import create_client
from conftest import CADENCE, NOW, brief, hours
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.task_list import ListFilters, task_list
from operator_tasks.domain.tasks import assign_task, create_manual_task
from operator_tasks.domain.transitions import block_task, cancel_task, complete_task, miss_task

BERLIN = ZoneInfo("Europe/Berlin")
NOTE = ProofInput("TEXT", "Called them")


@pytest.fixture
def world(active_campaign, manager, operator, operator_user):
    """One task of each kind of ending, due hour by hour, seen eight hours later."""

    def made(title, due):
        return create_manual_task(active_campaign, title=title, due_at=NOW + hours(due), by=manager, now=NOW)

    complete_task(made("done", 2), proof=NOTE, by=operator, now=NOW)
    cancel_task(made("cancelled", 3), reason="Not needed", by=manager, now=NOW)
    stuck = block_task(made("missed", 4), reason="No photo", by=operator, now=NOW)
    miss_task(stuck, reason="Too late", by=manager, now=NOW)
    block_task(made("blocked", 5), reason="No photo", by=operator, now=NOW)
    assign_task(made("overdue", 6), to=operator_user, by=manager, now=NOW)
    made("due", 8.5)
    made("pending", 30)
    return active_campaign


def found(user, **filters) -> list[str]:
    page = task_list(user, ListFilters(zone=BERLIN, **filters), NOW + hours(8))
    return [row.task.title for row in page.rows]


def test_everything_is_listed_latest_first(world, operator_user):
    assert found(operator_user) == ["pending", "due", "overdue", "blocked", "missed", "cancelled", "done"]


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({"status": "open"}, ["blocked", "overdue", "due", "pending"]),
        ({"status": "pending"}, ["pending"]),
        ({"status": "due"}, ["due"]),
        ({"status": "overdue"}, ["overdue"]),
        ({"status": "blocked"}, ["blocked"]),
        ({"status": "done"}, ["done"]),
        ({"status": "missed"}, ["missed"]),
        ({"status": "cancelled"}, ["cancelled"]),
        ({"whose": "mine"}, ["overdue"]),
        ({"whose": "unassigned", "status": "open"}, ["blocked", "due", "pending"]),
        ({"whose": "me", "status": "open"}, ["blocked", "overdue", "due", "pending"]),
        ({"platform": "x"}, []),
        ({"task_type": "POST"}, []),
        ({"q": "OVER due"}, ["overdue"]),
        ({"due_from": date(2026, 3, 3)}, ["pending"]),
        ({"due_to": date(2026, 3, 2), "status": "open"}, ["blocked", "overdue", "due"]),
        ({"client": 999999}, []),
        ({"campaign": 999999}, []),
        ({"page": 2}, []),
    ],
)
def test_filters(world, operator_user, filters, titles):
    assert found(operator_user, **filters) == titles


def test_doubtful_proof_alone(tasks, operator, operator_user, manager):
    post = next(task for task in tasks if task.platform == "linkedin")
    complete_task(post, proof=NOTE, by=operator, now=NOW)

    page = task_list(operator_user, ListFilters(zone=BERLIN, doubtful=True), NOW)

    assert [row.task.pk for row in page.rows] == [post.pk]


def test_nothing_of_another_client_is_listed(world, manager, operator_user, manager_user):
    other = create_client(name="Other", time_zone="Asia/Tokyo", by=manager, now=NOW)
    campaign = create_campaign(client=other, cadence=CADENCE, values=brief(), by=manager, now=NOW)
    activate_campaign(campaign, by=manager, now=NOW)
    create_manual_task(campaign, title="foreign", due_at=NOW + hours(40), by=manager, now=NOW)

    assert "foreign" not in found(operator_user)
    assert found(manager_user, campaign=campaign.pk) == ["foreign"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_one_query(active_campaign, manager, operator_user, count, django_assert_num_queries):
    for number in range(count):
        due_at = NOW + hours(2 + number)
        create_manual_task(active_campaign, title=f"task {number}", due_at=due_at, by=manager, now=NOW)
    operator_user.has_perm("operator_tasks.work_tasks")

    with django_assert_num_queries(1):
        task_list(operator_user, ListFilters(zone=BERLIN, q="task"), NOW)
