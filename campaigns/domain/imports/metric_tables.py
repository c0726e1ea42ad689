"""Reads one table of an export by its layout: each cell becomes a value, or is named with the reason why not."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from campaigns.choices import Granularity, Platform
from campaigns.domain.imports.metric_days import days_of_year, has_no_year, order_of, parsed_stamp
from campaigns.domain.imports.metric_layout import Layout, header_key
from campaigns.domain.imports.metric_numbers import (
    BadNumber,
    Style,
    is_missing,
    is_rounded,
    parsed_value,
    style_of,
)
from campaigns.domain.imports.metric_rows import Choices, MetricRow, SkippedRow
from campaigns.domain.imports.metric_sheets import SheetRow
from campaigns.domain.imports.texts import shown
from campaigns.errors import DomainError, InvalidInput
from campaigns.metric_names import MetricName
from campaigns.platforms.proof_urls import recognise

FIRST_DAY = date(2000, 1, 1)
LONGEST_IDENTITY = 255
NOT_A_POST = re.compile(r"(grand )?total|showing top \d+ results", re.IGNORECASE)
# Parts of a total that stands beside them.
SPLIT = re.compile(
    r"\((organic|sponsored|desktop|mobile)\)$"
    r"|^(promoted|overview|life|jobs) |^(organic|sponsored|auto-invited) followers$"
)
CUT_BY_SPREADSHEET = re.compile(r"[0-9](\.[0-9]+)?e\+?[0-9]+", re.IGNORECASE)


@dataclass(frozen=True)
class MetricTable:
    """A table with its header; `places` are where its columns stand, the first of two with the same name."""

    layout: Layout
    header: tuple[str, ...]
    rows: Sequence[SheetRow]

    @property
    def places(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for place, name in enumerate(self.header):
            found.setdefault(header_key(name), place)
        return found


@dataclass
class Reading:
    """What has been read so far; several tables of one file add to it."""

    rows: list[MetricRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    rows_read: int = 0
    seen: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def add(self, row: MetricRow) -> bool:
        """Keep a value, unless the file has told it before: then the first one counts."""
        key = (row.granularity, row.identity, row.metric_name)
        if key in self.seen:
            return False
        self.seen[key] = row.row_number
        self.rows.append(row)
        return True

    def skip(self, number: int, reason: str) -> None:
        self.skipped.append(SkippedRow(number, reason))


def read_table_into(reading: Reading, table: MetricTable, choices: Choices, style: Style) -> None:
    """Read every row. Refuses what only a person can settle: the platform, the year, the order of the date."""
    layout, places = table.layout, table.places
    platform = choices.platform or layout.platform
    if platform is None:
        text = _("The file does not say of which platform it is. Choose one.")
        raise InvalidInput(text, {"platform": [text]})
    columns = [(place, layout.metrics[key], key) for key, place in places.items() if key in layout.metrics]
    used = {key for _place, _metric, key in columns} | {*layout.day, *layout.identity, *layout.link}
    for key, place in places.items():
        if key and key not in used:
            known = key in layout.left_out or SPLIT.search(key) is not None
            (reading.left_out if known else reading.unknown).append(table.header[place])
    days = _days(table, platform, choices)
    reading.rows_read += len(table.rows)
    for row, day in zip(table.rows, days, strict=True):
        _read_row(reading, table, row, day, columns, platform, choices, style)
    if layout.granularity in {Granularity.DAY, Granularity.PERIOD}:
        reading.doubts += _out_of_sequence(table.rows, days)


def style_of_tables(tables: Iterable[MetricTable]) -> Style:
    """How the numbers of a file are written, told by all of its columns together."""
    return style_of(
        row.cell(place)
        for table in tables
        for key, place in table.places.items()
        if key in table.layout.metrics
        for row in table.rows
    )


def _read_row(
    reading: Reading,
    table: MetricTable,
    row: SheetRow,
    day: date | str,
    columns: list[tuple[int, MetricName, str]],
    platform: Platform,
    choices: Choices,
    style: Style,
) -> None:
    layout = table.layout
    try:
        external_id = _external_id(table, row)
    except ValueError as error:
        return reading.skip(row.number, str(error))
    if isinstance(day, str):
        return reading.skip(row.number, day)
    if not FIRST_DAY <= day <= choices.today:
        return reading.skip(
            row.number, _("its day, %(day)s, lies in the future or before 2000") % {"day": day}
        )
    link = next((row.cell(table.places[name]) for name in layout.link if name in table.places), "")
    about = (layout.granularity, external_id, link)
    repeated = False
    for place, metric, key in columns:
        text = row.cell(place)
        if is_missing(text):
            continue
        try:
            value = parsed_value(text, metric, style, is_percent=key in layout.percent)
        except BadNumber as error:
            reason = _("%(column)s: %(reason)s") % {"column": table.header[place], "reason": error}
            reading.skip(row.number, reason)
            continue
        if is_rounded(text):
            reading.doubts.append(_rounded(row.number, text))
        repeated = not reading.add(MetricRow(row.number, platform, day, metric, value, *about)) or repeated
    if repeated:
        reading.skip(row.number, _("an earlier row says the same"))
    return None


def _rounded(number: int, text: str) -> str:
    return _("Row %(row)d: %(text)s is a rounded number.") % {"row": number, "text": shown(text)}


def _external_id(table: MetricTable, row: SheetRow) -> str:
    """What names the post or campaign. Raises ValueError, with the reason, for rows that are none."""
    if not table.layout.identity:
        if NOT_A_POST.fullmatch(row.cell(0)):
            raise ValueError(_("it is the sum of the others"))
        return ""
    texts = [row.cell(table.places.get(name)) for name in table.layout.identity]
    first = texts[0]
    if not first:
        raise ValueError(_("it does not say which post it is about"))
    if NOT_A_POST.fullmatch(first):
        raise ValueError(_("it is the sum of the others, or a note"))
    if CUT_BY_SPREADSHEET.fullmatch(first):
        raise ValueError(
            _("a spreadsheet has cut its number (%(text)s); use the file as the platform gave it")
            % {"text": shown(first)}
        )
    told = " ".join(texts).split("?utm_")[0]
    if len(told) <= LONGEST_IDENTITY:
        return told
    return f"{told[:180]} {hashlib.sha256(told.encode()).hexdigest()}"


def _days(table: MetricTable, platform: Platform, choices: Choices) -> list[date | str]:
    """For each row its day, or why it has none."""
    place = next((table.places[name] for name in table.layout.day if name in table.places), None)
    texts = [row.cell(place) for row in table.rows]
    if texts and all(has_no_year(text) for text in texts if text):
        return _days_without_year(table, texts, platform, choices)
    order = order_of(texts, usual=table.layout.order, chosen=choices.day_order)
    return [_day(text, order, table.layout, choices) for text in texts]


def _day(text: str, order: str, layout: Layout, choices: Choices) -> date | str:
    if not text and layout.granularity is Granularity.POST:
        return choices.today
    try:
        return parsed_stamp(text, order).day_in(choices.zone, written_in=layout.zone)
    except ValueError:
        return _("%(text)s is not a day; write it like 2026-01-31") % {"text": shown(text)}


def _days_without_year(
    table: MetricTable, texts: list[str], platform: Platform, choices: Choices
) -> list[date | str]:
    """Posts tell their day by their own id; for days of an account a person knows the year."""
    link = next((name for name in table.layout.link if name in table.places), None)
    if link is not None:
        published = [_published(platform, row.cell(table.places[link]), choices) for row in table.rows]
        return [day or _("neither the row nor the post tells the year") for day in published]
    if choices.year is None:
        text = _("The dates have no year. Write the year of the newest one.")
        raise InvalidInput(text, {"year": [text]})
    found = days_of_year(texts, choices.year)
    return [
        day or _("%(text)s is not a day; write it like 2026-01-31") % {"text": shown(text)}
        for day, text in zip(found, texts, strict=True)
    ]


def _published(platform: Platform, link: str, choices: Choices) -> date | None:
    try:
        published = recognise(platform, link).published_at
    except DomainError:
        return None
    return published.astimezone(choices.zone).date() if published else None


def _out_of_sequence(rows: Sequence[SheetRow], days: Sequence[date | str]) -> list[str]:
    """Days that step back where all others step on: a slip of the hand, perhaps of the year."""
    known = [(row.number, day) for row, day in zip(rows, days, strict=True) if isinstance(day, date)]
    steps = [(number, after - before) for (_n, before), (number, after) in pairwise(known)]
    on, back = [s for s in steps if s[1].days > 0], [s for s in steps if s[1].days < 0]
    odd = back if len(on) >= len(back) else on
    if not odd or len(odd) > 3:
        return []
    return [
        _("Row %(row)d is out of the order of days; check its date.") % {"row": number} for number, _s in odd
    ]
