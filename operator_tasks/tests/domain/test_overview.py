"""What a manager looks at first: late work, loads, ends and the house, as far as the person may see."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from campaigns.domain import audit_triggers
from campaigns.domain.audit_reads import chains_state
from campaigns.domain.campaigns import activate_campaign, create_campaign
from campaigns.domain.clients import create_client, set_members
from campaigns.models import AuditChain, OperatorAuditLog
from conftest import CADENCE, NOW, brief, hours, linkedin_proof, user_named
from operator_tasks.domain.away import add_away
from operator_tasks.domain.overview import Ending, Late, Load, overview
from operator_tasks.domain.sop_reports import report_step
from operator_tasks.domain.tasks import assign_task
from operator_tasks.domain.ticking import tick_all
from operator_tasks.domain.transitions import complete_task

BERLIN = ZoneInfo("Europe/Berlin")


def seen_by(user, now=NOW):
    return overview(user, zone=BERLIN, now=now)


def test_late_work_is_told_by_client_and_by_person(tasks, operator_user, manager_user, manager, clock):
    later = tasks[2].due_at + hours(1)
    assign_task(tasks[0], to=operator_user, by=manager, now=NOW)
    tick_all(by=clock, now=later)
    late = [task for task in tasks if task.due_at < later]

    seen = seen_by(manager_user, later)

    acme = tasks[0].campaign.client
    assert seen.late_clients == (Late(acme.pk, "Acme", len(late), tasks[0].due_at),)
    assert set(seen.late_people) == {
        Late(None, None, len(late) - 1, late[1].due_at),
        Late(operator_user.pk, "omar", 1, tasks[0].due_at),
    }
    assert seen.escalations == 1


def test_loads_are_those_of_the_week_of_who_works_here(
    tasks, operator_user, manager_user, manager, client_acme
):
    nina = user_named("nina", "operator")
    set_members(client_acme, [operator_user.pk, nina.pk], by=manager, now=NOW)
    add_away(nina, starts_on=NOW.date(), ends_on=NOW.date(), by=manager, now=NOW)
    week = seen_by(manager_user).week
    within = [task for task in tasks if task.due_at < week.ends_at]
    for task in tasks:
        assign_task(task, to=operator_user, by=manager, now=NOW)
    done = next(task for task in within if task.platform == "linkedin")
    complete_task(done, proof=linkedin_proof(), by=manager, now=NOW + hours(1))

    seen = seen_by(manager_user, NOW + hours(2))

    posts = [task for task in within if task != done]
    engaging = [task for task in done.follow_ups.all() if task.due_at < week.ends_at]
    minutes = sum(task.sop_version.minutes for task in [*posts, *engaging])
    assert seen.loads == (
        Load(operator_user, len(posts) + len(engaging), minutes, 1, False),
        Load(nina, 0, 0, 0, True),
    )
    assert seen.most_minutes == minutes
    assert seen.unassigned == 0


def test_what_nobody_has_this_week_is_counted(tasks, manager_user):
    seen = seen_by(manager_user)

    assert seen.unassigned == len([task for task in tasks if task.due_at < seen.week.ends_at])


@pytest.mark.parametrize(("days", "left"), [(0, 14), (14, 0), (16, -2)])
def test_campaigns_that_end_soon_are_named_with_what_is_open(
    tasks, active_campaign, manager_user, days, left
):
    seen = seen_by(manager_user, NOW + timedelta(days=days))

    assert seen.ending == (Ending(active_campaign, left, 10),)


def test_campaigns_that_go_on_are_left_out(client_acme, manager, manager_user):
    values = brief(end_date=brief()["end_date"] + timedelta(days=30))
    made = create_campaign(client=client_acme, cadence=CADENCE, values=values, by=manager, now=NOW)
    activate_campaign(made, by=manager, now=NOW)

    assert seen_by(manager_user).ending == ()


def test_open_reports_on_procedures_are_counted(linkedin_task, operator, manager_user):
    report_step(linkedin_task, step=0, note="The button moved.", by=operator, now=NOW)

    assert seen_by(manager_user).reports == 1


def test_nobody_sees_another_clients_work(tasks, manager, clock, operator_user):
    create_client(name="Other", by=manager, now=NOW)
    stranger = user_named("sam", "operator")
    later = tasks[2].due_at + hours(1)
    tick_all(by=clock, now=later)

    seen = seen_by(stranger, later)

    assert (seen.late_clients, seen.late_people, seen.ending, seen.escalations) == ((), (), (), 0)


def test_chains_end_where_their_heads_say(active_campaign):
    state = chains_state()

    assert (state.chains, state.entries) == (2, OperatorAuditLog.objects.count())
    assert state.broken == ()


def test_a_chain_whose_end_was_cut_is_named(active_campaign):
    chain = AuditChain.objects.get(chain=active_campaign.pk)
    audit_triggers.drop(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM campaigns_operatorauditlog WHERE chain = %s AND seq = %s", [chain.chain, chain.seq]
        )
    audit_triggers.install(connection)

    assert chains_state().broken == (active_campaign.pk,)


def test_it_costs_the_same_for_one_campaign_and_for_three(
    tasks, manager, manager_user, operator_user, django_assert_num_queries
):
    def cost() -> None:
        with django_assert_num_queries(18):
            seen_by(manager_user, NOW + timedelta(days=12))

    manager_user.has_perm("any")
    cost()
    for name in ("Second", "Third"):
        client = create_client(name=name, time_zone="Asia/Tokyo", by=manager, now=NOW)
        set_members(client, [operator_user.pk], by=manager, now=NOW)
        campaign = create_campaign(client=client, cadence=CADENCE, values=brief(), by=manager, now=NOW)
        activate_campaign(campaign, by=manager, now=NOW)
    cost()
