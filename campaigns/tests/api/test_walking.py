"""Long lists on SQLite: the same rows in the same order, found along the index of their order."""

import pytest
from django.db import connection

from campaigns.walking import walked
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.models import OperatorTask

pytestmark = pytest.mark.django_db
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL decides by itself")


@pytest.fixture
def tasks(running, items, manager, operator_user):
    """The open posts that the operator may see."""
    plan_tasks(running, by=manager, now=items[0].created_at)
    return OperatorTask.objects.visible_to(operator_user).open().exclude(status="DONE")


@pytest.mark.parametrize("order", ["due_at", "-due_at", "pk", "-pk"])
def test_it_finds_the_same_rows(tasks, order):
    before = str(tasks.query)
    found = walked(tasks, [order.removeprefix("-")]).order_by(order, "pk")

    assert list(found) == list(tasks.order_by(order, "pk")) != []
    assert str(tasks.query) == before


@only_sqlite
def test_no_filter_leads_away_from_the_order(tasks):
    plan = walked(tasks, ["due_at"]).order_by("due_at", "pk").explain()
    of_done = walked(OperatorTask.objects.live().filter(status="DONE"), ["due_at"])
    plan_of_done = of_done.order_by("due_at", "pk").explain()

    assert ("task_open_by_due" in plan, "TEMP B-TREE" in plan) == (True, False)
    assert ("task_live_by_due" in plan_of_done, "TEMP B-TREE" in plan_of_done) == (True, False)


@only_sqlite
def test_a_filter_whose_index_has_that_order_is_kept(tasks, running):
    of_campaign = OperatorTask.objects.filter(campaign=running, status="PENDING")

    plan = walked(of_campaign, ["due_at"]).order_by("due_at", "pk").explain()

    assert "task_by_campaign (campaign_id=?)" in plan


def test_an_order_without_an_index_is_left_alone(tasks):
    assert walked(tasks, ["title"]) is tasks
