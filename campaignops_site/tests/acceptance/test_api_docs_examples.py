"""The page docs/api.md does as it says: its commands are run as written, in one shell, and its answers are compared."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from campaignops_site.tests.test_up import BASE_DIR

pytestmark = pytest.mark.acceptance
PAGE = BASE_DIR / "docs" / "api.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "=== end of command"


def examples() -> list[tuple[str, str]]:
    """The commands of the page in their order, each with the answer that stands below it, or none."""
    found: list[tuple[str, str]] = []
    for kind, text in FENCE.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "sh":
            found.append((text, ""))
        elif found:
            found[-1] = (found[-1][0], text)
    return found


def as_written(environment: dict[str, str]) -> list[str]:
    """What each command answers."""
    script = "".join(f"{command}\nprintf '\\n{MARK}\\n'\n" for command, _answer in examples())
    path = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=BASE_DIR,
        env={**environment, "PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.split(f"\n{MARK}\n")[:-1]


def matches(shown: str, said: str) -> bool:
    """Whether the answer is what the page shows; `…` stands for what differs each time."""
    parts = [re.escape(part) for part in shown.strip().split("…")]
    return re.fullmatch(".*?".join(parts), said.strip(), flags=re.DOTALL) is not None


def test_every_command_of_the_page_works_and_answers_as_shown(installation):
    address = installation.start()
    installation.manager("maria")

    answers = as_written({**installation.environment(), "BASE": address})

    shown = [answer for _command, answer in examples()]
    wrong = [
        (each, said) for each, said in zip(shown, answers, strict=True) if each and not matches(each, said)
    ]
    assert wrong == []
    assert len(shown) > 10
