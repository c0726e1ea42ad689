"""Takes typed values out of a brief and remembers all that is wrong with it, so that one run shows it all."""

import difflib
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from campaigns.domain.imports.moments import parsed_date
from campaigns.domain.imports.texts import shown
from campaigns.errors import InvalidInput
from campaigns.validators import BIDI_CONTROLS

LINE_CHARS, ENTRY_CHARS, TEXT_CHARS = 255, 2_000, 20_000
MOST_ENTRIES = 200
SENTENCES_IN_MESSAGE = 30
NO_DATE = date.max

T = TypeVar("T")


class Problems:
    """What is wrong with a brief, by the path of the value, in the order it was found."""

    def __init__(self) -> None:
        self.by_path: dict[str, list[str]] = {}

    def add(self, path: str, sentence: str) -> None:
        self.by_path.setdefault(path, []).append(sentence)

    def refuse_if_any(self) -> None:
        sentences = [sentence for found in self.by_path.values() for sentence in found]
        if not sentences:
            return
        told = sentences[:SENTENCES_IN_MESSAGE]
        if len(sentences) > len(told):
            told.append(f"And {len(sentences) - len(told)} more.")
        raise InvalidInput(" ".join(["The brief cannot be used yet.", *told]), self.by_path)


def nearest(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown word: the known one that was probably meant, or all of them."""
    names = list(known)
    matches = difflib.get_close_matches(word.lower(), names, n=1)
    return f"did you mean {matches[0]}?" if matches else f"known here: {', '.join(names)}."


class Section:
    """One mapping of the brief. A value that is wrong is reported and read as an empty one."""

    def __init__(
        self, value: object, path: str, problems: Problems, known: Iterable[str] | None = None
    ) -> None:
        self.path = path
        self.problems = problems
        self.is_given = isinstance(value, dict)
        self.values: dict[str, object] = value if isinstance(value, dict) else {}
        if value is not None and not self.is_given:
            problems.add(path, f"{path} must hold names and values, such as name: Example.")
        for key in self.values:
            if known is not None and key not in known:
                self.report(key, f"is not known; {nearest(key, known)}")

    def path_of(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def report(self, key: str, ending: str) -> None:
        """Notes a problem; the sentence begins with the path of the value."""
        path = _one_line(self.path_of(key))
        self.problems.add(path, f"{path} {ending}")

    def has(self, key: str) -> bool:
        """Whether the key is given; one with nothing after its colon is not."""
        return self.values.get(key) is not None

    def require(self, *keys: str) -> None:
        """Reports what is missing; where the whole section is, that was said already."""
        for key in keys:
            if self.is_given and not self.has(key):
                self.report(key, "is missing.")

    def section(self, key: str, known: Iterable[str] | None = None) -> "Section":
        return Section(self.values.get(key), self.path_of(key), self.problems, known)

    def items(self, key: str, most: int = MOST_ENTRIES) -> list[tuple[str, object]]:
        """The path and value of each entry of a list."""
        value = self.values.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.report(key, "must be a list.")
            return []
        if len(value) > most:
            self.report(key, f"has {len(value):,} entries; at most {most} fit.")
            return []
        return [(f"{self.path_of(key)}[{number}]", entry) for number, entry in enumerate(value, start=1)]

    def line(self, key: str) -> str:
        return self.taken(key, as_line, "")

    def text(self, key: str) -> str:
        return self.taken(key, as_text, "")

    def day(self, key: str) -> date:
        return self.taken(key, as_day, NO_DATE)

    def zone(self, key: str) -> str:
        return self.taken(key, as_zone, "")

    def flag(self, key: str) -> bool:
        return self.taken(key, as_flag, False)

    def number(self, key: str, default: int, lowest: int, highest: int) -> int:
        return self.taken(key, lambda value: as_number(value, lowest, highest), default)

    def each(self, key: str, parse: Callable[[object], T], most: int = MOST_ENTRIES) -> tuple[T, ...]:
        """Every entry of a list that `parse` accepts; the others are reported by their number."""
        found: list[T] = []
        for path, entry in self.items(key, most):
            try:
                found.append(parse(entry))
            except ValueError as error:
                self.problems.add(path, f"{path} {error}")
        return tuple(found)

    def taken(self, key: str, parse: Callable[[object], T], empty: T) -> T:
        """What `parse` makes of a value; `empty` where there is none or `parse` refuses it (and says so)."""
        if not self.has(key):
            return empty
        try:
            return parse(self.values[key])
        except ValueError as error:
            self.report(key, str(error))
            return empty


def as_text(value: object) -> str:
    """Trimmed text of one or more lines.

    Like all `as_` functions raises ValueError with the rest of a sentence that begins with the value's path.
    """
    return _checked_text(value, TEXT_CHARS)


def as_entry(value: object) -> str:
    """One of a list of texts, such as an angle."""
    return _checked_text(value, ENTRY_CHARS)


def as_line(value: object) -> str:
    text = _checked_text(value, LINE_CHARS)
    if "\n" in text:
        raise ValueError("must be one line.")
    return text


def as_day(value: object) -> date:
    try:
        return parsed_date(_checked_text(value, LINE_CHARS))
    except ValueError as error:
        raise ValueError(f"is {_described(value)}; write a date that exists, like 2026-01-31.") from error


def as_zone(value: object) -> str:
    name = as_line(value)
    zones = available_timezones()
    if name in zones:
        return name
    by_lower = {zone.lower(): zone for zone in zones}
    matches = difflib.get_close_matches(name.lower().replace(" ", "_"), by_lower, n=1)
    hint = f"did you mean {by_lower[matches[0]]}?" if matches else "write one like Europe/Berlin."
    raise ValueError(f"is {shown(name)}, which is not a known time zone; {hint}")


def as_url(value: object) -> str:
    text = as_line(value)
    if not _is_web_address(text):
        raise ValueError(f"is {shown(text)}; write the whole address, beginning with https://.")
    return text


def as_flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"is {_described(value)}; write true or false.")
    return value


def as_number(value: object, lowest: int, highest: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise ValueError(f"is {_described(value)}; write a whole number from {lowest} to {highest}.")
    return value


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return is_web and "@" not in parts.netloc and not any(letter.isspace() for letter in text)


def _checked_text(value: object, max_chars: int) -> str:
    if not isinstance(value, str):
        raise ValueError(f"is {_described(value)}, not text; put text in quotes.")
    text = value.strip()
    if not text:
        raise ValueError("is empty; write something or remove it.")
    if len(text) > max_chars:
        raise ValueError(f"has {len(text):,} characters; at most {max_chars:,} fit.")
    if any(_is_unstorable(character) for character in text):
        raise ValueError("holds a control character, such as NUL; remove it.")
    if BIDI_CONTROLS.intersection(text):
        raise ValueError("holds hidden direction marks; type it again.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_unstorable(character: str) -> bool:
    is_control = (character < " " and character not in "\n\r\t") or character == "\x7f"
    return is_control or "\ud800" <= character <= "\udfff"


def _described(value: object) -> str:
    """Names a value without ever printing a structure, which may be huge."""
    if isinstance(value, dict):
        return "a group of values"
    if isinstance(value, list):
        return "a list"
    return shown(
        "true" if value is True else "false" if value is False else "nothing" if value is None else str(value)
    )


def _one_line(path: str) -> str:
    """A path that a message can hold: what a person wrote as a key may be long or strange."""
    printable = "".join(character if character.isprintable() else "?" for character in path)
    return printable if len(printable) <= LINE_CHARS else printable[: LINE_CHARS - 1] + "…"
