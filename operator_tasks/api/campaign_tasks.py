"""The tasks that the calendar of a campaign calls for."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.fields import Input
from campaigns.api.output import Output
from campaigns.models import Campaign
from operator_tasks.api.task_shapes import TaskOut
from operator_tasks.api.task_verbs import TaskVerbs
from operator_tasks.domain.planning import plan_tasks

MANAGE = "campaigns.manage_campaigns"


class PlannedTasksOut(Output):
    """The tasks that were made, how many items had one already, and a note for each that was left out."""

    created = serializers.IntegerField()
    kept = serializers.IntegerField()
    tasks = TaskOut(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class CampaignTasksDoor(TaskVerbs):
    """The tasks of one campaign, told as each of them is."""

    needs = {"generate": MANAGE}

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
