"""Proof at the door of the API: as an address or a text in JSON, as a file in a form."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request

from campaigns.api.fields import Choice, Moment, Text
from campaigns.api.schema import Problem
from campaigns.errors import DomainError
from campaigns.problems import CONTENT_TYPE
from operator_tasks.api.task_shapes import TaskOut, TaskVerbIn
from operator_tasks.choices import ProofType
from operator_tasks.domain.proofs import ProofInput

FORM = "multipart/form-data"
WITHOUT_FILE = [kind.value for kind in ProofType if kind != ProofType.UPLOAD]
# What the domain calls a field, and what it is called here.
NAMED_HERE = {"proof_file": "file", "value": "proof_value", "account_id": "account"}


class KindOfProof(Choice):
    default_error_messages = {
        "invalid_choice": _(
            "This is not one of: {known}. A file is sent as `file` of a form, with UPLOAD (multipart/form-data)."
        )
    }


class TaskProofIn(TaskVerbIn):
    """Proof without a file. `MANUAL` is a manager's word."""

    proof_type = KindOfProof(WITHOUT_FILE)
    proof_value = Text(max_length=5000, help_text="The address of the post, or a text.")


class TaskCompletion(TaskProofIn):
    performed_at = Moment(required=False, help_text="When it was really done; now unless given.")


class TaskProofUpload(TaskVerbIn):
    """Proof by a picture or a PDF."""

    proof_type = Choice([ProofType.UPLOAD.value])
    file = serializers.FileField()


class TaskCompletionUpload(TaskProofUpload):
    performed_at = Moment(required=False, help_text="When it was really done; now unless given.")


COMPLETIONS = {"application/json": TaskCompletion, FORM: TaskCompletionUpload}
REPLACEMENTS = {"application/json": TaskProofIn, FORM: TaskProofUpload}
PROVEN: dict[Any, Any] = {
    200: TaskOut,
    (422, CONTENT_TYPE): OpenApiResponse(Problem, description="This post is the proof of another task."),
}
EXAMPLES = [
    OpenApiExample(
        "The address of the post",
        value={
            "proof_type": "URL",
            "proof_value": "https://www.linkedin.com/feed/update/urn:li:activity:7434000000000000000/",
        },
        request_only=True,
        media_type="application/json",
    ),
    OpenApiExample(
        "Done before a pause",
        value={
            "proof_type": "TEXT",
            "proof_value": "Answered all comments; the longest is by @umbra.",
            "performed_at": "2026-03-02T09:05:00+01:00",
        },
        request_only=True,
        media_type="application/json",
    ),
]


def shape_of(request: Request, shapes: dict[str, type[TaskVerbIn]]) -> type[TaskVerbIn]:
    """The shape for what the request brings: JSON or a form."""
    kind = (request.content_type or "").partition(";")[0].strip().lower()
    return shapes[FORM if kind == FORM else "application/json"]


def proof_in(given: dict[str, Any]) -> ProofInput:
    return ProofInput(given["proof_type"], given.get("proof_value", ""), given.get("file"))


@contextmanager
def named_as_here() -> Iterator[None]:
    """Refusals of verbs name the fields that the program sent."""
    try:
        yield
    except DomainError as refusal:
        refusal.fields = {NAMED_HERE.get(name, name): texts for name, texts in refusal.fields.items()}
        raise
