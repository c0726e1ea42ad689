"""Procedures and their published versions."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.actor import PUBLISHES, WORKS
from campaigns.api.door import Door
from campaigns.api.fields import Choice, Input, PlatformName, Text, Version, Whole
from campaigns.api.output import Output
from campaigns.api.pages import ListInput
from campaigns.choices import ContentType, Platform
from operator_tasks.api.sop_verbs import SopVerbs
from operator_tasks.choices import ProofType, TaskType
from operator_tasks.domain.sop_library import latest_versions
from operator_tasks.domain.sops import create_sop, publish_version
from operator_tasks.models import Sop, SopVersion
from operator_tasks.sops.library import LONGEST_MINUTES, normalised

FILTERS = ("platform", "content_type", "task_type")
EXAMPLE = OpenApiExample(
    "A procedure",
    response_only=True,
    value={
        "id": 12,
        "title": "Post on LinkedIn",
        "task_type": "POST",
        "platform": "linkedin",
        "content_type": "post",
        "latest": {
            "number": 2,
            "minutes": 10,
            "proof_types": ["URL", "MANUAL"],
            "note": "The link goes into the first comment.",
            "author": "maria",
            "published_at": "2026-11-02T09:30:00Z",
            "body": "# Post on LinkedIn\n…\n## Steps\n1. Open the page.\n2. Publish.",
            "steps": ["Open the page.", "Publish."],
        },
        "retired_at": None,
        "version": 1,
        "created_at": "2026-10-01T08:00:00Z",
        "updated_at": "2026-10-01T08:00:00Z",
    },
)


class SopEditionOut(Output):
    """A published version without its text."""

    number = serializers.IntegerField()
    minutes = serializers.IntegerField(help_text="How long it takes.")
    proof_types = serializers.ListField(child=serializers.ChoiceField(ProofType.choices))
    note = serializers.CharField(help_text="What changed.")
    author = serializers.CharField(source="author_label")
    published_at = serializers.DateTimeField()


class SopVersionOut(SopEditionOut):
    """A published version; it is never edited."""

    body = serializers.CharField(help_text="Markdown.")
    steps = serializers.ListField(child=serializers.CharField())


class SopOut(Output):
    """A procedure for a type of task; an empty `platform` or `content_type` means any."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    task_type = serializers.ChoiceField(TaskType.choices)
    platform = serializers.ChoiceField([*Platform.choices, ""])
    content_type = serializers.ChoiceField([*ContentType.choices, ""])
    latest = serializers.SerializerMethodField(help_text="Null until a version is published.")
    retired_at = serializers.DateTimeField(allow_null=True, help_text="Since when no task is made by it.")
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    @extend_schema_field(SopEditionOut(allow_null=True))
    def get_latest(self, row: Sop) -> dict[str, Any] | None:
        return _latest(row, SopEditionOut())


class SopWholeOut(SopOut):
    """A procedure with the text that tasks made from now on follow."""

    @extend_schema_field(SopVersionOut(allow_null=True))
    def get_latest(self, row: Sop) -> dict[str, Any] | None:
        return _latest(row, SopVersionOut())


def _latest(row: Any, shape: Output) -> dict[str, Any] | None:
    return shape.to_representation(row.latest[0]) if row.latest else None


class SopListInput(ListInput):
    platform = PlatformName(required=False, inward=True)
    content_type = Choice(ContentType, required=False)
    task_type = Choice(TaskType, required=False)
    search = Text(required=False, max_length=200, help_text="A part of the title.")
    ordering = Choice(["kind", "-kind", "title", "-title", "id", "-id"], required=False)


class SopVersionListInput(ListInput):
    ordering = Choice(["number", "-number"], required=False)


class SopIn(Input):
    """What a procedure is for; an empty `platform` or `content_type` means any."""

    fixed = ("id", "latest", "retired_at", "created_at", "updated_at")

    title = Text(max_length=255)
    task_type = Choice(TaskType)
    platform = PlatformName(inward=True, allow_blank=True, required=False)
    content_type = Choice(ContentType, allow_blank=True, required=False)


class SopVersionIn(Input):
    """The text of a version, as Markdown with the sections WHERE, HOW, TIPS, COMMON MISTAKES, COMPLETION."""

    fixed = ("number", "steps", "author", "published_at")

    body = Text(max_length=50_000)
    minutes = Whole(min_value=1, max_value=LONGEST_MINUTES)
    proof_types = serializers.ListField(child=Choice(ProofType), min_length=1, max_length=len(ProofType))
    note = Text(max_length=500, required=False, allow_blank=True, help_text="What changed.")
    version = Version(
        min_value=0, help_text="The number of the latest version that was seen, 0 for none; or as If-Match."
    )


class SopDoor(SopVerbs):
    """The library of procedures, for those who work here."""

    output = SopOut
    needs = {**SopVerbs.needs, "list": WORKS, "retrieve": WORKS}
    orders = {
        "kind": ("task_type", "platform", "content_type"),
        "title": ("title", "pk"),
        "id": ("pk",),
    }
    default_order = "kind"

    def rows(self) -> QuerySet[Sop]:
        latest = Prefetch("versions", queryset=latest_versions(), to_attr="latest")
        return Sop.objects.visible_to(self.request.user).prefetch_related(latest)

    @extend_schema(summary="List procedures", parameters=[SopListInput], responses=SopOut(many=True))
    def list(self, request: Request) -> Response:
        """By type of task, platform and content type."""
        asked = self.asked(SopListInput)
        rows = self.rows().filter(**{name: asked[name] for name in FILTERS if name in asked})
        if asked.get("search"):
            rows = rows.filter(title__icontains=asked["search"])
        return self.page(rows, asked)

    @extend_schema(summary="Make a procedure", request=SopIn, responses={201: SopWholeOut})
    def create(self, request: Request) -> Response:
        """For a kind of task that has none; it counts once a version is published."""
        given = {"platform": "", "content_type": "", **self.given(SopIn)}
        sop = create_sop(**given, by=self.actor, now=self.now)
        return self.told(self.row(str(sop.pk)), status=201, output=SopWholeOut)

    @extend_schema(summary="Read a procedure", responses=SopWholeOut, examples=[EXAMPLE])
    def retrieve(self, request: Request, pk: str) -> Response:
        """With the text of its latest version."""
        return self.told(self.row(pk), output=SopWholeOut)


class SopVersionDoor(Door):
    """What a procedure said over time, for those who work here."""

    output = SopVersionOut
    needs = {"list": WORKS, "create": PUBLISHES}
    versioned = {"create": True}
    orders = {"number": ("number", "pk")}
    default_order = "-number"

    def rows(self) -> QuerySet[Sop]:
        return Sop.objects.visible_to(self.request.user)

    @extend_schema(
        operation_id="sops_versions_list",
        summary="List the versions of a procedure",
        parameters=[SopVersionListInput],
        responses=SopVersionOut(many=True),
    )
    def list(self, request: Request, pk: str) -> Response:
        """The latest first."""
        asked = self.asked(SopVersionListInput)
        return self.page(SopVersion.objects.filter(sop=self.row(pk)), asked)

    @extend_schema(
        operation_id="sops_versions_create",
        summary="Publish the next version of a procedure",
        request=SopVersionIn,
        responses={201: SopVersionOut},
    )
    def create(self, request: Request, pk: str) -> Response:
        """Tasks that are made from now on follow it; open ones keep theirs until they are moved."""
        sop, given = self.row(pk), self.given(SopVersionIn)
        seen = self.seen_version(given, required=False)
        told = {name: value for name, value in given.items() if name != "version"}
        told["body"] = normalised(given["body"])
        version = publish_version(sop, **told, by=self.actor, now=self.now, seen_number=seen)
        return Response(self.shape().to_representation(version), status=201)
