"""From calendar to tasks: each live item that lies ahead gets one POST task, however often this runs."""

from datetime import UTC, date, datetime

import pytest

from campaigns.domain.calendar import add_item, delete_item, generate_calendar
from campaigns.domain.campaigns import complete_campaign, edit_campaign
from campaigns.domain.clients import add_account
from campaigns.domain.imports.apply import import_calendar
from campaigns.errors import NotNow
from campaigns.models import CalendarItem
from campaigns.tests.witness import how_often, nothing_changes, refused, told
from conftest import NOW, hours
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.sops import publish_version
from operator_tasks.models import Sop
from operator_tasks.tests.rows import row


@pytest.fixture
def item(active_campaign, manager) -> CalendarItem:
    content = {"title": "Why audits", "copy_text": "Because.", "asset_ref": "[IMAGE_01]"}
    at = NOW + hours(5)
    return add_item(
        active_campaign,
        platform="linkedin",
        content_type="post",
        scheduled_at=at,
        values=content,
        by=manager,
        now=NOW,
    )


def test_plan_makes_the_task_with_copy_procedure_and_clock(active_campaign, item, manager):
    planned = plan_tasks(active_campaign, by=manager, now=NOW)

    sop = Sop.objects.get(task_type="POST", platform="linkedin", content_type="post")
    version = sop.versions.get()
    columns = ("task_type", "platform", "content_type", "title", "copy_text", "asset_ref")
    assert row(planned.created[0], *columns) == (
        "POST",
        "linkedin",
        "post",
        "LinkedIn Post: Why audits",
        "Because.",
        "[IMAGE_01]",
    )
    assert row(
        planned.created[0], "due_at", "status", "clock_at", "sop_version", "instructions_text", "assignee"
    ) == (item.scheduled_at, "PENDING", item.scheduled_at - hours(1), version.pk, version.body, None)
    assert (len(planned.created), planned.kept, planned.notes) == (1, 0, ())
    assert (how_often("task.created"), told("task.created")[:4]) == (1, ("maria", "page", "task", 1))


def test_plan_again_changes_nothing(tasks, manager):
    with nothing_changes():
        again = plan_tasks(tasks[0].campaign, by=manager, now=NOW)
    assert (again.created, again.kept) == ((), 10)


def test_plan_leaves_out_what_has_passed_and_what_was_deleted(tasks, active_campaign, manager):
    delete_item(tasks[0].calendar_item, by=manager, now=NOW)

    with nothing_changes():
        plan_tasks(active_campaign, by=manager, now=NOW)


def test_plan_leaves_the_past_alone(active_campaign, item, manager):
    with nothing_changes():
        planned = plan_tasks(active_campaign, by=manager, now=item.scheduled_at)
    assert (planned.created, planned.kept) == ((), 0)


def test_imported_rows_in_the_past_become_history_without_tasks(active_campaign, manager):
    file = b"message,type,link,time\nOld,image,,2026-03-03 09:00\nNew,image,,2026-03-05 09:00\n"
    now = datetime(2026, 3, 4, tzinfo=UTC)
    import_calendar(active_campaign, file, file_name="linkedin.csv", by=manager, now=now)

    planned = plan_tasks(active_campaign, by=manager, now=now)

    assert [task.title for task in planned.created] == ["LinkedIn Post: New"]


def test_plan_leaves_out_items_behind_a_last_day_that_came_nearer(active_campaign, manager):
    generate_calendar(active_campaign, days_ahead=14, by=manager, now=NOW)
    shorter = edit_campaign(
        active_campaign,
        values={"end_date": date(2026, 3, 8)},
        cancel_outside=True,
        by=manager,
        now=NOW,
    )

    planned = plan_tasks(shorter, by=manager, now=NOW)

    assert [task.due_at for task in planned.created if task.due_at >= shorter.ends_at] == []


def test_plan_names_items_of_a_kind_without_procedure(active_campaign, manager):
    add_item(
        active_campaign,
        platform="linkedin",
        content_type="newsletter",
        scheduled_at=NOW + hours(5),
        values={},
        by=manager,
        now=NOW,
    )

    planned = plan_tasks(active_campaign, by=manager, now=NOW)

    assert (planned.created, planned.kept) == ((), 0)
    assert planned.notes == (
        "2026-03-02 12:00: There is no procedure for POST linkedin newsletter. "
        "A manager must publish one in the SOP library first.",
    )


def test_task_keeps_the_procedure_it_was_made_with(active_campaign, item, manager):
    task = plan_tasks(active_campaign, by=manager, now=NOW).created[0]
    old = task.sop_version
    body = old.body.replace("LinkedIn", "LinkedIn (new)")

    publish_version(old.sop, body=body, minutes=5, proof_types=["URL"], note="clearer", by=manager, now=NOW)

    assert row(task, "sop_version__number", "instructions_text") == (1, old.body)


def test_tasks_of_a_planned_campaign_have_no_clock(campaign, manager):
    generate_calendar(campaign, days_ahead=14, by=manager, now=NOW)

    made = plan_tasks(campaign, by=manager, now=NOW).created

    assert {row(task, "status", "clock_at") for task in made} == {("PENDING", None)}


def test_plan_refuses_a_completed_campaign(active_campaign, item, manager):
    complete_campaign(active_campaign, by=manager, now=NOW)

    with refused(NotNow, "The campaign is completed. Reopen it before making tasks"):
        plan_tasks(active_campaign, by=manager, now=NOW)


@pytest.mark.parametrize("count", [1, 10])
def test_plan_costs_the_same_number_of_queries_for_one_item_and_for_ten(
    active_campaign, manager, count, django_assert_num_queries
):
    for number in range(count):
        add_item(
            active_campaign,
            platform="linkedin",
            content_type="post",
            scheduled_at=NOW + hours(5 + number),
            values={},
            by=manager,
            now=NOW,
        )

    with django_assert_num_queries(11):
        plan_tasks(active_campaign, by=manager, now=NOW)


def test_a_task_names_the_only_account_of_its_platform(active_campaign, client_acme, manager):
    alone = add_account(client_acme, platform="linkedin", handle="acme", by=manager, now=NOW)
    for handle in ("@acme", "@acme_de"):
        add_account(client_acme, platform="x", handle=handle, by=manager, now=NOW)
    generate_calendar(active_campaign, days_ahead=7, by=manager, now=NOW)

    made = plan_tasks(active_campaign, by=manager, now=NOW).created

    assert {(task.platform, task.account_id) for task in made} == {("linkedin", alone.pk), ("x", None)}
