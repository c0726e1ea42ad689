"""What counts as proof that a task was done, and where it is kept."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import Platform
from campaigns.domain.audit import created, recorded
from campaigns.errors import DomainError, InvalidInput, Never, NotAllowed
from campaigns.platforms.proof_urls import recognise
from operator_tasks.choices import ProofType
from operator_tasks.models import OperatorTask, TaskProof
from operator_tasks.validators import clean_proof_file


@dataclass(frozen=True)
class ProofInput:
    """Proof as a door received it: a type with a value, or a file."""

    proof_type: str
    value: str = ""
    file: UploadedFile | None = None


def add_proof(task: OperatorTask, given: ProofInput, *, by: Actor, now: datetime) -> TaskProof:
    """Check the proof and keep it. Must run inside the transaction that completes the task.

    A URL must be http(s) and, where the platform has permalinks, be one of a post on that platform that proves
    no other task; a TEXT and a MANUAL note must not be empty, and MANUAL is a manager's word; an UPLOAD must be
    a picture or PDF. Proof of a kind that the procedure does not ask for is accepted and marked weak.
    """
    if given.proof_type not in ProofType.values:
        text = _("Choose a kind of proof: the address of the post, a text, or a file.")
        raise InvalidInput(text, {"proof_type": [text]})
    proof = TaskProof(task=task, proof_type=given.proof_type, value=given.value.strip())
    if given.proof_type == ProofType.URL:
        _check_url(proof, task)
    elif given.proof_type == ProofType.UPLOAD:
        _check_upload(proof, given.file)
    else:
        _check_note(proof, by)
    asked_for = task.sop_version.proof_types if task.sop_version else []
    proof.is_weak = proof.is_weak or (bool(asked_for) and given.proof_type not in asked_for)
    try:
        return created("proof.added", proof, by=by, now=now)
    except DomainError:
        proof.file.delete(save=False)
        raise


def _check_url(proof: TaskProof, task: OperatorTask) -> None:
    found = recognise(Platform(task.platform), proof.value)
    proof.canonical_url = found.canonical_url
    proof.platform = task.platform
    proof.post_id = found.post_id
    proof.handle = found.handle
    proof.published_at = found.published_at
    proof.is_weak = found.is_weak
    if found.post_id:
        _refuse_reuse(proof, task)


def _refuse_reuse(proof: TaskProof, task: OperatorTask) -> None:
    used = (
        TaskProof.objects.filter(platform=proof.platform, post_id=proof.post_id, withdrawn_at__isnull=True)
        .exclude(task=task)
        .select_related("task__campaign")
        .first()
    )
    if used is None:
        return
    same_client = used.task.campaign.client_id == task.campaign.client_id
    where = _("task “%(title)s” of %(campaign)s") % {"title": used.task.title, "campaign": used.task.campaign}
    text = _("This post is the proof of %(where)s already; paste the address of the new post.") % {
        "where": where if same_client else _("another task")
    }
    raise Never(text, {"proof_value": [text]})


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
