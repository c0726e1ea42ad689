"""Plans of a campaign: each is a version of its own, which nobody edits."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns import plan_generators
from campaigns.api.campaign_verbs import MANAGE
from campaigns.api.door import Door
from campaigns.api.fields import Choice, Input, Text
from campaigns.api.output import Output
from campaigns.api.pages import ListInput
from campaigns.domain.plans import generate_plan, save_plan
from campaigns.models import Campaign, CampaignPlan

MOST_TEXTS, LONGEST_TEXT, LONGEST_THEME = 200, 2000, 255
CONTENT = ("angles", "positioning", "messaging", "weekly_themes")

EXAMPLE = OpenApiExample(
    "A plan by hand",
    value={
        "angles": ["Audits pay for themselves"],
        "positioning": "The audit that finds money",
        "messaging": {"Proof": ["20 audits, 20 savings"]},
        "weekly_themes": ["The problem", "The promise"],
    },
    request_only=True,
)


class PlanOut(Output):
    """A version of a campaign's plan; `version` is its number, and `generated_by` is `manual` or a generator."""

    id = serializers.IntegerField()
    campaign = serializers.IntegerField(source="campaign_id")
    version = serializers.IntegerField(source="number")
    generated_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    angles = serializers.ListField(child=serializers.CharField())
    positioning = serializers.CharField()
    messaging = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    weekly_themes = serializers.ListField(child=serializers.CharField())


class Texts(serializers.ListField):
    """A list of short texts."""

    def __init__(self, **options: Any) -> None:
        child = Text(max_length=LONGEST_TEXT)
        super().__init__(**{"child": child, "required": False, "max_length": MOST_TEXTS, **options})


@extend_schema_field(
    {
        "type": "object",
        "maxProperties": MOST_TEXTS,
        "propertyNames": {"minLength": 1, "maxLength": LONGEST_THEME},
        "additionalProperties": {
            "type": "array",
            "maxItems": MOST_TEXTS,
            "items": {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT},
        },
    }
)
class Messaging(serializers.DictField):
    """Themes with their messages."""

    child = Texts()

    def to_internal_value(self, data: Any) -> dict[str, list[str]]:
        if isinstance(data, dict) and len(data) > MOST_TEXTS:
            raise ValidationError(_("Give at most 200 themes."))
        if isinstance(data, dict) and not all(1 <= len(theme) <= LONGEST_THEME for theme in data):
            raise ValidationError(_("Name each theme in 1 to 255 characters."))
        return dict(super().to_internal_value(data))


class PlanIn(Input):
    """The plan's own words, or the name of a `generator` that drafts them."""

    fixed = ("id", "campaign", "version", "generated_by", "created_at")

    angles = Texts()
    positioning = Text(max_length=20000, required=False, allow_blank=True)
    messaging = Messaging(required=False)
    weekly_themes = Texts()

    def get_fields(self) -> dict[str, Any]:
        """Generators are registered at start-up, so what there is to choose from is asked each time."""
        return {**super().get_fields(), "generator": Choice(plan_generators.names(), required=False)}

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if "generator" in given and len(given) > 1:
            text = _("Give a generator or the plan's own words, not both.")
            raise ValidationError({"generator": [text]})
        return given


class PlanListInput(ListInput):
    ordering = Choice(["version", "-version"], required=False)


class PlanDoor(Door):
    """The plans of a campaign, the newest first."""

    output = PlanOut
    needs = {"create": MANAGE}
    orders = {"version": ("number",)}
    default_order = "-version"
    lookup_url_kwarg = "version"

    @cached_property
    def campaign(self) -> Campaign:
        visible = Campaign.objects.visible_to(self.request.user).select_related("client")
        found: Campaign = self.found(visible, self.kwargs["pk"])
        return found

    def rows(self) -> QuerySet[CampaignPlan]:
        return CampaignPlan.objects.filter(campaign=self.campaign)

    def _told(self, plan: CampaignPlan, *, status: int = 200) -> Response:
        """A plan is never edited, so it has no ETag."""
        return Response(self.shape().to_representation(plan), status=status)

    @extend_schema(parameters=[PlanListInput], responses=PlanOut(many=True))
    def list(self, request: Request, pk: str) -> Response:
        return self.page(self.rows(), self.asked(PlanListInput))

    @extend_schema(request=PlanIn, responses={201: PlanOut}, examples=[EXAMPLE])
    def create(self, request: Request, pk: str) -> Response:
        plans_of, given = self.campaign, self.given(PlanIn)
        make = generate_plan if "generator" in given else save_plan
        return self._told(make(plans_of, **given, by=self.actor, now=self.now), status=201)

    @extend_schema(responses=PlanOut)
    def retrieve(self, request: Request, pk: str, version: str) -> Response:
        plan = self.rows().filter(number=version).first()
        if plan is None:
            raise NotFound(_("This campaign has no plan of this version."))
        return self._told(plan)

    @extend_schema(responses=PlanOut)
    @action(detail=False, methods=["get"])
    def latest(self, request: Request, pk: str) -> Response:
        """The newest plan of a campaign."""
        plan = self.rows().order_by("-number").first()
        if plan is None:
            raise NotFound(_("This campaign has no plan yet; create one."))
        return self._told(plan)
