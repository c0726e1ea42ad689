"""Readers for exports whose tables cannot be told by their columns alone: Meta's days, LinkedIn members, Analytics."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from campaigns.choices import Granularity, Platform
from campaigns.domain.imports.metric_days import MONTH_FIRST, parsed_stamp
from campaigns.domain.imports.metric_formats import GA4, LINKEDIN_MEMBER, META_DAILY, OTHER_LABELS
from campaigns.domain.imports.metric_layout import Layout, header_key
from campaigns.domain.imports.metric_sheets import Sheet, SheetRow
from campaigns.domain.imports.metric_tables import MetricTable
from campaigns.domain.imports.texts import refused_file, shown
from campaigns.metric_names import MetricName as M

META_TITLES = {
    "views": M.VIEWS,
    "viewers": M.REACH,
    "reach": M.REACH,
    "content interactions": M.ENGAGEMENTS,
    "interactions": M.ENGAGEMENTS,
    "follows": M.FOLLOWERS_GAINED,
    "link clicks": M.LINK_CLICKS,
    "visits": M.PROFILE_VISITS,
    "profile visits": M.PROFILE_VISITS,
}
META_HEADER = ("date", "primary")
GA4_METRICS = {
    "event count": M.EVENT_COUNT,
    "total users": M.USERS,
    "users": M.USERS,
    "active users": M.USERS,
    "new users": M.NEW_USERS,
    "sessions": M.SESSIONS,
    "views": M.PAGE_VIEWS,
}
MEMBER_SHEETS = frozenset({"engagement", "top posts"})
MEMBER_DAYS = Layout(
    LINKEDIN_MEMBER,
    "LinkedIn member: content",
    ("date",),
    {"impressions": M.IMPRESSIONS, "engagements": M.ENGAGEMENTS, "new followers": M.FOLLOWERS_GAINED},
    ("date",),
    Platform.LINKEDIN,
    order=MONTH_FIRST,
)
MEMBER_FACT = replace(MEMBER_DAYS, metrics={"followers": M.FOLLOWERS}, needs=("date", "followers"))
MEMBER_PERIOD = replace(
    MEMBER_DAYS,
    metrics={"reach": M.REACH},
    needs=("date", "reach"),
    granularity=Granularity.PERIOD,
    identity=("period",),
)
TOTAL_FOLLOWERS = re.compile(r"Total followers on (\d{1,2}/\d{1,2}/\d{4}):?", re.IGNORECASE)
PERIOD = re.compile(r"(\d{1,2}/\d{1,2}/\d{4}) ?[-–] ?(\d{1,2}/\d{1,2}/\d{4})")


def meta_daily_table(sheet: Sheet) -> MetricTable | None:
    """The table of a file that holds one metric: its title, then the header, then one row a day."""
    if len(sheet.rows) < 2 or _keys(sheet.rows[1]) != META_HEADER:
        return None
    title = sheet.rows[0].cell(0)
    words = header_key(title).split()
    platform = Platform(words[0]) if words[:1] in (["facebook"], ["instagram"]) else None
    name = " ".join(words[1:] if platform else words)
    if name not in META_TITLES:
        raise refused_file(
            _("%(title)s is not a metric we know; choose a file of views, reach, follows, clicks or visits.")
            % {"title": shown(title)}
        )
    layout = Layout(
        META_DAILY, OTHER_LABELS[META_DAILY], META_HEADER, {"primary": META_TITLES[name]}, ("date",), platform
    )
    return MetricTable(layout, ("Date", "Primary"), sheet.rows[2:])


def is_linkedin_member(sheets: Sequence[Sheet]) -> bool:
    return {sheet.name.casefold() for sheet in sheets} >= MEMBER_SHEETS


def linkedin_member_facts(sheets: Sequence[Sheet]) -> Iterator[MetricTable]:
    """The days, the follower count that stands above its table, and the reach of the whole period."""
    by_name = {sheet.name.casefold(): sheet.rows for sheet in sheets}
    for name in ("engagement", "followers"):
        rows = by_name.get(name, ())
        for place, row in enumerate(rows[:5]):
            total = TOTAL_FOLLOWERS.fullmatch(row.cell(0))
            if total:
                fact = SheetRow(row.number, (total[1], row.cell(1)))
                yield MetricTable(MEMBER_FACT, ("Date", "Followers"), (fact,))
            if _keys(row)[:1] == ("date",):
                yield MetricTable(MEMBER_DAYS, row.cells, rows[place + 1 :])
                break
    yield from _member_period(by_name.get("discovery", ()))


def _member_period(rows: Sequence[SheetRow]) -> Iterator[MetricTable]:
    period = next((found for row in rows if (found := PERIOD.fullmatch(row.cell(1)))), None)
    reach = next(
        (row for row in rows if header_key(row.cell(0)) in {"members reached", "unique views"}), None
    )
    if period and reach:
        told = SheetRow(reach.number, (f"{period[1]}-{period[2]}", period[2], reach.cell(1)))
        yield MetricTable(MEMBER_PERIOD, ("Period", "Date", "Reach"), (told,))


@dataclass(frozen=True)
class _Block:
    """A table of an Analytics report, with the period its lines above it tell."""

    start: date | None
    end: date | None
    header: SheetRow
    rows: tuple[SheetRow, ...]


def is_ga4(sheet: Sheet) -> bool:
    first = sheet.rows[0].cell(0)
    return first.startswith("#") or header_key(first) == "nth day"


def ga4_tables(sheet: Sheet) -> Iterator[MetricTable]:
    """Each block of the report. Refuses one that does not tell its own period."""
    for block in _blocks(sheet.rows):
        keys = _keys(block.header)
        if "date" in keys:
            layout = _ga4_layout(("date",), Granularity.DAY)
            yield MetricTable(layout, block.header.cells, block.rows)
            continue
        if block.start is None or block.end is None:
            raise refused_file(
                _(
                    "The table in row %(row)d does not tell its period: the lines “# Start date” and "
                    "“# End date” above it are missing. Export the report again and change nothing."
                )
                % {"row": block.header.number}
            )
        is_by_day = keys[:1] == ("nth day",)
        names = ("Start and end", "Day of the report")
        layout = (
            _ga4_layout(("day of the report",), Granularity.DAY, left_out={"nth day", "start and end"})
            if is_by_day
            else _ga4_layout(("day of the report",), Granularity.PERIOD, ("start and end", keys[0]))
        )
        rows = tuple(_told(row, block, len(keys), is_by_day=is_by_day) for row in block.rows)
        yield MetricTable(layout, (*block.header.cells, *names), rows)


def _told(row: SheetRow, block: _Block, width: int, *, is_by_day: bool) -> SheetRow:
    """The row with its period and its day as two more cells."""
    assert block.start is not None and block.end is not None
    day: date | str = block.end
    if is_by_day:
        count = row.cell(0)
        day = block.start + timedelta(days=int(count)) if count.isdecimal() and len(count) < 6 else count
    cells = tuple(row.cell(place) for place in range(width))
    return SheetRow(row.number, (*cells, f"{block.start:%Y%m%d}-{block.end:%Y%m%d}", str(day)))


def _ga4_layout(
    day: tuple[str, ...],
    granularity: Granularity,
    identity: tuple[str, ...] = (),
    left_out: set[str] | None = None,
) -> Layout:
    return Layout(
        GA4,
        OTHER_LABELS[GA4],
        (),
        GA4_METRICS,
        day,
        granularity=granularity,
        identity=identity,
        left_out=frozenset(left_out or ()),
    )


def _blocks(rows: Sequence[SheetRow]) -> Iterator[_Block]:
    start = end = None
    header: SheetRow | None = None
    held: list[SheetRow] = []
    for row in rows:
        first = row.cell(0)
        if first.startswith("#"):
            if header is not None:
                yield _Block(start, end, header, tuple(held))
                header, held, start, end = None, [], None, None
            start = _told_day(first, "start date") or start
            end = _told_day(first, "end date") or end
        elif header is None:
            header = row
        else:
            held.append(row)
    if header is not None:
        yield _Block(start, end, header, tuple(held))


def _told_day(line: str, name: str) -> date | None:
    words, _colon, text = line.lstrip("# ").partition(":")
    try:
        return parsed_stamp(text.strip(), "").day if header_key(words) == name else None
    except ValueError:
        return None


def _keys(row: SheetRow) -> tuple[str, ...]:
    return tuple(header_key(cell) for cell in row.cells if cell)
