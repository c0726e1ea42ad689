"""The comparison: each line at each size, ours beside the earlier module's way and beside plain SQL.

`python -m benchmarks.run [--size 100k] [--turns 5] [--groups clock,pages]`; DATABASE_URL names a PostgreSQL database to
be made. Each group of lines runs at each size in a process and on a database of its own.
"""

import argparse
import json
import subprocess
import sys
from typing import Any

from benchmarks.report import write_results
from benchmarks.sizes import MOST, SIZES, sizes_of


def main(arguments: list[str]) -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", choices=SIZES, default="100k")
    asked.add_argument("--turns", type=int, default=5)
    asked.add_argument("--groups", default=",".join(MOST), help="groups of lines, separated by commas")
    told = asked.parse_args(arguments)
    failed = []
    for group in told.groups.split(","):
        for size in sizes_of(group, told.size):
            rows = measured(group, size, told.turns)
            failed += [f"{group} {size}"] if rows is None else []
            write_results(rows or [])
    if failed:
        print(f"These did not run to their end: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def measured(group: str, size: int, turns: int, *options: str) -> list[dict[str, Any]] | None:
    """The lines of a group, printed as they come; None where it did not run to its end."""
    command = [sys.executable, "-m", "benchmarks.group", group, str(size), "--turns", str(turns), *options]
    rows = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            row = json.loads(line)
            rows.append(row)
            ratios = f"÷ SQL {row['ours_over_raw']}, earlier ÷ ours {row['earlier_over_ours']}"
            print(
                f"{row['line']:<18} {row['db']:<11} {size:>10,} {row['ours_ms']:>12,.1f} ms  {ratios}",
                flush=True,
            )
    return rows if process.returncode == 0 else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
