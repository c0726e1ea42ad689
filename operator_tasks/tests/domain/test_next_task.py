"""The one task to do now: the rule of what comes first, and what never does."""

from datetime import UTC, datetime

import pytest

from campaigns.domain.campaigns import activate_campaign, create_campaign, pause_campaign
from campaigns.domain.clients import create_client, set_members
from conftest import CADENCE, NOW, actor_for, brief, hours, user_named
from operator_tasks.domain.next_task import NextUp, next_up
from operator_tasks.domain.queries import BoardFilters, Whose
from operator_tasks.domain.tasks import assign_task, create_manual_task
from operator_tasks.domain.ticking import tick_all
from operator_tasks.domain.transitions import block_task
from operator_tasks.tests.rows import CLOCK

BERLIN = ("Europe/Berlin",)


@pytest.fixture
def make(active_campaign, manager):
    def made(due_at, title, campaign=active_campaign):
        return create_manual_task(campaign, title=title, due_at=due_at, by=manager, now=NOW)

    return made


def found(user, now, filters=None, zones=BERLIN) -> tuple[str | None, str | None]:
    up = next_up(user, filters or BoardFilters(), zones, now)
    return up.now and up.now.task.title, up.later and up.later.task.title


def test_the_oldest_overdue_task_comes_first_then_due_then_today_then_nothing(make, operator_user):
    make(NOW + hours(2), "first")
    make(NOW + hours(3), "second")
    make(NOW + hours(9), "tonight")
    make(NOW + hours(30), "tomorrow")

    assert found(operator_user, NOW + hours(5)) == ("first", None)
    assert found(operator_user, NOW + hours(1.5)) == ("first", None)
    assert found(operator_user, NOW) == ("first", None)


def test_when_the_day_is_done_it_says_what_comes_next(make, operator_user):
    make(NOW + hours(30), "tomorrow")
    make(NOW + hours(24 * 10), "far")

    assert found(operator_user, NOW) == (None, "tomorrow")


def test_there_may_be_nothing_at_all(active_campaign, operator_user):
    assert next_up(operator_user, BoardFilters(), BERLIN, NOW) == NextUp()


def test_only_what_is_mine_or_nobodys_counts_whatever_the_list_shows(
    make, operator_user, manager_user, manager, operator
):
    assign_task(make(NOW + hours(2), "maria's"), to=manager_user, by=manager, now=NOW)
    assign_task(make(NOW + hours(3), "mine"), to=operator_user, by=manager, now=NOW)
    make(NOW + hours(4), "nobody's")

    assert found(operator_user, NOW) == ("mine", None)
    assert found(operator_user, NOW, BoardFilters(whose=Whose.UNASSIGNED)) == ("mine", None)
    assert found(operator_user, NOW, BoardFilters(task_type="POST")) == (None, None)


def test_nothing_blocked_and_nothing_of_a_paused_campaign(
    make, active_campaign, operator_user, operator, manager
):
    block_task(make(NOW + hours(2), "stuck"), reason="No photo", by=operator, now=NOW)
    make(NOW + hours(3), "held")
    assert found(operator_user, NOW) == ("held", None)

    pause_campaign(active_campaign, reason="Budget", by=manager, now=NOW)

    assert found(operator_user, NOW) == (None, None)


def test_today_ends_at_midnight_of_the_campaign(manager_user, manager, db):
    for place, zone, hour in (("Tokyo", "Asia/Tokyo", 16), ("Lima", "America/Lima", 20)):
        client = create_client(name=place, time_zone=zone, by=manager, now=NOW)
        campaign = create_campaign(client=client, cadence=CADENCE, values=brief(), by=manager, now=NOW)
        activate_campaign(campaign, by=manager, now=NOW)
        due = datetime(2026, 3, 2, hour, tzinfo=UTC)
        create_manual_task(campaign, title=place, due_at=due, by=manager, now=NOW)

    assert found(manager_user, NOW, zones=("Asia/Tokyo", "America/Lima")) == ("Lima", None)


def test_an_escalation_is_for_managers_and_comes_after_what_is_overdue(
    make, operator_user, manager_user, manager
):
    late = make(NOW + hours(2), "late")
    assign_task(late, to=operator_user, by=manager, now=NOW)
    make(NOW + hours(12), "tonight")
    now = NOW + hours(8)
    tick_all(by=CLOCK, now=now)

    assert found(operator_user, now) == ("late", None)
    assert found(manager_user, now) == ("1 task is overdue", None)


def test_those_who_only_read_have_no_next_task(make, client_acme, manager, operator_user):
    vera = user_named("vera", "viewer")
    set_members(client_acme, [operator_user.pk, vera.pk], by=manager, now=NOW)
    make(NOW + hours(2), "first")

    assert found(vera, NOW) == (None, None)
    assert not actor_for(vera).is_manager


@pytest.mark.parametrize("count", [1, 3])
def test_the_next_task_costs_one_query(make, operator_user, count, django_assert_num_queries):
    for number in range(count):
        make(NOW + hours(2 + number), f"task {number}")
    operator_user.has_perm("operator_tasks.work_tasks")

    with django_assert_num_queries(1):
        next_up(operator_user, BoardFilters(), BERLIN, NOW)
