"""The partial indexes are there for the queries of the tick and the queue, and both databases take them."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import CadenceLine, activate_campaign, create_campaign
from conftest import NOW, brief, hours
from operator_tasks.domain.next_task import next_up
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.queries import BoardFilters, board
from operator_tasks.domain.ticking import turned_slices
from operator_tasks.models import OperatorTask
from operator_tasks.tests.rows import CLOCK


def plans(run: Callable[[], object]) -> list[str]:
    """How the database finds the tasks of each statement that `run` sends: by its indexes, where it has the choice."""
    with CaptureQueriesContext(connection) as sent:
        run()
    asked = [entry["sql"] for entry in sent if "operator_tasks_operatortask" in entry["sql"]]
    how = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
    found = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # It reads a table of ten rows from end to end, as it should; a million rows it would not.
            cursor.execute("SET LOCAL enable_seqscan = off")
        for sql in asked:
            cursor.execute(how + sql)
            found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return found


@pytest.fixture
def maria(manager) -> User:
    return User.objects.get(username="maria")


@pytest.fixture
def year(client_acme, manager) -> list[OperatorTask]:
    """A post each day on three platforms, enough for a database to think about how to find some of them."""
    daily = [CadenceLine(platform, "post", 7) for platform in ("linkedin", "x", "instagram")]
    values = brief(end_date=date(2027, 3, 16))
    made = create_campaign(client=client_acme, cadence=daily, values=values, by=manager, now=NOW)
    campaign = activate_campaign(made, by=manager, now=NOW)
    generate_calendar(campaign, days_ahead=366, by=manager, now=NOW)
    tasks = list(plan_tasks(campaign, by=manager, now=NOW).created)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE operator_tasks_operatortask")
    return tasks


def test_tick_finds_what_moves_by_the_index_of_clocks(year):
    found = plans(lambda: list(turned_slices(by=CLOCK, now=year[3].due_at + hours(0.1))))

    # Whether a clock has passed, which campaigns that concerns, what moves, and whether there is more.
    assert len([plan for plan in found if "task_by_clock" in plan]) == 4


def test_board_and_next_task_find_what_is_open_by_the_index_of_open_tasks(year, maria):
    now = year[3].due_at + hours(1)
    zones = board(maria, BoardFilters(), now).zones

    of_board = plans(lambda: board(maria, BoardFilters(), now))
    of_next = plans(lambda: next_up(maria, BoardFilters(), zones, now))

    # One statement counts every part, then each has one; of the last, what is blocked, the status alone leaves little.
    *of_parts, of_blocked = of_board
    assert ["task_open_by_due" in plan for plan in of_parts] == [True] * 5
    assert "task_open_by_due" in of_blocked or "task_by_status" in of_blocked
    assert ["task_open_by_due" in plan for plan in of_next] == [True]
