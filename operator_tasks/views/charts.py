"""Charts as places on a drawing, so that templates only write them down; each carries its own table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.spoken_dates import spoken
from campaigns.spoken_numbers import spoken_number
from operator_tasks.domain.reports import WeekReport, engagement_by_platform

# Narrow enough for a phone, where its letters are then as large as those of the page.
WIDTH = 440
LABEL_WIDTH = 110
VALUE_WIDTH = 70
BAR, GAP, GROUP_GAP = 16, 3, 14
COLUMNS_HEIGHT, COLUMNS_TOP, COLUMNS_FOOT = 230, 22, 24
SHORTEST_WITH_NUMBER = 15


@dataclass(frozen=True)
class Series:
    """One line of a legend; `name` chooses the look, `label` says it."""

    name: str
    label: str


@dataclass(frozen=True)
class Bar:
    """One mark: its place and size on the drawing, its series, and its value in words."""

    x: int
    y: int
    width: int
    height: int
    series: str
    text: str
    text_x: int
    text_y: int
    is_inside: bool = False


@dataclass(frozen=True)
class Group:
    """What stands beside or below some bars, with the place of that text."""

    label: str
    x: int
    y: int
    bars: tuple[Bar, ...]
    total: str = ""
    total_y: int = 0


@dataclass(frozen=True)
class Chart:
    """A drawing of bars with its legend; `head` and `rows` tell the same numbers as a table."""

    id: str
    title: str
    summary: str
    series: tuple[Series, ...]
    groups: tuple[Group, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    height: int
    kind: str
    note: str = ""
    width: int = WIDTH
    axis: int = LABEL_WIDTH


Rows = Sequence[tuple[str, Sequence[Decimal | int]]]


def bar_chart(id: str, title: str, series: Sequence[Series], rows: Rows, *, first: str) -> Chart:
    """Groups of lying bars. The longest fills the drawing; a value above zero can always be seen."""
    most = max((value for _label, values in rows for value in values), default=0)
    groups, y = [], GROUP_GAP // 2
    for label, values in rows:
        height = len(values) * (BAR + GAP)
        bars = _lying(series, values, most, y)
        groups.append(Group(label, LABEL_WIDTH - 8, y + height // 2 + 4, tuple(bars)))
        y += height + GROUP_GAP
    told = (_summary(rows), tuple(series), tuple(groups), _head(first, series), _table(rows))
    return Chart(id, title, *told, height=y, kind="bars")


def _lying(
    series: Sequence[Series], values: Sequence[Decimal | int], most: Decimal | int, top: int
) -> list[Bar]:
    bars = []
    for place, (each, value) in enumerate(zip(series, values, strict=True)):
        y = top + place * (BAR + GAP)
        width = _scaled(value, most, WIDTH - LABEL_WIDTH - VALUE_WIDTH)
        text_x = LABEL_WIDTH + width + 6
        bars.append(Bar(LABEL_WIDTH, y, width, BAR, each.name, spoken_number(value), text_x, y + 13))
    return bars


def column_chart(
    id: str, title: str, series: Sequence[Series], rows: Rows, *, first: str, stacked: bool, note: str = ""
) -> Chart:
    """Standing bars, one group for each row: on top of each other, or side by side."""
    totals = [sum(values) if stacked else max(values, default=0) for _label, values in rows]
    most, slot = max(totals, default=0), WIDTH // max(len(rows), 1)
    floor, draw = COLUMNS_HEIGHT - COLUMNS_FOOT, _stack if stacked else _beside
    groups = []
    for place, ((label, values), total) in enumerate(zip(rows, totals, strict=True)):
        bars = draw(series, values, most, place * slot, slot)
        top = min((bar.y for bar in bars), default=floor)
        shown = spoken_number(total) if stacked and total else ""
        middle = place * slot + slot // 2
        groups.append(Group(label, middle, COLUMNS_HEIGHT - 6, tuple(bars), shown, top - 6))
    told = (_summary(rows), tuple(series), tuple(groups), _head(first, series), _table(rows))
    return Chart(id, title, *told, height=COLUMNS_HEIGHT, kind="columns", note=note, axis=floor)


def _stack(
    series: Sequence[Series], values: Sequence[Decimal | int], most: Decimal | int, left: int, slot: int
) -> list[Bar]:
    width = min(56, slot * 6 // 10)
    x, y, bars = left + (slot - width) // 2, COLUMNS_HEIGHT - COLUMNS_FOOT, []
    for each, value in zip(series, values, strict=True):
        height = _scaled(value, most, COLUMNS_HEIGHT - COLUMNS_FOOT - COLUMNS_TOP)
        if not height:
            continue
        y -= height
        text = spoken_number(value) if height >= SHORTEST_WITH_NUMBER else ""
        bars.append(
            Bar(x, y, width, height, each.name, text, x + width // 2, y + height // 2 + 4, is_inside=True)
        )
    return bars


def _beside(
    series: Sequence[Series], values: Sequence[Decimal | int], most: Decimal | int, left: int, slot: int
) -> list[Bar]:
    width = min(28, slot * 3 // 10)
    start = left + (slot - width * len(values) - GAP) // 2
    floor, bars = COLUMNS_HEIGHT - COLUMNS_FOOT, []
    for place, (each, value) in enumerate(zip(series, values, strict=True)):
        height = _scaled(value, most, floor - COLUMNS_TOP)
        x = start + place * (width + GAP)
        text = spoken_number(value) if value else ""
        bars.append(
            Bar(x, floor - height, width, height, each.name, text, x + width // 2, floor - height - 5)
        )
    return bars


def _scaled(value: Decimal | int, most: Decimal | int, room: int) -> int:
    if not most or not value:
        return 0
    return max(2, int(Decimal(value) / Decimal(most) * room))


def _summary(rows: Rows) -> str:
    return "; ".join(f"{label}: {' / '.join(map(spoken_number, values))}" for label, values in rows)


def _head(first: str, series: Sequence[Series]) -> tuple[str, ...]:
    return (first, *(each.label for each in series))


def _table(rows: Rows) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((label, tuple(map(spoken_number, values))) for label, values in rows)


def outcomes_chart(report: WeekReport) -> Chart:
    """What became of the tasks of the last weeks; outcomes that no week had are left out."""
    told = [
        (each.week.name[5:], (each.on_time, each.late, each.missed, each.overdue, each.blocked, each.ahead))
        for each in report.trend
    ]
    known = _outcome_series()
    kept = [place for place in range(len(known)) if not place or any(values[place] for _week, values in told)]
    rows = [(week, [values[place] for place in kept]) for week, values in told]
    title, series = _("What became of the tasks, week by week"), [known[place] for place in kept]
    return column_chart("outcomes", title, series, rows, first=_("Week"), stacked=True)


def _outcome_series() -> list[Series]:
    return [
        Series("done", _("On time")),
        Series("late", _("Late")),
        Series("missed", _("Missed")),
        Series("overdue", _("Overdue")),
        Series("blocked", _("Blocked")),
        Series("ahead", _("Still to come")),
    ]


def engagement_chart(report: WeekReport) -> Chart | None:
    """Engagement and clicks of each platform; None where nothing of the kind was logged in either week."""
    now, before = engagement_by_platform(report.numbers), engagement_by_platform(report.before)
    rows = [
        (label, [now.get(label, Decimal()), before.get(label, Decimal())])
        for label in sorted({*now, *before})
    ]
    if not rows:
        return None
    series = [Series("1", _("This week")), Series("2", _("The week before"))]
    return bar_chart("engagement", _("Engagement and clicks by platform"), series, rows, first=_("Platform"))


def days_chart(report: WeekReport) -> Chart | None:
    """The posts of each day; None for a week without posts."""
    if not any(day.planned for day in report.days):
        return None
    series = [Series("plan", _("Planned")), Series("done", _("Published"))]
    rows = [(spoken(day.day, "D j"), [day.planned, day.done]) for day in report.days]
    note = _("As it stands now, by the day a post was due.") if report.stored else ""
    title = _("Posts by day")
    return column_chart("days", title, series, rows, first=_("Day"), stacked=False, note=note)
