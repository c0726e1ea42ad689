"""The dated facts about platforms: what each allows, how a post is begun there, and what proves one."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.door import Door
from campaigns.api.fields import Input
from campaigns.api.output import Output
from campaigns.choices import Platform
from campaigns.platforms.facts import (
    ComposerForm,
    Fact,
    FactStatus,
    PlatformFacts,
    ProofRule,
    TextUnit,
    facts_for,
)
from campaigns.platforms.id_time import IdAlphabet

OUTWARD = [(platform.value, platform.label) for platform in Platform.outward()]
ALPHABETS = [(alphabet.value, alphabet.name) for alphabet in IdAlphabet]


class FactOut(Output):
    """A value, who says so, when somebody last looked, and how far it can be trusted."""

    source = serializers.CharField()
    verified_on = serializers.DateField()
    status = serializers.ChoiceField([(status.value, status.name) for status in FactStatus])


class WholeFactOut(FactOut):
    value = serializers.IntegerField()


class YesNoFactOut(FactOut):
    value = serializers.BooleanField()


class TextFactOut(FactOut):
    value = serializers.CharField()


class TextUnitFactOut(FactOut):
    value = serializers.ChoiceField([(unit.value, unit.name) for unit in TextUnit])


class SentenceFactOut(FactOut):
    """A fact whose value is a sentence for people, in the language that was asked for."""

    value = serializers.SerializerMethodField()

    def get_value(self, fact: Fact[str]) -> str:
        return _(fact.value)


class HostsFactOut(FactOut):
    value = serializers.ListField(child=serializers.CharField())


class WeekdaysFactOut(FactOut):
    """Weekdays from 1, Monday, to 7, Sunday."""

    value = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=7))


class TimesFactOut(FactOut):
    """Times of day on the clock of the campaign, as 08:15."""

    value = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"}})
    def get_value(self, fact: Fact[Any]) -> list[str]:
        return [f"{moment:%H:%M}" for moment in fact.value]


class TextWeightsOut(Output):
    url_length = serializers.IntegerField()
    default_weight = serializers.IntegerField()
    light_ranges = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))


class TextWeightsFactOut(FactOut):
    """Code points within a light range count 1, others the default weight, and every link its own length."""

    value = TextWeightsOut()


class IdTimeOut(Output):
    shift = serializers.IntegerField()
    epoch_ms = serializers.IntegerField()
    ticks_per_second = serializers.IntegerField()
    smallest_id = serializers.IntegerField()


class IdTimeFactOut(FactOut):
    """The bits of a post's id above `shift` count ticks since `epoch_ms`."""

    value = IdTimeOut()


class ComposerFormOut(Output):
    """A way to open the composer; text and link are put into the named parameters of the address."""

    address = serializers.CharField()
    device = serializers.ChoiceField(["any", "desktop", "phone"])
    needs_url = serializers.BooleanField()
    fixed = serializers.DictField(child=serializers.CharField())
    text_param = serializers.CharField()
    url_param = serializers.CharField()
    prefills = serializers.SerializerMethodField()

    def get_prefills(self, form: ComposerForm) -> str:
        return _(form.prefills)


class ComposerFactOut(FactOut):
    value = ComposerFormOut(many=True)


class ProofRuleOut(Output):
    """A spelling of permalinks: named groups of `path` and `query`, which are patterns, fill the templates."""

    hosts = serializers.ListField(
        child=serializers.CharField(), help_text="Empty where the rule holds on all proof hosts."
    )
    path = serializers.CharField(source="path.pattern")
    query = serializers.SerializerMethodField()
    canonical = serializers.CharField()
    post_id = serializers.CharField()
    lowercase_id = serializers.BooleanField()
    id_alphabet = serializers.ChoiceField(ALPHABETS, allow_null=True)
    weak = serializers.BooleanField(help_text="Such a link does not name the post; a person has to look.")

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_query(self, rule: ProofRule) -> dict[str, str]:
        return {name: pattern.pattern for name, pattern in rule.query.items()}


class ProofRulesFactOut(FactOut):
    value = ProofRuleOut(many=True)


class PlatformOut(Output):
    """What is known about a platform. A limit that it does not set is null."""

    key = serializers.ChoiceField(OUTWARD, source="platform.value")
    name = serializers.CharField(source="platform.label")
    as_of = serializers.SerializerMethodField(help_text="When somebody looked at the oldest of these facts.")
    text_limit = WholeFactOut(allow_null=True)
    text_unit = TextUnitFactOut()
    text_weights = TextWeightsFactOut(allow_null=True)
    title_limit = WholeFactOut(allow_null=True)
    hashtag_limit = WholeFactOut(allow_null=True)
    media_required = YesNoFactOut(allow_null=True)
    media_rules = SentenceFactOut()
    composer = ComposerFactOut()
    posting_weekdays = WeekdaysFactOut()
    posting_times = TimesFactOut()
    permalinks = YesNoFactOut()
    proof_hosts = HostsFactOut()
    proof_example = TextFactOut()
    proof_rules = ProofRulesFactOut()
    id_time = IdTimeFactOut(allow_null=True)

    @extend_schema_field(OpenApiTypes.DATE)
    def get_as_of(self, facts: PlatformFacts) -> Any:
        known = (getattr(facts, name) for name in PlatformFacts.__dataclass_fields__)
        return min(fact.verified_on for fact in known if isinstance(fact, Fact))


class PlatformListInput(Input):
    """The list is short and always whole."""


KEY = OpenApiParameter(
    "key", {"type": "string", "enum": [key for key, _name in OUTWARD]}, OpenApiParameter.PATH
)


class PlatformDoor(Door):
    """The platforms that campaigns publish on; everybody who is signed in may read them."""

    output = PlatformOut
    lookup_field = "key"
    lookup_value_regex = "[a-z]{1,20}"

    @extend_schema(summary="List platforms", responses=PlatformOut(many=True))
    def list(self, request: Request) -> Response:
        self.asked(PlatformListInput)
        tell = self.shape().to_representation
        found = [tell(facts_for(platform)) for platform in Platform.outward()]
        return Response({"count": len(found), "next": None, "previous": None, "results": found})

    @extend_schema(summary="Read a platform", parameters=[KEY], responses=PlatformOut)
    def retrieve(self, request: Request, key: str) -> Response:
        return Response(self.shape().to_representation(facts_for(_outward(key))))


def _outward(key: str) -> Platform:
    try:
        platform = Platform.parse(key)
    except ValueError:
        platform = Platform.INTERNAL
    if platform is Platform.INTERNAL:
        raise NotFound(_("There is no such platform; `platforms/` lists those that are known."))
    return platform
