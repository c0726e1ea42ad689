"""Tasks: read, made by hand and edited, by those who may."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.domain.clients import add_account
from campaigns.domain.item_assets import attach_asset
from campaigns.models import OperatorAuditLog
from campaigns.tests.api.program import program_of
from campaigns.tests.witness import everything
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.tasks import assign_task, create_manual_task
from operator_tasks.domain.transitions import block_task, cancel_task, complete_task
from operator_tasks.models import OperatorTask
from operator_tasks.tests.api.told import MANAGERS, OPERATORS, SERVER, moment, told

pytestmark = pytest.mark.django_db


def entries(task):
    written = OperatorAuditLog.objects.filter(entity_type="task", entity_id=task.pk).order_by("pk")
    return list(written.values_list("action", "via", "actor_label"))


@pytest.fixture
def tomorrow():
    return timezone.now() + timedelta(days=1)


def test_a_task_is_told_with_everything_that_its_page_shows(managing, operating, post):
    answer = managing.get(f"/tasks/{post.pk}/")

    assert (answer.status_code, answer["ETag"]) == (200, '"v1"')
    assert answer.json() == told(post)
    assert operating.get(f"/tasks/{post.pk}/").json() == told(post, allowed=OPERATORS)


def test_account_person_and_files_are_told(
    managing, running, items, manager, operator_user, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    now = timezone.now()
    account = add_account(running.client, platform="linkedin", handle="@acme", by=manager, now=now)
    item = next(item for item in items if item.platform == "linkedin")
    document = SimpleUploadedFile("Carousel.pdf", b"%PDF-1.7 carousel")
    attach_asset(item, document, by=manager, now=now, seen_version=item.version)
    post = next(
        task for task in plan_tasks(running, by=manager, now=now).created if task.calendar_item_id == item.pk
    )
    assign_task(post, to=operator_user, by=manager, now=now)

    assert managing.get(f"/tasks/{post.pk}/").json() == told(
        post,
        account=account.pk,
        account_handle="@acme",
        asset_url=f"{SERVER}/api/v1/calendar-items/{item.pk}/asset/",
        assignee="omar",
    )


def test_clients_own_people_read_no_procedure_names_or_reasons(
    viewing, post, operator, operator_user, manager
):
    assign_task(post, to=operator_user, by=manager, now=timezone.now())
    block_task(post, reason="secret", by=operator, now=timezone.now())

    assert viewing.get(f"/tasks/{post.pk}/").json() == told(
        post, sop=None, instructions_text="", composer_url=None, status="BLOCKED", allowed=[]
    )


def test_a_managers_word_is_not_told_to_clients(viewing, operating, post, manager):
    complete_task(post, proof=ProofInput("MANUAL", "secret"), by=manager, now=timezone.now())

    seen, inside = (program.get(f"/tasks/{post.pk}/").json() for program in (viewing, operating))

    assert (seen["proof"]["value"], seen["proof_value"], seen["completed_by"]) == ("", "", None)
    assert (inside["proof"]["value"], inside["proof_value"], inside["completed_by"]) == (
        "secret",
        "secret",
        "maria",
    )


def test_a_cancelled_task_keeps_its_status_and_can_be_restored(managing, post, manager):
    cancelled = cancel_task(post, reason="Client asked", by=manager, now=timezone.now())

    assert managing.get(f"/tasks/{post.pk}/").json() == told(
        post, cancelled_at=moment(cancelled.cancelled_at), cancel_reason="manual", allowed=["restore"]
    )


def test_another_clients_task_is_not_there(operating, managing, foreign, manager, tomorrow):
    theirs = create_manual_task(foreign, title="Theirs", due_at=tomorrow, by=manager, now=timezone.now())
    address = f"/tasks/{theirs.pk}/"

    assert managing.get(address).status_code == 200
    assert operating.get(address).status_code == 404
    assert operating.patch(address, {"copy_text": "mine", "version": 1}).status_code == 404
    assert (
        operating.post(f"{address}complete/", {"proof_type": "TEXT", "proof_value": "x"}).status_code == 404
    )
    made = operating.post("/tasks/", {"campaign": foreign.pk, "title": "Mine", "due_at": moment(tomorrow)})
    assert made.status_code == 404


def test_a_task_is_made_by_hand(operating, running, tomorrow):
    made = operating.post(
        "/tasks/", {"campaign": running.pk, "title": " Call them ", "due_at": moment(tomorrow)}
    )

    task = OperatorTask.objects.get()
    assert (made.status_code, made["ETag"]) == (201, '"v1"')
    assert made.json() == told(
        task,
        task_type="MANUAL",
        platform="internal",
        content_type="",
        title="Call them",
        sop={"title": task.sop_version.sop.title, "version": 1, "minutes": task.sop_version.minutes},
        composer_url=None,
        allowed=OPERATORS,
    )
    assert made.json()["due_at"] == moment(tomorrow)
    assert entries(task) == [("task.created", "api", "omar")]


def test_a_task_made_by_hand_may_be_for_a_platform_and_carry_copy(managing, running, tomorrow):
    sent = {"campaign": running.pk, "title": "Answer", "due_at": moment(tomorrow)}

    made = managing.post("/tasks/", {**sent, "platform": "twitter", "copy_text": " Thanks!\n"}).json()

    assert (made["platform"], made["copy_text"], made["task_type"]) == ("x", " Thanks!\n", "MANUAL")


@pytest.mark.parametrize(
    ("change", "field", "text"),
    [
        (
            {"due_at": "2020-01-01T09:00:00Z"},
            "due_at",
            "Choose a time that lies ahead and inside the campaign",
        ),
        ({"due_at": "tomorrow"}, "due_at", "Write a time with its offset from UTC"),
        ({"due_at": "2026-03-02T09:00:00"}, "due_at", "Write a time with its offset from UTC"),
        ({"title": ""}, "title", "This field may not be blank."),
        ({"title": "  "}, "title", "This field cannot be blank."),
        ({"title": "x" * 256}, "title", "no more than 255 characters"),
        ({"title": 5}, "title", "Write this as text, in quotes."),
        ({"platform": "myspace"}, "platform", "This is not one of: linkedin, "),
        ({"status": "DONE"}, "status", "This cannot be set here; leave it out."),
        ({"proof_value": "x"}, "proof_value", "This cannot be set here; leave it out."),
        ({"id": 7}, "id", "This cannot be set here; leave it out."),
        ({"colour": "red"}, "colour", "There is no such field here; known: campaign, title, due_at, "),
        ({"campaign": "first"}, "campaign", "Write this as a whole number."),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_field(managing, running, tomorrow, change, field, text):
    sent = {"campaign": running.pk, "title": "Call them", "due_at": moment(tomorrow)}

    answer = managing.post("/tasks/", {**sent, **change})

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert text in answer.json()["errors"][field][0]
    assert not OperatorTask.objects.exists()


def test_viewers_make_and_change_nothing(viewing, running, post, tomorrow):
    made = viewing.post("/tasks/", {"campaign": running.pk, "title": "Mine", "due_at": moment(tomorrow)})
    changed = viewing.patch(f"/tasks/{post.pk}/", {"copy_text": "Mine", "version": 1})

    assert (made.status_code, changed.status_code) == (403, 403)
    assert made.json()["detail"] == "Your role does not allow this; ask a manager."


def test_a_manager_edits_all_that_is_to_be_published(managing, running, post, manager):
    account = add_account(running.client, platform="linkedin", handle="@acme", by=manager, now=timezone.now())
    address = f"/tasks/{post.pk}/"
    change = {
        "title": "Launch",
        "copy_text": "Now!",
        "asset_ref": "https://files.example/1",
        "account": account.pk,
    }

    changed = managing.put(address, change, {"If-Match": '"v1"'})

    assert (changed.status_code, changed["ETag"]) == (200, '"v2"')
    composer = "https://www.linkedin.com/feed/?shareActive=true&text=Now%21"
    assert changed.json() == told(post, **change, account_handle="@acme", composer_url=composer)
    assert entries(post)[1:] == [("task.edited", "api", "maria")]
    off = managing.patch(address, {"account": None, "version": 2}).json()
    assert (off["account"], off["title"], off["version"]) == (None, "Launch", 3)


def test_operators_edit_the_copy_and_nothing_else(operating, post):
    address = f"/tasks/{post.pk}/"

    changed = operating.patch(address, {"copy_text": "Now!", "version": 1})
    refused = operating.patch(address, {"title": "Mine", "version": 2})

    assert (changed.status_code, changed.json()["copy_text"], changed.json()["version"]) == (200, "Now!", 2)
    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        "You can edit the copy; ask a manager to change anything else.",
    )


def test_what_is_sent_as_it_was_is_no_change(operating, post):
    """A copy that a program only sends back goes on following its calendar item."""
    before = everything()
    read = operating.get(f"/tasks/{post.pk}/").json()
    sent = {name: read[name] for name in ("title", "copy_text", "asset_ref", "account", "version")}

    answer = operating.put(f"/tasks/{post.pk}/", sent)

    assert (answer.status_code, answer.json()) == (200, read)
    after = everything()
    assert after["operator_tasks.OperatorTask"] == before["operator_tasks.OperatorTask"]
    assert after["campaigns.OperatorAuditLog"] == before["campaigns.OperatorAuditLog"]


@pytest.mark.parametrize(
    ("change", "headers", "status"),
    [
        ({"copy_text": "New"}, {}, 428),
        ({"copy_text": "New", "version": 7}, {}, 412),
        ({"copy_text": "New"}, {"If-Match": '"v7"'}, 412),
        ({"status": "DONE", "version": 1}, {}, 400),
        ({"assignee": "omar", "version": 1}, {}, 400),
        ({"due_at": "2026-12-01T09:00:00Z", "version": 1}, {}, 400),
        ({"proof": {}, "version": 1}, {}, 400),
        ({"account": 2**62, "version": 1}, {}, 400),
        ({"account": 2**63, "version": 1}, {}, 400),
        ({"copy_text": "x" * 100_001, "version": 1}, {}, 400),
        ([], {}, 400),
    ],
)
def test_changes_that_are_refused_change_nothing(managing, post, change, headers, status):
    before = OperatorTask.objects.values().get(pk=post.pk)

    answer = managing.patch(f"/tasks/{post.pk}/", change, headers)

    assert answer.status_code == status
    assert OperatorTask.objects.values().get(pk=post.pk) == before
    if isinstance(change, dict) and status == 400:
        assert list(answer.json()["errors"]) == [next(iter(change))]


def test_a_finished_task_is_not_edited(managing, post, manager):
    complete_task(post, proof=ProofInput("TEXT", "Done"), by=manager, now=timezone.now())

    answer = managing.patch(f"/tasks/{post.pk}/", {"copy_text": "Late", "version": 2})

    assert answer.status_code == 409
    assert "maria completed this task on" in answer.json()["detail"]


def test_a_token_opens_what_its_scopes_allow(manager_user, post):
    reading, writing = program_of(manager_user, ("read",)), program_of(manager_user, ("write",))
    address, change = f"/tasks/{post.pk}/", {"copy_text": "New", "version": 1}

    assert (reading.get(address).status_code, reading.patch(address, change).status_code) == (200, 403)
    assert (writing.get(address).status_code, writing.patch(address, change).status_code) == (403, 200)


def test_tasks_are_not_deleted(managing, post):
    assert managing.delete(f"/tasks/{post.pk}/").status_code == 405


def test_what_may_be_done_differs_by_role(managing, operating, viewing, post):
    told_to = [
        program.get(f"/tasks/{post.pk}/").json()["allowed"] for program in (managing, operating, viewing)
    ]

    assert told_to == [MANAGERS, OPERATORS, []]
