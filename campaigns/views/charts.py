"""Charts as numbers for an SVG: the server draws, so that pages need no script and no inline style."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.dateformat import format as format_date

from campaigns.domain.queries import MetricSeries

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 12, 28
GRID_LINES = 4
MOST_DATE_LABELS = 6
WIDEST_BAR = 28


@dataclass(frozen=True)
class Mark:
    """One value: a dot at (x, y), or a bar with its upper left corner there, down to the axis."""

    x: str
    y: str
    width: str
    height: str
    title: str


@dataclass(frozen=True)
class Label:
    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Chart:
    """A line with dots, or bars; all numbers are texts, so that no locale can put a comma into them."""

    series: MetricSeries
    title: str
    bars: tuple[Mark, ...]
    dots: tuple[Mark, ...]
    line: str
    values: tuple[Label, ...]
    dates: tuple[Label, ...]

    @property
    def axis_y(self) -> int:
        return HEIGHT - BOTTOM


def chart_of(series: MetricSeries) -> Chart:
    """Bars for what is counted by day, a line for what has a level, such as followers or a rate."""
    top = _rounded_up(max((value for _day, value in series.points), default=Decimal(0)))
    places = _x_places(series.points)
    is_bars = series.is_additive
    marks = tuple(
        _mark(
            x, value, top, f"{format_date(day, 'D j M Y')}: {value_text(value)}", len(places), is_bar=is_bars
        )
        for x, (day, value) in zip(places, series.points, strict=True)
    )
    return Chart(
        series=series,
        title=series.label,
        bars=marks if is_bars else (),
        dots=() if is_bars else marks,
        line="" if is_bars else " ".join(f"{mark.x},{mark.y}" for mark in marks),
        values=_value_labels(top),
        dates=_date_labels(places, series.points),
    )


def _x_places(points: Sequence[tuple[date, Decimal]]) -> list[float]:
    """By calendar days, not by rank: a gap in the numbers is a gap in the drawing."""
    if not points:
        return []
    first, last = points[0][0], points[-1][0]
    span = max((last - first).days, 1)
    inner = WIDTH - LEFT - RIGHT - WIDEST_BAR
    start = LEFT + WIDEST_BAR / 2
    if len(points) == 1:
        return [start + inner / 2]
    return [start + inner * (day - first).days / span for day, _value in points]


def _mark(x: float, value: Decimal, top: Decimal, title: str, count: int, *, is_bar: bool) -> Mark:
    height = float(value / top) * (HEIGHT - TOP - BOTTOM)
    width = min(WIDEST_BAR, max(3.0, (WIDTH - LEFT - RIGHT) / count * 0.7))
    left = x - width / 2 if is_bar else x
    return Mark(_number(left), _number(HEIGHT - BOTTOM - height), _number(width), _number(height), title)


def _value_labels(top: Decimal) -> tuple[Label, ...]:
    step = (HEIGHT - TOP - BOTTOM) / GRID_LINES
    return tuple(
        Label(str(LEFT - 8), _number(HEIGHT - BOTTOM - step * line), value_text(top * line / GRID_LINES))
        for line in range(GRID_LINES + 1)
    )


def _date_labels(places: Sequence[float], points: Sequence[tuple[date, Decimal]]) -> tuple[Label, ...]:
    every = -(-len(points) // MOST_DATE_LABELS) or 1
    return tuple(
        Label(_number(x), str(HEIGHT - 8), format_date(day, "j M"))
        for place, (x, (day, _value)) in enumerate(zip(places, points, strict=True))
        if place % every == 0
    )


def _rounded_up(value: Decimal) -> Decimal:
    """The next number with one or two leading digits that divides well, so that the grid reads easily."""
    if value <= 0:
        return Decimal(1)
    magnitude = Decimal(10) ** (value.adjusted())
    for factor in (1, 2, 4, 5, 8, 10):
        if value <= magnitude * factor:
            return magnitude * factor
    return magnitude * 10


def value_text(value: Decimal) -> str:
    """A value as people read it: thousands apart, no zeros behind."""
    plain = f"{value:,.4f}".rstrip("0").rstrip(".")
    return plain or "0"


def _number(value: float) -> str:
    return f"{value:.1f}"
