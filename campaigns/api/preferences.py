"""What the person behind the token or the session chose for themselves."""

from django.conf import settings
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.door import Door
from campaigns.api.fields import Choice, Input, Text, Version, Whole, YesNo
from campaigns.api.output import Output
from campaigns.choices import DigestDays, Theme
from campaigns.domain.preferences import NOTHING_CHOSEN, change_preferences, preferences_of

LANGUAGES = [("", "As the browser"), *settings.LANGUAGES]
EXAMPLE = OpenApiExample(
    "Mail at seven, every day",
    request_only=True,
    value={"digest": "daily", "digest_hour": 7, "version": 1},
)


class PreferencesOut(Output):
    """Clock, language, look, keys and mail of one person; empty where they have no wish of their own."""

    time_zone = serializers.CharField()
    language = serializers.ChoiceField(LANGUAGES)
    theme = serializers.ChoiceField(Theme.choices)
    shortcuts = serializers.BooleanField()
    digest = serializers.ChoiceField(DigestDays.choices)
    digest_hour = serializers.IntegerField()
    escalation_mail = serializers.BooleanField()
    version = serializers.IntegerField(help_text="0 as long as nothing was chosen.")


class PreferencesChange(Input):
    """Only what is sent is changed."""

    time_zone = Text(
        max_length=64, required=False, allow_blank=True, help_text="An IANA name; empty for the house's."
    )
    language = Choice(LANGUAGES, required=False, allow_blank=True)
    theme = Choice(Theme, required=False, allow_blank=True, help_text="Empty for that of the device.")
    shortcuts = YesNo(required=False)
    digest = Choice(DigestDays, required=False, help_text="On which days the morning mail comes.")
    digest_hour = Whole(min_value=0, max_value=23, required=False, help_text="On the person's own clock.")
    escalation_mail = YesNo(required=False)
    version = Version(min_value=NOTHING_CHOSEN)


class PreferencesDoor(Door):
    """One's own; nobody changes those of others."""

    output = PreferencesOut

    @extend_schema(summary="Read what one chose for oneself", responses=PreferencesOut)
    def retrieve(self, request: Request) -> Response:
        return self.told(preferences_of(request.user))

    @extend_schema(
        summary="Change what one chose for oneself",
        request=PreferencesChange,
        responses=PreferencesOut,
        examples=[EXAMPLE],
    )
    def partial_update(self, request: Request) -> Response:
        given = self.given(PreferencesChange, partial=True)
        seen = self.seen_version(given, required=True)
        values = {name: value for name, value in given.items() if name != "version"}
        changed = change_preferences(
            request.user, values=values, by=self.actor, now=self.now, seen_version=seen
        )
        return self.told(changed)
