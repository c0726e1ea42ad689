"""Tasks as a table, to take out: they are planned and worked on by verbs that no table can say."""

from typing import Any

from import_export import fields

from campaigns.admin.exchange.items import MINUTES
from campaigns.admin.exchange.resource import VerbResource, told
from operator_tasks.models import OperatorTask


def _local(column: str, attribute: str) -> fields.Field:
    return told(column, f"{attribute}_local")


class TaskResource(VerbResource):
    """Times are those that clocks of the campaign show, in `time_zone`."""

    joined = ("campaign__client", "assignee")

    id = told("id", "id")
    client = told("client", "campaign__client__name")
    campaign = told("campaign", "campaign__name")
    title = told("title", "title")
    task_type = told("task_type", "task_type")
    platform = told("platform", "platform")
    content_type = told("content_type", "content_type")
    status = told("status", "status")
    due_at = _local("due_at", "due_at")
    completed_at = _local("completed_at", "completed_at")
    time_zone = told("time_zone", "campaign__time_zone")
    assignee = told("assignee", "assignee__username")
    blocked_reason = told("blocked_reason", "blocked_reason")
    copy_text = told("copy_text", "copy_text")

    class Meta(VerbResource.Meta):
        model = OperatorTask
        fields = (
            "id",
            "client",
            "campaign",
            "title",
            "task_type",
            "platform",
            "content_type",
            "status",
            "due_at",
            "completed_at",
            "time_zone",
            "assignee",
            "blocked_reason",
            "copy_text",
        )
        export_order = fields

    def fill(self, instance: Any) -> None:
        zone = instance.campaign.zone
        for name in ("due_at", "completed_at"):
            moment = getattr(instance, name)
            setattr(instance, f"{name}_local", moment.astimezone(zone).strftime(MINUTES) if moment else "")
