"""The task's admin page: words are edited by a verb, the status by nothing that is typed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import activate_campaign
from campaigns.tests.admin.pages import add, change_url, delete_url, edit, errors_of, fields_of
from campaigns.tests.admin.worlds import audit_count, last_entries
from conftest import linkedin_proof
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.tasks import edit_task
from operator_tasks.domain.transitions import complete_task
from operator_tasks.models import OperatorTask, TaskProof


@pytest.fixture
def task(autumn, manager):
    """The first LinkedIn task of a running campaign."""
    now = timezone.now()
    running = activate_campaign(autumn, by=manager, now=now)
    generate_calendar(running, days_ahead=14, by=manager, now=now)
    made = plan_tasks(running, by=manager, now=now).created
    return next(each for each in made if each.platform == "linkedin")


def fresh(task):
    return OperatorTask.objects.get(pk=task.pk)


def test_edit_changes_the_words(browser, task):
    response = edit(browser, task, copy_text="Hello\r\nworld", title="Say hello")

    now_is = fresh(task)
    assert response.status_code == 302
    assert (now_is.title, now_is.copy_text, now_is.copy_overridden) == ("Say hello", "Hello\nworld", True)
    assert last_entries(1) == [("task.edited", "admin", "maria")]


def test_save_without_a_change_writes_nothing(browser, task):
    before = audit_count()

    response = edit(browser, task)

    assert response.status_code == 302
    assert audit_count() == before


def test_tampered_state_changes_nothing(browser, task):
    before = audit_count()

    response = edit(
        browser,
        task,
        status="DONE",
        completed_at="2026-01-01 10:00",
        completed_by=1,
        due_at="2030-01-01 10:00",
        assignee=1,
        version=99,
        proof=1,
        task_type="MANUAL",
        platform="x",
    )

    now_is = fresh(task)
    assert response.status_code == 302
    assert audit_count() == before
    assert (now_is.status, now_is.completed_at, now_is.version) == (task.status, None, task.version)
    assert (now_is.due_at, now_is.assignee, now_is.platform) == (task.due_at, None, "linkedin")


def test_stale_page_is_refused(browser, task, manager):
    fields = fields_of(browser.get(change_url(task)))
    edit_task(task, values={"copy_text": "Theirs"}, by=manager, now=timezone.now())

    response = browser.post(change_url(task), {**fields, "title": "Mine"})

    assert response.status_code == 412
    assert (fresh(task).title, fresh(task).copy_text) == (task.title, "Theirs")


def test_done_task_refuses_the_edit(browser, task, manager):
    done = complete_task(task, proof=linkedin_proof(), by=manager, now=timezone.now())
    before = audit_count()

    response = edit(browser, done, title="Rewritten")

    assert response.status_code == 409
    assert [text[:32] for text in errors_of(response)["__all__"]] == ["maria completed this task on 202"]
    assert audit_count() == before


def test_task_is_never_deleted(browser, task):
    response = browser.post(delete_url(task), {"post": "yes", "seen_version": task.version})

    assert response.status_code == 403
    assert OperatorTask.objects.filter(pk=task.pk).exists()


def test_add_makes_a_manual_task_at_the_local_time(browser, autumn):
    local = timezone.now().astimezone(autumn.zone) + timedelta(days=2)
    wanted = local.replace(hour=9, minute=30, second=0, microsecond=0)

    response = add(
        browser,
        OperatorTask,
        campaign=autumn.pk,
        title="Call the printer",
        due_at=f"{wanted:%Y-%m-%dT%H:%M}",
        status="DONE",
    )

    made = OperatorTask.objects.get()
    assert response.status_code == 302
    assert (made.title, made.due_at, made.platform) == ("Call the printer", wanted, "internal")
    assert (made.task_type, made.status) == ("MANUAL", "PENDING")
    assert last_entries(1) == [("task.created", "admin", "maria")]


def test_add_in_the_past_is_refused_beside_the_field(browser, autumn):
    response = add(browser, OperatorTask, campaign=autumn.pk, title="Late", due_at="2020-01-01T10:00")

    assert response.status_code == 400
    assert list(errors_of(response)) == ["due_at"]
    assert OperatorTask.objects.count() == 0


def test_proof_is_shown_and_never_changed(browser, task, manager):
    complete_task(task, proof=linkedin_proof(), by=manager, now=timezone.now())
    proof = TaskProof.objects.get()

    page = browser.get(change_url(proof))
    answers = [
        browser.post(change_url(proof), {"value": "https://example.com"}),
        browser.post(delete_url(proof), {"post": "yes"}),
    ]

    assert page.status_code == 200
    assert [answer.status_code for answer in answers] == [403, 403]
    assert TaskProof.objects.get().value == linkedin_proof().value
