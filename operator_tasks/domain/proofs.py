"""What counts as proof that a task was done, and where it is kept."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
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
from campaigns.domain.stored_files import only_if_committed, refuse_stale
from campaigns.errors import InvalidInput, NotAllowed
from campaigns.models import OperatorAuditLog
from campaigns.words import in_house_words
from operator_tasks.choices import ProofType
from operator_tasks.domain.guards import refuse_other_persons_task, refuse_wrong_state
from operator_tasks.domain.proof_reading import ProofReading, is_asked_for, read_proof
from operator_tasks.models import OperatorTask, TaskProof
from operator_tasks.validators import CleanFile, clean_proof_file


@dataclass(frozen=True)
class ProofInput:
    """Proof as a door received it: a type with a value, or a file.

    `submission_key` names one press of the button, so that a form sent again is not recorded again.
    """

    proof_type: str
    value: str = ""
    file: UploadedFile | None = None
    submission_key: uuid.UUID | None = None


@dataclass(frozen=True)
class KeptUpload:
    """The file of a proof, cleaned and in the storage, while no row names it yet."""

    file: FieldFile
    clean: CleanFile


@contextmanager
def upload_kept(
    task: OperatorTask, given: ProofInput, verb: str, *, by: Actor, seen_version: int | None
) -> Iterator[KeptUpload | None]:
    """The proof's file, cleaned and stored before anything is locked; nothing for proof of another kind.

    Goes around the transaction of its verb, and takes the file out of the storage again when that fails. What
    the lock refuses at once is refused here already, before a large file is read.
    """
    with only_if_committed() as brought:
        upload = None
        file = given.file if given.proof_type == ProofType.UPLOAD else None
        if file is not None and _is_wanted(task, given, verb, by=by, seen_version=seen_version):
            upload = _stored(file)
            brought.append(upload.file)
        yield upload


def _is_wanted(
    task: OperatorTask, given: ProofInput, verb: str, *, by: Actor, seen_version: int | None
) -> bool:
    """Whether the lock will look at the file. Refuses what it would; a press that was kept is left to it.

    The task is read before the key: a twin that commits in between is found, and not taken for a stale page.
    """
    present = OperatorTask._base_manager.filter(pk=task.pk).first()
    key = given.submission_key
    if present is None or (key is not None and TaskProof.objects.filter(submission_key=key).exists()):
        return False
    refuse_other_persons_task(present, by)
    refuse_stale(present, seen_version)
    refuse_wrong_state(present, verb)
    return True


def _stored(file: UploadedFile) -> KeptUpload:
    try:
        clean = clean_proof_file(file, most_bytes=settings.PROOF_MAX_BYTES)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), {"proof_file": error.messages}) from error
    kept = TaskProof().file
    kept.save(f"{uuid.uuid4().hex}{clean.suffix}", ContentFile(clean.data), save=False)
    return KeptUpload(kept, clean)


def recorded_before(task: OperatorTask, given: ProofInput, upload: KeptUpload | None, *, by: Actor) -> bool:
    """Whether this very press of the button was kept already. Must run inside the transaction of its verb.

    Waits for a twin that is still being kept, and lets go of the file that was stored for this one.
    Refuses a key that came with another task or from somebody else.
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
    if upload is not None:
        upload.file.storage.delete(str(upload.file.name))
    return True


def add_proof(
    task: OperatorTask,
    given: ProofInput,
    upload: KeptUpload | None,
    *,
    performed_at: datetime | None = None,
    by: Actor,
    now: datetime,
) -> TaskProof:
    """Check the proof and keep it. Must run inside the transaction that completes the task.

    A URL must be http(s) and, where the platform has permalinks, be one of a post on that platform that proves
    no other task; a TEXT and a MANUAL note must not be empty, and MANUAL is a manager's word; an UPLOAD is the
    file of `upload_kept`. Proof of a kind that the procedure does not ask for is accepted and marked weak.
    """
    if given.proof_type not in ProofType.values:
        text = _("Choose a kind of proof: the address of the post, a text, or a file.")
        raise InvalidInput(text, {"proof_type": [text]})
    proof = TaskProof(
        task=task,
        proof_type=given.proof_type,
        value="" if given.proof_type == ProofType.UPLOAD else given.value.strip(),
        submission_key=given.submission_key,
        is_weak=not is_asked_for(task, given.proof_type),
    )
    if given.proof_type == ProofType.URL:
        _check_url(proof, task, now, performed_at)
    elif given.proof_type == ProofType.UPLOAD:
        _check_upload(proof, upload)
    else:
        _check_note(proof, by)
    return created("proof.added", proof, by=by, now=now)


def _check_url(proof: TaskProof, task: OperatorTask, now: datetime, performed_at: datetime | None) -> None:
    reading = read_proof(task, proof.value, now=now, performed_at=performed_at)
    found = reading.found
    proof.value = found.raw_url
    proof.canonical_url = found.canonical_url
    proof.platform = task.platform
    proof.post_id = found.post_id
    proof.handle = found.handle
    proof.published_at = found.published_at
    proof.doubt = _kept_doubt(reading)
    proof.is_weak = reading.is_weak


@in_house_words
def _kept_doubt(reading: ProofReading) -> str:
    return " ".join(reading.doubts)


def _check_upload(proof: TaskProof, upload: KeptUpload | None) -> None:
    if upload is None:
        text = _("Choose the picture or PDF that shows the work.")
        raise InvalidInput(text, {"proof_file": [text]})
    clean = upload.clean
    proof.file = upload.file.name
    proof.file_label, proof.file_type, proof.file_sha256 = clean.label, clean.content_type, clean.sha256


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
