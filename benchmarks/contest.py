"""One line of the comparison: ours, the earlier module's way and the least that SQL takes, in turns in one process."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection

OURS, RAW, EARLIER = "ours", "raw", "earlier"
Work = Callable[[], object]


def nothing() -> None:
    """For what needs no preparation."""


@dataclass(frozen=True)
class Contender:
    """Work that is measured, and what is put right before each attempt without being measured."""

    run: Work
    before: Work = nothing


@dataclass(frozen=True)
class Contest:
    """The contenders of one line at one size; `note` says what the figures do not."""

    line: str
    size: int
    ours: Contender
    raw: Contender | None = None
    earlier: Contender | None = None
    note: str = ""

    def contenders(self, *names: str) -> dict[str, Contender]:
        """Those of the names that take part."""
        named = {OURS: self.ours, RAW: self.raw, EARLIER: self.earlier}
        return {name: named[name] for name in names if named[name] is not None}


@dataclass(frozen=True)
class Times:
    """Milliseconds of the attempts of one contender."""

    attempts: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.attempts)

    def __str__(self) -> str:
        return f"{shown(self.median)} ({shown(min(self.attempts))}–{shown(max(self.attempts))})"


def shown(milliseconds: float) -> str:
    return f"{milliseconds:,.0f}" if milliseconds >= 100 else f"{milliseconds:.2f}"


@dataclass(frozen=True)
class Result:
    """What a line came to. Ratios are of medians."""

    line: str
    db: str
    size: int
    queries: int
    times: dict[str, Times] = field(default_factory=dict)
    note: str = ""

    def over(self, above: str, below: str) -> float | None:
        if above not in self.times or below not in self.times:
            return None
        return self.times[above].median / self.times[below].median

    def as_json(self) -> dict[str, object]:
        """The row of results.json."""
        raw, earlier = self.over(OURS, RAW), self.over(EARLIER, OURS)
        return {
            "line": self.line,
            "db": self.db,
            "size": self.size,
            "ours_over_raw": None if raw is None else round(raw, 3),
            "earlier_over_ours": None if earlier is None else round(earlier, 1),
            "queries": self.queries,
            "ours_ms": round(self.times[OURS].median, 3),
            "attempts_ms": {
                name: [round(attempt, 3) for attempt in times.attempts] for name, times in self.times.items()
            },
            "note": self.note,
        }


def measured(contest: Contest, turns: int, *, with_earlier: bool = True) -> Result:
    """Each contender once in every turn, after one attempt that only warms up; then ours once more to count queries."""
    contenders = contest.contenders(OURS, RAW, *([EARLIER] if with_earlier else []))
    attempts: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(turns + 1):
        for name, contender in contenders.items():
            if turn == 0 and name == EARLIER:
                continue  # minutes, in some lines; it has nothing to warm
            contender.before()
            gc.collect()
            begun = time.perf_counter()
            contender.run()
            if turn:
                attempts[name].append((time.perf_counter() - begun) * 1000)
    contest.ours.before()
    with counted() as queries:
        contest.ours.run()
    times = {name: Times(tuple(found)) for name, found in attempts.items()}
    return Result(contest.line, connection.vendor, contest.size, len(queries), times, contest.note)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent in the block."""
    sent: list[str] = []

    def note(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent
