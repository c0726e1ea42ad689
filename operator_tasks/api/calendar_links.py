"""One's own calendar links: made, listed, revoked. The address of a link is told when it is made, never after."""

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.door import Door
from campaigns.api.fields import Choice, Input, Key, Version
from campaigns.api.output import Output
from campaigns.api.pages import ListInput
from campaigns.domain.calendar_feeds import create_feed, revoke_feed
from campaigns.domain.key_states import KeyState, feed_state
from campaigns.models import CalendarFeed, Campaign


class CalendarLinkOut(Output):
    """A secret address that shows one's work in a calendar program; without a campaign, all that one sees."""

    id = serializers.IntegerField()
    campaign = serializers.IntegerField(source="campaign_id", allow_null=True)
    state = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()

    def get_state(self, row: CalendarFeed) -> str:
        return feed_state(row).value


class CalendarLinkMadeOut(CalendarLinkOut):
    """As `CalendarLink`, with the address, which is told this once."""

    address = serializers.CharField(allow_null=True, help_text="Null in an answer that is repeated.")


class CalendarLinkIn(Input):
    fixed = ("id", "state", "created_at", "last_used_at", "revoked_at", "address")

    campaign = Key(required=False, allow_null=True)


class CalendarLinkSeen(Input):
    version = Version()


class CalendarLinkListInput(ListInput):
    state = Choice([KeyState.WORKS.value, KeyState.REVOKED.value], required=False)
    ordering = Choice(["id", "-id"], required=False)


class CalendarLinkDoor(Door):
    """The links of the person behind the token or the session."""

    output = CalendarLinkOut
    told_once = ("address",)
    versioned = {"revoke": True}
    default_order = "-id"

    def rows(self) -> QuerySet[CalendarFeed]:
        return CalendarFeed.objects.filter(user=self.request.user)

    @extend_schema(parameters=[CalendarLinkListInput], responses=CalendarLinkOut(many=True))
    def list(self, request: Request) -> Response:
        asked = self.asked(CalendarLinkListInput)
        rows = self.rows()
        if "state" in asked:
            rows = rows.filter(revoked_at__isnull=asked["state"] == KeyState.WORKS)
        return self.page(rows, asked)

    @extend_schema(request=CalendarLinkIn, responses={201: CalendarLinkMadeOut})
    def create(self, request: Request) -> Response:
        """Whoever has the address can read it without a password."""
        wanted, campaign = self.given(CalendarLinkIn).get("campaign"), None
        if wanted is not None:
            campaign = self.found(Campaign.objects.visible_to(request.user), wanted)
        feed, secret = create_feed(request.user, campaign, by=self.actor, now=self.now)
        query = urlencode({"token": secret})
        answer = self.told(feed, status=201)
        answer.data["address"] = f"{settings.SITE_URL}{reverse('operator_tasks:calendar_feed')}?{query}"
        return answer

    @extend_schema(responses=CalendarLinkOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self.told(self.row(pk))

    @extend_schema(request=CalendarLinkSeen, responses=CalendarLinkOut)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        """Calendars that read it get nothing more."""
        feed, seen = self.row(pk), self.seen_version(self.given(CalendarLinkSeen), required=False)
        return self.told(revoke_feed(feed, by=self.actor, now=self.now, seen_version=seen))
