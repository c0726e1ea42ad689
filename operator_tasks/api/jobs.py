"""What ran by itself, running it now, and the switch that holds all automation."""

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.actor import WORKS
from campaigns.api.door import Door
from campaigns.api.fields import Choice, Input, YesNo
from campaigns.api.output import Output
from campaigns.api.pages import ListInput
from campaigns.choices import ApiScope
from operator_tasks.choices import JobState
from operator_tasks.domain import ledger
from operator_tasks.domain.entering import RUNNABLE, UnknownJob, enter_now
from operator_tasks.doorbell import ring
from operator_tasks.models import JobRun

RUNS_JOBS = "operator_tasks.run_jobs"
PAUSES = "campaigns.pause_automation"
ACTIONS = ("list", "retrieve", "run", "run_again")
RUN = {
    "id": 4711,
    "name": "campaign_tick",
    "key": "manual:2026-11-23T07:00Z",
    "state": "queued",
    "attempts": 0,
    "counts": {},
    "note": "Run by maria.",
    "error": "",
    "started_at": None,
    "finished_at": None,
    "created_at": "2026-11-23T07:00:12Z",
}


class JobRunOut(Output):
    """A run of a job; of one `name` and `key` there is one, however often it was entered."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    key = serializers.CharField(help_text="The period it is for, or the minute in which a person ran it.")
    state = serializers.ChoiceField(JobState.choices)
    attempts = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="What it did.")
    note = serializers.CharField()
    error = serializers.CharField(help_text="Why the last attempt failed.")
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class EnteredRunsOut(Output):
    """The runs that a worker carries out next; none where there is nothing to do."""

    runs = JobRunOut(many=True)


class JobRunListInput(ListInput):
    name = Choice(list(RUNNABLE), required=False)
    state = Choice(JobState, required=False)
    ordering = Choice(["id", "-id"], required=False)


class JobDoor(Door):
    """The ledger of jobs, for those who may run them."""

    output = JobRunOut
    needs = dict.fromkeys(ACTIONS, RUNS_JOBS)
    scopes = dict.fromkeys(ACTIONS, ApiScope.ADMIN)
    default_order = "-id"

    def rows(self) -> QuerySet[JobRun]:
        """Without the worker's heartbeat, which is no run."""
        return JobRun.objects.exclude(name=ledger.HEARTBEAT_NAME, key=ledger.HEARTBEAT_KEY)

    @extend_schema(summary="List runs of jobs", parameters=[JobRunListInput], responses=JobRunOut(many=True))
    def list(self, request: Request) -> Response:
        """The newest first. Runs that are done are kept for two weeks."""
        asked = self.asked(JobRunListInput)
        chosen = {name: asked[name] for name in ("name", "state") if name in asked}
        return self.page(self.rows().filter(**chosen), asked)

    @extend_schema(summary="Read a run of a job", responses=JobRunOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Ask again until its `state` is done, failed or dead."""
        return self.told(self.row(pk))

    @extend_schema(
        operation_id="jobs_run",
        summary="Run a job now",
        parameters=[OpenApiParameter("name", str, OpenApiParameter.PATH, enum=RUNNABLE)],
        request=None,
        responses={202: EnteredRunsOut},
        examples=[OpenApiExample("One run", response_only=True, status_codes=["202"], value={"runs": [RUN]})],
    )
    @action(detail=False, methods=["post"], url_path=r"(?P<name>[a-z_]{1,60})/run")
    def run(self, request: Request, name: str) -> Response:
        """Enter it for a worker; twice within a minute is one run. Refused while automation is held.

        `weekly_campaign_summary` is entered once for each campaign that lacks the summary of a finished week.
        """
        self.given(Input)
        try:
            runs = enter_now(name, ring=ring, by=self.actor, now=self.now)
        except UnknownJob as unknown:
            raise NotFound(unknown.message) from unknown
        tell = self.shape().to_representation
        return Response({"runs": [tell(run) for run in runs]}, status=202)

    @extend_schema(
        operation_id="jobs_run_again",
        summary="Run a failed run again",
        request=None,
        responses={202: JobRunOut},
    )
    @action(detail=True, methods=["post"], url_path="run-again")
    def run_again(self, request: Request, pk: str) -> Response:
        """Give it new attempts. Refused unless it is dead or failed."""
        self.given(Input)
        return self.told(ledger.run_again(self.row(pk), ring=ring, now=self.now), status=202)


class AutomationOut(Output):
    """Whether all automation is held; people go on working meanwhile."""

    is_paused = serializers.BooleanField()


class AutomationInput(Input):
    is_paused = YesNo(help_text="True holds all automation, false releases it.")


class AutomationDoor(Door):
    """The one switch of all automation."""

    output = AutomationOut
    needs = {"retrieve": WORKS, "switch": PAUSES}
    scopes = {"switch": ApiScope.ADMIN}

    @extend_schema(summary="Read whether automation is held", responses=AutomationOut)
    def retrieve(self, request: Request) -> Response:
        return Response({"is_paused": ledger.automation_is_paused()})

    @extend_schema(
        operation_id="automation_switch",
        summary="Hold or release all automation",
        request=AutomationInput,
        responses=AutomationOut,
        examples=[OpenApiExample("Hold it", request_only=True, value={"is_paused": True})],
    )
    def switch(self, request: Request) -> Response:
        """What is due meanwhile is made up for once it is released."""
        given = self.given(AutomationInput)
        ledger.set_automation(paused=given["is_paused"], by=self.actor, now=self.now)
        return Response({"is_paused": ledger.automation_is_paused()})
