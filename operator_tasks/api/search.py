"""Search over everything that the person may see."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.door import Door
from campaigns.api.fields import Input, Text
from campaigns.api.output import Output
from campaigns.choices import CampaignStatus, Platform
from operator_tasks.choices import TaskStatus, TaskType
from operator_tasks.domain.search import LONGEST, LONGEST_ADDRESS, MOST, SHORTEST, Found, is_address, search

GROUPS = {"tasks": "tasks", "campaigns": "campaigns", "clients": "clients", "calendar_items": "items"}
EXAMPLE = OpenApiExample(
    "One client",
    response_only=True,
    value={
        "proved": None,
        "tasks": [],
        "campaigns": [],
        "clients": [{"id": 1, "name": "Acme"}],
        "calendar_items": [],
        "has_more": [],
    },
)


@extend_schema_field(
    {
        "type": "string",
        "anyOf": [
            {"pattern": r"\S[\s\S]*\S", "minLength": SHORTEST, "maxLength": LONGEST},
            {"pattern": r"^https?://\S+$", "maxLength": LONGEST_ADDRESS},
        ],
    }
)
class Sought(Text):
    """A few words, or the address of a post, which may be longer."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if len(text.strip()) < SHORTEST:
            raise serializers.ValidationError(_("Write at least two characters."))
        if len(text) > (LONGEST_ADDRESS if is_address(text) else LONGEST):
            raise serializers.ValidationError(_("Write up to 100 characters; a word or two find more."))
        return text.strip()


class SearchInput(Input):
    q = Sought(help_text="Up to six words that all must match, or the address of a post.")


class FoundTaskOut(Output):
    """A task, as its list tells it in short."""

    id = serializers.IntegerField(source="task.pk")
    title = serializers.CharField(source="task.title")
    task_type = serializers.ChoiceField(TaskType.choices, source="task.task_type")
    platform = serializers.ChoiceField(Platform.choices, source="task.platform")
    campaign = serializers.IntegerField(source="task.campaign_id")
    campaign_name = serializers.CharField(source="task.campaign.name")
    due_at = serializers.DateTimeField(source="task.due_at")
    status = serializers.ChoiceField([*TaskStatus.choices, "CANCELLED"])


class FoundCampaignOut(Output):
    """A campaign in short."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    client = serializers.IntegerField(source="client_id")
    client_name = serializers.CharField(source="client.name")
    status = serializers.ChoiceField(CampaignStatus.choices)


class FoundClientOut(Output):
    """A client in short."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class FoundItemOut(Output):
    """A calendar item that has no task yet, in short."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    platform = serializers.ChoiceField(Platform.choices)
    campaign = serializers.IntegerField(source="campaign_id")
    campaign_name = serializers.CharField(source="campaign.name")
    scheduled_at = serializers.DateTimeField()


class FoundOut(Output):
    """What was found of each kind: the first 20, open work first."""

    proved = FoundTaskOut(allow_null=True, help_text="The task whose proof the address is.")
    tasks = FoundTaskOut(many=True)
    campaigns = FoundCampaignOut(many=True)
    clients = FoundClientOut(many=True)
    calendar_items = FoundItemOut(many=True)
    has_more = serializers.ListField(
        child=serializers.ChoiceField(list(GROUPS)),
        help_text=f"The kinds of which there are more than {MOST}.",
    )


class SearchDoor(Door):
    """What the person may see, found by what they remember of it."""

    output = FoundOut

    @extend_schema(operation_id="search", parameters=[SearchInput], responses=FoundOut, examples=[EXAMPLE])
    def retrieve(self, request: Request) -> Response:
        """Find tasks, campaigns, clients and planned posts by words, a handle or the address of a post."""
        return Response(_told(search(request.user, self.asked(SearchInput)["q"], self.now)))


def _told(found: Found) -> dict[str, Any]:
    shapes = (FoundTaskOut, FoundCampaignOut, FoundClientOut, FoundItemOut)
    told: dict[str, Any] = {
        "proved": None if found.proved is None else FoundTaskOut().to_representation(found.proved)
    }
    for (name, there), shape in zip(GROUPS.items(), shapes, strict=True):
        tell = shape().to_representation
        told[name] = [tell(hit.row) for hit in getattr(found, there).hits]
    more = [name for name, there in GROUPS.items() if getattr(found, there).has_more]
    return {**told, "has_more": more}
