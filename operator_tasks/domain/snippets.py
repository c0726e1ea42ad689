"""The words around a match, cut from a long text; pages mark the matches themselves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

BEFORE, AFTER = 40, 100


@dataclass(frozen=True)
class Part:
    text: str
    is_match: bool = False


def snippet(text: str, words: Sequence[str], *, whole: bool = False) -> tuple[Part, ...]:
    """The text in parts, of which those that match are marked; nothing where nothing matches.

    Of a long text only what stands around the first match, on one line; with `whole` all of it, matched or not.
    """
    flat = " ".join(text.split())
    wanted = re.compile(
        "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE
    )
    first = wanted.search(flat) if words else None
    if whole:
        return _parts(flat, wanted) if words else (Part(flat),)
    if first is None:
        return ()
    start, end = max(first.start() - BEFORE, 0), first.end() + AFTER
    cut = ("…" if start else "") + flat[start:end].strip() + ("…" if end < len(flat) else "")
    return _parts(cut, wanted)


def _parts(text: str, wanted: re.Pattern[str]) -> tuple[Part, ...]:
    parts: list[Part] = []
    at = 0
    for match in wanted.finditer(text):
        if match.start() > at:
            parts.append(Part(text[at : match.start()]))
        parts.append(Part(match.group(), is_match=True))
        at = match.end()
    if at < len(text):
        parts.append(Part(text[at:]))
    return tuple(parts)
