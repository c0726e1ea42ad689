"""What becomes of the tasks when something happens to their campaign or their calendar item."""

from datetime import date, timedelta

import pytest

from campaigns.choices import ResumePolicy
from campaigns.domain.calendar import delete_item, edit_item, generate_calendar, move_item, restore_item
from campaigns.domain.campaigns import (
    activate_campaign,
    complete_campaign,
    edit_campaign,
    pause_campaign,
    reopen_campaign,
    resume_campaign,
)
from campaigns.domain.clients import add_account
from campaigns.domain.housekeeping import delete_campaign
from campaigns.errors import NotNow
from campaigns.models import CalendarItem, Campaign
from campaigns.tests.witness import how_often, refused
from conftest import NOW, hours
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.tasks import create_manual_task
from operator_tasks.domain.ticking import tick_all
from operator_tasks.domain.transitions import block_task, complete_task, undo_task
from operator_tasks.models import OperatorTask
from operator_tasks.tests.rows import CLOCK, row, state

TEXT = ProofInput("TEXT", "seen in the feed")


def counts(campaign: Campaign) -> dict[str, int]:
    """How many tasks have each status, or each reason for being out of the plan."""
    told: dict[str, int] = {}
    for status, reason in campaign.tasks.values_list("status", "cancel_reason"):
        told[reason or status] = told.get(reason or status, 0) + 1
    return told


@pytest.fixture
def paused(tasks, manager):
    """Paused an hour before the first task is due; the first two tasks fall into the pause."""
    paused_at = tasks[0].due_at - hours(1)
    campaign = pause_campaign(tasks[0].campaign, reason="client asked", by=manager, now=paused_at)
    back_at = tasks[2].due_at - hours(1)
    assert [task.due_at < back_at for task in tasks[:3]] == [True, True, False]
    return campaign, paused_at, back_at


# -- activate and complete ------------------------------------------------------------------------------------
def test_activation_cancels_what_nobody_could_have_done_and_starts_the_other_clocks(campaign, manager):
    generate_calendar(campaign, days_ahead=14, by=manager, now=NOW)
    tasks = plan_tasks(campaign, by=manager, now=NOW).created
    now = tasks[1].due_at - hours(0.1)
    over = [task for task in tasks if task.due_at < now]

    activate_campaign(campaign, by=manager, now=now)

    assert counts(campaign) == {"before_activation": len(over), "PENDING": 10 - len(over)}
    assert row(over[0], "calendar_item__cancel_reason", "clock_at") == ("before_activation", None)
    assert row(tasks[-1], "clock_at") == (tasks[-1].due_at - hours(1),)


def test_completion_misses_what_has_passed_and_cancels_what_lies_ahead(tasks, manager):
    now = tasks[1].due_at + hours(1)
    over = [task for task in tasks if task.due_at < now]
    block_task(tasks[0], reason="no picture", by=manager, now=NOW)

    complete_campaign(tasks[0].campaign, open_tasks_seen=10, by=manager, now=now)

    assert counts(tasks[0].campaign) == {"MISSED": len(over), "campaign_completed": 10 - len(over)}
    assert CalendarItem.objects.live().count() == len(over)
    assert how_often("task.close_missed") == len(over)
    assert row(tasks[0], "status", "blocked_reason") == ("MISSED", "no picture")


def test_reopening_brings_back_what_lies_ahead(tasks, manager):
    campaign = tasks[0].campaign
    block_task(tasks[-1], reason="no picture", by=manager, now=NOW)
    complete_campaign(campaign, by=manager, now=NOW)
    now = tasks[1].due_at + hours(1)
    gone = sum(1 for task in tasks if task.due_at <= now)

    reopen_campaign(campaign, reason="went on", by=manager, now=now)

    assert counts(campaign) == {"campaign_completed": gone, "PENDING": 10 - gone - 1, "BLOCKED": 1}
    assert CalendarItem.objects.live().count() == 10 - gone
    assert row(tasks[-2], "clock_at") == (tasks[-2].due_at - hours(1),)


def test_reopening_with_an_earlier_last_day_brings_nothing_back_behind_it(tasks, manager):
    campaign = tasks[0].campaign
    complete_campaign(campaign, by=manager, now=NOW)

    reopened = reopen_campaign(
        campaign, reason="went on", end_date=date(2026, 3, 8), by=manager, now=NOW + timedelta(minutes=1)
    )

    late = OperatorTask.objects.open().filter(campaign=campaign, due_at__gte=reopened.ends_at)
    assert list(late) == []


# -- pause and resume -----------------------------------------------------------------------------------------
def test_pause_judges_the_clock_a_last_time_and_stops_it(tasks, manager):
    now = tasks[0].due_at + hours(1)

    pause_campaign(tasks[0].campaign, reason="client asked", by=manager, now=now)
    tick_all(by=CLOCK, now=now + timedelta(days=30))

    assert row(tasks[0], "status", "clock_at", "miss_at") == ("OVERDUE", None, tasks[0].due_at + hours(72))
    assert row(tasks[-1], "status", "clock_at") == ("PENDING", None)


def test_resume_drops_what_fell_into_the_pause(paused, tasks, manager):
    campaign, _paused_at, back_at = paused

    resume_campaign(campaign, policy=ResumePolicy.DROP, by=manager, now=back_at)

    assert counts(campaign) == {"paused": 2, "PENDING": 8}
    assert row(tasks[0], "calendar_item__cancel_reason") == ("paused",)
    assert row(tasks[3], "clock_at") == (tasks[3].due_at - hours(1),)


def test_resume_keeps_what_fell_into_the_pause_as_overdue(paused, tasks, manager):
    campaign, _paused_at, back_at = paused

    resume_campaign(campaign, policy=ResumePolicy.KEEP, by=manager, now=back_at)

    assert counts(campaign) == {"OVERDUE": 2, "PENDING": 8, "DUE": 1}
    assert row(tasks[0], "miss_at") == (max(tasks[0].due_at + hours(72), back_at + hours(4)),)


def test_resume_shifts_all_open_work_by_whole_days_at_the_same_local_time(paused, tasks, manager):
    campaign, paused_at, back_at = paused
    blocked = tasks[3]
    block_task(blocked, reason="no picture", by=manager, now=paused_at)
    days = timedelta(days=-(-(back_at - paused_at) // timedelta(days=1)))

    resume_campaign(campaign, policy=ResumePolicy.SHIFT, by=manager, now=back_at)

    inside = [task for task in tasks if task.due_at + days < campaign.ends_at]
    for task in inside:
        assert row(task, "due_at", "calendar_item__scheduled_at") == (task.due_at + days,) * 2
    assert row(blocked, "status") == ("BLOCKED",)
    assert counts(campaign).get("paused", 0) == len(tasks) - len(inside)


def test_resume_gives_the_pause_back_as_grace(tasks, manager):
    now = tasks[0].due_at + hours(1)
    pause_campaign(tasks[0].campaign, reason="client asked", by=manager, now=now)

    resume_campaign(tasks[0].campaign, policy=ResumePolicy.KEEP, by=manager, now=now + timedelta(hours=100))

    assert row(tasks[0], "status", "miss_at") == ("OVERDUE", tasks[0].due_at + hours(172))


def test_resume_answers_with_the_campaign_as_it_is(active_campaign, manager):
    pause_campaign(active_campaign, reason="client asked", by=manager, now=NOW)

    resumed = resume_campaign(active_campaign, by=manager, now=active_campaign.ends_at + timedelta(days=1))

    stored = Campaign.objects.get()
    assert (resumed.status, resumed.version) == (stored.status, stored.version)


# -- a nearer end, and deletion -------------------------------------------------------------------------------
def test_nearer_last_day_is_refused_while_open_tasks_lie_behind_it(tasks, manager):
    campaign = tasks[0].campaign
    behind = [task for task in tasks if task.due_at >= NOW + timedelta(days=6.8)]

    with refused(
        NotNow, f"{len(behind)} planned posts or tasks lie outside the new days .* Move or cancel them first"
    ):
        edit_campaign(campaign, values={"end_date": date(2026, 3, 8)}, by=manager, now=NOW)

    edit_campaign(campaign, values={"end_date": date(2026, 3, 8)}, cancel_outside=True, by=manager, now=NOW)
    assert counts(campaign) == {"PENDING": 10 - len(behind), "manual": len(behind)}


def test_campaign_with_finished_work_cannot_be_deleted(tasks, manager, operator):
    complete_task(tasks[0], proof=TEXT, by=operator, now=tasks[0].due_at)

    with refused(NotNow, "Work was finished for this campaign, so it stays"):
        delete_campaign(tasks[0].campaign, by=manager, now=NOW)


def test_campaign_whose_work_was_undone_can_be_deleted_with_its_proofs(tasks, manager, operator):
    done = complete_task(tasks[0], proof=TEXT, by=operator, now=tasks[0].due_at)
    undo_task(done, by=operator, now=tasks[0].due_at)

    delete_campaign(tasks[0].campaign, by=manager, now=tasks[0].due_at)

    assert OperatorTask.objects.count() == 0


# -- calendar items -------------------------------------------------------------------------------------------
def test_task_moves_with_its_item(tasks, manager):
    task, to = tasks[0], tasks[0].due_at + hours(1)

    move_item(task.calendar_item, to=to, by=manager, now=NOW)

    assert state(task) == ("PENDING", to, to - hours(1), "", "", 2)


def test_blocked_task_stays_blocked_when_its_item_moves(tasks, manager):
    block_task(tasks[0], reason="no picture", by=manager, now=NOW)

    move_item(tasks[0].calendar_item, to=tasks[0].due_at + hours(1), by=manager, now=NOW)

    assert state(tasks[0]) == ("BLOCKED", tasks[0].due_at + hours(1), None, "no picture", "", 3)


def test_task_goes_and_comes_with_its_item(tasks, manager):
    delete_item(tasks[0].calendar_item, by=manager, now=NOW)
    assert state(tasks[0]) == ("PENDING", tasks[0].due_at, None, "", "item_deleted", 2)

    restore_item(tasks[0].calendar_item, by=manager, now=NOW)
    assert state(tasks[0]) == ("PENDING", tasks[0].due_at, tasks[0].due_at - hours(1), "", "", 3)


def test_item_whose_post_is_done_stays_as_it_is(tasks, manager, operator):
    task = tasks[0]
    complete_task(task, proof=TEXT, by=operator, now=NOW)

    for change in (
        lambda: move_item(task.calendar_item, to=task.due_at + hours(1), by=manager, now=NOW),
        lambda: edit_item(task.calendar_item, values={"title": "New"}, by=manager, now=NOW),
        lambda: delete_item(task.calendar_item, by=manager, now=NOW),
    ):
        with refused(NotNow, "This post is published already; undo its task first if that is wrong"):
            change()


def test_manual_tasks_lie_up_to_a_week_behind_the_last_day(active_campaign, manager):
    create_manual_task(
        active_campaign, title="Thank", due_at=active_campaign.ends_at + hours(1), by=manager, now=NOW
    )

    edited = edit_campaign(active_campaign, values={"end_date": date(2026, 3, 15)}, by=manager, now=NOW)

    assert edited.end_date == date(2026, 3, 15)


def test_an_edited_item_leaves_its_task_the_only_account_of_the_client(active_campaign, manager):
    account = add_account(active_campaign.client, platform="linkedin", handle="acme", by=manager, now=NOW)
    generate_calendar(active_campaign, days_ahead=14, by=manager, now=NOW)
    tasks = plan_tasks(active_campaign, by=manager, now=NOW).created
    task = next(task for task in tasks if task.platform == "linkedin")

    edit_item(task.calendar_item, values={"title": "New"}, by=manager, now=NOW)

    task.refresh_from_db()
    assert (task.title, task.account_id) == ("LinkedIn Post: New", account.pk)
