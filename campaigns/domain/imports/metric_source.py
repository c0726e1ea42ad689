"""Opens a platform's export, whether it was saved as CSV, XLSX or the older XLS."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from campaigns.domain.imports.metric_sheets import MAX_BYTES, Sheet, sheet_rows
from campaigns.domain.imports.metric_workbook import read_xls, read_xlsx
from campaigns.domain.imports.tables import DELIMITERS, delimiter_of
from campaigns.domain.imports.texts import decoded, refused_file

# The separator shows itself in the first rows; a title above them may hold none.
LINES_LOOKED_AT = 20
ZIP_SIGNATURE, OLE_SIGNATURE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def open_sheets(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of an export that hold anything, in their order.

    Refuses what cannot be read whole: an empty or damaged file, text that is neither UTF-8 nor UTF-16, and
    more than MAX_BYTES, MAX_ROWS a sheet, MAX_COLUMNS or MAX_CELL_CHARS.
    """
    refuse_large(data)
    if data.startswith(ZIP_SIGNATURE):
        sheets = read_xlsx(data)
    elif data.startswith(OLE_SIGNATURE):
        sheets = read_xls(data)
    else:
        sheets = (_csv_sheet(decoded(data, max_bytes=MAX_BYTES)),)
    filled = tuple(sheet for sheet in sheets if sheet.rows)
    if not filled:
        raise refused_file(_("The file holds no values. Choose the file that the platform gave you."))
    return filled


def refuse_large(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise refused_file(
            _("The file is larger than %(size)d MB. Export a shorter time and import the parts.")
            % {"size": MAX_BYTES // 1024 // 1024}
        )


def _csv_sheet(text: str) -> Sheet:
    skipped, delimiter = 0, ""
    if text[:4].lower() == "sep=" and text[4:5] in DELIMITERS:
        delimiter, skipped = text[4], 1
        text = text.partition("\n")[2]
    delimiter = delimiter or delimiter_of(text, lines=LINES_LOOKED_AT)
    if _is_quoted_twice(text, delimiter):
        text = "\n".join(_unquoted(line) for line in text.split("\n"))
    records = ((number + skipped, values) for number, values in _records(text, delimiter))
    return Sheet("", sheet_rows(records))


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
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
                    "Row %(row)d cannot be read: a quotation mark stands where none may, or is never closed. "
                    "Choose the file as the platform gave it, not one that was edited."
                )
                % {"row": number}
            ) from error
        yield number, values


def _is_quoted_twice(text: str, delimiter: str) -> bool:
    """Some spreadsheets put each whole line into quotation marks again: then the header is one single cell."""
    first = next(iter(_records(text.partition("\n")[0], delimiter)), (1, []))[1]
    return len(first) == 1 and '"' in first[0] and first[0].count(delimiter) > 1


def _unquoted(line: str) -> str:
    is_whole = len(line) > 1 and line.startswith('"') and line.endswith('"')
    return line[1:-1].replace('""', '"') if is_whole else line
