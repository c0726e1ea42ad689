"""`manage.py up` as people run it: real processes, a data directory of its own, signals from outside."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from campaignops_site.management.commands.up import _site_url

BASE_DIR = Path(__file__).resolve().parents[2]
PATIENCE = 180.0

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    session: int
    is_worker: bool


def processes() -> list[Process]:
    """Every living process; one that ended and waits to be reaped is not living."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            state, parent, _group, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            is_worker = b"qcluster" in (entry / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state not in "ZX":
            found.append(Process(int(entry.name), int(parent), int(session), is_worker))
    return found


def wait_until(true: Callable[[], bool], what: str) -> None:
    """The only waiting in these tests: for a condition, with a deadline."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"waited {PATIENCE:.0f} s in vain: {what}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def environment(data_dir: Path) -> dict[str, str]:
    """Nothing of the tests' own environment: their database must not be touched."""
    return {"PATH": os.environ["PATH"], "HOME": str(data_dir.parent), "DATA_DIR": str(data_dir)}


def up(data_dir: Path, port: int) -> list[str]:
    return [sys.executable, str(BASE_DIR / "manage.py"), "up", "--port", str(port)]


class Instance:
    """One running `up`, what it says, and the processes it answers for."""

    def __init__(self, data_dir: Path, more: Mapping[str, str] | None = None) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.said = data_dir.parent / f"said-{self.port}.txt"
        with self.said.open("wb") as out:
            self.supervisor = subprocess.Popen(
                up(data_dir, self.port),
                env={**environment(data_dir), **(more or {})},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(lambda: self.has_said(f"running at http://127.0.0.1:{self.port}/"), "the address")
        wait_until(lambda: self.worker_size() == 6, "a whole worker")
        self.sessions = {process.pid for process in self.mains()}

    def has_said(self, text: str) -> bool:
        assert self.supervisor.poll() is None or text in self.said.read_text(), self.said.read_text()
        return text in self.said.read_text()

    def mains(self) -> list[Process]:
        return [process for process in processes() if process.parent == self.supervisor.pid]

    def worker_main(self) -> Process | None:
        return next((process for process in self.mains() if process.is_worker), None)

    def worker_size(self) -> int:
        """How many processes the worker is made of: main, guard, pusher, monitor and two that work."""
        main = self.worker_main()
        return sum(process.session == main.pid for process in processes()) if main else 0

    def answer(self, path: str) -> tuple[int, bytes]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as response:
            return response.status, response.read()

    def leftovers(self) -> list[Process]:
        return [process for process in processes() if process.session in self.sessions]

    def end(self) -> None:
        """Leave nothing behind, whatever the test did."""
        if self.supervisor.poll() is None:
            self.supervisor.kill()
        self.supervisor.wait()
        for session in {process.session for process in self.leftovers()}:
            os.killpg(session, signal.SIGKILL)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Iterator[Instance]:
    """An instance started from nothing; the tests that share it leave it running."""
    instance = Instance(tmp_path_factory.mktemp("up") / "data")
    yield instance
    instance.end()


@pytest.fixture
def own_instance(prepared, tmp_path) -> Iterator[Instance]:
    """An instance of the test's own; it starts from a copy of the prepared directory, which is quicker."""
    data_dir = tmp_path / "data"
    data_dir.mkdir(mode=0o700)
    for name in ("secret_key", "campaignops.sqlite3", "campaignops.sqlite3-wal"):
        if (prepared.data_dir / name).exists():
            shutil.copy2(prepared.data_dir / name, data_dir / name)
    instance = Instance(data_dir)
    yield instance
    instance.end()


def refusal(data_dir: Path, port: int) -> tuple[int, str, str]:
    ended = subprocess.run(
        up(data_dir, port), env=environment(data_dir), capture_output=True, text=True, timeout=PATIENCE
    )
    return ended.returncode, ended.stdout, ended.stderr


def test_up_serves_the_product_from_an_empty_directory(prepared):
    health = prepared.answer("/healthz")
    login_status, login_page = prepared.answer("/login/")

    assert health == (200, b"ok")
    assert (login_status, b"csrfmiddlewaretoken" in login_page) == (200, True)
    assert prepared.has_said("Create the first manager: python manage.py createsuperuser")
    assert (prepared.data_dir / "secret_key").stat().st_mode & 0o777 == 0o600
    assert prepared.data_dir.stat().st_mode & 0o777 == 0o700


def test_up_serves_stylesheets_under_names_that_change_with_them(prepared):
    _status, page = prepared.answer("/login/")
    stylesheet = next(part for part in page.decode().split('"') if part.startswith("/static/css/app."))

    status, _css = prepared.answer(stylesheet)

    assert (status, stylesheet != "/static/css/app.css") == (200, True)


def test_up_hears_of_its_worker_without_waiting_for_the_schedule(prepared):
    def is_ready() -> bool:
        try:
            return prepared.answer("/readyz")[0] == 200
        except urllib.error.HTTPError:
            return False

    wait_until(is_ready, "the first heartbeat")


def test_up_refuses_a_second_instance_in_one_line(prepared):
    told = refusal(prepared.data_dir, free_port())

    assert told == (
        1,
        "",
        f"CampaignOps is already running from {prepared.data_dir} (process {prepared.supervisor.pid}). "
        "Stop it first, or set DATA_DIR to another directory.\n",
    )


def test_up_refuses_a_busy_port_in_one_line(prepared, tmp_path):
    told = refusal(tmp_path / "data", prepared.port)

    assert told == (
        1,
        "",
        f"Port {prepared.port} of 127.0.0.1 is in use. Stop what uses it, or choose another with --port.\n",
    )


def test_a_killed_worker_is_replaced_whole(prepared):
    first = prepared.worker_main()

    os.kill(first.pid, signal.SIGKILL)

    wait_until(lambda: prepared.worker_main() not in {None, first}, "a new worker")
    wait_until(lambda: prepared.worker_size() == 6, "a whole new worker")
    prepared.sessions.add(prepared.worker_main().pid)
    assert [process for process in processes() if process.session == first.pid] == []
    assert prepared.answer("/healthz") == (200, b"ok")


def test_a_stop_request_ends_everything_with_code_0(own_instance):
    own_instance.supervisor.terminate()

    assert own_instance.supervisor.wait(PATIENCE) == 0
    assert own_instance.leftovers() == []
    assert own_instance.said.read_text().endswith("CampaignOps has stopped.\n")


def test_a_killed_supervisor_leaves_no_child(own_instance):
    own_instance.supervisor.kill()

    own_instance.supervisor.wait(PATIENCE)
    wait_until(lambda: own_instance.leftovers() == [], "the end of every child")


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, "http://127.0.0.1:8791/"),
        ({"SITE_URL": " "}, "http://127.0.0.1:8791/"),
        ({"SITE_URL": "https://ops.example.com"}, "https://ops.example.com"),
    ],
)
def test_links_in_mail_lead_to_the_web_process_unless_told_otherwise(environment, address):
    assert _site_url(environment, "http://127.0.0.1:8791/") == address
