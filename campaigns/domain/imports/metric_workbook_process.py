"""Reads one workbook in a process of its own, with a limit to its memory.

The library lays out every sheet whole: two cells far apart ask for hundreds of gigabytes, and then it ends the
process it runs in, as some damaged files make it do. So that process must not be the one that serves pages.

Run as `python -I metric_workbook_process.py FILE MOST_ROWS MOST_COLUMNS`, where the ending of FILE, .xls or .xlsx,
tells how it is read. Writes JSON: for each sheet its name and its rows, each with its number and its texts.
Ends with one of the codes below, with 1 for a damaged file, or by a signal.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    load_workbook,
)

DONE, LOCKED, TOO_MUCH = 0, 3, 4
MEMORY = 512 * 1024 * 1024
# All texts together; an empty cell counts as well, because it takes its place in the answer.
MOST_LETTERS, LETTERS_OF_A_CELL = 40_000_000, 8

Cell = int | float | str | bool | time | date | datetime | timedelta
Rows = list[tuple[int, list[str]]]


class TooMuch(Exception):
    """The texts of the workbook are more than an export can hold."""


def main(path: str, most_rows: int, most_columns: int) -> int:
    """Write the answer and return the code to end with. Raises whatever the library does for a damaged file."""
    # macOS refuses this limit; no installation runs there.
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = sheets_in(path, most_rows, most_columns)
    except PasswordError:
        return LOCKED
    except (MemoryError, TooMuch):
        return TOO_MUCH
    json.dump(answer, sys.stdout)
    return DONE


def sheets_in(path: str, most_rows: int, most_columns: int) -> list[tuple[str, Rows]]:
    """Every sheet, one after the other. Raises TooMuch, or whatever the library does for a damaged file."""
    with load_workbook(path) as book:
        return _sheets(book, most_rows, most_columns)


def _sheets(book: CalamineWorkbook, most_rows: int, most_columns: int) -> list[tuple[str, Rows]]:
    sheets: list[tuple[str, Rows]] = []
    letters = 0
    for place, about in enumerate(book.sheets_metadata):
        rows: Rows = []
        # One row and one column more than may be, so that the reader sees that there are too many.
        for number, cells in _filled_rows(book, place, about.typ, most_columns + 1):
            letters += sum(len(cell) + LETTERS_OF_A_CELL for cell in cells)
            if letters > MOST_LETTERS:
                raise TooMuch
            rows.append((number, cells))
            if len(rows) > most_rows:
                break
        sheets.append((about.name, rows))
    return sheets


def _filled_rows(
    book: CalamineWorkbook, place: int, kind: SheetTypeEnum, columns: int
) -> Iterator[tuple[int, list[str]]]:
    if kind != SheetTypeEnum.WorkSheet:
        return
    sheet: CalamineSheet = book.get_sheet_by_index(place)
    if sheet.start is None:
        return
    # Rows above the first cell are given, columns before it are not.
    before = [""] * sheet.start[1]
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [*before, *(_text(cell) for cell in row)][:columns]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _text(cell: Cell) -> str:
    """What a person sees: 2026-01-31, with the time where there is one; numbers without needless zeros."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, int | float):
        return _number(float(cell))
    if isinstance(cell, datetime):
        return (cell + timedelta(milliseconds=500)).isoformat(" ", "seconds")
    return str(cell)


def _number(value: float) -> str:
    """Beyond fifteen digits a number stays in the notation that shows their loss."""
    return str(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
