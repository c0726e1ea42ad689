"""Tables as files: CSV and XLSX out, either of them in, and no cell that runs as a formula in between."""

import tablib
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from campaigns.csv_answers import RUNS_AS_FORMULA, csv_answer, safe_cell
from campaigns.domain.imports.metric_sheets import SheetRow
from campaigns.domain.imports.metric_source import open_sheets
from campaigns.domain.imports.texts import grouped, listed, refused_file

# Rows go through verbs, each with its locks and its entry; more would keep everybody else waiting.
MOST_ROWS = 300
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# No column of a file can have this name: theirs are small letters without blanks.
NUMBER = "Row number"


def dataset_of(data: bytes) -> tablib.Dataset:
    """The first sheet as a table of texts, with the number a spreadsheet shows beside each row as its last column.

    Refuses what `open_sheets` refuses, a header with a name missing or twice, a row with more cells than the header
    has names, and more than 300 rows. Of a formula the stored result is read; of merged cells the first holds the
    value and the others are empty.
    """
    header, *rows = open_sheets(data)[0].rows
    names = [name.strip().lower().replace(" ", "_") for name in header.cells]
    while names and not names[-1]:
        names.pop()
    doubles = sorted({name or "–" for name in names if not name or names.count(name) > 1})
    if doubles:
        told = _("Each column needs a name of its own; correct these in the first row: %(names)s.")
        raise refused_file(told % {"names": ", ".join(doubles)[:200]})
    if len(rows) > MOST_ROWS:
        told = _("The file has more than %(most)s rows. Split it and import the parts.")
        raise refused_file(told % {"most": grouped(MOST_ROWS)})
    too_long = [row.number for row in rows if any(row.cells[len(names) :])]
    if too_long:
        told = _(
            "More values than the header has columns: row %(rows)s. "
            "Put quotation marks around text that holds the separator, and try again."
        )
        raise refused_file(told % {"rows": listed(too_long)})
    if not rows:
        raise refused_file(_("The file has a header but no rows below it. Fill in at least one row."))
    table = tablib.Dataset(headers=[*names, NUMBER])
    for row in rows:
        table.append([*(_plain(row, place) for place in range(len(names))), str(row.number)])
    return table


def _plain(row: SheetRow, place: int) -> str:
    """A cell as it was before an export put an apostrophe in front of it."""
    text = row.cell(place)
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(RUNS_AS_FORMULA) else text


def as_csv(name: str, table: tablib.Dataset) -> StreamingHttpResponse:
    return csv_answer(f"{name}.csv", table.headers, (list(row) for row in table))


def as_xlsx(name: str, table: tablib.Dataset) -> HttpResponse:
    safe = tablib.Dataset(
        *([safe_cell(cell) for cell in row] for row in table), headers=table.headers, title=name
    )
    answer = HttpResponse(safe.export("xlsx"), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


FILES = {"csv": as_csv, "xlsx": as_xlsx}


def file_answer(kind: str, name: str, table: tablib.Dataset) -> HttpResponseBase:
    return FILES[kind](name, table)
