"""Reads a platform's export into values, whichever of the known formats it has; writes nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from campaigns.choices import Platform
from campaigns.domain.imports.calendar_file import platforms_in
from campaigns.domain.imports.metric_formats import (
    DAY_TABLE,
    GA4,
    LAYOUTS,
    LINKEDIN_MEMBER,
    META_DAILY,
    OTHER_LABELS,
    known_formats,
)
from campaigns.domain.imports.metric_layout import Layout, header_key
from campaigns.domain.imports.metric_rows import Choices, MetricFile
from campaigns.domain.imports.metric_sheets import Sheet, SheetRow
from campaigns.domain.imports.metric_source import open_sheets
from campaigns.domain.imports.metric_special import (
    ga4_tables,
    is_ga4,
    is_linkedin_member,
    linkedin_member_facts,
    meta_daily_table,
)
from campaigns.domain.imports.metric_tables import MetricTable, Reading, read_table_into, style_of_tables
from campaigns.domain.imports.texts import refused_file, shown
from campaigns.metric_names import MetricName, parse_metric_name

# A sentence or a title may stand above the header.
ROWS_ABOVE = 10
BREAKDOWNS = frozenset({"geography", "country", "city", "device type", "traffic source", "age & gender"})
SHORT_NAMES = {"ig": Platform.INSTAGRAM, "insta": Platform.INSTAGRAM, "fb": Platform.FACEBOOK}
# Milliseconds since 1970 in the names of LinkedIn's files: the moment of the export.
MOMENT_IN_NAME = re.compile(r"_(1[5-9][0-9]{11}|2[0-9]{12})(?![0-9])")


@dataclass(frozen=True)
class _Found:
    """The tables of a file, and what else stands in it that nobody reads."""

    tables: tuple[MetricTable, ...]
    other_sheets: tuple[str, ...] = ()


def read_metrics(data: bytes, *, file_name: str, choices: Choices) -> MetricFile:
    """Every value of an export in CSV, XLSX or XLS, with what was left out and why.

    A row or a cell that cannot be understood is skipped and named. Refuses files of no known format and
    those that `open_sheets` refuses, and asks for what only a person knows: the platform, the year, or
    whether the day or the month comes first. Days are the campaign's wherever the file tells the time.
    """
    sheets = open_sheets(data)
    found = _found(sheets, choices.format)
    if not found.tables:
        raise _unrecognised(sheets, choices.format)
    if not any(table.rows for table in found.tables):
        raise refused_file(_("The file has a header but no values below it. Export it again."))
    reading = Reading()
    if choices.platform is None and found.tables[0].layout.platform is None:
        choices = _with_platform_of_name(choices, file_name, reading)
    style = style_of_tables(found.tables)
    for table in found.tables:
        read_table_into(reading, table, choices, style)
    layout = found.tables[0].layout
    sheet_names = tuple(_("the sheet %(name)s") % {"name": name} for name in found.other_sheets)
    return MetricFile(
        layout.name,
        _(layout.label),
        tuple(reading.rows),
        tuple(sorted(reading.skipped, key=lambda row: row.row_number)),
        reading.rows_read,
        tuple(dict.fromkeys(reading.unknown)),
        (*dict.fromkeys(reading.left_out), *sheet_names),
        tuple(reading.doubts),
        _moment_in(file_name),
    )


def _found(sheets: Sequence[Sheet], wanted: str) -> _Found:
    """The tables by the special readers, by the layouts, and last as a plain table of days."""
    if wanted in {"", GA4} and is_ga4(sheets[0]):
        return _Found(tuple(ga4_tables(sheets[0])))
    daily = meta_daily_table(sheets[0]) if wanted in {"", META_DAILY} else None
    if daily is not None:
        return _Found((daily,))
    layouts = [layout for layout in LAYOUTS if wanted in {"", layout.name}]
    by_sheet = [(sheet, tuple(_tables_of(sheet, layouts))) for sheet in sheets]
    tables = tuple(table for _sheet, found in by_sheet for table in found)
    others = tuple(sheet.name for sheet, found in by_sheet if not found)
    if wanted in {"", LINKEDIN_MEMBER} and is_linkedin_member(sheets):
        facts = tuple(linkedin_member_facts(sheets))
        return _Found((*facts, *tables), tuple(name for name in others if name.casefold() == "demographics"))
    if not tables and wanted in {"", DAY_TABLE}:
        plain = _day_table(sheets[0])
        return _Found((plain,) if plain else ())
    return _Found(tables, others)


def _tables_of(sheet: Sheet, layouts: Sequence[Layout]) -> Iterator[MetricTable]:
    """The first header that fits, and the tables below it; two may stand side by side, with a gap between."""
    for place, row in enumerate(sheet.rows[:ROWS_ABOVE]):
        keys = frozenset(header_key(cell) for cell in row.cells)
        layout = next((layout for layout in layouts if layout.fits(keys)), None)
        if layout is None:
            continue
        below = sheet.rows[place + 1 :]
        for start, end in _side_by_side(row):
            part = tuple(
                SheetRow(line.number, cells) for line in below if any(cells := line.cells[start:end])
            )
            yield MetricTable(layout, row.cells[start:end], part)
        return


def _side_by_side(header: SheetRow) -> list[tuple[int, int]]:
    """Where the tables of a row of headers begin and end: a repetition of the first column begins another."""
    keys = [header_key(cell) for cell in header.cells]
    starts = [
        place for place, key in enumerate(keys) if key == keys[0] and (place == 0 or not keys[place - 1])
    ]
    return list(zip(starts, [*starts[1:], len(keys)], strict=True))


def _day_table(sheet: Sheet) -> MetricTable | None:
    header = sheet.rows[0]
    keys = [header_key(cell) for cell in header.cells]
    day = next((key for key in keys if key in {"date", "day"}), None)
    metrics = {key: metric for key in keys if (metric := _metric_named(key)) is not None}
    if day is None or not metrics:
        return None
    layout = Layout(DAY_TABLE, OTHER_LABELS[DAY_TABLE], (), metrics, (day,))
    return MetricTable(layout, header.cells, sheet.rows[1:])


def _metric_named(key: str) -> MetricName | None:
    try:
        return parse_metric_name(key)
    except ValueError:
        return None


def _unrecognised(sheets: Sequence[Sheet], wanted: str) -> Exception:
    header = sheets[0].rows[0]
    if wanted:
        label = known_formats().get(wanted, wanted)
        return refused_file(
            _("The columns are not those of “%(format)s”. Choose another format, or let it be recognised.")
            % {"format": label}
        )
    if header_key(header.cell(0)) in BREAKDOWNS:
        return refused_file(
            _(
                "The file breaks the numbers down by %(column)s and names neither days nor posts. "
                "Export the table by day, or by post."
            )
            % {"column": shown(header.cell(0))}
        )
    return refused_file(
        _(
            "The columns of the file belong to no export we know; it begins with %(columns)s. "
            "Choose the file that the platform gave you, or paste the numbers as a grid."
        )
        % {"columns": ", ".join(shown(cell) for cell in header.cells[:4] if cell)}
    )


def _with_platform_of_name(choices: Choices, file_name: str, reading: Reading) -> Choices:
    words = re.split(r"[^a-z0-9]+", file_name.lower())
    named = {*platforms_in(file_name), *(SHORT_NAMES[word] for word in words if word in SHORT_NAMES)}
    if len(named) != 1:
        return choices
    platform = named.pop()
    reading.doubts.append(
        _("That the numbers are of %(platform)s is taken from the file’s name.")
        % {"platform": platform.label}
    )
    return replace(choices, platform=platform)


def _moment_in(file_name: str) -> datetime | None:
    found = MOMENT_IN_NAME.search(file_name)
    return datetime.fromtimestamp(int(found[1]) / 1000, tz=UTC) if found else None
