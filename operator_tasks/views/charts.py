"""Bar charts as places on a drawing, so that templates only write them down."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from operator_tasks.domain.reports import WeekReport, engagement_by_platform

WIDTH = 640
LABEL_WIDTH = 150
VALUE_WIDTH = 90
BAR, GAP, GROUP_GAP = 14, 3, 12


@dataclass(frozen=True)
class Bar:
    """One bar: its place and length on the drawing, its series (1 or 2), and its value in words."""

    y: int
    width: int
    series: int
    text: str

    @property
    def text_x(self) -> int:
        return LABEL_WIDTH + self.width + 6

    @property
    def text_y(self) -> int:
        return self.y + BAR - 3


@dataclass(frozen=True)
class Group:
    label: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class BarChart:
    """Groups of horizontal bars, one for each series; `summary` says the same in words."""

    title: str
    groups: tuple[Group, ...]
    height: int
    summary: str
    width: int = WIDTH
    x: int = LABEL_WIDTH
    bar: int = BAR


def bar_chart(title: str, rows: Sequence[tuple[str, Sequence[Decimal | int]]]) -> BarChart:
    """The longest bar fills the drawing; a value above zero is never so short that it cannot be seen."""
    most = max((value for _label, values in rows for value in values), default=0)
    groups, y = [], GROUP_GAP // 2
    for label, values in rows:
        bars = []
        for place, value in enumerate(values):
            bars.append(Bar(y + place * (BAR + GAP), _length(value, most), place + 1, f"{value:,}"))
        height = len(values) * (BAR + GAP)
        groups.append(Group(label, y + height // 2 + 3, tuple(bars)))
        y += height + GROUP_GAP
    summary = "; ".join(f"{label}: {' / '.join(f'{value:,}' for value in values)}" for label, values in rows)
    return BarChart(title, tuple(groups), y, summary)


def _length(value: Decimal | int, most: Decimal | int) -> int:
    if not most or not value:
        return 0
    return max(2, int(Decimal(value) / Decimal(most) * (WIDTH - LABEL_WIDTH - VALUE_WIDTH)))


def tasks_chart(report: WeekReport) -> BarChart:
    """What became of the week's tasks, beside the week before."""
    now, before = report.numbers, report.before
    on_time = [week.tasks_completed - week.tasks_completed_late for week in (now, before)]
    rows = [
        (_("On time"), on_time),
        (_("Late"), [now.tasks_completed_late, before.tasks_completed_late]),
        (_("Overdue"), [now.tasks_overdue, before.tasks_overdue]),
        (_("Missed"), [now.tasks_missed, before.tasks_missed]),
        (_("Blocked"), [now.tasks_blocked, before.tasks_blocked]),
    ]
    return bar_chart(_("Tasks, this week and the week before"), rows)


def engagement_chart(report: WeekReport) -> BarChart | None:
    """Engagement and clicks of each platform; None where nothing of the kind was logged."""
    now, before = engagement_by_platform(report.numbers), engagement_by_platform(report.before)
    rows = [(label, [total, before.get(label, Decimal())]) for label, total in now.items()]
    return bar_chart(_("Engagement and clicks, this week and the week before"), rows) if rows else None
