"""Every verb on a task through its page: done, refused with its status, and closed to others."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.domain.campaigns import pause_campaign
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.tasks import assign_task
from operator_tasks.domain.transitions import block_task, cancel_task, complete_task, miss_task
from operator_tasks.models import OperatorTask
from operator_tasks.views.acts import ACTS

POST_URL = "https://www.linkedin.com/feed/update/urn:li:activity:7300000000000000001/"
NOTE = ProofInput("TEXT", "Called them")


def url(act: str, task: OperatorTask) -> str:
    return reverse(f"operator_tasks:task_{act}", args=[task.pk])


def local(moment, task: OperatorTask) -> str:
    return f"{moment.astimezone(task.campaign.zone):%Y-%m-%dT%H:%M}"


def state(task: OperatorTask) -> tuple:
    fresh = OperatorTask.objects.get(pk=task.pk)
    return fresh.status, fresh.version


def test_complete_makes_the_task_done_and_goes_to_it(as_operator, post):
    response = as_operator.post(
        url("complete", post), {"version": post.version, "proof_type": "URL", "proof_value": POST_URL}
    )

    assert (response.status_code, response["Location"]) == (302, f"/tasks/{post.pk}/")
    fresh = OperatorTask.objects.get(pk=post.pk)
    assert (fresh.status, fresh.completed_by_label, fresh.proof.canonical_url) == (
        "DONE",
        "omar",
        POST_URL.removesuffix("/"),
    )
    assert fresh.follow_ups.count() == 2


def test_complete_sent_twice_is_refused_and_says_who_was_first(as_operator, post):
    data = {"version": post.version, "proof_type": "URL", "proof_value": POST_URL}
    as_operator.post(url("complete", post), data)
    done = state(post)

    response = as_operator.post(url("complete", post), data)

    text = response.content.decode()
    assert response.status_code == 412
    assert "omar completed this task" in text
    assert state(post) == done
    assert OperatorTask.objects.filter(parent=post).count() == 2


def test_complete_of_a_done_task_is_refused_with_who_and_when(as_operator, post):
    data = {"version": post.version, "proof_type": "URL", "proof_value": POST_URL}
    as_operator.post(url("complete", post), data)

    response = as_operator.post(url("complete", post), {**data, "version": post.version + 1})

    assert response.status_code == 409
    assert "omar completed this task on" in response.content.decode()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"proof_type": "URL", "proof_value": "https://example.com/x"}, "proof_value"),
        ({"proof_type": "URL", "proof_value": ""}, "proof_value"),
        ({"proof_type": "UPLOAD"}, "proof_file"),
        ({"proof_type": "MANUAL", "proof_value": "trust me"}, "proof_type"),
        ({"proof_type": "URL", "proof_value": POST_URL, "performed_at": "2999-01-01T10:00"}, "performed_at"),
    ],
)
def test_complete_refuses_bad_proof_beside_its_field(as_operator, post, data, field):
    before = state(post)

    response = as_operator.post(url("complete", post), {"version": post.version, **data})

    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    assert state(post) == before


def test_complete_takes_a_picture(as_operator, make_task, now):
    task = make_task(now + timedelta(hours=2))
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )

    response = as_operator.post(
        url("complete", task),
        {"version": 1, "proof_type": "UPLOAD", "proof_file": SimpleUploadedFile("shot.png", pixel)},
    )

    assert response.status_code == 302
    assert OperatorTask.objects.get(pk=task.pk).proof.file_label == "shot.png"


def test_a_time_that_clocks_leap_over_is_refused(as_manager, make_task, now):
    task = make_task(now + timedelta(hours=2))

    response = as_manager.post(
        url("reschedule", task), {"version": 1, "due_at": "2027-03-28T02:30", "reason": "later"}
    )

    assert response.status_code == 400
    assert "does not exist" in response.content.decode()
    assert state(task) == ("PENDING", 1)


def test_every_verb_has_a_happy_way_through_its_page(as_manager, make_task, manager, manager_user, now):
    later = now + timedelta(days=1)

    def fresh() -> OperatorTask:
        return make_task(later)

    def blocked() -> OperatorTask:
        return block_task(fresh(), reason="No photo", by=manager, now=now)

    def missed() -> OperatorTask:
        return miss_task(blocked(), reason="Too late", by=manager, now=now)

    def done() -> OperatorTask:
        return complete_task(fresh(), proof=NOTE, by=manager, now=now)

    def cancelled() -> OperatorTask:
        return cancel_task(fresh(), reason="Not needed", by=manager, now=now)

    again = local(now + timedelta(days=2), fresh())
    ways = {
        "complete": (fresh, {"proof_type": "TEXT", "proof_value": "Called"}, "DONE"),
        "undo": (done, {}, "PENDING"),
        "replace_proof": (done, {"proof_type": "MANUAL", "proof_value": "I saw it"}, "DONE"),
        "block": (fresh, {"reason": "No photo"}, "BLOCKED"),
        "unblock": (blocked, {}, "PENDING"),
        "reschedule": (fresh, {"due_at": again}, "PENDING"),
        "claim": (fresh, {}, "PENDING"),
        "release": (fresh, {}, "PENDING"),
        "assign": (fresh, {"assignee": manager_user.pk}, "PENDING"),
        "edit": (fresh, {"title": "Write to them", "copy_text": "Hello", "asset_ref": ""}, "PENDING"),
        "reopen": (missed, {"due_at": again, "reason": "Still wanted"}, "PENDING"),
        "miss": (blocked, {"reason": "Too late"}, "MISSED"),
        "cancel": (fresh, {"reason": "Not needed"}, "PENDING"),
        "restore": (cancelled, {}, "PENDING"),
    }
    assert set(ways) == {act.name for act in ACTS}

    answers = {}
    for name, (make, data, _status) in ways.items():
        task = make()
        page = as_manager.get(url(name, task)).status_code
        answer = as_manager.post(url(name, task), {"version": task.version, **data}).status_code
        answers[name] = (page, answer, state(task)[0])

    assert answers == {name: (200, 302, status) for name, (_make, _data, status) in ways.items()}


@pytest.mark.parametrize("name", [act.name for act in ACTS])
def test_verbs_are_closed_to_viewers_and_strangers(
    client, viewer_user, operator_user, make_task, foreign, name, now
):
    task = make_task(now + timedelta(days=1))
    elsewhere = make_task(now + timedelta(days=1), campaign=foreign)

    anonymous = client.post(url(name, task), {"version": 1})
    client.force_login(viewer_user)
    viewer = client.post(url(name, task), {"version": 1})
    client.force_login(operator_user)
    stranger = client.post(url(name, elsewhere), {"version": 1})

    only_managers = name in {"assign", "reopen", "miss", "cancel", "restore"}
    assert (anonymous.status_code, anonymous["Location"].startswith("/login/")) == (302, True)
    assert (viewer.status_code, stranger.status_code) == (403, 403 if only_managers else 404)
    assert (state(task), state(elsewhere)) == (("PENDING", 1), ("PENDING", 1))


def test_a_post_without_version_is_refused(as_operator, make_task, now):
    task = make_task(now + timedelta(days=1))

    response = as_operator.post(url("claim", task))

    assert response.status_code == 400
    assert "Reload the page" in response.content.decode()


def test_somebody_elses_task_is_refused_with_403(as_operator, make_task, manager_user, manager, now):
    task = assign_task(make_task(now + timedelta(days=1)), to=manager_user, by=manager, now=now)

    response = as_operator.post(url("block", task), {"version": task.version, "reason": "No photo"})

    assert response.status_code == 403
    assert state(task) == ("PENDING", task.version)


def test_a_stale_edit_shows_what_is_stored_and_can_be_sent_again(as_operator, make_task, operator, now):
    task = make_task(now + timedelta(days=1))
    as_operator.post(url("edit", task), {"version": 1, "copy_text": "First\r\nline"})

    stale = as_operator.post(url("edit", task), {"version": 1, "copy_text": "Second"})
    again = as_operator.post(url("edit", task), {"version": 2, "copy_text": "Second"})

    assert stale.status_code == 412
    assert [(each.stored, each.written) for each in stale.context["form"].differences] == [
        ("First\nline", "Second")
    ]
    assert 'name="version" value="2"' in stale.content.decode()
    assert again.status_code == 302
    assert OperatorTask.objects.get(pk=task.pk).copy_text == "Second"


def test_on_hold_an_operator_may_only_tell_what_was_done_before(
    as_operator, make_task, running, manager, now
):
    task = make_task(now + timedelta(days=1))
    pause_campaign(running, reason="Budget", by=manager, now=now - timedelta(hours=1))
    data = {"version": 1, "proof_type": "TEXT", "proof_value": "Called"}

    refused = as_operator.post(url("complete", task), data)
    told = as_operator.post(
        url("complete", task), {**data, "performed_at": local(now - timedelta(hours=3), task)}
    )

    assert (refused.status_code, told.status_code) == (409, 302)


def test_from_a_list_the_row_is_swapped(as_operator, make_task, now):
    task = make_task(now + timedelta(days=1))
    htmx = {"HX-Request": "true"}

    opened = as_operator.get(url("block", task) + "?row=1&next=/", headers=htmx)
    refused = as_operator.post(url("block", task) + "?row=1", {"version": 1, "reason": ""}, headers=htmx)
    done = as_operator.post(
        url("block", task) + "?row=1", {"version": 1, "reason": "No photo", "next": "/"}, headers=htmx
    )

    assert [(each.status_code, each["HX-Retarget"]) for each in (opened, refused, done)] == [
        (200, f"#task-{task.pk}-form"),
        (400, f"#task-{task.pk}-form"),
        (200, f"#task-{task.pk}"),
    ]
    assert "<html" not in opened.content.decode()
    assert 'hx-swap-oob="true"' in done.content.decode()


@pytest.mark.parametrize(
    ("wanted", "given"),
    [("/?whose=mine", "/?whose=mine"), ("https://evil.example/", None), ("//evil.example/", None)],
)
def test_after_a_verb_one_goes_back_to_own_paths_only(as_operator, make_task, now, wanted, given):
    task = make_task(now + timedelta(days=1))

    response = as_operator.post(url("claim", task), {"version": 1, "next": wanted})

    assert response["Location"] == (given or f"/tasks/{task.pk}/")
