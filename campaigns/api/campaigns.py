"""Campaigns: listed, planned, changed and removed."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.cadence import line_of, lines_for
from campaigns.api.campaign_shapes import (
    EXAMPLE,
    CampaignChange,
    CampaignIn,
    CampaignListInput,
    CampaignOut,
    CampaignVerb,
)
from campaigns.api.campaign_verbs import MANAGE, CampaignVerbs
from campaigns.choices import ApiScope
from campaigns.domain.campaigns import EDITABLE, create_campaign, create_campaign_for, edit_campaign
from campaigns.domain.housekeeping import delete_campaign
from campaigns.domain.queries import campaigns_matching
from campaigns.models import Campaign, Client
from campaigns.validators import normalise_name

CHANGES = ("create", "update", "partial_update", "destroy")
# What a PUT that leaves it out makes empty.
EMPTY = {
    "venture_name": "",
    "objective": "",
    "primary_cta": "",
    "lead_capture_method": "",
    "blackout_dates": [],
}


class CampaignDoor(CampaignVerbs):
    """The campaigns of the clients that the person works for; all of them for managers."""

    needs = {**CampaignVerbs.needs, **dict.fromkeys(CHANGES, MANAGE)}
    scopes = {"destroy": ApiScope.ADMIN}

    @extend_schema(parameters=[CampaignListInput], responses=CampaignOut(many=True))
    def list(self, request: Request) -> Response:
        asked = self.asked(CampaignListInput)
        rows = self.rows() if "client" not in asked else self.rows().filter(client=asked["client"])
        told = {name: asked[name] for name in ("status", "platform", "archived") if name in asked}
        return self.page(campaigns_matching(rows, q=asked.get("search", ""), **told), asked)

    @extend_schema(request=CampaignIn, responses={201: CampaignOut}, examples=[EXAMPLE])
    def create(self, request: Request) -> Response:
        given = self.given(CampaignIn)
        return self._told(self._created(given).pk, status=201)

    def _created(self, given: dict[str, Any]) -> Campaign:
        told: dict[str, Any] = {
            "cadence": lines_for(given.get("platforms"), given.get("cadence")),
            "values": _brief_of(given),
            "by": self.actor,
            "now": self.now,
        }
        clients = Client.objects.visible_to(self.request.user)
        if "client" in given:
            return create_campaign(client=self.found(clients, given["client"]), **told)
        name = given["client_name"]
        known = clients.filter(name_key=normalise_name(name)[:255]).first()
        if known is not None:
            return create_campaign(client=known, **told)
        return create_campaign_for(name, client_zone=given.get("time_zone", "UTC"), **told)

    @extend_schema(responses=CampaignOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self._told(pk)

    @extend_schema(request=CampaignChange, responses=CampaignOut)
    def update(self, request: Request, pk: str) -> Response:
        campaign = self.row(pk)
        given = EMPTY | self.given(CampaignChange)
        return self._changed(campaign, given, lines_for(given.get("platforms"), given.get("cadence")))

    @extend_schema(request=CampaignChange, responses=CampaignOut)
    def partial_update(self, request: Request, pk: str) -> Response:
        campaign = self.row(pk)
        given = self.given(CampaignChange, partial=True)
        kept = [line_of(row) for row in campaign.cadences.all()]
        return self._changed(campaign, given, lines_for(given.get("platforms"), given.get("cadence"), kept))

    def _changed(self, campaign: Campaign, given: dict[str, Any], cadence: Any) -> Response:
        edit_campaign(
            campaign,
            values=_brief_of(given),
            cadence=cadence,
            cancel_outside=given.get("cancel_outside", False),
            by=self.actor,
            now=self.now,
            seen_version=self.seen_version(given, required=True),
        )
        return self._told(campaign.pk)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        campaign = self.row(pk)
        seen = self.seen_version(self.given(CampaignVerb), required=True)
        delete_campaign(campaign, by=self.actor, now=self.now, seen_version=seen)
        return Response(status=204)


def _brief_of(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name in EDITABLE}
