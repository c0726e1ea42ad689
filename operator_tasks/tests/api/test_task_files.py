"""The file of a proof, handed to programs as to people; and addresses judged before they count."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.tests.api.program import program_of
from campaigns.tests.witness import nothing_changes
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.transitions import complete_task, undo_task
from operator_tasks.models import TaskProof
from operator_tasks.tests.api.test_task_proof import picture
from operator_tasks.tests.api.told import due_soon, linkedin_post, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def soon(post, manager):
    return due_soon(post, manager)


@pytest.fixture
def proven(soon, operator):
    proof = ProofInput("UPLOAD", file=picture("evil.html"))
    return complete_task(soon, proof=proof, by=operator, now=timezone.now())


def test_the_file_of_the_present_proof_comes_as_an_attachment(viewing, proven):
    answer = viewing.get(
        viewing.get(f"/tasks/{proven.pk}/").json()["proof"]["file_url"][len("http://testserver") :]
    )

    headers = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Cache-Control")
    assert (answer.status_code, [answer[name] for name in headers]) == (
        200,
        ["image/png", 'attachment; filename="evil.png"', "nosniff", "private, no-store"],
    )
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")


def test_without_a_file_there_is_a_sentence(operating, proven, operator):
    place = f"/tasks/{proven.pk}/proof/file/"
    proof = TaskProof.objects.get()
    proof.file.storage.delete(proof.file.name)
    lost = operating.get(place)
    undo_task(proven, by=operator, now=timezone.now())
    undone = operating.get(place)

    assert [(answer.status_code, answer.json()["detail"]) for answer in (lost, undone)] == [
        (404, "The file is no longer in the store; ask whoever uploaded it."),
        (404, "The present proof of this task has no file; read the task to see what it is."),
    ]


def test_an_address_is_judged_and_nothing_is_recorded(operator_user, soon):
    reading, address = program_of(operator_user, ("read",)), linkedin_post()
    reading.get("/me/")

    with nothing_changes():
        answer = reading.post(f"/tasks/{soon.pk}/proof/read/", {"proof_value": f" {address}?utm_source=x "})

    published = answer.json()["published_at"]
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "platform": "linkedin",
            "canonical_url": address.rstrip("/"),
            "post_id": address.rpartition(":")[2].rstrip("/"),
            "handle": "",
            "published_at": published,
            "is_weak": False,
            "is_early": False,
            "is_late": False,
            "doubts": [],
        },
    )
    done = reading_and_writing(operator_user).post(
        f"/tasks/{soon.pk}/complete/", {"proof_type": "URL", "proof_value": address}
    )
    assert done.json()["proof"]["published_at"] == published


def reading_and_writing(user):
    return program_of(user, ("read", "write"))


def test_the_time_that_is_told_raises_a_doubt(operating, soon):
    earlier = moment(timezone.now() - timedelta(hours=9))
    sent = {"proof_value": linkedin_post(), "performed_at": earlier}

    doubts = operating.post(f"/tasks/{soon.pk}/proof/read/", sent).json()["doubts"]

    assert len(doubts) == 1
    assert doubts[0].endswith("hours away from the time that was given.")


def test_what_could_be_no_proof_is_refused_as_by_the_completion(operating, posts, soon, operator):
    address = linkedin_post()
    complete_task(soon, proof=ProofInput("URL", address), by=operator, now=timezone.now())
    other = next(task for task in posts if task.platform == "linkedin" and task.pk != soon.pk)

    answers = [
        operating.post(f"/tasks/{other.pk}/proof/read/", {"proof_value": value})
        for value in (address, "https://x.com/acme/status/1", "I posted it", "")
    ]

    told = [(answer.status_code, list(answer.json()["errors"])) for answer in answers]
    assert told == [(status, ["proof_value"]) for status in (422, 400, 400, 400)]


def test_proof_of_others_is_not_there(viewing, operating, soon, managing, foreign):
    sent = {"campaign": foreign.pk, "title": "Elsewhere", "due_at": moment(foreign.ends_at)}
    elsewhere = managing.post("/tasks/", sent).json()["id"]
    given = {"proof_value": linkedin_post()}

    assert operating.get(f"/tasks/{elsewhere}/proof/file/").status_code == 404
    assert operating.post(f"/tasks/{elsewhere}/proof/read/", given).status_code == 404
    assert viewing.post(f"/tasks/{soon.pk}/proof/read/", given).status_code == 403
