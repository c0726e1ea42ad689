"""Proof beside the verbs: its file to download, and an address to be judged before it counts."""

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.actor import WORKS
from campaigns.api.door import Door
from campaigns.api.fields import Input, Moment, Text
from campaigns.api.files import FILE, handed_out
from campaigns.api.output import Output
from campaigns.api.schema import Problem
from campaigns.choices import ApiScope, Platform
from campaigns.downloads import attachment
from campaigns.problems import CONTENT_TYPE
from operator_tasks.api.task_proof import named_as_here
from operator_tasks.domain.cockpit import proof_files
from operator_tasks.domain.proof_reading import read_proof
from operator_tasks.models import OperatorTask

EXAMPLE = OpenApiExample(
    "An address",
    value={"proof_value": "https://www.linkedin.com/feed/update/urn:li:activity:7434000000000000000/"},
    request_only=True,
)


class ProofToRead(Input):
    """What somebody would give as proof of the type `URL`."""

    proof_value = Text(max_length=5000, help_text="The address of the post, or a text with one address.")
    performed_at = Moment(required=False, help_text="As it would be told with the completion.")


class ProofReadingOut(Output):
    """What an address is, and what would be recorded with it."""

    platform = serializers.ChoiceField(Platform.choices, source="found.platform")
    canonical_url = serializers.CharField(source="found.canonical_url")
    post_id = serializers.CharField(source="found.post_id")
    handle = serializers.CharField(source="found.handle", help_text="The account that the address names.")
    published_at = serializers.DateTimeField(
        source="found.published_at",
        allow_null=True,
        help_text="The time that the id of the post tells, where its platform has one.",
    )
    is_weak = serializers.BooleanField(help_text="Not of a kind that the procedure asks for, or in doubt.")
    is_early = serializers.BooleanField(help_text="Published an hour or more before the task is due.")
    is_late = serializers.BooleanField(help_text="Published a minute or more after the task was due.")
    doubts = serializers.ListField(
        child=serializers.CharField(), help_text="What a manager should look at; none of it stops anybody."
    )


class TaskFileDoor(Door):
    """Proof of the tasks that the person may see."""

    output = ProofReadingOut
    needs = {"read": WORKS}
    scopes = {"read": ApiScope.READ}

    def rows(self) -> QuerySet[OperatorTask]:
        return OperatorTask.objects.visible_to(self.request.user).select_related(
            "campaign__client", "account", "sop_version"
        )

    @extend_schema(operation_id="tasks_proof_file", responses=FILE)
    def download(self, request: Request, pk: str) -> FileResponse:
        """Download the file of the present proof of a task, as an attachment."""
        task = self.row(pk)
        proof = proof_files(request.user).filter(pk=task.proof_id).first()
        if proof is None:
            raise NotFound(_("The present proof of this task has no file; read the task to see what it is."))
        return handed_out(attachment, proof.file, proof.file_label)

    @extend_schema(
        operation_id="tasks_proof_read",
        request=ProofToRead,
        responses={
            200: ProofReadingOut,
            (422, CONTENT_TYPE): OpenApiResponse(
                Problem, description="This post is the proof of another task."
            ),
        },
        examples=[EXAMPLE],
    )
    def read(self, request: Request, pk: str) -> Response:
        """Tell what an address would count for as proof of this task; nothing is recorded.

        What could not be proof is refused as the completion would refuse it.
        """
        task, given = self.row(pk), self.given(ProofToRead)
        with named_as_here():
            reading = read_proof(
                task, given["proof_value"].strip(), now=self.now, performed_at=given.get("performed_at")
            )
        return Response(self.shape().to_representation(reading))
