"""What one process wrote is there for the next: the commands of the README, each in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def manage(tmp_path):
    kept = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "SECRET_KEY": "k" * 50}

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=kept,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def test_everything_is_still_there_after_a_restart(manage):
    calendar = (
        "import_calendar",
        "--campaign",
        "1",
        "--platform",
        "linkedin",
        "examples/calendar_vistasocial.csv",
    )

    assert manage("migrate", "-v0") == (0, "")
    assert manage("load_campaign", "examples/brief.yaml")[1].startswith(
        "Campaign 1 “From Harbour to Cup” (Active)"
    )
    assert "4 rows read, 4 items created" in manage(*calendar)[1]

    assert "is there already; nothing was changed" in manage("load_campaign", "examples/brief.yaml")[1]
    assert "0 items created, 4 were there already" in manage(*calendar)[1]
    assert manage("audit_verify")[1].startswith("All 2 chains are intact")


def test_refusal_is_one_line_and_status_1(manage):
    manage("migrate", "-v0")

    assert manage("load_campaign", "no-such-file.yaml") == (
        1,
        "CommandError: no-such-file.yaml cannot be read: No such file or directory. Check the path.\n",
    )
