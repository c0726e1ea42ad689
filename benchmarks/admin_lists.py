"""Each list of the admin with a hundred thousand rows against itself with a hundred.

`python -m benchmarks.admin_lists [--rows N] [--turns N]`; DATABASE_URL names a PostgreSQL database to be made.
"""

import argparse
import sys

from benchmarks.own_database import own_database


def main(arguments: list[str]) -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--turns", type=int, default=9)
    asked.add_argument("--only", default="", help="one model, such as operatortask")
    told = asked.parse_args(arguments)
    with own_database():
        from benchmarks.lists_measured import run  # noqa: PLC0415  # models are there only now

        return 0 if run(told.rows, told.turns, told.only) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
