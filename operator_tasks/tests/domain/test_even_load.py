"""Work shared out by rule: to who is there and has the least to do in the week of the task."""

from collections import Counter
from datetime import timedelta

import pytest

from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import create_campaign
from campaigns.domain.clients import create_client, set_members
from campaigns.errors import NotAllowed, NotNow
from campaigns.tests.witness import how_often, refused, told
from conftest import CADENCE, NOW, brief, hours, user_named
from operator_tasks.domain.away import add_away
from operator_tasks.domain.bulk import BulkAct, Pick, Wish, do_to_each
from operator_tasks.domain.even_load import EvenLoad, assign_evenly, share_out
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.tasks import assign_task, create_manual_task
from operator_tasks.domain.ticking import tick_all
from operator_tasks.models import OperatorTask
from operator_tasks.tests.rows import row


@pytest.fixture
def nina(client_acme, operator_user, manager_user, manager):
    """A second operator; the manager is a member too, and is given nothing by rule."""
    nina = user_named("nina", "operator")
    vera = user_named("vera", "viewer")
    people = [operator_user.pk, nina.pk, manager_user.pk, vera.pk]
    set_members(client_acme, people, by=manager, now=NOW)
    return nina


def loads(tasks) -> dict[tuple[int, str], int]:
    """Minutes by ISO week and person."""
    found: Counter[tuple[int, str]] = Counter()
    for task in OperatorTask.objects.filter(pk__in=[task.pk for task in tasks]).select_related("sop_version"):
        week = task.due_at.isocalendar().week
        found[week, str(task.assignee)] += task.sop_version.minutes
    return dict(found)


def evenly(task, by, **options) -> OperatorTask:
    return assign_evenly(task, load=EvenLoad(now=NOW), by=by, now=NOW, **options)


def test_a_campaign_is_shared_out_evenly_week_by_week(tasks, nina, active_campaign, manager):
    shared = share_out(active_campaign, by=manager, now=NOW)

    minutes = loads(tasks)
    longest = max(task.sop_version.minutes for task in tasks)
    assert (shared.count, {name for name, _count in shared.given}, shared.left) == (10, {"omar", "nina"}, ())
    for week in {week for week, _name in minutes}:
        assert abs(minutes[week, "omar"] - minutes[week, "nina"]) <= longest
    assert how_often("task.assigned") == 10


def test_shared_out_again_nothing_changes(tasks, nina, active_campaign, manager):
    share_out(active_campaign, by=manager, now=NOW)
    before = list(OperatorTask.objects.values())

    again = share_out(active_campaign, by=manager, now=NOW)

    assert (again.count, again.given, again.left) == (0, (), ())
    assert list(OperatorTask.objects.values()) == before


def test_what_somebody_has_for_other_work_counts(tasks, nina, active_campaign, operator_user, manager):
    first, second = tasks[:2]
    assign_task(first, to=nina, by=manager, now=NOW)

    after = evenly(second, manager)

    assert after.assignee == operator_user
    assert told("task.assigned") == (
        "maria",
        "page",
        "task",
        2,
        {"assignee_id": None},
        {"assignee_id": operator_user.pk},
    )


def test_who_is_away_is_given_nothing_for_those_days(tasks, nina, active_campaign, manager):
    last = active_campaign.end_date
    add_away(nina, starts_on=active_campaign.start_date, ends_on=last, by=manager, now=NOW)

    assert share_out(active_campaign, by=manager, now=NOW).given == (("omar", 10),)


def test_a_task_of_somebody_away_is_given_on(tasks, nina, active_campaign, operator_user, manager):
    for task in tasks:
        assign_task(task, to=nina, by=manager, now=NOW)
    days = sorted({active_campaign.local_date(task.due_at) for task in tasks})
    add_away(nina, starts_on=days[0], ends_on=days[1], by=manager, now=NOW)
    hit = [task for task in tasks if active_campaign.local_date(task.due_at) in days[:2]]

    assert share_out(active_campaign, by=manager, now=NOW).given == (("omar", len(hit)),)
    assert {row(task, "assignee__username") for task in hit} == {("omar",)}


def test_late_work_goes_to_who_is_there_now(tasks, nina, operator_user, manager):
    late = tasks[0]
    now = late.due_at + hours(48)
    today = late.campaign.local_date(now)
    add_away(nina, starts_on=today, ends_on=today, by=manager, now=now)
    for person in (None, nina):
        assign_task(late, to=person, by=manager, now=now)
        fresh = OperatorTask.objects.select_related("campaign__client", "sop_version").get(pk=late.pk)

        given = assign_evenly(fresh, load=EvenLoad(now=now), by=manager, now=now)

        assert given.assignee == operator_user


def test_tasks_of_people_who_left_are_given_on(tasks, nina, active_campaign, operator_user, manager):
    for task in tasks:
        assign_task(task, to=nina, by=manager, now=NOW)
    nina.is_active = False
    nina.save()

    assert share_out(active_campaign, by=manager, now=NOW).given == (("omar", 10),)


def test_what_is_given_for_one_client_counts_for_another(
    tasks, nina, active_campaign, operator_user, manager_user, manager
):
    other = create_client(name="Other", time_zone="Asia/Tokyo", by=manager, now=NOW)
    set_members(other, [nina.pk], by=manager, now=NOW)
    values = brief(name="Elsewhere")
    made = create_campaign(client=other, cadence=CADENCE, values=values, by=manager, now=NOW)
    generate_calendar(made, days_ahead=14, by=manager, now=NOW)
    ninas = plan_tasks(made, by=manager, now=NOW).created
    picks = [Pick(task.pk) for task in (tasks[0], *ninas, *tasks[1:])]

    do_to_each(picks, Wish(BulkAct.ASSIGN_EVENLY), user=manager_user, by=manager, now=NOW)

    # All of the other client's are nina's, so omar gets what there is for Acme, but for what came first.
    assert OperatorTask.objects.filter(campaign=active_campaign, assignee=nina).count() <= 2
    assert OperatorTask.objects.filter(campaign=made, assignee=nina).count() == len(ninas)


def test_where_nobody_is_there_the_task_stays_and_says_why(tasks, active_campaign, operator_user, manager):
    add_away(operator_user, starts_on=NOW.date(), ends_on=NOW.date() + timedelta(days=4), by=manager, now=NOW)

    shared = share_out(active_campaign, by=manager, now=NOW)

    reasons = {sentence.partition(": ")[2].partition(" on ")[0] for sentence in shared.left}
    assert reasons == {"No operator of Acme is there"}
    assert shared.count + len(shared.left) == 10
    with refused(NotNow, "No operator of Acme is there on 2026-03-0"):
        evenly(tasks[0], manager)


def test_a_task_of_somebody_who_is_there_is_kept(linkedin_task, nina, manager_user, manager):
    for person in (nina, manager_user):
        held = assign_task(linkedin_task, to=person, by=manager, now=NOW)
        with refused(NotNow, f"{person} has this task and is there on its day"):
            evenly(held, manager)


def test_operators_do_not_share_out(linkedin_task, nina, operator):
    with refused(NotAllowed, "Only a manager shares out work"):
        evenly(linkedin_task, operator)


def test_tasks_of_the_house_are_assigned_by_hand(tasks, nina, active_campaign, manager, clock):
    late = tasks[0].due_at + hours(1)
    tick_all(by=clock, now=late)
    review = OperatorTask.objects.exclude(system_kind="").select_related("campaign__client").get()

    with refused(NotNow, "task of the house"):
        evenly(review, manager)


def test_ticked_tasks_are_shared_out_and_refusals_named(tasks, nina, active_campaign, manager_user, manager):
    held = assign_task(tasks[0], to=nina, by=manager, now=NOW)
    picks = [Pick(task.pk) for task in (held, *tasks[1:4])]

    outcome = do_to_each(picks, Wish(BulkAct.ASSIGN_EVENLY), user=manager_user, by=manager, now=NOW)

    assert [refusal.number for refusal in outcome.refused] == [held.pk]
    assert [task.pk for task in outcome.done] == [task.pk for task in tasks[1:4]]
    assert [step.verb for step in outcome.back] == ["assign"] * 3


def test_where_all_have_the_same_the_name_decides(tasks, nina, active_campaign, operator_user, manager):
    for person in (operator_user, nina):
        call = create_manual_task(active_campaign, title="Call", due_at=tasks[0].due_at, by=manager, now=NOW)
        assign_task(call, to=person, by=manager, now=NOW)

    assert evenly(tasks[0], manager).assignee == nina


@pytest.mark.parametrize(("count", "queries"), [(1, 17), (3, 39)])
def test_what_everybody_has_is_read_once_for_all_tasks(
    tasks, nina, manager_user, manager, count, queries, django_assert_num_queries
):
    picks = [Pick(task.pk) for task in tasks[:count]]

    with django_assert_num_queries(queries):
        do_to_each(picks, Wish(BulkAct.ASSIGN_EVENLY), user=manager_user, by=manager, now=NOW)
