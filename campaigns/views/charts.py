"""Charts as numbers for an SVG: the server draws, so that pages need no script and no inline style."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from campaigns.choices import MetricKind, Platform
from campaigns.domain.metric_reads import MetricSeries, Period, Points
from campaigns.spoken_dates import spoken
from campaigns.views.chart_numbers import axis_text, rounded_up, shown_value
from campaigns.views.chart_words import compared, figure_text, legend, note, summary

WIDTH, HEIGHT = 480, 200
LEFT, RIGHT, TOP, BOTTOM = 64, 10, 12, 28
GRID_LINES = 4
MOST_DATE_LABELS = 5
WIDEST_BAR = 24
# More days than these are drawn as a line alone: bars and dots would run together.
MOST_MARKS = 45


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
    anchor: str = "middle"


@dataclass(frozen=True)
class TableLine:
    """A day of the table behind a chart; a missing day has no value, which is not 0."""

    day: date
    value: str
    before: str


@dataclass(frozen=True)
class Chart:
    """A drawing and its table; places are texts, so that no locale can put a comma into them.

    `lines` are pieces between gaps. `trend` is up, down or same, empty where nothing can be compared; then
    `comparison` may say why. `legend` tells of how many days each period has values, empty without one before.
    """

    series: MetricSeries
    title: str
    bars: tuple[Mark, ...]
    dots: tuple[Mark, ...]
    lines: tuple[str, ...]
    lines_before: tuple[str, ...]
    values: tuple[Label, ...]
    dates: tuple[Label, ...]
    figure: str
    note: str
    trend: str
    change: str
    comparison: str
    legend: tuple[str, ...]
    summary: str
    table: tuple[TableLine, ...]

    @property
    def axis_y(self) -> int:
        return HEIGHT - BOTTOM

    @property
    def platform_label(self) -> str:
        return str(Platform(self.series.platform).label)

    @property
    def has_before(self) -> bool:
        return bool(self.series.before)


@dataclass(frozen=True)
class _Scale:
    """Where days and values stand on the drawing."""

    period: Period
    low: Decimal
    high: Decimal

    @property
    def width(self) -> float:
        return (WIDTH - LEFT - RIGHT) / self.period.days

    def x(self, day: date) -> float:
        return LEFT + self.width * ((day - self.period.first).days + 0.5)

    def y(self, value: Decimal) -> float:
        return TOP + float((self.high - value) / (self.high - self.low)) * (HEIGHT - TOP - BOTTOM)


def chart_of(series: MetricSeries, period: Period) -> Chart:
    """Bars for what is counted by day, a line for what has a level, such as followers or a rate."""
    moved = tuple((day + timedelta(days=period.days), value) for day, value in series.before)
    scale = _scale(series, (*series.points, *moved), period)
    return Chart(
        series,
        series.label,
        *_shapes(scale, series),
        _lines(scale, moved),
        _value_labels(scale, series.kind),
        _date_labels(scale),
        figure_text(series),
        note(series, period),
        *compared(series, period),
        legend(series, period),
        summary(series),
        _table(series, period),
    )


def _shapes(
    scale: _Scale, series: MetricSeries
) -> tuple[tuple[Mark, ...], tuple[Mark, ...], tuple[str, ...]]:
    """The bars, or the dots and the pieces of the line."""
    has_room = scale.period.days <= MOST_MARKS
    is_bars = series.is_additive and has_room
    marks = tuple(_mark(scale, point, series.kind, is_bar=is_bars) for point in series.points)
    if is_bars:
        return marks, (), ()
    return (), marks if has_room else _alone(series.points, marks), _lines(scale, series.points)


def _table(series: MetricSeries, period: Period) -> tuple[TableLine, ...]:
    now, before = dict(series.points), dict(series.before)
    lines = []
    for place in range(period.days):
        day = period.first + timedelta(days=place)
        old = before.get(day - timedelta(days=period.days))
        if day in now or old is not None:
            value = shown_value(now[day], series.kind) if day in now else ""
            lines.append(TableLine(day, value, "" if old is None else shown_value(old, series.kind)))
    return tuple(lines)


def _scale(series: MetricSeries, points: Points, period: Period) -> _Scale:
    """Counts and rates stand on zero; a level is shown where it moves, or its changes could not be seen."""
    values = [value for _day, value in points]
    high, low = max(values, default=Decimal(0)), min(values, default=Decimal(0))
    if series.kind is not MetricKind.SNAPSHOT or low == 0:
        return _Scale(period, Decimal(0), rounded_up(high / GRID_LINES) * GRID_LINES)
    step = rounded_up(max(high - low, high / 1000) / GRID_LINES)
    bottom = max((low / step).to_integral_value(rounding="ROUND_FLOOR") * step, Decimal(0))
    while bottom + step * GRID_LINES < high:
        step = rounded_up(step * Decimal("1.01"))
        bottom = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    return _Scale(period, bottom, bottom + step * GRID_LINES)


def _mark(scale: _Scale, point: tuple[date, Decimal], kind: MetricKind, *, is_bar: bool) -> Mark:
    day, value = point
    x, y = scale.x(day), scale.y(value)
    width = min(WIDEST_BAR, scale.width * 0.7)
    title = f"{spoken(day, 'D j M Y')}: {shown_value(value, kind)}"
    height = HEIGHT - BOTTOM - y
    if is_bar:
        return Mark(_number(x - width / 2), _number(y), _number(width), _number(height), title)
    return Mark(_number(x), _number(y), _number(width), _number(height), title)


def _runs(points: Points) -> list[list[tuple[date, Decimal]]]:
    """Days that follow each other; a missing day is a gap, not a zero."""
    runs: list[list[tuple[date, Decimal]]] = []
    for point in points:
        if runs and point[0] - runs[-1][-1][0] == timedelta(days=1):
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _lines(scale: _Scale, points: Points) -> tuple[str, ...]:
    return tuple(
        " ".join(f"{_number(scale.x(day))},{_number(scale.y(value))}" for day, value in run)
        for run in _runs(points)
        if len(run) > 1
    )


def _alone(points: Points, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Days without neighbours: no line could show them."""
    alone = {run[0][0] for run in _runs(points) if len(run) == 1}
    return tuple(mark for (day, _value), mark in zip(points, marks, strict=True) if day in alone)


def _value_labels(scale: _Scale, kind: MetricKind) -> tuple[Label, ...]:
    step = (scale.high - scale.low) / GRID_LINES
    levels = [scale.low + step * line for line in range(GRID_LINES + 1)]
    return tuple(
        Label(str(LEFT - 8), _number(scale.y(level)), axis_text(level, kind), "end") for level in levels
    )


def _date_labels(scale: _Scale) -> tuple[Label, ...]:
    days = scale.period.days
    every = -(-days // MOST_DATE_LABELS)
    pattern = "M Y" if days > 366 else "j M"
    places = range(0, days, every)
    shown = [scale.period.first + timedelta(days=place) for place in places]
    return tuple(Label(_number(scale.x(day)), str(HEIGHT - 8), spoken(day, pattern)) for day in shown)


def _number(value: float) -> str:
    return f"{value:.1f}"
