"""What is done to a campaign beyond changing what it says: it is started, paused, ended and put away."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.campaign_shapes import (
    ORDERS,
    CampaignComplete,
    CampaignHold,
    CampaignOut,
    CampaignPause,
    CampaignReopen,
    CampaignResume,
    CampaignVerb,
)
from campaigns.api.door import Door
from campaigns.api.fields import Input
from campaigns.choices import ResumePolicy
from campaigns.domain import campaigns as verbs
from campaigns.domain.housekeeping import archive_campaign, hold_automation
from campaigns.models import Campaign

MANAGE = "campaigns.manage_campaigns"
PAUSE_AUTOMATION = "campaigns.pause_automation"
VERBS = ("activate", "pause", "resume", "complete", "reopen", "archive", "hold_automation")

PAUSE_EXAMPLE = OpenApiExample(
    "The client asked", value={"reason": "The client asked to wait"}, request_only=True
)


class CampaignVerbs(Door):
    """The verbs of a campaign; each answers the campaign as it is then."""

    output = CampaignOut
    needs = {**dict.fromkeys(VERBS, MANAGE), "hold_automation": PAUSE_AUTOMATION}
    versioned: ClassVar[dict[str, bool]] = dict.fromkeys(VERBS, True)
    orders = ORDERS
    default_order = "-start_date"

    def rows(self) -> QuerySet[Campaign]:
        visible = Campaign.objects.visible_to(self.request.user)
        return visible.select_related("client").prefetch_related("cadences")

    def _told(self, pk: str | int, *, status: int = 200) -> Response:
        """The campaign as it is now, with the cadence that a verb may have changed."""
        return self.told(self.row(str(pk)), status=status)

    def _wish(self, kind: type[Input]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the program gave, and what every verb is told."""
        given = self.given(kind)
        seen = self.seen_version(given, required=False)
        return given, {"by": self.actor, "now": self.now, "seen_version": seen}

    @extend_schema(request=CampaignVerb, responses=CampaignOut)
    @action(detail=True, methods=["post"])
    def activate(self, request: Request, pk: str) -> Response:
        """Start a planned campaign."""
        campaign, (_given, told) = self.row(pk), self._wish(CampaignVerb)
        verbs.activate_campaign(campaign, **told)
        return self._told(pk)

    @extend_schema(request=CampaignPause, responses=CampaignOut, examples=[PAUSE_EXAMPLE])
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:
        """Stop the clock of an active campaign."""
        campaign, (given, told) = self.row(pk), self._wish(CampaignPause)
        verbs.pause_campaign(campaign, reason=given["reason"], **told)
        return self._told(pk)

    @extend_schema(request=CampaignResume, responses=CampaignOut)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """Go on with a paused campaign."""
        campaign, (given, told) = self.row(pk), self._wish(CampaignResume)
        policy = ResumePolicy(given.get("policy", ResumePolicy.DROP))
        verbs.resume_campaign(campaign, policy=policy, **told)
        return self._told(pk)

    @extend_schema(request=CampaignComplete, responses=CampaignOut)
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: str) -> Response:
        """End an active or paused campaign.

        Open tasks whose time has passed become missed, later ones are cancelled.
        """
        campaign, (given, told) = self.row(pk), self._wish(CampaignComplete)
        verbs.complete_campaign(campaign, open_tasks_seen=given.get("open_tasks"), **told)
        return self._told(pk)

    @extend_schema(request=CampaignReopen, responses=CampaignOut)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Go on with a completed campaign.

        What its completion had cancelled and still lies ahead comes back.
        """
        campaign, (given, told) = self.row(pk), self._wish(CampaignReopen)
        verbs.reopen_campaign(campaign, reason=given["reason"], end_date=given.get("end_date"), **told)
        return self._told(pk)

    @extend_schema(request=CampaignVerb, responses=CampaignOut)
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: str) -> Response:
        """Take a planned or completed campaign out of the lists."""
        campaign, (_given, told) = self.row(pk), self._wish(CampaignVerb)
        archive_campaign(campaign, **told)
        return self._told(pk)

    @extend_schema(request=CampaignHold, responses=CampaignOut)
    @action(detail=True, methods=["post"], url_path="hold-automation")
    def hold_automation(self, request: Request, pk: str) -> Response:
        """Hold or release what jobs do for a campaign."""
        campaign, (given, told) = self.row(pk), self._wish(CampaignHold)
        hold_automation(campaign, held=given["held"], **told)
        return self._told(pk)
