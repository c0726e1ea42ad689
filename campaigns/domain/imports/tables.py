"""Reads a CSV file into rows numbered as a spreadsheet shows them, wholly or not at all."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.domain.imports.texts import decoded, grouped, listed, refused_file

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 200
MAX_CELL_CHARS = 100_000
DELIMITERS = (",", ";", "\t")


def column_key(name: str) -> str:
    """What makes two column names the same: letter case and spacing do not matter."""
    return " ".join(name.split()).casefold()


def delimiter_of(text: str, *, lines: int = 1) -> str:
    """The separator that the first `lines` use most outside quotation marks; empty lines on top do not count."""
    found: Counter[str] = Counter()
    is_quoted, seen = False, 0
    for character in text.lstrip("\n"):
        if character == '"':
            is_quoted = not is_quoted
        elif character == "\n" and not is_quoted:
            seen += 1
            if seen >= lines:
                break
        elif character in DELIMITERS and not is_quoted:
            found[character] += 1
    return max(DELIMITERS, key=lambda delimiter: found[delimiter])


@dataclass(frozen=True)
class TableRow:
    """One row below the header; a spreadsheet shows `number` beside it, and `cells` go by `column_key`."""

    number: int
    cells: Mapping[str, str]

    def value(self, column: str) -> str:
        """The trimmed text of a cell; empty where the file has no such column or the row ends before it."""
        return self.cells.get(column_key(column), "").strip()

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells.values())


@dataclass(frozen=True)
class Table:
    """The header as it is written, trimmed, and every row down to the last one that holds anything."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]

    def has(self, column: str) -> bool:
        return column_key(column) in {column_key(name) for name in self.header}


def read_table(data: bytes) -> Table:
    """The table in a CSV file, separated by comma, semicolon or tab.

    Of two columns with the same name the first counts; columns without a name are left out. Refuses what
    `decoded` refuses, a quotation mark that is never closed, a row with more values than the header has
    columns, a header without rows, and more than MAX_BYTES, MAX_ROWS, MAX_COLUMNS or MAX_CELL_CHARS.
    """
    text = decoded(data, max_bytes=MAX_BYTES)
    records = _records(text, delimiter_of(text))
    header_number, names = next(records, (0, []))
    if not names:
        raise refused_file(
            _("The file holds separators and nothing between them. Choose the file that holds the data.")
        )
    header = tuple(name.strip() for name in names)
    rows: list[TableRow] = []
    too_long: list[int] = []
    last_number = header_number
    for number, values in records:
        if number - header_number > MAX_ROWS:
            raise refused_file(
                _("The file has more than %(most)s rows. Split it and import the parts.")
                % {"most": grouped(MAX_ROWS)}
            )
        rows.extend(TableRow(blank, {}) for blank in range(last_number + 1, number))
        rows.append(TableRow(number, _cells(header, values)))
        last_number = number
        if any(value.strip() for value in values[len(header) :]):
            too_long.append(number)
    if too_long:
        raise refused_file(
            _(
                "More values than the header has columns: row %(rows)s. "
                "Put quotation marks around text that holds the separator, and try again."
            )
            % {"rows": listed(too_long)}
        )
    if not rows:
        raise refused_file(_("The file has a header but no rows below it. Fill in at least one row."))
    return Table(header, tuple(rows))


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record that holds anything, numbered from 1; blank records are counted and left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise refused_file(
                _(
                    "Row %(row)d cannot be read: a quotation mark is opened and never closed or stands single "
                    "inside quoted text, or a cell is longer than %(most)s characters. Correct it."
                )
                % {"row": number, "most": grouped(MAX_CELL_CHARS)}
            ) from error
        if not any(value.strip() for value in values):
            continue
        _refuse_oversize(number, values)
        yield number, values


def _refuse_oversize(number: int, values: list[str]) -> None:
    if len(values) > MAX_COLUMNS:
        raise refused_file(
            _("Row %(row)d has more than %(most)d columns. Remove the columns nobody needs.")
            % {"row": number, "most": MAX_COLUMNS}
        )
    if any(len(value) > MAX_CELL_CHARS for value in values):
        raise refused_file(
            _(
                "Row %(row)d has a cell longer than %(most)s characters. Shorten it, or look for a "
                "quotation mark that is closed too late."
            )
            % {"row": number, "most": grouped(MAX_CELL_CHARS)}
        )


def _cells(header: tuple[str, ...], values: list[str]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for name, value in zip(header, values, strict=False):
        if name:
            cells.setdefault(column_key(name), value)
    return cells
