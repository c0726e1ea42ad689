"""What operators found wrong in procedures, and what managers answer."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.actor import PUBLISHES, WORKS
from campaigns.api.door import Door
from campaigns.api.fields import Choice, Input, Key, Text, Version, YesNo
from campaigns.api.pages import ListInput
from operator_tasks.api.task_procedure import SopReportOut
from operator_tasks.domain.sop_reports import LONGEST_NOTE, answer_report
from operator_tasks.models import SopReport


class SopReportWholeOut(SopReportOut):
    """As `SopReport`, with the procedure and the task that it is about; open until it is answered."""

    id = serializers.IntegerField()
    sop = serializers.IntegerField(source="sop_version.sop_id")
    sop_title = serializers.CharField(source="sop_version.sop.title")
    sop_version = serializers.IntegerField(source="sop_version.number")
    task = serializers.IntegerField(source="task_id", allow_null=True)
    version = serializers.IntegerField()


class SopReportAnswer(Input):
    answer = Text(max_length=LONGEST_NOTE, help_text="The person who reported it reads this.")
    version = Version()


class SopReportListInput(ListInput):
    sop = Key(required=False)
    is_open = YesNo(required=False)
    ordering = Choice(["id", "-id"], required=False)


class SopReportDoor(Door):
    """Reports on tasks of the clients that the person works for."""

    output = SopReportWholeOut
    needs = {"list": WORKS, "retrieve": WORKS, "answer": PUBLISHES}
    versioned = {"answer": True}
    default_order = "-id"

    def rows(self) -> QuerySet[SopReport]:
        return SopReport.objects.visible_to(self.request.user).select_related("sop_version__sop")

    @extend_schema(parameters=[SopReportListInput], responses=SopReportWholeOut(many=True))
    def list(self, request: Request) -> Response:
        asked = self.asked(SopReportListInput)
        rows = self.rows()
        if "sop" in asked:
            rows = rows.filter(sop_version__sop=asked["sop"])
        if "is_open" in asked:
            rows = rows.filter(answered_at__isnull=asked["is_open"])
        return self.page(rows, asked)

    @extend_schema(responses=SopReportWholeOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self.told(self.row(pk))

    @extend_schema(request=SopReportAnswer, responses=SopReportWholeOut)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        """Say what was changed, or why it stays; managers only, once."""
        report, given = self.row(pk), self.given(SopReportAnswer)
        seen = self.seen_version(given, required=False)
        answer_report(report, answer=given["answer"], by=self.actor, now=self.now, seen_version=seen)
        return self.told(self.row(pk))
