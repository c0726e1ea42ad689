"""Finds the reader for a calendar file, so that no caller needs to know which tool wrote it."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from campaigns.choices import Platform
from campaigns.domain.imports.calendar_rows import CalendarFile, CalendarReader, CalendarRow, SkippedRow
from campaigns.domain.imports.metricool import MetricoolReader
from campaigns.domain.imports.tables import read_table
from campaigns.domain.imports.texts import refused_file
from campaigns.domain.imports.vistasocial import VistaSocialReader
from campaigns.errors import InvalidInput

__all__ = [
    "READERS",
    "CalendarFile",
    "CalendarReader",
    "CalendarRow",
    "SkippedRow",
    "platforms_in",
    "read_calendar",
]

READERS: tuple[CalendarReader, ...] = (VistaSocialReader(), MetricoolReader())


def read_calendar(data: bytes, *, file_name: str, platforms: Sequence[Platform] = ()) -> CalendarFile:
    """Everything in a CSV calendar of a known format; writes nothing.

    Where the format does not name platforms, they are `platforms`, else those in the file's name; several
    mean one item for each. Where it does, `platforms` narrows it. All or nothing: one row that cannot be
    understood refuses the file, naming every such row. Times are wall-clock times of the campaign's zone.
    """
    for platform in platforms:
        if platform is Platform.INTERNAL:
            raise InvalidInput(
                _("Nothing is published on internal. Name a platform that people can see."),
                {"platform": [_("Nothing is published on internal.")]},
            )
    table = read_table(data)
    reader = _reader_for(table.header)
    chosen = tuple(dict.fromkeys(platforms))
    if not chosen and not reader.has_platform_column:
        chosen = platforms_in(file_name)
    return reader.read(table, chosen)


def platforms_in(file_name: str) -> tuple[Platform, ...]:
    """The platforms whose names are words of a file's name, in its order: `my_x-threads.csv` has two."""
    name = PurePosixPath(file_name.replace("\\", "/")).name.lower()
    by_word = {platform.value: platform for platform in Platform.outward()} | {"twitter": Platform.X}
    words = re.split(r"[^a-z0-9]+", name)
    return tuple(dict.fromkeys(by_word[word] for word in words if word in by_word))


def _reader_for(header: tuple[str, ...]) -> CalendarReader:
    for reader in READERS:
        if reader.recognises(header):
            return reader
    known = "; ".join(f"{reader.name} ({', '.join(reader.columns)})" for reader in READERS)
    nearest = min(READERS, key=lambda reader: len(reader.missing_columns(header)) / len(reader.columns))
    missing = nearest.missing_columns(header)
    sentences = [
        _("The columns of the file belong to no known calendar format. Known are: %(known)s.")
        % {"known": known}
    ]
    if len(missing) < len(nearest.columns):
        hint = _("The nearest is %(format)s; the file lacks: %(missing)s.")
        sentences.append(hint % {"format": nearest.name, "missing": ", ".join(missing)})
    raise refused_file(" ".join(sentences))
