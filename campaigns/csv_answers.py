"""Lists as CSV files: streamed, and safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

# A cell that begins so would be run as a formula by a spreadsheet.
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_answer(name: str, header: Sequence[str], lines: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A download in UTF-8 with a byte order mark, so that spreadsheets read its letters."""
    answer = StreamingHttpResponse(_texts(header, lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def safe_cell(value: object) -> str:
    """The text of a cell; one that a spreadsheet would take for a formula gets an apostrophe in front.

    So does one that begins like a cell of ours that got one, for whoever takes the first one off again.
    """
    text = str(value)
    return f"'{text}" if text.lstrip("'").startswith(RUNS_AS_FORMULA) else text


def _texts(header: Sequence[str], lines: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(header)
    for line in lines:
        yield writer.writerow([safe_cell(value) for value in line])
