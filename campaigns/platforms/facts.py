"""What each platform allows and offers, kept as dated data because such facts change unannounced."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from django.utils.translation import gettext

from campaigns.choices import Platform
from campaigns.errors import InvalidInput
from campaigns.platforms.id_time import IdAlphabet, IdTime
from campaigns.platforms.text_units import TextWeights, grapheme_length, weighted_length

T = TypeVar("T")


class FactStatus(StrEnum):
    """How far a fact can be trusted."""

    OFFICIAL = "official"
    PUBLIC_CODE = "public code"
    UNVERIFIED = "unverified"


class TextUnit(StrEnum):
    CHARACTERS = "characters"
    WEIGHTED = "weighted"
    GRAPHEMES = "graphemes"


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value, who says so, and when somebody last looked."""

    value: T
    source: str
    verified_on: date
    status: FactStatus


@dataclass(frozen=True, slots=True)
class ComposerForm:
    """One way to open a platform's composer; `device` is "desktop", "phone" or "any"."""

    address: str
    prefills: str
    device: str = "any"
    needs_url: bool = False
    fixed: Mapping[str, str] = field(default_factory=dict)
    text_param: str = ""
    url_param: str = ""


@dataclass(frozen=True, slots=True)
class ProofRule:
    """One spelling of a permalink: groups of `path` and `query` fill the templates `canonical` and `post_id`.

    `hosts` is empty for a rule that holds on all proof hosts of the platform.
    """

    path: re.Pattern[str]
    canonical: str
    query: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()
    post_id: str = "{post_id}"
    lowercase_id: bool = False
    id_alphabet: IdAlphabet | None = None
    weak: bool = False


@dataclass(frozen=True, slots=True)
class PlatformFacts:
    """Everything known about a platform; an optional fact is None where the platform sets no such limit."""

    platform: Platform
    text_unit: Fact[TextUnit]
    media_rules: Fact[str]
    composer: Fact[tuple[ComposerForm, ...]]
    posting_weekdays: Fact[tuple[int, ...]]
    posting_times: Fact[tuple[time, ...]]
    permalinks: Fact[bool]
    proof_hosts: Fact[tuple[str, ...]]
    proof_example: Fact[str]
    proof_rules: Fact[tuple[ProofRule, ...]]
    text_limit: Fact[int] | None = None
    title_limit: Fact[int] | None = None
    hashtag_limit: Fact[int] | None = None
    media_required: Fact[bool] | None = None
    text_weights: Fact[TextWeights] | None = None
    id_time: Fact[IdTime] | None = None


@cache
def facts_for(platform: Platform) -> PlatformFacts:
    """The facts of a platform. Refuses `internal`, which is no place to publish."""
    # A row read from the database holds the plain word, which is equal to the member but not the same.
    platform = Platform(platform)
    if platform is Platform.INTERNAL:
        sentence = gettext("Internal tasks are not published anywhere. Choose a platform to see its rules.")
        raise InvalidInput(sentence, fields={"platform": [sentence]})
    path = Path(__file__).with_name(f"{platform.value}.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    facts = {name: _fact(name, table) for name, table in tables.items()}
    return PlatformFacts(platform=platform, **facts)


def has_permalinks(platform: Platform) -> bool:
    """Whether a published post has an address of its own that can prove it."""
    return platform != Platform.INTERNAL and facts_for(platform).permalinks.value


def default_weekdays(platform: Platform) -> tuple[int, ...]:
    """The ISO weekdays (Monday is 1) a cadence uses when nobody chose any, in order; our own defaults."""
    return facts_for(platform).posting_weekdays.value


def default_times(platform: Platform) -> tuple[time, ...]:
    """The local times of day a cadence uses when nobody chose any, in order; our own defaults.

    They have no zone: the campaign's zone gives them one.
    """
    return facts_for(platform).posting_times.value


def text_length(platform: Platform, text: str) -> int:
    """The length of the text as the platform counts it.

    Weighted on X, graphemes on Bluesky; everywhere else, and for internal tasks, Unicode code points, in
    which a compound emoji counts each of its parts.
    """
    if platform == Platform.INTERNAL:
        return len(text)
    facts = facts_for(platform)
    if facts.text_unit.value is TextUnit.GRAPHEMES:
        return grapheme_length(text)
    if facts.text_weights is not None:
        return weighted_length(text, facts.text_weights.value)
    return len(text)


def composer_link(platform: Platform, *, text: str, url: str = "", on_phone: bool = False) -> str:
    """The https or mailto link that opens the composer with as much prefilled as the platform takes.

    A platform without a composer link gives the page from which a post is begun. A prefill can fail without
    a word, so copy the text before opening the link. Refuses `internal`.
    """
    form = _composer_form(platform, url=url, on_phone=on_phone)
    params = dict(form.fixed)
    body = text if form.url_param else _with_link(text, url)
    if form.text_param and body:
        params[form.text_param] = _mail_lines(body) if form.address.startswith("mailto:") else body
    # A link that already stands in the text would be published twice.
    if form.url_param and url and (form.needs_url or url not in text):
        params[form.url_param] = url
    query = "&".join(f"{_encoded(name)}={_encoded(value)}" for name, value in params.items())
    return f"{form.address}?{query}" if query else form.address


def composer_prefills(platform: Platform, *, url: str = "", on_phone: bool = False) -> str:
    """What `composer_link` fills in, in the reader's words. Refuses `internal`."""
    return gettext(_composer_form(platform, url=url, on_phone=on_phone).prefills)


def composer_is_filled(platform: Platform, *, on_phone: bool = False) -> bool:
    """Whether the platform takes anything from the link at all. Refuses `internal`."""
    form = _composer_form(platform, url="", on_phone=on_phone)
    return bool(form.text_param or form.url_param)


def _composer_form(platform: Platform, *, url: str, on_phone: bool) -> ComposerForm:
    device = "phone" if on_phone else "desktop"
    return next(
        form
        for form in facts_for(platform).composer.value
        if form.device in {"any", device} and (url or not form.needs_url)
    )


def _with_link(text: str, url: str) -> str:
    if not url or url in text:
        return text
    return f"{text}\n\n{url}" if text else url


def _mail_lines(text: str) -> str:
    """RFC 6068 wants every line break of a mail body as carriage return and line feed."""
    return "\r\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _encoded(text: str) -> str:
    # Half a surrogate pair cannot be encoded; a question mark keeps the rest of the text usable.
    return quote(text, safe="", errors="replace")


def _fact(name: str, table: dict[str, Any]) -> Fact[Any]:
    return Fact(
        value=_PARSERS.get(name, _unchanged)(table["value"]),
        source=table["source"],
        verified_on=table["verified_on"],
        status=FactStatus(table["status"]),
    )


def _unchanged(value: Any) -> Any:
    return value


def _text_weights(value: dict[str, Any]) -> TextWeights:
    ranges = tuple((first, last) for first, last in value["light_ranges"])
    return TextWeights(**{**value, "light_ranges": ranges})


def _composer(value: list[dict[str, Any]]) -> tuple[ComposerForm, ...]:
    return tuple(ComposerForm(**form) for form in value)


def _proof_rules(value: list[dict[str, Any]]) -> tuple[ProofRule, ...]:
    return tuple(_proof_rule(**rule) for rule in value)


def _proof_rule(
    *, path: str, query: Mapping[str, str] | None = None, id_alphabet: str = "", **rest: Any
) -> ProofRule:
    return ProofRule(
        path=re.compile(path, re.ASCII),
        query={key: re.compile(pattern, re.ASCII) for key, pattern in (query or {}).items()},
        id_alphabet=IdAlphabet(id_alphabet) if id_alphabet else None,
        **{**rest, "hosts": tuple(rest.get("hosts", ()))},
    )


_PARSERS: dict[str, Callable[[Any], Any]] = {
    "text_unit": TextUnit,
    "text_weights": _text_weights,
    "composer": _composer,
    "posting_weekdays": tuple,
    "posting_times": tuple,
    "proof_hosts": tuple,
    "proof_rules": _proof_rules,
    "id_time": lambda value: IdTime(**value),
}
