"""The tasks that the calendar of a campaign calls for."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.actor import MANAGES
from campaigns.api.fields import Input
from campaigns.api.output import Output
from campaigns.models import Campaign
from operator_tasks.api.task_shapes import TaskOut
from operator_tasks.api.task_verbs import TaskVerbs
from operator_tasks.domain.even_load import share_out
from operator_tasks.domain.planning import plan_tasks

MANAGE = "campaigns.manage_campaigns"


class PlannedTasksOut(Output):
    """The tasks that were made, how many items had one already, and a note for each that was left out."""

    created = serializers.IntegerField()
    kept = serializers.IntegerField()
    tasks = TaskOut(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class SharedOutOut(Output):
    """How many tasks each person got, by username, and a sentence for each task that stayed nobody's."""

    assigned = serializers.IntegerField()
    people = serializers.DictField(child=serializers.IntegerField())
    left = serializers.ListField(child=serializers.CharField())


class CampaignTasksDoor(TaskVerbs):
    """The tasks of one campaign, told as each of them is."""

    needs = {"generate": MANAGE, "assign_evenly": MANAGES}

    @extend_schema(
        operation_id="campaigns_tasks_generate",
        summary="Make the tasks that the calendar calls for",
        request=None,
        responses=PlannedTasksOut,
    )
    def generate(self, request: Request, pk: str) -> Response:
        """One POST task for each calendar item that lies ahead and has none; made again, it makes nothing new."""
        campaign = self.found(Campaign.objects.visible_to(request.user), pk)
        self.given(Input)
        planned = plan_tasks(campaign, by=self.actor, now=self.now)
        made = self.rows().filter(pk__in=[task.pk for task in planned.created]).order_by("due_at", "pk")
        tell = self.shape(TaskOut).to_representation
        return Response(
            {
                "created": len(planned.created),
                "kept": planned.kept,
                "tasks": [tell(task) for task in made],
                "notes": planned.notes,
            }
        )

    @extend_schema(
        operation_id="campaigns_tasks_assign_evenly",
        summary="Share out the tasks that nobody has",
        request=None,
        responses=SharedOutOut,
    )
    def assign_evenly(self, request: Request, pk: str) -> Response:
        """Each open task goes to the operator of the client who is there and has the least to do in its week.

        Tasks of somebody who is away on their day are given on; shared out again, nothing changes.
        """
        campaign = self.found(Campaign.objects.visible_to(request.user), pk)
        self.given(Input)
        shared = share_out(campaign, by=self.actor, now=self.now)
        return Response({"assigned": shared.count, "people": dict(shared.given), "left": shared.left})
