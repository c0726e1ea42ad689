"""Many numbers at once, as people copy them from a spreadsheet: read cell by cell."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

from django.utils.translation import gettext as _

from campaigns.choices import Platform
from campaigns.domain.imports.metric_days import order_of, parsed_stamp
from campaigns.domain.imports.metric_numbers import BadNumber, Style, is_missing, parsed_value, style_of
from campaigns.domain.imports.texts import shown
from campaigns.domain.metric_logging import DayValue, refused_grid
from campaigns.domain.metrics import FIRST_DAY
from campaigns.metric_names import MetricName, parse_metric_name
from campaigns.models import Campaign

MOST_ROWS, MOST_COLUMNS = 400, 45
DAY_WORDS = frozenset({"date", "day", "datum", "tag"})
PLATFORM_WORDS = frozenset({"platform", "channel", "network", "plattform", "kanal"})


@dataclass(frozen=True)
class GridCell:
    """What stands in a cell, the value it means, and what is wrong with it; both may be nothing."""

    text: str
    metric: MetricName | None = None
    value: Decimal | None = None
    problem: str = ""


@dataclass(frozen=True)
class GridRow:
    number: int
    day: date | None
    platform: Platform | None
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class Grid:
    """A pasted table: the names of its columns, its rows, and every problem as a sentence."""

    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    problems: tuple[str, ...]

    @property
    def values(self) -> tuple[DayValue, ...]:
        return tuple(
            DayValue(
                _place(row.number, str(cell.metric.label)), row.platform, row.day, cell.metric, cell.value
            )
            for row in self.rows
            for cell in row.cells
            if row.platform and row.day and cell.metric and cell.value is not None
        )


def read_grid(
    text: str,
    *,
    campaign: Campaign,
    platform: Platform | None,
    day: date | None,
    day_order: str,
    now: datetime,
) -> Grid:
    """The table in a text pasted from a spreadsheet, its cells apart by tab, semicolon or comma.

    The first row names the columns: date, platform, and metrics. Without a column of dates or platforms,
    `day` and `platform` hold for all rows. Refuses what is no table at all; what is wrong in a cell is told
    beside that cell.
    """
    header, rows = _split(text)
    columns = tuple(_column(name) for name in header)
    days = (_cell(row, _place_of("day", columns)) for _number, row in rows)
    style = style_of(
        _cell(row, place)
        for _number, row in rows
        for place, found in enumerate(columns)
        if isinstance(found, MetricName)
    )
    order = order_of(days, usual="", chosen=day_order)
    how = _How(columns, day, platform, order, style, campaign.local_date(now))
    read = tuple(how.row(number, row) for number, row in rows)
    problems = [
        *_missing(columns, day, platform),
        *_unknown(header, columns, rows),
        *(problem for row in read for problem in _problems(row, header)),
    ]
    return Grid(tuple(header), read, tuple(problems))


@dataclass(frozen=True)
class _How:
    """How a row is read; `day` and `platform` hold where the table has no column of them."""

    columns: tuple[MetricName | str, ...]
    day: date | None
    platform: Platform | None
    order: str
    style: Style
    today: date

    def row(self, number: int, row: Sequence[str]) -> GridRow:
        day, wrong_day = self.day, ""
        if "day" in self.columns:
            day, wrong_day = _day(_cell(row, _place_of("day", self.columns)), self.order, self.today)
        platform, wrong_platform = self.platform, ""
        if "platform" in self.columns:
            platform, wrong_platform = _platform(_cell(row, _place_of("platform", self.columns)))
        wrong = {"day": wrong_day, "platform": wrong_platform}
        cells = tuple(
            _grid_cell(_cell(row, place), column, self.style, wrong.get(str(column), ""))
            for place, column in enumerate(self.columns)
        )
        return GridRow(number, day, platform, cells)


def _place_of(name: str, columns: Sequence[MetricName | str]) -> int | None:
    return columns.index(name) if name in columns else None


def _problems(row: GridRow, header: Sequence[str]) -> list[str]:
    return [
        f"{_place(row.number, name)}: {cell.problem}"
        for name, cell in zip(header, row.cells, strict=True)
        if cell.problem
    ]


def _unknown(
    header: Sequence[str], columns: Sequence[MetricName | str], rows: Sequence[tuple[int, list[str]]]
) -> list[str]:
    return [
        _("Column %(number)d: %(name)s is no metric we know.")
        % {"number": place + 1, "name": shown(header[place])}
        for place, found in enumerate(columns)
        if found == "" and any(_cell(row, place) for _number, row in rows)
    ]


def _split(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max("\t;,", key=first.count)
    if not first.count(delimiter):
        raise refused_grid(
            [_("This is no table yet: paste the row of headings and at least one row below it.")]
        )
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = [(number, [cell.strip() for cell in row]) for number, row in enumerate(_lines(records), start=1)]
    rows = [(number, row) for number, row in rows if any(row)]
    if len(rows) < 2:
        raise refused_grid([_("There is no row below the headings. Paste at least one.")])
    if len(rows) > MOST_ROWS + 1 or max(len(row) for _number, row in rows) > MOST_COLUMNS:
        raise refused_grid(
            [
                _(
                    "A grid has at most %(rows)d rows and %(columns)d columns. Paste it in parts, or import a file."
                )
                % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
            ]
        )
    return rows[0][1], rows[1:]


def _lines(records: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from islice(records, MOST_ROWS * 2)
    except csv.Error as error:
        raise refused_grid(
            [_("A cell is far too long, or a quotation mark is never closed. Paste it again.")]
        ) from error


def _column(name: str) -> MetricName | str:
    """The metric of a column, or `day`, `platform`, or nothing where it is unknown."""
    word = " ".join(name.split()).casefold()
    if word in DAY_WORDS:
        return "day"
    if word in PLATFORM_WORDS:
        return "platform"
    by_label = {str(metric.label).casefold(): metric for metric in MetricName}
    try:
        return by_label[word] if word in by_label else parse_metric_name(name)
    except ValueError:
        return ""


def _missing(columns: Sequence[MetricName | str], day: date | None, platform: Platform | None) -> list[str]:
    problems: list[str] = []
    if "day" not in columns and day is None:
        problems.append(_("There is no column “Date”. Add one, or choose the day above."))
    if "platform" not in columns and platform is None:
        problems.append(_("There is no column “Platform”. Add one, or choose the platform above."))
    if not any(isinstance(column, MetricName) for column in columns):
        problems.append(_("No column is named after a metric, such as Impressions or Likes."))
    return problems


def _grid_cell(text: str, column: MetricName | str, style: Style, problem: str) -> GridCell:
    if not isinstance(column, MetricName):
        return GridCell(text, problem=problem)
    if is_missing(text):
        return GridCell(text, column)
    try:
        return GridCell(text, column, parsed_value(text, column, style))
    except BadNumber as error:
        return GridCell(text, column, problem=str(error))


def _day(text: str, order: str, today: date) -> tuple[date | None, str]:
    try:
        day = parsed_stamp(text, order).day
    except ValueError:
        return None, _("%(text)s is not a day; write it like 2026-01-31") % {"text": shown(text)}
    if not FIRST_DAY <= day <= today:
        return None, _("the day lies in the future or before 2000")
    return day, ""


def _platform(text: str) -> tuple[Platform | None, str]:
    labels = {str(platform.label).casefold(): platform for platform in Platform.outward()}
    try:
        platform = labels.get(text.casefold()) or Platform.parse(text)
    except ValueError:
        platform = Platform.INTERNAL
    if platform is Platform.INTERNAL:
        return None, _("%(text)s is not a platform we know") % {"text": shown(text)}
    return platform, ""


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _place(number: int, column: str) -> str:
    return _("Row %(row)d, %(column)s") % {"row": number, "column": column}
