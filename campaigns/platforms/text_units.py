"""Count text in the units platforms use, so that an operator sees the count the platform will show."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_CRLF = "\r\n"
_ZERO_WIDTH_JOINER = "\u200d"
_EMOJI_PRESENTATION = "\ufe0f"
_KEYCAP = "\u20e3"
_FIRST_EMOJI_PLANE_CODE = 0x1F000

# Unicode calls these extending although their general category is not a mark: joiners, skin tones,
# the tags of regional flags, the half-width voicing marks of Japanese, and the vowel AM of Thai and Lao.
_EXTENDING_RANGES = (
    (0x0E33, 0x0E33),
    (0x0EB3, 0x0EB3),
    (0x200C, 0x200D),
    (0xFF9E, 0xFF9F),
    (0x1F3FB, 0x1F3FF),
    (0xE0020, 0xE007F),
)
# Where the characters live that may stand on both sides of a joiner; wider than the exact property,
# which does no harm because a joiner between other symbols does not occur in practice.
_PICTOGRAPHIC_RANGES = (
    (0xA9, 0xA9),
    (0xAE, 0xAE),
    (0x203C, 0x203C),
    (0x2049, 0x2049),
    (0x2122, 0x2122),
    (0x2139, 0x2139),
    (0x2190, 0x2BFF),
    (0x3030, 0x3030),
    (0x303D, 0x303D),
    (0x3297, 0x3299),
    (0x1F000, 0x1F1E5),
    (0x1F200, 0x1F3FA),
    (0x1F400, 0x1FAFF),
)
_HANGUL_LEADING = ((0x1100, 0x115F), (0xA960, 0xA97C))
_HANGUL_VOWEL = ((0x1160, 0x11A7), (0xD7B0, 0xD7C6))
_HANGUL_TRAILING = ((0x11A8, 0x11FF), (0xD7CB, 0xD7FB))
_HANGUL_SYLLABLE = ((0xAC00, 0xD7A3),)
_HANGUL_TRAILING_FORMS = 28

_URL = re.compile(
    r"(?<![A-Za-z0-9@#$_])https?://(?:[a-z0-9_-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#][!-~]*)?", re.IGNORECASE
)
_CLOSING_PUNCTUATION = ".,;:!?'\")]}>"


@dataclass(frozen=True, slots=True)
class TextWeights:
    """How a platform weighs text: code points in `light_ranges` count 1, everything else `default_weight`."""

    url_length: int
    default_weight: int
    light_ranges: tuple[tuple[int, int], ...]


def grapheme_length(text: str) -> int:
    """How many characters a reader sees; a line break of any kind is one.

    Follows the extended grapheme clusters of Unicode without their two rarest rules (prepended marks and
    Indic conjuncts), which split a few letters of Indic scripts that a newer counter keeps together.
    """
    if text.isascii():
        return len(text) - text.count(_CRLF)
    return sum(1 for _ in graphemes(text))


def graphemes(text: str) -> Iterator[str]:
    """The characters of the text as a reader sees them, in order; joined together they are the text again."""
    start = 0
    for position in range(1, len(text)):
        if _is_break(text, start, position):
            yield text[start:position]
            start = position
    if text:
        yield text[start:]


def weighted_length(text: str, weights: TextWeights) -> int:
    """The weighted length: every http(s) link counts the same, an emoji sequence is one heavy character.

    A bare domain without http(s):// is counted letter by letter, because telling domains from words would
    need the list of all top-level domains; it can therefore count a little more or less than the platform.
    """
    normal = unicodedata.normalize("NFC", text)
    total = 0
    position = 0
    for found in _URL.finditer(normal):
        end = found.start() + len(found.group().rstrip(_CLOSING_PUNCTUATION))
        total += _plain_weight(normal[position : found.start()], weights) + weights.url_length
        position = end
    return total + _plain_weight(normal[position:], weights)


def _plain_weight(text: str, weights: TextWeights) -> int:
    if text.isascii():
        return sum(_sum_of_weights(char, weights) * times for char, times in Counter(text).items())
    return sum(
        weights.default_weight if _is_emoji_sequence(cluster) else _sum_of_weights(cluster, weights)
        for cluster in graphemes(text)
    )


def _sum_of_weights(cluster: str, weights: TextWeights) -> int:
    return sum(
        1 if _is_within(ord(char), weights.light_ranges) else weights.default_weight for char in cluster
    )


def _is_emoji_sequence(cluster: str) -> bool:
    if len(cluster) == 1:
        return False
    return any(
        char in (_EMOJI_PRESENTATION, _KEYCAP) or ord(char) >= _FIRST_EMOJI_PLANE_CODE for char in cluster
    )


def _is_break(text: str, start: int, position: int) -> bool:
    """Whether a new grapheme begins at `position`, when the current one began at `start`."""
    before, here = text[position - 1], text[position]
    if here.isascii():
        return before + here != _CRLF
    if _is_control(before) or _is_control(here):
        return True
    if _is_extending(here):
        return False
    if before == _ZERO_WIDTH_JOINER and _is_within(ord(here), _PICTOGRAPHIC_RANGES):
        return not _is_within(ord(text[start]), _PICTOGRAPHIC_RANGES)
    if _is_regional_indicator(before) and _is_regional_indicator(here):
        return position - start != 1
    return not _is_hangul_join(ord(before), ord(here))


def _is_control(char: str) -> bool:
    if _is_extending(char):
        return False
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _is_extending(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Me", "Mc"} or _is_within(ord(char), _EXTENDING_RANGES)


def _is_regional_indicator(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_hangul_join(before: int, here: int) -> bool:
    if _is_within(before, _HANGUL_LEADING):
        return _is_within(here, _HANGUL_LEADING + _HANGUL_VOWEL + _HANGUL_SYLLABLE)
    is_open_syllable = (
        _is_within(before, _HANGUL_SYLLABLE)
        and (before - _HANGUL_SYLLABLE[0][0]) % _HANGUL_TRAILING_FORMS == 0
    )
    if is_open_syllable or _is_within(before, _HANGUL_VOWEL):
        return _is_within(here, _HANGUL_VOWEL + _HANGUL_TRAILING)
    if _is_within(before, _HANGUL_SYLLABLE + _HANGUL_TRAILING):
        return _is_within(here, _HANGUL_TRAILING)
    return False


def _is_within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)
