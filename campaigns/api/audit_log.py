"""The audit log: who did what to which thing, and whether the chains are whole."""

import json
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.actor import ActorKind, Via
from campaigns.api.door import Door
from campaigns.api.fields import Choice, Input, Key, Moment, Text
from campaigns.api.output import Output
from campaigns.api.pages import ListInput
from campaigns.api.schema import PROBLEMS, Problem
from campaigns.choices import ApiScope
from campaigns.domain.audit_reads import details_of, entries_for, entries_matching, may_know_chain
from campaigns.domain.audit_verify import verify as verified
from campaigns.models import AuditItem, OperatorAuditLog
from campaigns.models.audited import SEE_EVERY_CLIENT
from campaigns.problems import CONTENT_TYPE

READ_AUDIT = "campaigns.read_audit"
ORDERINGS = ["-id", "id"]
DOORS = [(door.value, door.name) for door in Via]
NO_CAMPAIGN = OpenApiResponse(Problem, description=PROBLEMS[404])
FIELDS = {"type": ["object", "null"], "additionalProperties": True}


class FieldsAsObjects:
    """Tells the stored texts of the changed fields as objects."""

    @extend_schema_field(FIELDS)
    def get_before(self, row: OperatorAuditLog | AuditItem) -> Any:
        return _as_object(row.before)

    @extend_schema_field(FIELDS)
    def get_after(self, row: OperatorAuditLog | AuditItem) -> Any:
        return _as_object(row.after)


def _as_object(text: str) -> Any:
    return json.loads(text) if text else None


class AuditEntryOut(FieldsAsObjects, Output):
    """One change. `before` is null for what was made, `after` for what was removed.

    `actor` is what the person is called today, `actor_label` what they, or the job, were called then. `chain` is the
    campaign, or 0 for the house. `hash` covers `prev`, `seq`, `chain` and `leaf`, the digest of all that is said.
    """

    id = serializers.IntegerField()
    chain = serializers.IntegerField()
    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor_kind = serializers.ChoiceField([(kind.value, kind.name) for kind in ActorKind])
    actor = serializers.CharField(source="actor_name", allow_null=True)
    actor_label = serializers.CharField()
    via = serializers.ChoiceField(DOORS)
    action = serializers.CharField()
    entity_type = serializers.CharField()
    entity_id = serializers.IntegerField()
    entity_label = serializers.CharField()
    entity_version = serializers.IntegerField(allow_null=True)
    request_id = serializers.CharField()
    job_run = serializers.CharField()
    before = serializers.SerializerMethodField()
    after = serializers.SerializerMethodField()
    notes = serializers.CharField()
    leaf = serializers.CharField()
    hash = serializers.CharField()
    prev = serializers.CharField()


class AuditDetailOut(FieldsAsObjects, Output):
    """One row of a change of many rows at once."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    action = serializers.CharField()
    entity_type = serializers.CharField()
    entity_id = serializers.IntegerField()
    entity_version = serializers.IntegerField()
    before = serializers.SerializerMethodField()
    after = serializers.SerializerMethodField()


class AuditFaultOut(Output):
    """The first wrong entry of a chain, or a row that the log knows otherwise."""

    chain = serializers.IntegerField()
    seq = serializers.IntegerField(allow_null=True)
    text = serializers.CharField()


class AuditVerificationOut(Output):
    """Whether the log is whole: how much was read, and what is wrong."""

    ok = serializers.SerializerMethodField()
    chains = serializers.IntegerField()
    entries = serializers.IntegerField()
    faults = AuditFaultOut(many=True)

    def get_ok(self, outcome: Any) -> bool:
        return not outcome.faults


class AuditListInput(ListInput):
    entity_type = Text(required=False, max_length=40, help_text="As entries name it, such as `task`.")
    entity_id = Key(required=False)
    actor = Text(required=False, max_length=255, help_text="The name under which it was done.")
    action = Text(required=False, max_length=60, help_text="How the action begins, such as `task.`.")
    campaign = Key(required=False)
    via = Choice(DOORS, required=False)
    after = Moment(required=False, help_text="From this moment on.")
    before = Moment(required=False, help_text="Before this moment.")
    ordering = Choice(ORDERINGS, required=False)


class AuditDetailListInput(ListInput):
    """The details of an entry, in the order in which they were written."""


class AuditVerifyInput(Input):
    campaign = Key(required=False, help_text="Check the chain of this campaign alone.")


FILTERS = ("entity_type", "entity_id", "actor", "action", "campaign", "via", "after", "before")


class AuditDoor(Door):
    """The audit log, for those who may read it, with a token that has the scope `admin`."""

    output = AuditEntryOut
    needs = dict.fromkeys(("list", "retrieve", "details", "verify"), READ_AUDIT)
    scopes = dict.fromkeys(needs, ApiScope.ADMIN)
    default_order = "-id"

    def rows(self) -> QuerySet[OperatorAuditLog]:
        return entries_for(self.request.user)

    @extend_schema(
        summary="List audit entries", parameters=[AuditListInput], responses=AuditEntryOut(many=True)
    )
    def list(self, request: Request) -> Response:
        asked = self.asked(AuditListInput)
        filters = {name: asked[name] for name in FILTERS if name in asked}
        return self.page(entries_matching(self.rows(), **filters), asked)

    @extend_schema(summary="Read an audit entry", responses=AuditEntryOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self.told(self.row(pk))

    @extend_schema(
        summary="List the rows of a change of many rows",
        description="Such as what the clock does; nothing for an entry about one row.",
        parameters=[AuditDetailListInput],
        responses=AuditDetailOut(many=True),
    )
    @action(detail=True, methods=["get"], url_path="items")
    def details(self, request: Request, pk: str) -> Response:
        asked = self.asked(AuditDetailListInput)
        return self.page(details_of(self.row(pk)), {**asked, "ordering": "id"}, AuditDetailOut)

    @extend_schema(
        summary="Check the chains of the audit log",
        description="Hashes every entry again and compares every row with its last one; long logs take a while.",
        parameters=[AuditVerifyInput],
        responses={200: AuditVerificationOut, (404, CONTENT_TYPE): NO_CAMPAIGN},
    )
    @action(detail=False, methods=["get"])
    def verify(self, request: Request) -> Response:
        campaign = self.asked(AuditVerifyInput).get("campaign")
        if campaign is None and not request.user.has_perm(SEE_EVERY_CLIENT):
            raise PermissionDenied(_("You see some campaigns only; name one as `campaign`."))
        if campaign is not None and not may_know_chain(request.user, campaign):
            raise NotFound(_("There is no such campaign that you may see."))
        return Response(self.shape(AuditVerificationOut).to_representation(verified(campaign)))
