"""Sheets of text cells, which is all that a platform's export is, and how large they may be."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.domain.imports.texts import grouped, refused_file

MAX_BYTES = 3 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 200
MAX_CELL_CHARS = 100_000


@dataclass(frozen=True)
class SheetRow:
    """One row that holds anything; a spreadsheet shows `number` beside it. Cells are trimmed texts."""

    number: int
    cells: tuple[str, ...]

    def cell(self, place: int | None) -> str:
        """Empty where there is no such column or the row ends before it."""
        return self.cells[place] if place is not None and place < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or a whole CSV file, which has no name."""

    name: str
    rows: tuple[SheetRow, ...]


def sheet_rows(records: Iterable[tuple[int, list[str]]], sheet: str = "") -> tuple[SheetRow, ...]:
    """The records that hold anything, checked against the caps as they arrive."""
    rows: list[SheetRow] = []
    for number, values in records:
        cells = tuple(value.strip() for value in values)
        if not any(cells):
            continue
        if len(rows) >= MAX_ROWS or number > MAX_ROWS * 10:
            raise refused_file(
                _("The file has more than %(most)s rows. Export a shorter time and import the parts.")
                % {"most": grouped(MAX_ROWS)}
            )
        _refuse_oversize(number, cells, sheet)
        rows.append(SheetRow(number, cells))
    return tuple(rows)


def _refuse_oversize(number: int, cells: tuple[str, ...], sheet: str) -> None:
    place = {"row": number, "sheet": sheet or _("the file"), "columns": MAX_COLUMNS}
    if len(cells) > MAX_COLUMNS:
        raise refused_file(
            _("Row %(row)d of %(sheet)s has more than %(columns)d columns. Remove those nobody needs.")
            % place
        )
    if any(len(cell) > MAX_CELL_CHARS for cell in cells):
        raise refused_file(
            _("Row %(row)d of %(sheet)s has a cell that is far too long. Export the file again.") % place
        )
