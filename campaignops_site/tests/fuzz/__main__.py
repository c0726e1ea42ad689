"""`make fuzz`: every operation of the schema with valid and invalid data, as each role, against a real server.

`FUZZ_SEED` repeats a run, `make fuzz FUZZ=short` is the form for every change, `FUZZ=manager` one role alone. Ends
with 1 when any check of schemathesis fails, any answer is a fault of ours, an operation was left out, or a full run had
fewer than 2,000 cases.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from campaignops_site.tests.e2e.production import BASE_DIR, production

ROLES = {"manager": "maria", "operator": "omar", "viewer": "vera", "anonymous": None}
LEAST_CASES = 2000
CONFIG = Path(__file__).with_name("schemathesis.toml")
# The server in front would refuse long lines and headers before the product sees them.
UNLIMITED = ("--limit-request-line", "0", "--limit-request-field_size", "0")


@dataclass(frozen=True)
class Run:
    """What one role's requests came to."""

    role: str
    cases: int
    tried: int
    of: int
    succeeded: int
    faults: int
    failures: int
    complaints: tuple[str, ...]

    def line(self) -> str:
        return (
            f"{self.role:10} {self.cases:6} cases, {self.tried} of {self.of} operations exercised, "
            f"{self.succeeded} with success, {self.failures} failures, {self.faults} answers of 500 and above"
            + "".join(f"\n{'':10} {text}" for text in self.complaints)
        )


def run(role: str, seed: str, folder: Path, *, is_short: bool) -> Run:
    with production(folder / "data", {"API_RATE": "1000000000"}, UNLIMITED) as address:
        token = _token(ROLES[role], folder / "data")
        report, answers = folder / "report.json", folder / "answers.json"
        command = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(CONFIG)]
        command += ["run", f"{address}/api/schema/", "--checks", "all", "--seed", seed, "--no-color"]
        command += ["--max-examples", "3" if is_short else "12", "--generation-database", "none"]
        command += ["--report", "json", "--report-json-path", str(report)]
        command += [] if token is None else ["--header", f"Authorization: Bearer {token}"]
        environment = {**os.environ, "FUZZ_ANSWERS": str(answers), "PYTHONPATH": str(BASE_DIR)}
        ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        still_valid = token is None or _is_valid(address, token)
    if ended.returncode:
        sys.stdout.write(ended.stdout + ended.stderr)
    told, counted = json.loads(report.read_text()), Counter(json.loads(answers.read_text()))
    return _judged(role, told, counted, ended.returncode, still_valid, is_short)


def _judged(
    role: str, told: dict, counted: Counter[str], code: int, still_valid: bool, is_short: bool
) -> Run:
    complaints = []
    cases, operations = told["test_cases"]["generated"], told["operations"]
    if code:
        complaints.append(f"schemathesis ended with {code}")
    if not still_valid:
        complaints.append("the token stopped working on the way, so that the rest was not exercised")
    if cases < LEAST_CASES and not is_short:
        complaints.append(f"fewer than {LEAST_CASES} cases")
    tried = {key.rpartition(" ")[0] for key in counted}
    if len(tried) < operations["total"]:
        complaints.append(f"{operations['total'] - len(tried)} operations were left out")
    return Run(
        role=role,
        cases=cases,
        tried=len(tried),
        of=operations["total"],
        succeeded=len({key.rpartition(" ")[0] for key in counted if key.rpartition(" ")[2] < "300"}),
        faults=sum(count for key, count in counted.items() if key.rpartition(" ")[2] >= "500"),
        failures=told["test_cases"]["unique_failures"],
        complaints=tuple(complaints),
    )


def _token(username: str | None, data_dir: Path) -> str | None:
    if username is None:
        return None
    command = ["create_api_token", username, "--name", "fuzz", "--scopes", "read,write,admin"]
    secret_key = secrets.token_urlsafe(64)
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), "SECRET_KEY": secret_key}
    said = subprocess.run(
        [sys.executable, str(BASE_DIR / "manage.py"), *command],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return said.stdout.split()[-1]


def _is_valid(address: str, token: str) -> bool:
    asked = urllib.request.Request(f"{address}/api/v1/", headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(asked) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError:
        return False


def main() -> int:
    seed, is_short = os.environ.get("FUZZ_SEED") or str(secrets.randbelow(10**9)), "short" in sys.argv[1:]
    asked = [name for name in sys.argv[1:] if name in ROLES] or list(ROLES)
    sys.stdout.write(f"Seed {seed}; FUZZ_SEED={seed} repeats this run.\n")
    runs = []
    for role in asked:
        with tempfile.TemporaryDirectory(prefix="campaignops-fuzz-") as folder:
            (Path(folder) / "data").mkdir(mode=0o700)
            runs.append(run(role, seed, Path(folder), is_short=is_short))
        sys.stdout.write(runs[-1].line() + "\n")
        sys.stdout.flush()
    return int(any(one.complaints or one.faults or one.failures for one in runs))


if __name__ == "__main__":
    sys.exit(main())
