"""results.md and results.json: what was measured, on what machine, and whether it is what was aimed at."""

import json
import os
import platform
from collections import defaultdict
from datetime import UTC, datetime
from math import log10
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.targets import TARGETS

HERE = Path(__file__).parent
HEAD = """# Results

Written by `make bench`; see [README](README.md) for how. Milliseconds are medians (least–most) of the attempts that
results.json lists. Ratios hold from machine to machine, times do not. The lines were measured on:

{machines}

| line | db | size | ours ms | plain SQL ms | ours ÷ SQL | earlier ms | earlier ÷ ours | queries | aim |
|---|---|---|---|---|---|---|---|---|---|
"""


def write_results(rows: list[dict[str, Any]]) -> None:
    """Keep what was measured before of other lines, databases and sizes."""
    place = HERE / "results.json"
    there = json.loads(place.read_text()) if place.exists() else []
    kept = {_key(row): row for row in there} | {_key(row): {**row, "machine": machine()} for row in rows}
    ordered = [kept[key] for key in sorted(kept)]
    place.write_text(json.dumps(ordered, indent=1) + "\n")
    lines = [_line(row) for row in ordered]
    growth = _growth(ordered)
    text = (
        HEAD.format(machines="\n".join(sorted({f"- {row['machine']}" for row in ordered})))
        + "\n".join(lines)
        + "\n"
        + growth
    )
    (HERE / "results.md").write_text(text)


def _key(row: dict[str, Any]) -> tuple[str, str, int]:
    return row["line"], row["db"], row["size"]


def machine() -> str:
    """The processors, memory, and versions that the figures come from."""
    cpu = next(
        (line.split(":")[1].strip() for line in _proc("cpuinfo") if line.startswith("model name")), "unknown"
    )
    memory = next(
        (int(line.split()[1]) // 2**20 for line in _proc("meminfo") if line.startswith("MemTotal")), 0
    )
    return (
        f"{datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} × {cpu}, {memory} GB, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}."
    )


def _proc(name: str) -> list[str]:
    place = Path("/proc") / name
    return place.read_text().splitlines() if place.exists() else []


def _line(row: dict[str, Any]) -> str:
    attempts = row["attempts_ms"]
    cells = (
        row["line"],
        row["db"],
        f"{row['size']:,}",
        _times(attempts.get("ours")),
        _times(attempts.get("raw")),
        _ratio(row["ours_over_raw"], 2),
        _times(attempts.get("earlier")),
        _ratio(row["earlier_over_ours"], 1),
        str(row["queries"]),
        _aim(row),
    )
    return f"| {' | '.join(cells)} |"


def _times(attempts: list[float] | None) -> str:
    if not attempts:
        return "–"
    return f"{_shown(median(attempts))} ({_shown(min(attempts))}–{_shown(max(attempts))})"


def _shown(milliseconds: float) -> str:
    return f"{milliseconds:,.0f}" if milliseconds >= 100 else f"{milliseconds:.1f}"


def _ratio(ratio: float | None, digits: int) -> str:
    return "–" if ratio is None else f"{ratio:,.{digits}f}"


def _aim(row: dict[str, Any]) -> str:
    """Whether each thing that is asked of the line is met; what was not measured is neither."""
    target = TARGETS.get(row["line"])
    if target is None:
        return "–"
    told = []
    for asked, found, is_met in (
        (target.earlier_over_ours, row["earlier_over_ours"], lambda found, asked: found >= asked),
        (target.ours_over_raw, row["ours_over_raw"], lambda found, asked: found <= asked),
    ):
        if asked is None:
            continue
        sign = "≥" if asked == target.earlier_over_ours else "≤"
        word = "not measured" if found is None else "met" if is_met(found, asked) else "missed"
        told.append(f"{sign} {asked:,g}: {word}")
    return ", ".join(told)


def _growth(rows: list[dict[str, Any]]) -> str:
    """By how much the time grows where the size grows tenfold: 1 is in step with it, 0 not at all."""
    by_line: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
    for row in rows:
        by_line[row["line"], row["db"]].append((row["size"], row["ours_ms"]))
    told = ["\n## Growth\n", "The exponent of ours between the smallest and the largest size.\n"]
    told += ["| line | db | from | to | exponent |", "|---|---|---|---|---|"]
    for (line, db), found in sorted(by_line.items()):
        (small, little), (large, much) = min(found), max(found)
        if large > small:
            exponent = (log10(much) - log10(little)) / (log10(large) - log10(small))
            told.append(f"| {line} | {db} | {small:,} | {large:,} | {exponent:.2f} |")
    return "\n".join(told) + "\n"
