"""The rest of a task: made by hand, given to a person, edited."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.domain.calendar import edit_item
from campaigns.domain.campaigns import complete_campaign
from campaigns.domain.clients import add_account, create_client, set_members
from campaigns.errors import InvalidInput, NotAllowed, NotNow
from campaigns.models import CalendarItem
from campaigns.tests.witness import nothing_changes, refused, told
from conftest import NOW, actor_for, hours, user_named
from operator_tasks.domain.tasks import assign_task, create_manual_task, edit_task
from operator_tasks.models import OperatorTask
from operator_tasks.tests.rows import row

AT = NOW + hours(5)


def make(campaign, by, **changes) -> OperatorTask:
    values = {"title": " Ask for the logo ", "due_at": AT, **changes}
    return create_manual_task(campaign, **values, by=by, now=NOW)


# -- made by hand -------------------------------------------------------------------------------------------
def test_manual_task_is_of_the_house_unless_a_platform_is_named(active_campaign, operator):
    task = make(active_campaign, operator, copy_text="Dear client")

    columns = ("task_type", "platform", "title", "copy_text", "due_at", "status", "clock_at", "version")
    due = (AT, "PENDING", AT - hours(1), 1)
    assert row(task, *columns) == ("MANUAL", "internal", "Ask for the logo", "Dear client", *due)
    assert "## HOW" in task.instructions_text
    assert told("task.created")[:4] == ("omar", "page", "task", 1)
    assert told("task.created")[5]["title"] == "Ask for the logo"


def test_manual_task_of_a_planned_campaign_waits_for_activation(campaign, manager):
    assert row(make(campaign, manager), "status", "clock_at") == ("PENDING", None)


def test_manual_task_may_lie_in_the_week_after_the_campaign(active_campaign, manager):
    last = active_campaign.ends_at + timedelta(days=7) - timedelta(seconds=1)

    assert make(active_campaign, manager, due_at=last).due_at == last


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"due_at": NOW}, "Choose a time that lies ahead and inside the campaign"),
        ({"due_at": datetime(2026, 3, 23, 23, tzinfo=UTC)}, "Choose a time that lies ahead"),
        ({"due_at": datetime.max.replace(tzinfo=UTC)}, "Choose a time that lies ahead"),
        ({"title": ""}, "cannot be blank"),
        ({"title": "   "}, "cannot be blank"),
        ({"title": "x" * 1_000_000}, "at most 255 characters"),
        ({"title": "a\x00b"}, "cannot be stored"),
        ({"title": "\ud800"}, "cannot be stored"),
        ({"copy_text": "x" * 1_000_000}, "at most 100000 characters"),
        ({"platform": "myspace"}, "myspace"),
    ],
)
def test_manual_task_refuses_what_cannot_be(active_campaign, manager, changes, sentence):
    with refused(InvalidInput, sentence):
        make(active_campaign, manager, **changes)


def test_manual_task_refuses_a_time_without_a_zone(active_campaign, manager):
    with nothing_changes(), pytest.raises(TypeError):
        make(active_campaign, manager, due_at=AT.replace(tzinfo=None))


def test_manual_task_refuses_a_completed_campaign(active_campaign, manager):
    complete_campaign(active_campaign, by=manager, now=NOW)

    with refused(NotNow, "The campaign is completed. Reopen it before making tasks"):
        make(active_campaign, manager)


# -- given to a person --------------------------------------------------------------------------------------
def test_manager_assigns_to_a_member(linkedin_task, manager, operator_user):
    assigned = assign_task(linkedin_task, to=operator_user, by=manager, now=NOW, seen_version=1)

    assert row(assigned, "assignee", "version") == (operator_user.pk, 2)
    assert told("task.assigned")[3:] == (2, {"assignee_id": None}, {"assignee_id": operator_user.pk})


def test_operator_claims_and_releases(linkedin_task, operator, operator_user):
    claimed = assign_task(linkedin_task, to=operator_user, by=operator, now=NOW)
    released = assign_task(claimed, to=None, by=operator, now=NOW)

    assert (claimed.assignee, released.assignee) == (operator_user, None)


def test_claiming_twice_is_once(linkedin_task, operator, operator_user):
    assign_task(linkedin_task, to=operator_user, by=operator, now=NOW)

    with nothing_changes():
        assign_task(linkedin_task, to=operator_user, by=operator, now=NOW)


def test_operator_cannot_give_a_task_to_others(linkedin_task, operator, manager_user):
    with refused(NotAllowed, "You can claim a task for yourself; a manager assigns it to others"):
        assign_task(linkedin_task, to=manager_user, by=operator, now=NOW)


def test_assign_refuses_people_who_do_not_work_for_the_client(linkedin_task, manager):
    olga = user_named("olga", "operator")

    with refused(InvalidInput, "olga does not work for this client; add them to its members first"):
        assign_task(linkedin_task, to=olga, by=manager, now=NOW)
    with refused(InvalidInput, "olga does not work for this client"):
        assign_task(linkedin_task, to=olga, by=actor_for(olga), now=NOW)


def test_assign_refuses_viewers_and_people_who_left(linkedin_task, client_acme, manager, operator_user):
    vera = user_named("vera", "viewer")
    set_members(client_acme, [vera.pk, operator_user.pk], by=manager, now=NOW)
    operator_user.is_active = False
    operator_user.save()

    for user in (vera, operator_user):
        with refused(InvalidInput, "."):
            assign_task(linkedin_task, to=user, by=manager, now=NOW)


# -- edited -------------------------------------------------------------------------------------------------
def test_operator_edits_the_copy_alone(linkedin_task, operator):
    edited = edit_task(linkedin_task, values={"copy_text": "Mine"}, by=operator, now=NOW, seen_version=1)

    assert row(edited, "copy_text", "copy_overridden", "version") == ("Mine", True, 2)
    assert told("task.edited")[4:] == (
        {"copy_text": "", "copy_overridden": False},
        {"copy_text": "Mine", "copy_overridden": True},
    )
    with refused(NotAllowed, "You can edit the copy; ask a manager to change anything else"):
        edit_task(linkedin_task, values={"title": "Mine"}, by=operator, now=NOW)


@pytest.mark.parametrize("name", ["status", "due_at", "version", "assignee_id", "campaign_id", "nonsense"])
def test_nobody_edits_anything_else(linkedin_task, manager, name):
    with refused(NotAllowed, "ask a manager to change anything else"):
        edit_task(linkedin_task, values={name: "DONE"}, by=manager, now=NOW)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": "   "}, "cannot be blank"),
        ({"title": "x" * 1_000_000}, "at most 255 characters"),
        ({"copy_text": "x" * 1_000_000}, "at most 100000 characters"),
        ({"copy_text": "\ud800"}, "cannot be stored"),
        ({"asset_ref": "a\x00b"}, "cannot be stored"),
    ],
)
def test_edit_refuses_what_cannot_be(linkedin_task, manager, values, sentence):
    with refused(InvalidInput, sentence):
        edit_task(linkedin_task, values=values, by=manager, now=NOW)


def test_edit_refuses_the_account_of_another_client(linkedin_task, manager):
    rival = create_client(name="Rival", by=manager, now=NOW)
    foreign = add_account(rival, platform="linkedin", handle="rival", by=manager, now=NOW)

    with refused(InvalidInput, "account"):
        edit_task(linkedin_task, values={"account_id": foreign.pk}, by=manager, now=NOW)


def test_calendar_item_hands_its_content_on_until_the_copy_was_edited_here(linkedin_task, manager):
    item = linkedin_task.calendar_item
    edit_item(item, values={"title": "Why", "copy_text": "First"}, by=manager, now=NOW)
    assert row(linkedin_task, "title", "copy_text") == ("LinkedIn Post: Why", "First")

    edit_task(linkedin_task, values={"copy_text": "Mine"}, by=manager, now=NOW)
    edit_item(item, values={"title": "How", "copy_text": "Second"}, by=manager, now=NOW)

    assert row(linkedin_task, "title", "copy_text") == ("LinkedIn Post: How", "Mine")
    assert CalendarItem.objects.get(pk=item.pk).copy_text == "Second"
