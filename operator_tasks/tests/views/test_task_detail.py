"""The cockpit: what it shows to whom."""

from datetime import timedelta

import pytest

from campaigns.domain.calendar import add_item
from campaigns.domain.clients import add_account
from campaigns.templatetags.ui import local_time
from conftest import user_named
from operator_tasks.domain.checklists import tick_step
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.sop_reports import report_step
from operator_tasks.domain.sops import publish_version
from operator_tasks.domain.tasks import edit_task
from operator_tasks.domain.ticking import tick_all
from operator_tasks.domain.transitions import block_task, complete_task
from operator_tasks.models import Notice, OperatorTask
from operator_tasks.tests.rows import CLOCK

POST_URL = "https://www.linkedin.com/feed/update/urn:li:activity:7300000000000000001"
QUERIES = 16
ESCALATION_QUERIES = 17


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
    assert [step.text for step in response.context["page"].procedure.steps] == pinned.steps


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

    assert "1 over the 3000 characters that LinkedIn takes" in page(as_manager, post)


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


def test_warnings_of_the_platform_are_told_to_those_who_work(as_operator, post, operator, now, viewer_user):
    edit_task(post, values={"copy_text": "x" * 3001}, by=operator, now=now)
    told = "1 over the 3000 characters"

    assert told in page(as_operator, post)
    assert "As of 22 Nov 2026" in page(as_operator, post)
    as_operator.force_login(viewer_user)
    assert told not in page(as_operator, post)


def test_every_part_of_a_thread_can_be_copied(as_operator, running, manager, now):
    values = {"copy_text": "1/2 One\n2/2 Two"}
    at = now + timedelta(days=1)
    add_item(
        running, platform="x", content_type="thread", scheduled_at=at, values=values, by=manager, now=now
    )
    (task,) = plan_tasks(running, by=manager, now=now).created

    text = page(as_operator, task)

    assert 'data-copy-target="#task-copy"' in text and 'data-copy-target="#task-copy-2"' in text
    assert "Part 2 of 2" in text


def test_the_readers_own_clock_stands_beside_the_campaigns(as_operator, post):
    zone = post.due_at.astimezone(post.campaign.zone).strftime("%H:%M")
    own = post.due_at.strftime("%H:%M")

    text = " ".join(page(as_operator, post).split())

    assert zone in text and f"{own} UTC</time> for you" in text


def test_a_shared_address_waits_in_the_proof_field(as_operator, post):
    response = as_operator.get(f"/tasks/{post.pk}/", {"proof": f" {POST_URL}\x01" + "x" * 5000})

    form = response.context["form"]
    assert form["proof_type"].value() == "URL"
    assert form["proof_value"].value().startswith(POST_URL) and len(form["proof_value"].value()) == 2000
    assert ", load" in response.content.decode()


def test_coming_back_and_pasting_are_offered(as_operator, post):
    text = page(as_operator, post)

    assert "data-composer" in text and "data-paste-into=" in text and "js/cockpit.js" in text


def test_doubtful_proof_is_a_managers_to_look_at(as_manager, post, operator, now):
    complete_task(post, proof=ProofInput("URL", POST_URL), by=operator, now=now)

    text = page(as_manager, post)

    assert "A manager should look at this proof" in text and "does not fit this campaign" in text


@pytest.fixture
def escalation(make_task, manager_user, now) -> OperatorTask:
    make_task(now - timedelta(hours=3))
    tick_all(by=CLOCK, now=now)
    return OperatorTask.objects.get(system_kind="escalation")


def test_an_escalation_tells_who_was_mailed_to_those_who_work(as_operator, escalation, viewer_user, now):
    Notice.objects.filter(user__username="maria").update(state="sent", sent_at=now)
    when = local_time(now, "Europe/Berlin")

    text = " ".join(page(as_operator, escalation).split())
    as_operator.force_login(viewer_user)

    assert f"Mailed to maria, {when}. The mail to omar is waiting to be sent." in text
    assert "The mail to" not in page(as_operator, escalation)


def test_an_escalation_tells_whom_no_mail_reached(as_operator, escalation):
    Notice.objects.update(state="failed")
    told = "The mail to maria, omar could not be sent; tell them yourself."

    assert told in " ".join(page(as_operator, escalation).split())
    Notice.objects.update(state="skipped")
    assert "The mail to" not in page(as_operator, escalation)


@pytest.mark.parametrize("count", [1, 3])
def test_who_was_mailed_costs_one_question(as_operator, escalation, count, django_assert_num_queries):
    for number in range(count - 1):
        user = user_named(f"olga{number}", "operator")
        Notice.objects.create(
            user=user,
            kind="escalation",
            key=str(escalation.pk),
            try_at=escalation.due_at,
            created_at=escalation.due_at,
        )

    with django_assert_num_queries(ESCALATION_QUERIES):
        as_operator.get(f"/tasks/{escalation.pk}/")


@pytest.mark.parametrize("count", [1, 3])
def test_reports_and_ticks_cost_the_same_whatever_their_number(
    as_operator, post, operator, now, count, django_assert_num_queries
):
    for number in range(count):
        tick_step(post, step=number, done=True, by=operator, now=now)
        report_step(post, step=number, note="Wrong", by=operator, now=now)

    with django_assert_num_queries(QUERIES):
        as_operator.get(f"/tasks/{post.pk}/")
