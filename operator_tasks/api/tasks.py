"""Tasks: what there is to do, by whom and until when."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.actor import WORKS
from campaigns.models import Campaign
from operator_tasks.api.task_filters import TaskListInput, narrowed
from operator_tasks.api.task_proof import named_as_here
from operator_tasks.api.task_shapes import TaskChange, TaskIn, TaskOut
from operator_tasks.api.task_verbs import TaskVerbs
from operator_tasks.domain.tasks import create_manual_task, edit_task

# What the verb calls a field, where it differs.
NAMED_THERE = {"account": "account_id"}


class TaskDoor(TaskVerbs):
    """The tasks of the clients that the person works for; tasks of the house are for those who work here."""

    needs = {**TaskVerbs.needs, **dict.fromkeys(("create", "update", "partial_update"), WORKS)}
    orders = {"due_at": ("due_at", "pk"), "id": ("pk",)}
    default_order = "due_at"

    @extend_schema(parameters=[TaskListInput], responses=TaskOut(many=True))
    def list(self, request: Request) -> Response:
        asked = self.asked(TaskListInput)
        return self.page(narrowed(self.rows(), asked, request.user, self.now), asked)

    @extend_schema(request=TaskIn, responses={201: TaskOut})
    def create(self, request: Request) -> Response:
        given = self.given(TaskIn)
        campaign = self.found(Campaign.objects.visible_to(request.user), given.pop("campaign"))
        with named_as_here():
            made = create_manual_task(campaign, **given, by=self.actor, now=self.now)
        return self.told(self.row(str(made.pk)), status=201)

    @extend_schema(responses=TaskOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self.told(self.row(pk))

    @extend_schema(request=TaskChange, responses=TaskOut)
    def update(self, request: Request, pk: str) -> Response:
        return self._change(pk, partial=False)

    @extend_schema(request=TaskChange, responses=TaskOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        return self._change(pk, partial=True)

    def _change(self, pk: str, *, partial: bool) -> Response:
        """Only what differs is a change: a copy that is sent as it is goes on following its calendar item."""
        task = self.task(pk)
        given = self.given(TaskChange, partial=partial)
        seen = self.seen_version(given, required=True)
        given.pop("version", None)
        told = {NAMED_THERE.get(name, name): value for name, value in given.items()}
        values = {name: value for name, value in told.items() if getattr(task, name) != value}
        with named_as_here():
            edit_task(task, values=values, by=self.actor, now=self.now, seen_version=seen)
        return self.told(self.row(pk))
