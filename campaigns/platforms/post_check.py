"""Judge a post before it is published: counted as its platform counts, against facts with a date and a source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.choices import ContentType, Platform
from campaigns.platforms.facts import Fact, FactStatus, PlatformFacts, TextUnit, facts_for, text_length

# A number sign that begins a word with a letter in it: not the "#" of "C#", of "#1", of an entity or of a link.
_HASHTAG = re.compile(r"(?<![\w&/#＃])[#＃](?=\w*[^\W\d_])")
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
# How people write the parts of a thread into one text: a line of dashes, or a number at the start of a line.
_RULE_BETWEEN_PARTS = re.compile(r"^[ \t]*(?:-{3,}|\*{3,}|—{1,3})[ \t]*$", re.MULTILINE)
_NUMBERED_PART = re.compile(
    r"^(?=[ \t]*(?:\d{1,2}[ \t]*/(?:[ \t]*\d{1,2})?|part[ \t]+\d{1,2}\b))", re.MULTILINE | re.IGNORECASE
)
# What is published without words more often than with them.
_WORDLESS = frozenset({ContentType.STORY})


@dataclass(frozen=True, slots=True)
class DatedFact:
    """A rule of a platform in words, with who says so and when somebody last looked."""

    text: str
    source: str
    verified_on: date
    is_unverified: bool


@dataclass(frozen=True, slots=True)
class PostPart:
    """One post of a thread, or the whole text where it is no thread."""

    text: str
    length: int


@dataclass(frozen=True, slots=True)
class PostCheck:
    """What a platform would say about a post. `length` is that of the longest part of a thread.

    A limit is None where the platform is not known to set one. `warnings` are whole sentences for a person;
    none of them stops anybody, because facts about platforms change unannounced.
    """

    length: int
    limit: int | None
    unit: TextUnit
    hashtags: int
    hashtag_limit: int | None
    title_length: int
    title_limit: int | None
    parts: tuple[PostPart, ...]
    warnings: tuple[str, ...]
    facts: tuple[DatedFact, ...]

    @property
    def is_too_long(self) -> bool:
        return self.limit is not None and self.length > self.limit

    @property
    def has_too_many_hashtags(self) -> bool:
        return self.hashtag_limit is not None and self.hashtags > self.hashtag_limit


def check_post(
    platform: str, *, text: str, content_type: str = "", title: str = "", has_media: bool | None = None
) -> PostCheck:
    """Count and judge what is to be published; `has_media` is None where nobody can know.

    Internal tasks are published nowhere, so nothing limits them and nothing is warned about.
    """
    where = Platform(platform)
    facts = None if where is Platform.INTERNAL else facts_for(where)
    texts = _parts(text) if content_type == ContentType.THREAD else [text]
    parts = tuple(PostPart(part, text_length(where, part)) for part in texts)
    lengths = [part.length for part in parts]
    hashtags = count_hashtags(text)
    return PostCheck(
        length=max(lengths),
        limit=_value(facts.text_limit) if facts else None,
        unit=facts.text_unit.value if facts else TextUnit.CHARACTERS,
        hashtags=hashtags,
        hashtag_limit=_value(facts.hashtag_limit) if facts else None,
        title_length=len(title),
        title_limit=_value(facts.title_limit) if facts else None,
        parts=parts,
        warnings=tuple(_warnings(facts, lengths, hashtags, title, content_type, has_media)) if facts else (),
        facts=tuple(_told(facts)) if facts else (),
    )


def count_hashtags(text: str) -> int:
    """How many hashtags the text carries, in any script; those inside links are none."""
    return len(_HASHTAG.findall(_LINK.sub(" ", text)))


def _parts(text: str) -> list[str]:
    """The posts of a thread that is written as one text; one part when nothing divides it."""
    divided = _RULE_BETWEEN_PARTS.split(text)
    if len(divided) == 1:
        divided = _NUMBERED_PART.split(text)
    return [part.strip() for part in divided if part.strip()] or [text]


def _value(fact: Fact[Any] | None) -> Any:
    return fact.value if fact else None


def _warnings(
    facts: PlatformFacts,
    lengths: list[int],
    hashtags: int,
    title: str,
    content_type: str,
    has_media: bool | None,
) -> Iterator[str]:
    name = facts.platform.label
    if max(lengths) == 0 and content_type not in _WORDLESS:
        yield _("There is no copy yet.")
    yield from _too_long(facts, lengths, content_type)
    if facts.hashtag_limit and hashtags > facts.hashtag_limit.value:
        yield ngettext(
            "The copy has %(count)d hashtags; %(platform)s takes %(limit)d.",
            "The copy has %(count)d hashtags; %(platform)s takes %(limit)d.",
            facts.hashtag_limit.value,
        ) % {"count": hashtags, "platform": name, "limit": facts.hashtag_limit.value}
    if facts.title_limit and len(title) > facts.title_limit.value:
        yield _("The title has %(length)d characters; keep it to %(limit)d on %(platform)s.") % {
            "length": len(title),
            "limit": facts.title_limit.value,
            "platform": name,
        }
    if facts.media_required and facts.media_required.value and has_media is False:
        yield _("%(platform)s takes no post without a picture or a video; there is none here yet.") % {
            "platform": name
        }


def _too_long(facts: PlatformFacts, lengths: list[int], content_type: str) -> Iterator[str]:
    if facts.text_limit is None:
        return
    limit = facts.text_limit.value
    for number, length in enumerate(lengths, start=1):
        told = {
            "over": length - limit,
            "limit": limit,
            "platform": facts.platform.label,
            "number": number,
        }
        if length <= limit:
            continue
        if len(lengths) > 1:
            yield (
                _(
                    "Part %(number)d is %(over)d over the %(limit)d characters that %(platform)s takes. Shorten it."
                )
                % told
            )
        elif content_type == ContentType.THREAD:
            yield (
                _(
                    "The copy is %(over)d over the %(limit)d characters of one part on %(platform)s. "
                    "Divide it by lines of three dashes."
                )
                % told
            )
        else:
            yield (
                _("The copy is %(over)d over the %(limit)d characters that %(platform)s takes. Shorten it.")
                % told
            )


def _told(facts: PlatformFacts) -> Iterator[DatedFact]:
    """The rules that were applied, in the order of the counts that a page shows."""
    if facts.text_limit:
        yield _dated(facts.text_limit, _("Text: at most %(limit)d.") % {"limit": facts.text_limit.value})
    if facts.text_weights:
        words = _("A link counts %(link)d; emoji and many Asian characters count %(heavy)d.")
        weights = facts.text_weights.value
        yield _dated(
            facts.text_weights, words % {"link": weights.url_length, "heavy": weights.default_weight}
        )
    elif facts.text_unit.value is TextUnit.GRAPHEMES:
        yield _dated(facts.text_unit, _("Characters are counted as a reader sees them: an emoji is one."))
    if facts.hashtag_limit:
        words = _("Hashtags: at most %(limit)d.")
        yield _dated(facts.hashtag_limit, words % {"limit": facts.hashtag_limit.value})
    if facts.title_limit:
        yield _dated(facts.title_limit, _("Title: at most %(limit)d.") % {"limit": facts.title_limit.value})
    yield _dated(facts.media_rules, _(facts.media_rules.value))


def _dated(fact: Fact[Any], text: str) -> DatedFact:
    return DatedFact(text, fact.source, fact.verified_on, fact.status is FactStatus.UNVERIFIED)
