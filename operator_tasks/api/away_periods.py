"""The days on which people are not there: one's own, and everybody's for managers."""

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.actor import WORKS
from campaigns.api.door import Door
from campaigns.api.fields import Choice, Day, Input, Text, Version
from campaigns.api.output import Output
from campaigns.api.pages import ListInput
from operator_tasks.domain.away import add_away, remove_away
from operator_tasks.domain.people import people_who_work
from operator_tasks.models import AwayPeriod

EXAMPLE = OpenApiExample(
    "A week off",
    request_only=True,
    value={"starts_on": "2026-08-03", "ends_on": "2026-08-09", "note": "Summer holiday"},
)


class AwayPeriodOut(Output):
    """Days on which somebody is not there, the first and the last included, on their own clock."""

    id = serializers.IntegerField()
    username = serializers.CharField(source="user.username")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    note = serializers.CharField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class AwayPeriodIn(Input):
    fixed = ("id", "created_at")

    username = Text(
        max_length=150, required=False, help_text="Whose days they are; yours unless you are a manager."
    )
    starts_on = Day()
    ends_on = Day()
    note = Text(max_length=200, required=False, allow_blank=True)


class AwayPeriodSeen(Input):
    version = Version()


class AwayPeriodListInput(ListInput):
    username = Text(required=False, max_length=150)
    ends_after = Day(required=False, help_text="Periods whose last day is this day or later.")
    ordering = Choice(["starts_on", "-starts_on", "id", "-id"], required=False)


class AwayPeriodDoor(Door):
    """Away days that the person may see."""

    output = AwayPeriodOut
    needs = dict.fromkeys(("list", "create", "retrieve", "destroy"), WORKS)
    orders = {"starts_on": ("starts_on", "pk"), "id": ("pk",)}
    default_order = "starts_on"

    def rows(self) -> QuerySet[AwayPeriod]:
        return AwayPeriod.objects.visible_to(self.request.user).select_related("user")

    @extend_schema(parameters=[AwayPeriodListInput], responses=AwayPeriodOut(many=True))
    def list(self, request: Request) -> Response:
        asked = self.asked(AwayPeriodListInput)
        rows = self.rows()
        if "username" in asked:
            rows = rows.filter(user__username=asked["username"])
        if "ends_after" in asked:
            rows = rows.filter(ends_on__gte=asked["ends_after"])
        return self.page(rows, asked)

    @extend_schema(request=AwayPeriodIn, responses={201: AwayPeriodOut}, examples=[EXAMPLE])
    def create(self, request: Request) -> Response:
        """Nobody is given work for these days by rule."""
        given = self.given(AwayPeriodIn)
        name = given.pop("username", request.user.get_username())
        period = add_away(self._person(name), **given, by=self.actor, now=self.now)
        return self.told(period, status=201)

    def _person(self, name: str) -> User:
        found = people_who_work().select_related("preferences").filter(username=name).first()
        if found is None:
            raise serializers.ValidationError({"username": [_("Nobody of this name works on tasks here.")]})
        return found

    @extend_schema(responses=AwayPeriodOut)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self.told(self.row(pk))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """The person is there after all."""
        period = self.row(pk)
        seen = self.seen_version(self.given(AwayPeriodSeen), required=True)
        remove_away(period, by=self.actor, now=self.now, seen_version=seen)
        return Response(status=204)
