"""The cockpit: what it shows to whom."""

from datetime import timedelta

import pytest

from campaigns.domain.clients import add_account
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.sops import publish_version
from operator_tasks.domain.tasks import edit_task
from operator_tasks.domain.transitions import block_task, complete_task
from operator_tasks.models import OperatorTask

POST_URL = "https://www.linkedin.com/feed/update/urn:li:activity:7300000000000000001"
QUERIES = 14


def page(client, task: OperatorTask) -> str:
    return client.get(f"/tasks/{task.pk}/").content.decode()


def test_the_cockpit_says_where_what_and_how(as_operator, post, running, manager, now):
    account = add_account(
        running.client,
        platform="linkedin",
        handle="Acme GmbH",
        profile_url="https://li.example/acme",
        by=manager,
        now=now,
    )
    edit_task(post, values={"copy_text": "Hello 👋", "account_id": account.pk}, by=manager, now=now)

    response = as_operator.get(f"/tasks/{post.pk}/")

    text = response.content.decode()
    assert response.status_code == 200
    assert "Acme GmbH" in text and "https://li.example/acme" in text
    assert "7 of 3000 characters" in text and 'data-copy-target="#task-copy"' in text
    assert 'rel="noopener noreferrer"' in text and "linkedin.com" in response.context["copy"].composer
    assert len(response.context["page"].procedure.steps) > 3
    assert [act.name for act in response.context["acts"]] == ["block", "reschedule", "claim", "edit"]
    kinds = response.context["form"].fields["proof_type"].choices
    assert [value for value, _label in kinds] == ["URL", "UPLOAD", "TEXT"]


def test_managers_are_offered_more(as_manager, post):
    response = as_manager.get(f"/tasks/{post.pk}/")

    assert [act.name for act in response.context["acts"]] == [
        "block",
        "reschedule",
        "claim",
        "assign",
        "edit",
        "cancel",
    ]


def test_a_done_task_shows_its_proof_and_what_follows(as_operator, post, operator, now):
    complete_task(post, proof=ProofInput("URL", POST_URL), by=operator, now=now)

    response = as_operator.get(f"/tasks/{post.pk}/")

    shown = response.context["page"]
    assert POST_URL in response.content.decode()
    assert [row.task.follow_up_hours for row in shown.follow_ups] == [2, 24]
    assert [(entry.actor_label, entry.action) for entry in shown.history] == [
        ("omar", "task.completed"),
        ("maria", "task.created"),
    ]
    assert response.context["form"] is None
    assert [act.name for act in response.context["acts"]] == ["undo", "replace_proof"]


def test_a_newer_procedure_is_told_and_not_followed(as_operator, post, manager, now):
    pinned = post.sop_version
    body = pinned.body.replace("## TIPS", "9. Wave.\n\n## TIPS")
    publish_version(
        pinned.sop, body=body, minutes=5, proof_types=["URL"], note="One more step", by=manager, now=now
    )

    response = as_operator.get(f"/tasks/{post.pk}/")

    assert "One more step" in response.content.decode()
    assert response.context["page"].procedure.steps == tuple(pinned.steps)


def test_viewers_read_no_procedure_reasons_people_or_history(as_viewer, post, operator, now):
    block_task(post, reason="The client was rude", by=operator, now=now)

    response = as_viewer.get(f"/tasks/{post.pk}/")

    text = response.content.decode()
    assert response.status_code == 200
    assert [
        word for word in ("rude", "omar", "maria", "Steps", 'id="history"', "Open composer") if word in text
    ] == []
    assert (response.context["acts"], response.context["form"]) == ([], None)


def test_internal_tasks_have_no_composer(as_operator, make_task, now):
    response = as_operator.get(f"/tasks/{make_task(now + timedelta(days=1)).pk}/")

    assert response.context["copy"].composer == ""


def test_a_copy_that_is_too_long_is_told(as_manager, post, manager, now):
    edit_task(post, values={"copy_text": "x" * 3001}, by=manager, now=now)

    assert "longer than the platform takes" in page(as_manager, post)


def test_another_clients_task_is_not_there(as_operator, make_task, foreign, now):
    task = make_task(now + timedelta(days=1), campaign=foreign)

    assert as_operator.get(f"/tasks/{task.pk}/").status_code == 404


def test_the_cockpit_is_behind_the_login(client, post):
    assert client.get(f"/tasks/{post.pk}/").status_code == 302


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_cockpit_costs_the_same_whatever_happened(
    as_operator, post, operator, now, count, django_assert_num_queries
):
    for number in range(count):
        edit_task(post, values={"copy_text": f"Version {number}"}, by=operator, now=now)

    with django_assert_num_queries(QUERIES):
        as_operator.get(f"/tasks/{post.pk}/")
