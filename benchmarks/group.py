"""One group of lines at one size, in a process and on a database of its own; prints a JSON object for each line.

`python -m benchmarks.group clock 100000 [--turns N] [--only tick_half] [--without-earlier]`
"""

import argparse
import importlib
import json
import sys

from benchmarks.own_database import own_database


def main(arguments: list[str]) -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("group")
    asked.add_argument("size", type=int)
    asked.add_argument("--turns", type=int, default=5)
    asked.add_argument("--only", default="", help="one line of the group")
    asked.add_argument("--without-earlier", action="store_true", help="leave out the earlier module's way")
    told = asked.parse_args(arguments)
    with own_database():
        from benchmarks.contest import measured  # noqa: PLC0415  # models are there only now

        lines = importlib.import_module(f"benchmarks.lines.{told.group}")
        for contest in lines.contests(told.size):
            if told.only in ("", contest.line):
                result = measured(contest, told.turns, with_earlier=not told.without_earlier)
                print(json.dumps(result.as_json()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
