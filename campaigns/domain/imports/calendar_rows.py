"""What every calendar reader takes and gives, so that a new format is one new file and one registry line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.choices import ContentType, Platform
from campaigns.domain.imports.tables import Table
from campaigns.domain.imports.texts import grouped, listed, shown
from campaigns.errors import InvalidInput
from campaigns.validators import BIDI_CONTROLS

TITLE_CHARS, CTA_CHARS, ASSET_CHARS, NOTES_CHARS = 80, 255, 2_000, 20_000
MAX_SENTENCES = 20


class BadRow(ValueError):
    """A row cannot be understood; its text continues the sentence "Row 7: …"."""


@dataclass(frozen=True)
class CalendarRow:
    """One future calendar item; `local_time` is naive, on the wall clock of the campaign's zone."""

    row_number: int
    platform: Platform
    content_type: ContentType
    local_time: datetime
    title: str
    copy_text: str
    asset_ref: str
    cta_text: str
    notes: str


@dataclass(frozen=True)
class SkippedRow:
    row_number: int
    reason: str


@dataclass(frozen=True)
class CalendarFile:
    """All that was read: each of the `rows_read` rows is either skipped or gives one item a platform."""

    format: str
    rows: tuple[CalendarRow, ...]
    skipped: tuple[SkippedRow, ...]
    rows_read: int


class CalendarReader(Protocol):
    """Reads one tool's calendar format."""

    name: str
    columns: tuple[str, ...]
    """The columns a person must know to write the format by hand."""
    has_platform_column: bool
    """False where the file does not say where to publish, so that the caller must."""

    def missing_columns(self, header: tuple[str, ...]) -> tuple[str, ...]:
        """What the header lacks to be of this format."""
        ...

    def recognises(self, header: tuple[str, ...]) -> bool: ...

    def read(self, table: Table, platforms: tuple[Platform, ...]) -> CalendarFile:
        """Refuses the whole table when one row cannot be understood.

        `platforms` says where to publish; a format that says so itself is narrowed to them, if any are given.
        """
        ...


def title_from(*candidates: str) -> str:
    """The first candidate that holds anything, as one line of at most TITLE_CHARS characters."""
    for candidate in candidates:
        lines = [" ".join(line.split()) for line in candidate.splitlines() if line.strip()]
        if lines:
            return lines[0] if len(lines[0]) <= TITLE_CHARS else _shortened(lines[0])
    return ""


def checked_item(item: CalendarRow) -> CalendarRow:
    """The item, if a calendar item can hold it: short enough, and free of marks that disguise text."""
    if len(item.asset_ref) > ASSET_CHARS:
        sentence = _("its asset would have %(count)s characters; at most %(most)s fit")
        raise BadRow(sentence % {"count": grouped(len(item.asset_ref)), "most": grouped(ASSET_CHARS)})
    if len(item.notes) > NOTES_CHARS:
        sentence = _("its notes would have %(count)s characters; at most %(most)s fit")
        raise BadRow(sentence % {"count": grouped(len(item.notes)), "most": grouped(NOTES_CHARS)})
    texts = (item.title, item.copy_text, item.asset_ref, item.cta_text, item.notes)
    if any(BIDI_CONTROLS.intersection(text) for text in texts):
        raise BadRow(_("it holds hidden direction marks; type the text again"))
    return item


def refused_rows(bad: Sequence[tuple[int, str]]) -> InvalidInput:
    """The refusal of a whole file: what is wrong with the first rows, and the numbers of all the others."""
    sentences = [
        _("Row %(row)d: %(problem)s.") % {"row": number, "problem": reason}
        for number, reason in bad[:MAX_SENTENCES]
    ]
    others = [number for number, _reason in bad[MAX_SENTENCES:]]
    if others:
        sentences.append(_("These rows cannot be read either: %(rows)s.") % {"rows": listed(others)})
    heading = ngettext(
        "Nothing was imported, because 1 row cannot be read. Correct the file and import it again.",
        "Nothing was imported, because %(count)s rows cannot be read. Correct the file and import it again.",
        len(bad),
    ) % {"count": grouped(len(bad))}
    return InvalidInput(" ".join([heading, *sentences]), {"file": [heading, *sentences]})


def bad_moment(text: str, example: str) -> BadRow:
    sentence = _("%(text)s is not a date and time; write it like %(example)s")
    return BadRow(sentence % {"text": shown(text), "example": example})


def blank_row() -> str:
    """Why an empty row is left out."""
    return _("the row is empty")


def _shortened(line: str) -> str:
    cut = line[: TITLE_CHARS - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut and line[TITLE_CHARS - 1] != " " else cut
    return at_word.rstrip(" ,;:.-") + "…"
