"""The product as `up` runs it, with the demo: for what the server of the tests delivers differently."""

import os
import secrets
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

BASE_DIR = Path(__file__).resolve().parents[3]
PATIENCE = 60.0
LOGIN = {"username": "omar", "login": "omar", "password": "campaignops-demo"}


@contextmanager
def production(
    data_dir: Path, more: Mapping[str, str] | None = None, options: Sequence[str] = ()
) -> Iterator[str]:
    """The address of a web process without DEBUG, over a database of its own that holds the demo.

    `more` are variables of its environment, `options` go to its server.
    """
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(data_dir),
        "DATA_DIR": str(data_dir),
        "SECRET_KEY": secrets.token_urlsafe(64),
        "PYTHONPATH": str(BASE_DIR),
        "DJANGO_SETTINGS_MODULE": "campaignops_site.settings",
        **(more or {}),
    }
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["load_demo"]):
        manage = [sys.executable, str(BASE_DIR / "manage.py"), *command]
        subprocess.run(manage, env=environment, check=True, stdout=subprocess.DEVNULL)
    # Who asks before the process is ready waits in the queue of the socket.
    door = socket.create_server(("127.0.0.1", 0))
    port = door.getsockname()[1]
    serve = [
        "-m",
        "gunicorn",
        "--bind",
        f"fd://{door.fileno()}",
        "--worker-class",
        "gthread",
        "--threads",
        "8",
    ]
    serve += ["--no-control-socket", "--log-level", "warning", *options, "campaignops_site.wsgi:application"]
    server = subprocess.Popen(
        [sys.executable, *serve], env=environment, cwd=BASE_DIR, pass_fds=[door.fileno()]
    )
    door.close()
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE).close()
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(PATIENCE)


def sign_in(context) -> None:
    """Give the browser a session without showing it a page, so that its store of files stays empty."""
    context.request.get("/login/")
    token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
    answer = context.request.post("/login/", form={**LOGIN, "csrfmiddlewaretoken": token}, max_redirects=0)
    assert answer.status == 302, answer.status


class Meter:
    """Stands between a browser and the server and counts every byte that comes back, headers and all."""

    def __init__(self, server: str) -> None:
        self.server = ("127.0.0.1", urlsplit(server).port)
        self.received = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.threads = [threading.Thread(target=self._accept)]
        self.threads[0].start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def taken(self) -> int:
        """Bytes since the last reading."""
        taken, self.received = self.received, 0
        return taken

    def close(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        for thread in self.threads:
            thread.join(PATIENCE)
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _peer = self.listener.accept()
            except OSError:
                return  # closed: the test is over
            self.threads.append(threading.Thread(target=self._carry, args=(near,)))
            self.threads[-1].start()

    def _carry(self, near: socket.socket) -> None:
        with near, socket.create_connection(self.server) as far:
            asking = threading.Thread(target=self._pump, args=(near, far, False))
            asking.start()
            self._pump(far, near, True)
            asking.join(PATIENCE)

    def _pump(self, source: socket.socket, target: socket.socket, counts: bool) -> None:
        with suppress(OSError):  # either side may hang up
            while data := source.recv(65536):
                self.received += len(data) if counts else 0
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
