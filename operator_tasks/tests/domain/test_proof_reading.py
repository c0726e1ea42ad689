"""Reading an address: what the page shows is what the verb keeps, and reading changes nothing."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from campaigns.domain.clients import add_account
from campaigns.errors import InvalidInput, Never
from campaigns.tests.witness import nothing_changes, refused
from conftest import NOW, hours
from operator_tasks.domain.proof_reading import Oddness, OddTime, read_proof
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.tasks import edit_task
from operator_tasks.domain.transitions import complete_task, undo_task
from operator_tasks.models import OperatorTask


def post_of(moment: datetime) -> str:
    return f"https://www.linkedin.com/feed/update/urn:li:activity:{int(moment.timestamp() * 1000) << 22}/"


@pytest.fixture
def due(linkedin_task) -> datetime:
    return linkedin_task.due_at


def doubts(task: OperatorTask, moment: datetime, **given) -> tuple[str, ...]:
    return read_proof(task, post_of(moment), now=moment + hours(1), **given).doubts


def test_a_post_in_time_leaves_no_doubt(linkedin_task, due):
    with nothing_changes():
        reading = read_proof(linkedin_task, post_of(due), now=due)

    assert (reading.doubts, reading.is_weak, reading.is_late, reading.is_other_account) == (
        (),
        False,
        False,
        False,
    )
    assert (reading.platform_label, reading.found.published_at) == ("LinkedIn", due)
    assert reading.found.canonical_url == post_of(due).removesuffix("/")


def test_a_late_post_is_late_and_not_odd(linkedin_task, due):
    reading = read_proof(linkedin_task, post_of(due + hours(30)), now=due + hours(31))

    assert (reading.is_late, reading.doubts, reading.is_weak) == (True, (), False)


def test_a_minute_makes_a_post_late(linkedin_task, due):
    moments = [due + timedelta(seconds=59), due + timedelta(seconds=60)]

    assert [read_proof(linkedin_task, post_of(at), now=due + hours(1)).is_late for at in moments] == [
        False,
        True,
    ]


def test_times_that_are_odd_are_told_and_do_not_make_proof_weak(tasks):
    first = next(task for task in tasks if task.platform == "linkedin")
    later = [task for task in tasks if task.platform == "linkedin"][2]

    assert doubts(first, NOW - hours(1)) == (
        "The id of the post says 2026-03-02 05:00 UTC, before this task was made.",
    )
    assert doubts(later, NOW + hours(1)) == (
        "The id of the post says 2026-03-02 07:00 UTC, hours before it was due.",
    )
    assert doubts(later, later.due_at - hours(5)) == ()
    assert doubts(later, later.due_at + hours(9), performed_at=later.due_at)[0].endswith(
        "hours away from the time that was given."
    )
    assert read_proof(later, post_of(NOW + hours(1)), now=later.due_at).is_weak is False


def test_a_time_outside_the_campaign_makes_it_weak(linkedin_task, due):
    reading = read_proof(linkedin_task, post_of(due - timedelta(days=300)), now=due)

    assert reading.is_weak is True
    assert reading.doubts[0].endswith("which does not fit this campaign.")


def test_only_posts_are_asked_for_their_time(linkedin_task, due, operator):
    complete_task(linkedin_task, proof=ProofInput("URL", post_of(due)), by=operator, now=due)
    follow_up = OperatorTask.objects.get(parent=linkedin_task, follow_up_hours=24)

    assert doubts(follow_up, due + hours(1)) == ()


def test_another_account_is_told_with_an_odd_time(tasks, client_acme, manager):
    task = [task for task in tasks if task.platform == "x"][1]
    account = add_account(client_acme, platform="x", handle="@acme", by=manager, now=NOW)
    task = edit_task(task, values={"account_id": account.pk}, by=manager, now=NOW)
    number = (int((NOW + hours(1)).timestamp() * 1000) - 1288834974657) << 22

    reading = read_proof(task, f"https://x.com/rival/status/{number}", now=task.due_at)

    assert (reading.is_other_account, reading.is_weak) == (True, True)
    assert reading.doubts == (
        "The link names rival, the task was for @acme.",
        "The id of the post says 2026-03-02 07:00 UTC, hours before it was due.",
    )


def test_what_is_read_is_what_is_kept(tasks, operator):
    task = [task for task in tasks if task.platform == "linkedin"][2]
    url = post_of(NOW + hours(2))
    reading = read_proof(task, url, now=task.due_at)

    proof = complete_task(task, proof=ProofInput("URL", url), by=operator, now=task.due_at).proof

    assert (proof.canonical_url, proof.post_id, proof.handle, proof.published_at, proof.is_weak) == (
        reading.found.canonical_url,
        reading.found.post_id,
        reading.found.handle,
        reading.found.published_at,
        reading.is_weak,
    )
    assert proof.doubt == " ".join(reading.doubts) != ""


def test_doubts_are_read_in_ones_own_language_and_kept_in_that_of_the_house(tasks, operator):
    task = [task for task in tasks if task.platform == "linkedin"][2]
    url = post_of(NOW + hours(2))

    with translation.override("de"):
        reading = read_proof(task, url, now=task.due_at)
        read = reading.doubts
        proof = complete_task(task, proof=ProofInput("URL", url), by=operator, now=task.due_at).proof

    assert reading.reasons == (OddTime(Oddness.LONG_BEFORE_DUE, NOW + hours(2)),)
    assert read == ("Die ID des Beitrags nennt 2026-03-02 08:00 UTC; das ist Stunden, bevor er fällig war.",)
    assert proof.doubt == "The id of the post says 2026-03-02 08:00 UTC, hours before it was due."


def test_refusals_are_those_of_completing(tasks, operator):
    first, second = [task for task in tasks if task.platform == "linkedin"][:2]
    url = post_of(first.due_at)
    done = complete_task(first, proof=ProofInput("URL", url), by=operator, now=first.due_at)

    with refused(InvalidInput, "looks like a link of X"):
        read_proof(second, "https://x.com/a/status/1", now=NOW)
    with refused(InvalidInput, "not a single published post"):
        read_proof(second, "https://www.linkedin.com/in/acme/", now=NOW)
    with refused(Never, "proof of task “LinkedIn Post” of Spring launch already"):
        read_proof(second, url, now=NOW)

    assert read_proof(first, url, now=NOW).found.canonical_url == url.removesuffix("/")
    undo_task(done, by=operator, now=first.due_at)
    assert read_proof(second, url, now=second.due_at).found.post_id != ""


def test_a_sentence_around_the_link_is_read_and_only_the_link_is_kept(linkedin_task, due, operator):
    pasted = f"Check this out {post_of(due)}"
    reading = read_proof(linkedin_task, pasted, now=due)

    proof = complete_task(linkedin_task, proof=ProofInput("URL", pasted), by=operator, now=due).proof

    assert (proof.value, proof.canonical_url) == (post_of(due), reading.found.canonical_url)
