"""What counts as proof that a task was done, and where it is kept."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import Platform
from campaigns.domain.audit import created, recorded
from campaigns.errors import InvalidInput, Never, NotAllowed
from campaigns.platforms.proof_urls import recognise
from campaigns.validators import account_key
from operator_tasks.choices import ProofType
from operator_tasks.models import OperatorTask, TaskProof
from operator_tasks.states import TAIL
from operator_tasks.validators import clean_proof_file


@dataclass(frozen=True)
class ProofInput:
    """Proof as a door received it: a type with a value, or a file."""

    proof_type: str
    value: str = ""
    file: UploadedFile | None = None


ODD_AHEAD = timedelta(hours=1)
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
        _check_url(proof, task, now)
    elif given.proof_type == ProofType.UPLOAD:
        _check_upload(proof, given.file)
    else:
        _check_note(proof, by)
    asked_for = task.sop_version.proof_types if task.sop_version else []
    proof.is_weak = proof.is_weak or (bool(asked_for) and given.proof_type not in asked_for)
    return created("proof.added", proof, by=by, now=now)


def _check_url(proof: TaskProof, task: OperatorTask, now: datetime) -> None:
    found = recognise(Platform(task.platform), proof.value)
    proof.canonical_url = found.canonical_url
    proof.platform = task.platform
    proof.post_id = found.post_id
    proof.handle = found.handle
    proof.published_at = found.published_at
    proof.doubt = _other_account(task, found.handle) or _odd_time(task, found.published_at, now)
    proof.is_weak = found.is_weak or bool(proof.doubt)
    if found.post_id:
        _refuse_reuse(proof, task)


def _other_account(task: OperatorTask, handle: str) -> str:
    """What a manager should look at when the link names another account than the task; empty when it does not."""
    if not handle or task.account is None or account_key(handle) == account_key(task.account.handle):
        return ""
    return _("The link names %(found)s, the task was for %(wanted)s.") % {
        "found": handle[:80],
        "wanted": task.account.handle[:80],
    }


def _odd_time(task: OperatorTask, published_at: datetime | None, now: datetime) -> str:
    """The time hidden in a post's id is a hint: a manager should look where it cannot be this task's post."""
    if published_at is None or task.campaign.starts_at - TAIL <= published_at <= now + ODD_AHEAD:
        return ""
    return _("The id of the post says %(time)s UTC, which does not fit this campaign.") % {
        "time": f"{published_at:%Y-%m-%d %H:%M}"
    }


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
