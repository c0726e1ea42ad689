"""The file of a proof is stored before the lock, and stays only where its proof does."""

import io
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from campaigns.errors import NotAllowed, NotNow, StaleVersion
from campaigns.tests.storages import busy, is_between_transactions
from campaigns.tests.witness import how_often, nothing_changes, refused
from conftest import NOW, actor_for, user_named
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.tasks import assign_task
from operator_tasks.domain.transitions import block_task, complete_task, replace_proof
from operator_tasks.models import OperatorTask, TaskProof


@pytest.fixture(autouse=True)
def store(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def kept_files(store: Path) -> list[str]:
    return sorted(path.name for path in store.rglob("*") if path.is_file())


def name_of(proof: TaskProof) -> str:
    return Path(str(proof.file.name)).name


def complete(task: OperatorTask, proof: ProofInput, by) -> OperatorTask:
    return complete_task(task, proof=proof, by=by, now=task.due_at)


def pressed(number: int = 1) -> ProofInput:
    data = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(data, "PNG")
    file = SimpleUploadedFile("proof.png", data.getvalue(), "image/png")
    return ProofInput("UPLOAD", file=file, submission_key=UUID(int=number))


def test_upload_is_stored_before_anything_is_locked(linkedin_task, operator, settings, store):
    was_free: list[bool] = []
    busy(settings, *[lambda: was_free.append(is_between_transactions())] * 2)

    done = complete(linkedin_task, pressed(), operator)
    better = replace_proof(done, proof=pressed(2), by=operator, now=linkedin_task.due_at)

    assert was_free == [True, True]
    assert kept_files(store) == sorted([name_of(done.proof), name_of(better.proof)])
    assert name_of(done.proof) != name_of(better.proof)


def test_what_happens_while_the_upload_is_stored_is_found_under_the_lock(
    linkedin_task, operator, settings, store
):
    busy(settings, lambda: block_task(linkedin_task, reason="No login", by=operator, now=NOW))

    with pytest.raises(NotNow, match="unblock it first"):
        complete(linkedin_task, pressed(), operator)
    assert (kept_files(store), TaskProof.objects.count()) == ([], 0)


def test_the_same_press_that_comes_twice_at_once_keeps_one_file(linkedin_task, operator, settings, store):
    busy(settings, lambda: complete(linkedin_task, pressed(), operator))

    done = complete(linkedin_task, pressed(), operator)

    assert (done.status, how_often("task.completed"), TaskProof.objects.count()) == ("DONE", 1, 1)
    assert kept_files(store) == [name_of(TaskProof.objects.get())]


def test_the_same_press_that_comes_later_stores_nothing(linkedin_task, operator, settings, store):
    stored: list[str] = []
    version = linkedin_task.version
    complete(linkedin_task, pressed(), operator)
    busy(settings, lambda: stored.append("a file"))

    with nothing_changes():
        again = complete_task(
            linkedin_task, proof=pressed(), by=operator, now=linkedin_task.due_at, seen_version=version
        )

    assert (again.status, stored, len(kept_files(store))) == ("DONE", [], 1)


def test_upload_that_would_be_refused_anyway_is_not_stored_first(
    linkedin_task, manager, operator, operator_user, settings
):
    stored: list[str] = []
    busy(settings, lambda: stored.append("a file"))
    blocked = block_task(linkedin_task, reason="No login", by=operator, now=NOW)
    olga = actor_for(user_named("olga", "operator"))

    with refused(NotNow, "unblock it first"):
        complete(blocked, pressed(), operator)
    with refused(StaleVersion, "changed meanwhile"):
        complete_task(blocked, proof=pressed(), by=operator, now=NOW, seen_version=1)
    assign_task(blocked, to=operator_user, by=manager, now=NOW)
    with refused(NotAllowed, "This task is assigned to omar"):
        complete(blocked, pressed(), olga)

    assert stored == []
