"""What programs send about campaigns and what they are answered."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema_field
from rest_framework import serializers

from campaigns.api.cadence import OUTWARD, READ, CadenceField, cadence_told, platforms_told
from campaigns.api.fields import (
    GREATEST_VERSION,
    Choice,
    Day,
    Input,
    Key,
    PlatformName,
    Text,
    Version,
    Whole,
    YesNo,
)
from campaigns.api.output import Output
from campaigns.api.pages import ListInput
from campaigns.choices import CampaignStatus, ResumePolicy
from campaigns.domain.reasons import LONGEST_REASON
from campaigns.models import Campaign
from campaigns.validators import validate_clean_text

MOST_BLACKOUT_DATES = 400
ORDERS = {
    "id": ("pk",),
    "name": ("name", "pk"),
    "client": ("client__name", "pk"),
    "start_date": ("start_date", "name", "pk"),
    "end_date": ("end_date", "name", "pk"),
    "created_at": ("created_at", "pk"),
    "updated_at": ("updated_at", "pk"),
}

EXAMPLE = OpenApiExample(
    "A campaign for a new client",
    value={
        "client_name": "Acme",
        "name": "Spring launch",
        "objective": "Win 20 audits",
        "cadence": {"linkedin": 3, "instagram": {"post": 3, "reel": 2}},
        "start_date": "2026-03-02",
        "end_date": "2026-04-26",
        "primary_cta": "Reply with AUDIT",
        "time_zone": "Europe/Berlin",
    },
    request_only=True,
)


class CampaignOut(Output):
    """A campaign. Its days are inclusive, in its own zone; `platforms` are those that its cadence posts on.

    `pause_reason` is for those who work here.
    """

    inside = ("pause_reason",)

    id = serializers.IntegerField()
    name = serializers.CharField()
    client = serializers.IntegerField(source="client_id")
    client_name = serializers.CharField(source="client.name")
    venture_name = serializers.CharField()
    objective = serializers.CharField()
    platforms = serializers.SerializerMethodField()
    cadence = serializers.SerializerMethodField()
    start_date = serializers.DateField()
    end_date = serializers.DateField()
    primary_cta = serializers.CharField()
    lead_capture_method = serializers.CharField()
    time_zone = serializers.CharField()
    blackout_dates = serializers.ListField(child=serializers.DateField())
    status = serializers.ChoiceField(CampaignStatus.choices)
    pause_reason = serializers.CharField()
    paused_at = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)
    archived_at = serializers.DateTimeField(allow_null=True)
    automation_paused = serializers.BooleanField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(OUTWARD)))
    def get_platforms(self, row: Campaign) -> list[str]:
        return platforms_told(row.cadences.all())

    @extend_schema_field(READ, component_name="Cadence")
    def get_cadence(self, row: Campaign) -> dict[str, Any]:
        return cadence_told(row.cadences.all())


class BriefIn(Input):
    """What can be said about a campaign whenever it is planned or changed."""

    fixed: tuple[str, ...] = (
        "id",
        "status",
        "pause_reason",
        "paused_at",
        "completed_at",
        "archived_at",
        "automation_paused",
        "created_at",
        "updated_at",
    )

    name = Text(max_length=255)
    start_date = Day(help_text="The first day, in the campaign's zone.")
    end_date = Day(help_text="The last day, inclusive; at most five years after the first.")
    venture_name = Text(max_length=255, required=False, allow_blank=True)
    objective = Text(max_length=20000, required=False, allow_blank=True)
    primary_cta = Text(max_length=255, required=False, allow_blank=True)
    lead_capture_method = Text(max_length=255, required=False, allow_blank=True)
    time_zone = Text(max_length=64, required=False, help_text="An IANA name.")
    blackout_dates = serializers.ListField(
        child=Day(),
        required=False,
        max_length=MOST_BLACKOUT_DATES,
        help_text="Days on which nothing is published.",
    )
    platforms = serializers.ListField(
        child=PlatformName(),
        required=False,
        min_length=1,
        max_length=50,
        help_text="Where it publishes; one that `cadence` does not name counts as one post a week.",
    )
    cadence = CadenceField(required=False, help_text="Posts a week; `twitter` is read as `x`.")

    def validate_blackout_dates(self, days: list[date]) -> list[str]:
        return [day.isoformat() for day in sorted(set(days))]

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if not self.partial and "cadence" not in given and "platforms" not in given:
            text = _("Say how often it posts where: give a cadence, or platforms.")
            raise serializers.ValidationError({"cadence": [text]})
        return given


class CampaignIn(BriefIn):
    """A campaign of a `client`, or of the client that has the `client_name`; an unknown name makes a new client.

    Without `time_zone` it is the client's; a new client gets the zone of the campaign, or UTC.
    """

    fixed = (*BriefIn.fixed, "version")

    client = Key(required=False)
    client_name = Text(max_length=255, required=False, validators=[validate_clean_text])

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if ("client" in given) == ("client_name" in given):
            text = _(
                "Say whose campaign it is: give the client by its id, or by client_name; one of the two."
            )
            raise serializers.ValidationError({"client": [text]})
        if not given.get("client_name", "-").strip():
            raise serializers.ValidationError({"client_name": [_("Write the name of the client.")]})
        return super().validate(given)


class CampaignChange(BriefIn):
    """As `Campaign`, with the version that was seen; its client stays.

    A PUT empties texts and blackout days that it leaves out, and makes the cadence anew; the zone stays. Work that
    new days leave outside is a refusal that names it, unless `cancel_outside` takes it out of the plan.
    """

    fixed = (*BriefIn.fixed, "client", "client_name")

    cancel_outside = YesNo(required=False)
    version = Version()


class CampaignListInput(ListInput):
    status = Choice(CampaignStatus, required=False)
    client = Key(required=False)
    platform = PlatformName(required=False)
    search = Text(required=False, max_length=200, help_text="A part of its name, its venture or its client.")
    archived = YesNo(required=False, help_text="With true, archived ones too.")
    ordering = Choice([*ORDERS, *(f"-{name}" for name in ORDERS)], required=False)


class CampaignVerb(Input):
    """A verb; the version is that which the program saw."""

    version = Version()


class CampaignPause(CampaignVerb):
    reason = Text(max_length=LONGEST_REASON, help_text="The operators see it.")


class CampaignResume(CampaignVerb):
    policy = Choice(
        ResumePolicy,
        required=False,
        help_text="What becomes of work whose time passed meanwhile: `drop` (unless given) cancels it, "
        "`keep` leaves it overdue, `shift` moves all open work by the length of the pause.",
    )


class CampaignComplete(CampaignVerb):
    open_tasks = Whole(
        required=False,
        min_value=0,
        max_value=GREATEST_VERSION,
        help_text="How many open tasks the program saw; refused when it is no longer true.",
    )


class CampaignReopen(CampaignVerb):
    reason = Text(max_length=LONGEST_REASON)
    end_date = Day(required=False, help_text="A new last day, where the present one has passed.")


class CampaignHold(CampaignVerb):
    held = YesNo(help_text="Whether jobs leave the campaign alone.")
