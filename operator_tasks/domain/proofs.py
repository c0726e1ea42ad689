"""What counts as proof that a task was done, and where it is kept."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import created, locked, recorded
from campaigns.errors import InvalidInput, NotAllowed
from campaigns.models import OperatorAuditLog
from operator_tasks.choices import ProofType
from operator_tasks.domain.proof_reading import is_asked_for, read_proof
from operator_tasks.models import OperatorTask, TaskProof
from operator_tasks.validators import clean_proof_file


@dataclass(frozen=True)
class ProofInput:
    """Proof as a door received it: a type with a value, or a file.

    `submission_key` names one press of the button, so that a form sent again is not recorded again.
    """

    proof_type: str
    value: str = ""
    file: UploadedFile | None = None
    submission_key: uuid.UUID | None = None


_saved: ContextVar[list[FieldFile] | None] = ContextVar("saved_proof_files", default=None)


@contextmanager
def files_only_if_committed() -> Iterator[None]:
    """Files that proof brought inside the block go again when the block fails, as its rows do."""
    saved: list[FieldFile] = []
    token = _saved.set(saved)
    try:
        yield
    except BaseException:
        for file in saved:
            file.storage.delete(str(file.name))
        raise
    finally:
        _saved.reset(token)


def recorded_before(task: OperatorTask, given: ProofInput, *, by: Actor) -> bool:
    """Whether this very press of the button was kept already. Must run inside the transaction of its verb.

    Waits for a twin that is still being kept. Refuses a key that came with another task or from somebody else.
    """
    if given.submission_key is None:
        return False
    locked(task.campaign)
    kept = TaskProof.objects.filter(submission_key=given.submission_key).first()
    if kept is None:
        return False
    same = {"entity_type": TaskProof.audit_noun, "entity_id": kept.pk, "action": "proof.added"}
    by_same = OperatorAuditLog.objects.filter(**same, actor_id=by.id, actor_kind=by.kind)
    if kept.task_id != task.pk or not by_same.exists():
        raise InvalidInput(_("This form was sent for something else before; reload the page and try again."))
    return True


def add_proof(
    task: OperatorTask,
    given: ProofInput,
    *,
    performed_at: datetime | None = None,
    by: Actor,
    now: datetime,
) -> TaskProof:
    """Check the proof and keep it. Must run inside the transaction that completes the task.

    A URL must be http(s) and, where the platform has permalinks, be one of a post on that platform that proves
    no other task; a TEXT and a MANUAL note must not be empty, and MANUAL is a manager's word; an UPLOAD must be
    a picture or PDF. Proof of a kind that the procedure does not ask for is accepted and marked weak.
    """
    if given.proof_type not in ProofType.values:
        text = _("Choose a kind of proof: the address of the post, a text, or a file.")
        raise InvalidInput(text, {"proof_type": [text]})
    proof = TaskProof(
        task=task,
        proof_type=given.proof_type,
        value=given.value.strip(),
        submission_key=given.submission_key,
        is_weak=not is_asked_for(task, given.proof_type),
    )
    if given.proof_type == ProofType.URL:
        _check_url(proof, task, now, performed_at)
    elif given.proof_type == ProofType.UPLOAD:
        _check_upload(proof, given.file)
    else:
        _check_note(proof, by)
    return created("proof.added", proof, by=by, now=now)


def _check_url(proof: TaskProof, task: OperatorTask, now: datetime, performed_at: datetime | None) -> None:
    reading = read_proof(task, proof.value, now=now, performed_at=performed_at)
    found = reading.found
    proof.canonical_url = found.canonical_url
    proof.platform = task.platform
    proof.post_id = found.post_id
    proof.handle = found.handle
    proof.published_at = found.published_at
    proof.doubt = " ".join(reading.doubts)
    proof.is_weak = reading.is_weak


def _check_upload(proof: TaskProof, file: UploadedFile | None) -> None:
    if file is None:
        text = _("Choose the picture or PDF that shows the work.")
        raise InvalidInput(text, {"proof_file": [text]})
    try:
        clean = clean_proof_file(file, most_bytes=settings.PROOF_MAX_BYTES)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), {"proof_file": error.messages}) from error
    proof.file_label, proof.file_type, proof.file_sha256 = clean.label, clean.content_type, clean.sha256
    proof.file.save(f"{uuid.uuid4().hex}{clean.suffix}", ContentFile(clean.data), save=False)
    saved = _saved.get()
    if saved is not None:
        saved.append(proof.file)


def _check_note(proof: TaskProof, by: Actor) -> None:
    if proof.proof_type == ProofType.MANUAL and not by.is_manager:
        raise NotAllowed(
            _("Only a manager can vouch for a task without other proof; give the address or a text.")
        )
    if not proof.value:
        text = _("Write what shows that the work was done.")
        raise InvalidInput(text, {"proof_value": [text]})


def withdraw_proof(task: OperatorTask, *, by: Actor, now: datetime) -> None:
    """Mark the task's present proof as withdrawn; its text and file stay, its post may prove again."""
    if task.proof is None:
        return
    with recorded("proof.withdrawn", task.proof, by=by, now=now) as fresh:
        fresh.withdrawn_at = now
