"""The comparison in small, against what it came to before: numbers of queries, and ratios to plain SQL of the same run.

`python -m benchmarks.check [--write]`; DATABASE_URL names a PostgreSQL database to be made. Ends with an error where a
line needs another number of queries, or is further above plain SQL than its band. No time of its own is in any band:
times say more of a machine than of the product.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.run import measured

BANDS = Path(__file__).parent / "bands.json"
GROUPS = {
    "clock": 10_000,
    "planning": 1_000,
    "completing": 1_000,
    "weekly": 10_000,
    "pages": 1_000,
    "verifying": 10_000,
}
# What these read depends on the day on which they are asked.
LEFT_OUT = {"page_calendar", "page_report"}
TURNS = 5
# From machine to machine, and on a busy one, a ratio differs by half; what is beyond that twice has got worse.
SLACK = 2.5


def main(arguments: list[str]) -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true", help="keep what is measured now as the bands")
    told = asked.parse_args(arguments)
    rows = [row for group, size in GROUPS.items() for row in _rows(group, size)]
    there = json.loads(BANDS.read_text()) if BANDS.exists() else []
    if told.write:
        _write(rows, there)
        return 0
    bands = {(band["line"], band["db"]): band for band in there}
    complaints = [text for row in rows for text in _complaints(row, bands.get((row["line"], row["db"])))]
    print("\n".join(complaints) or "Every line is within its band.")
    return 1 if complaints else 0


def _rows(group: str, size: int) -> list[dict[str, Any]]:
    rows = measured(group, size, TURNS, "--without-earlier")
    if rows is None:
        raise SystemExit(f"The group {group} did not run to its end.")
    return [row for row in rows if row["line"] not in LEFT_OUT]


def _complaints(row: dict[str, Any], band: dict[str, Any] | None) -> list[str]:
    if band is None:
        return [f"{row['line']} has no band; run it with --write and look at what it says."]
    found = []
    if row["queries"] != band["queries"]:
        found.append(f"{row['line']} takes {row['queries']} queries; it took {band['queries']}.")
    most = band["ours_over_raw"] * SLACK
    if row["ours_over_raw"] > most:
        found.append(
            f"{row['line']} is {row['ours_over_raw']}× plain SQL; {most:.2f}× is the most that it may be."
        )
    return found


def _write(rows: list[dict[str, Any]], there: list[dict[str, Any]]) -> None:
    names = ("line", "db", "size", "ours_over_raw", "queries")
    kept = {(band["line"], band["db"]): band for band in there}
    kept |= {(row["line"], row["db"]): {name: row[name] for name in names} for row in rows}
    BANDS.write_text(json.dumps([kept[key] for key in sorted(kept)], indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
