"""first_response, memory_web and memory_worker: what a start costs, and what the processes hold; ours alone."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

from benchmarks.contest import Contender, Contest

ROOT = Path(__file__).resolve().parents[2]
SETTLED = 5.0


def contests(size: int) -> Iterator[Contest]:
    now = SimpleNamespace(home=None, running=None, port=0)

    def stop() -> None:
        if now.running is not None:
            now.running.send_signal(signal.SIGTERM)
            now.running.wait(timeout=30)
            shutil.rmtree(now.home)
        now.home = Path(tempfile.mkdtemp(prefix="campaignops-start-"))
        subprocess.run(_manage("migrate", "-v", "0"), env=_env(now.home), check=True, cwd=ROOT)
        now.port = _free_port()

    def start() -> None:
        now.running = subprocess.Popen(
            _manage("up", "--port", str(now.port)),
            env=_env(now.home),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _first_answer(f"http://127.0.0.1:{now.port}/healthz")

    yield Contest(
        "first_response", size, ours=Contender(start, stop), note="From `manage.py up` to the first answer."
    )
    time.sleep(SETTLED)
    print(f"# memory, kB resident of each process: {_memory(now.running.pid)}", file=sys.stderr, flush=True)
    stop()
    shutil.rmtree(now.home)


def _manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def _env(home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DATA_DIR": str(home),
        "DATABASE_URL": "",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DEBUG": "0",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _first_answer(address: str) -> None:
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.02)


def _memory(of: int) -> dict[str, int]:
    """Kilobytes that each process under this one holds, by its command."""
    found = {}
    for child in Path(f"/proc/{of}/task/{of}/children").read_text().split():
        told = Path(f"/proc/{child}/status").read_text()
        held = next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmRSS"))
        words = Path(f"/proc/{child}/cmdline").read_text().split("\0")
        found[f"{' '.join(words[1:4])} {child}"] = held
        found |= _memory(int(child))
    return found
