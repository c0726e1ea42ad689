"""The procedure of one task: its steps, which of them are done, and what people found wrong in it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.actor import WORKS
from campaigns.api.door import Door
from campaigns.api.fields import Input, Text, Whole, YesNo
from campaigns.api.output import Output
from operator_tasks.api.task_shapes import TaskSopOut
from operator_tasks.domain.checklists import tick_step
from operator_tasks.domain.cockpit import Procedure, procedure_of
from operator_tasks.domain.sop_reports import LONGEST_NOTE, report_step
from operator_tasks.models import OperatorTask, SopReport

MOST_STEPS = 10_000
EXAMPLE = OpenApiExample(
    "A wrong step", value={"step": 2, "note": "The button is called Publish now."}, request_only=True
)


class SopReportOut(Output):
    """What somebody found wrong in a procedure, and what a manager answered."""

    id = serializers.IntegerField()
    step = serializers.SerializerMethodField(help_text="Counted from 1; null for the procedure as a whole.")
    step_text = serializers.CharField(help_text="The step as it read.")
    note = serializers.CharField()
    reporter = serializers.CharField(source="reporter_label")
    created_at = serializers.DateTimeField()
    answer = serializers.CharField()
    answered_by = serializers.CharField(source="answered_by_label")
    answered_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_step(self, report: SopReport) -> int | None:
        return None if report.step is None else report.step + 1


class TaskStepOut(Output):
    """One step of the procedure that a task keeps."""

    number = serializers.IntegerField(help_text="Counted from 1.")
    text = serializers.CharField()
    done = serializers.BooleanField(source="is_ticked")
    reports = SopReportOut(many=True)


class TaskStepsOut(Output):
    """The steps of a task; none where it has no procedure or one without steps."""

    task = serializers.IntegerField()
    sop = TaskSopOut(allow_null=True)
    newer_version = serializers.IntegerField(
        allow_null=True, help_text="Published after the one that the task keeps."
    )
    done = serializers.IntegerField(help_text="How many steps are done.")
    may_tick = serializers.BooleanField(help_text="Whether the one who asks works on this task now.")
    steps = TaskStepOut(many=True)
    reports = SopReportOut(many=True, help_text="Those on the procedure as a whole, latest first.")


class StepTick(Input):
    """Whether the step is done; twice the same changes nothing."""

    done = YesNo()


class StepReport(Input):
    """What is wrong, in one step or in the whole procedure."""

    step = Whole(
        min_value=1, max_value=MOST_STEPS, allow_null=True, required=False, help_text="Counted from 1."
    )
    note = Text(max_length=LONGEST_NOTE)


class TaskProcedureDoor(Door):
    """The procedure of one task, for those who work here."""

    output = TaskStepsOut
    needs = dict.fromkeys(("retrieve", "tick", "report"), WORKS)

    def rows(self) -> QuerySet[OperatorTask]:
        return OperatorTask.objects.visible_to(self.request.user).select_related(
            "campaign__client", "sop_version__sop"
        )

    @extend_schema(operation_id="tasks_steps_retrieve", responses=TaskStepsOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Read the steps of a task's procedure, and which of them are done."""
        return self._answer(self.row(pk))

    @extend_schema(operation_id="tasks_steps_tick", request=StepTick, responses=TaskStepsOut)
    def tick(self, request: Request, pk: str, number: str) -> Response:
        """Say that a step is done, or that it is not; the task keeps its version."""
        task, done = self.row(pk), self.given(StepTick)["done"]
        procedure = procedure_of(task, request.user)
        if procedure is None or not 1 <= int(number) <= len(procedure.steps):
            raise NotFound(_("The procedure of this task has no such step; read its steps again."))
        tick_step(task, step=int(number) - 1, done=done, by=self.actor, now=self.now)
        return self._answer(task)

    @extend_schema(
        operation_id="tasks_report_create",
        request=StepReport,
        responses={201: SopReportOut},
        examples=[EXAMPLE],
    )
    def report(self, request: Request, pk: str) -> Response:
        """Tell the managers what is wrong in the procedure of a task; their answer stands with its steps."""
        task, given = self.row(pk), self.given(StepReport)
        step = given.get("step")
        made = report_step(
            task,
            step=None if step is None else step - 1,
            note=given["note"],
            by=self.actor,
            now=self.now,
        )
        return Response(self.shape(SopReportOut).to_representation(made), status=201)

    def _answer(self, task: OperatorTask) -> Response:
        procedure = procedure_of(task, self.request.user)
        head = {
            "task": task.pk,
            "sop": None if task.sop_version is None else TaskSopOut().to_representation(task.sop_version),
        }
        return Response({**head, **_told(procedure)})


def _told(procedure: Procedure | None) -> dict[str, Any]:
    if procedure is None:
        return {"newer_version": None, "done": 0, "may_tick": False, "steps": [], "reports": []}
    step, report = TaskStepOut().to_representation, SopReportOut().to_representation
    return {
        "newer_version": procedure.newer and procedure.newer.number,
        "done": procedure.ticked,
        "may_tick": procedure.may_tick,
        "steps": [step(one) for one in procedure.steps],
        "reports": [report(one) for one in procedure.reports],
    }
