"""The verbs of tasks, and making tasks, as actions of their lists."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import activate_campaign
from campaigns.tests.admin.pages import act, confirm, list_url, told
from campaigns.tests.admin.worlds import audit_count, last_entries
from conftest import linkedin_proof, user_named
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.tasks import edit_task
from operator_tasks.domain.transitions import block_task, complete_task
from operator_tasks.models import OperatorTask


@pytest.fixture
def tasks(autumn, manager):
    """The tasks of a running campaign, in the order in which they are due."""
    now = timezone.now()
    running = activate_campaign(autumn, by=manager, now=now)
    generate_calendar(running, days_ahead=14, by=manager, now=now)
    return list(plan_tasks(running, by=manager, now=now).created)


def fresh(task):
    return OperatorTask.objects.get(pk=task.pk)


def label(task):
    return f"{task.title} ({task.due_at.astimezone(task.campaign.zone):%Y-%m-%d %H:%M})"


def ask(browser, task, action):
    chosen = {"action": action, "index": 0, "_selected_action": task.pk}
    return browser.post(list_url(OperatorTask), chosen)


def test_generate_tasks_from_the_campaign_list(browser, autumn, manager):
    now = timezone.now()
    running = activate_campaign(autumn, by=manager, now=now)
    made = len(generate_calendar(running, days_ahead=14, by=manager, now=now).created)

    response = act(browser, [running], "generate_tasks")

    assert told(response) == [
        "1 campaign: tasks generated.",
        f"Autumn: {made} tasks made, 0 kept.",
    ]
    assert OperatorTask.objects.count() == made
    assert last_entries(1) == [("task.created", "admin", "maria")]


def test_block_does_the_allowed_and_names_the_refused(browser, tasks, manager):
    blocked = block_task(tasks[0], reason="No copy", by=manager, now=timezone.now())

    response = act(browser, [blocked, tasks[1]], "block", reason="Client is silent")

    assert told(response) == [
        "1 task: blocked.",
        f"{label(blocked)}: This task is blocked (No copy); unblock it first.",
    ]
    assert (fresh(tasks[1]).status, fresh(tasks[1]).blocked_reason) == ("BLOCKED", "Client is silent")
    assert fresh(blocked).blocked_reason == "No copy"
    assert last_entries(1) == [("task.blocked", "admin", "maria")]


def test_block_without_a_reason_asks_again(browser, tasks):
    page = ask(browser, tasks[0], "block")
    before = audit_count()

    response = confirm(browser, page, reason="")

    assert response.status_code == 400
    assert fresh(tasks[0]).status == tasks[0].status
    assert audit_count() == before


def test_unblock_at_once(browser, tasks, manager):
    block_task(tasks[0], reason="No copy", by=manager, now=timezone.now())

    response = act(browser, [tasks[0]], "unblock")

    assert told(response) == ["1 task: unblocked."]
    assert fresh(tasks[0]).status == tasks[0].status


def test_assign_to_members_alone(browser, tasks, operator_user):
    stranger = user_named("stella", "operator")

    assigned = act(browser, [tasks[0]], "assign", assignee=operator_user.pk)
    refused = act(browser, [tasks[1]], "assign", assignee=stranger.pk)

    assert told(assigned) == ["1 task: assigned."]
    assert told(refused) == [
        f"{label(tasks[1])}: stella does not work for this client; add them to its members first."
    ]
    assert (fresh(tasks[0]).assignee, fresh(tasks[1]).assignee) == (operator_user, None)


def test_reschedule_reads_the_time_on_the_campaigns_clock(browser, tasks, autumn):
    local = timezone.now().astimezone(autumn.zone) + timedelta(days=5)
    wanted = local.replace(hour=8, minute=15, second=0, microsecond=0)

    response = act(browser, [tasks[0]], "reschedule", due_at=f"{wanted:%Y-%m-%dT%H:%M}")

    assert told(response) == ["1 task: rescheduled."]
    assert fresh(tasks[0]).due_at == wanted
    assert last_entries(2) == [
        ("calendar_item.rescheduled", "admin", "maria"),
        ("task.rescheduled", "admin", "maria"),
    ]


def test_cancel_restore_miss_and_reopen(browser, tasks, manager, autumn):
    cancelled = act(browser, [tasks[0]], "cancel", reason="Not needed")
    restored = act(browser, [tasks[0]], "restore")
    block_task(tasks[1], reason="No copy", by=manager, now=timezone.now())
    missed = act(browser, [tasks[1]], "miss", reason="Too late")
    later = timezone.now().astimezone(autumn.zone) + timedelta(days=3)
    reopened = act(browser, [tasks[1]], "reopen", reason="Again", due_at=f"{later:%Y-%m-%dT%H:%M}")

    assert [told(page) for page in (cancelled, restored, missed, reopened)] == [
        ["1 task: cancelled."],
        ["1 task: restored."],
        ["1 task: missed."],
        ["1 task: reopened."],
    ]
    assert fresh(tasks[0]).is_live


def test_undo_withdraws_the_proof(browser, tasks, manager):
    done = next(task for task in tasks if task.platform == "linkedin")
    complete_task(done, proof=linkedin_proof(), by=manager, now=timezone.now())

    response = act(browser, [done], "undo")

    assert told(response) == ["1 task: completion undone."]
    assert (fresh(done).status, fresh(done).proof) == (done.status, None)


def test_row_that_changed_since_it_was_listed_is_refused(browser, tasks, manager):
    page = ask(browser, tasks[0], "cancel")
    edit_task(tasks[0], values={"copy_text": "New"}, by=manager, now=timezone.now())

    response = confirm(browser, page, reason="Not needed")

    assert ["was changed meanwhile" in text for text in told(response)] == [True]
    assert fresh(tasks[0]).is_live


def test_list_opens_with_open_tasks(browser, tasks, manager):
    act(browser, [tasks[0]], "cancel", reason="Not needed")

    counts = {
        bucket: browser.get(f"{list_url(OperatorTask)}?bucket={bucket}").context["cl"].result_count
        for bucket in ("", "open", "all", "cancelled", "done", "overdue", "blocked", "nonsense")
    }

    total = len(tasks)
    assert counts == {
        "": total - 1,
        "open": total - 1,
        "all": total,
        "cancelled": 1,
        "done": 0,
        "overdue": 0,
        "blocked": 0,
        "nonsense": 0,
    }
