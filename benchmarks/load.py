"""Fifty operators and five managers at the pages of a running product, while its worker ticks.

`python -m benchmarks.load [--size 1m] [--seconds 120]`; DATABASE_URL names a PostgreSQL database to be made. Writes
load-*.md: for each kind of request how many there were, how many failed, and the 50th, 95th and 99th percentile.
"""

import argparse
import csv
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from benchmarks.own_database import own_database
from benchmarks.report import machine
from benchmarks.sizes import SIZES

HERE = Path(__file__).parent
OPERATORS, MANAGERS = 50, 5
HEAD = """# Load

Written by `make load`: {operators} operators and {managers} managers who wait one to five seconds between requests, for
{seconds} s among {size:,} tasks on {db}, with a worker that ticks each minute, all on one machine with those who ask.
Milliseconds.

{machine}

| request | count | failed | p50 | p95 | p99 | most |
|---|---|---|---|---|---|---|
"""


def main(arguments: list[str]) -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", choices=SIZES, default="100k")
    asked.add_argument("--seconds", type=int, default=120)
    asked.add_argument("--port", type=int, default=8765)
    told = asked.parse_args(arguments)
    with own_database():
        from benchmarks.load_people import seat  # noqa: PLC0415  # models are there only now

        sessions = seat(SIZES[told.size], operators=OPERATORS, managers=MANAGERS)
        rows = _under_load(sessions, told.seconds, told.port)
    text = HEAD.format(
        operators=OPERATORS,
        managers=MANAGERS,
        seconds=told.seconds,
        size=SIZES[told.size],
        db="PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite",
        machine=machine(),
    )
    lines = [_line(row) for row in rows]
    print("\n".join(lines))
    name = "load-postgresql.md" if os.environ.get("DATABASE_URL") else "load-sqlite.md"
    (HERE / name).write_text(text + "\n".join(lines) + "\n")
    return 1 if any(int(row["Failure Count"]) for row in rows) else 0


def _under_load(sessions: dict[str, Any], seconds: int, port: int) -> list[dict[str, str]]:
    address = f"http://127.0.0.1:{port}"
    env = {**os.environ, "ALLOWED_HOSTS": "127.0.0.1", "API_RATE": "1000000"}
    command = [sys.executable, "manage.py", "up", "--port", str(port)]
    with tempfile.TemporaryDirectory() as place:
        seats, log = Path(place) / "sessions.json", Path(place) / "log"
        seats.write_text(json.dumps(sessions))
        with log.open("w") as output:
            running = subprocess.Popen(command, cwd=HERE.parent, env=env, stdout=output, stderr=output)
        try:
            _wait_for(f"{address}/healthz", running, log)
            _ask(address, seats, Path(place), seconds)
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(timeout=60)
        with (Path(place) / "out_stats.csv").open() as found:
            return list(csv.DictReader(found))


def _wait_for(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    while running.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"The product did not start:\n{log.read_text()}")


def _ask(address: str, seats: Path, place: Path, seconds: int) -> None:
    command = [
        sys.executable,
        "-m",
        "locust",
        "-f",
        str(HERE / "locustfile.py"),
        "--headless",
        "--host",
        address,
    ]
    command += ["-u", str(OPERATORS + MANAGERS), "-r", "10", "-t", f"{seconds}s", "--csv", str(place / "out")]
    env = {**os.environ, "SESSIONS": str(seats)}
    subprocess.run([*command, "--only-summary", "--exit-code-on-error", "0"], env=env, check=True)


def _line(row: dict[str, str]) -> str:
    cells = (row["Name"], row["Request Count"], row["Failure Count"], row["50%"], row["95%"], row["99%"])
    return f"| {' | '.join(cells)} | {float(row['Max Response Time']):.0f} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
