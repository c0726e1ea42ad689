"""What the page says about an address while it is being pasted, and what a form sent twice is answered."""

from datetime import timedelta
from uuid import uuid4

import pytest

from campaigns.domain.clients import add_account
from campaigns.tests.witness import nothing_changes
from conftest import user_named
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.tasks import create_manual_task, edit_task
from operator_tasks.domain.transitions import complete_task, reschedule_task
from operator_tasks.models import OperatorTask

READING_QUERIES = 8


def post_url(moment) -> str:
    return f"https://www.linkedin.com/feed/update/urn:li:activity:{int(moment.timestamp() * 1000) << 22}/"


def read(client, task: OperatorTask, value: str, *, language: str = "en", **data) -> str:
    given = {"proof_type": "URL", "proof_value": value, **data}
    with nothing_changes():
        response = client.post(f"/tasks/{task.pk}/proof/read/", given, headers={"Accept-Language": language})
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def due_soon(post, manager, now) -> OperatorTask:
    return reschedule_task(post, due_at=now + timedelta(minutes=5), by=manager, now=now)


def test_a_good_address_is_recognised(as_operator, due_soon, now):
    url = post_url(now + timedelta(minutes=1))

    text = read(as_operator, due_soon, f"  {url}?utm_source=x ")

    assert "A post on LinkedIn" in text and url.removesuffix("/") in text
    assert "in time" in text and 'data-tone="success"' in text


def test_doubts_and_another_account_are_told(as_operator, running, manager, now):
    account = add_account(running.client, platform="x", handle="@acme", by=manager, now=now)
    task = create_manual_task(
        running, title="Post it", platform="x", due_at=now + timedelta(hours=1), by=manager, now=now
    )
    task = edit_task(task, values={"account_id": account.pk}, by=manager, now=now)

    text = read(as_operator, task, "https://x.com/rival/status/1893000000000000000")

    assert "The link names rival, the task was for @acme." in text
    assert "right account" in text and "a manager will look at it" in text
    assert 'data-tone="attention"' in text

    german = read(as_operator, task, "https://x.com/rival/status/1893000000000000000", language="de")
    assert "Der Link nennt rival, die Aufgabe war für @acme." in german
    assert "The link names" not in german


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("https://x.com/acme/status/1893000000000000000", "looks like a link of X"),
        ("https://www.linkedin.com/in/acme/", "not a single published post"),
        ("nonsense", "choose Text under Other proof"),
        ("https://www.linkedin.com/" + "x" * 100_000, "longer than 2000 characters"),
        ("https://linkedin.com/<script>", "."),
    ],
)
def test_refusals_are_told_before_the_form_is_sent(as_operator, post, value, sentence):
    text = read(as_operator, post, value)

    assert sentence in text and 'data-tone="danger"' in text and "<script" not in text


def test_a_post_that_proves_another_task_is_named(as_operator, post, operator, manager, now):
    complete_task(post, proof=ProofInput("URL", post_url(now)), by=operator, now=now)
    other = OperatorTask.objects.filter(platform="linkedin", task_type="POST", status="PENDING").first()

    assert f"This post is the proof of task “{post.title}” of Spring launch already" in read(
        as_operator, other, post_url(now)
    )


@pytest.mark.parametrize("data", [{"proof_value": ""}, {"proof_type": "TEXT"}, {"proof_type": "RUMOUR"}])
def test_what_is_no_address_is_not_read(as_operator, post, data):
    assert read(as_operator, post, "Seen in the feed", **data) == ""


def test_reading_is_closed_to_others(as_viewer, client, post, make_task, foreign, now):
    assert as_viewer.post(f"/tasks/{post.pk}/proof/read/").status_code == 403
    client.force_login(user_named("olga", "operator"))
    assert client.post(f"/tasks/{post.pk}/proof/read/").status_code == 404
    assert client.get(f"/tasks/{post.pk}/proof/read/").status_code == 405
    client.logout()
    assert client.post(f"/tasks/{post.pk}/proof/read/").status_code == 302


def test_reading_costs_the_same_for_every_address(as_operator, post, now, django_assert_num_queries):
    for value in (post_url(now), post_url(now + timedelta(seconds=1))):
        with django_assert_num_queries(READING_QUERIES):
            as_operator.post(f"/tasks/{post.pk}/proof/read/", {"proof_type": "URL", "proof_value": value})


# -- sent twice ---------------------------------------------------------------------------------------------
def sent(client, task: OperatorTask, now, **data):
    values = {"version": task.version, "proof_type": "URL", "proof_value": post_url(now), **data}
    return client.post(f"/tasks/{task.pk}/complete/", values)


def test_the_form_carries_a_fresh_key_and_says_whose_it_is(as_operator, post):
    keys = {as_operator.get(f"/tasks/{post.pk}/").context["form"]["submission_key"].value() for _ in range(2)}

    text = " ".join(as_operator.get(f"/tasks/{post.pk}/").content.decode().split())
    assert len(keys) == 2
    assert f'data-offline-proof data-task="{post.pk}" data-title="{post.title}"' in text


def test_the_same_form_sent_again_is_answered_like_the_first(as_operator, post, now):
    key = str(uuid4())
    first = sent(as_operator, post, now, submission_key=key)

    with nothing_changes():
        again = sent(as_operator, post, now, submission_key=key)

    assert (again.status_code, again["Location"]) == (first.status_code, first["Location"])
    page = as_operator.get(again["Location"]).content.decode()
    assert f"Done: {post.title}." in page and f"Recorded already: {post.title}." in page


@pytest.mark.parametrize("key", ["nonsense", "x" * 10_000])
def test_a_key_that_is_none_is_refused(as_operator, post, now, key):
    with nothing_changes():
        response = sent(as_operator, post, now, submission_key=key)

    assert response.status_code == 400
    assert "the form was incomplete" in response.content.decode()


def test_a_key_of_another_task_is_refused(as_operator, post, now):
    key = str(uuid4())
    sent(as_operator, post, now, submission_key=key)
    other = OperatorTask.objects.filter(platform="linkedin", task_type="POST", status="PENDING").first()

    with nothing_changes():
        response = sent(as_operator, other, now + timedelta(seconds=-5), submission_key=key)

    assert response.status_code == 400
    assert "sent for something else before" in response.content.decode()


@pytest.mark.parametrize("act", ["complete", "block", "reschedule", "claim", "edit"])
def test_the_second_of_two_people_is_told_who_did_it(as_manager, post, operator, now, act):
    complete_task(post, proof=ProofInput("URL", post_url(now)), by=operator, now=now)
    data = {
        "version": post.version,
        "proof_type": "TEXT",
        "proof_value": "Mine",
        "reason": "Why",
        "due_at": f"{now + timedelta(days=2):%Y-%m-%dT%H:%M}",
        "title": "x",
        "copy_text": "y",
    }

    with nothing_changes():
        response = as_manager.post(f"/tasks/{post.pk}/{act}/", data)

    text = " ".join(response.content.decode().split())
    assert response.status_code in (409, 412)
    assert "omar completed this task" in text
    assert f"{now.astimezone(post.campaign.zone):%H:%M}" in text
