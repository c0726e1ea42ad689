"""Keeps the web process and the worker running together, and stops them together."""

import http.client
import time
from collections.abc import Callable

from campaignops_site.supervision.child import Child, GaveUp, Program
from campaignops_site.supervision.pulse import Pulse, read_heartbeat
from campaignops_site.supervision.signals import STOPPING, SignalInbox

LOOK_SECONDS = 1.0
ANNOUNCE_LOOK_SECONDS = 0.1
Say = Callable[[str], None]


class Supervisor:
    """Runs programs until it is told to stop.

    `answers` says whether the product can be reached; when it first does, `welcome` is said.
    """

    def __init__(
        self, *, web: Program, worker: Program | None, answers: Callable[[], bool], welcome: str, say: Say
    ) -> None:
        self._worker = Child(worker) if worker else None
        self._children = [Child(web), *([self._worker] if self._worker else [])]
        self._answers = answers
        self._welcome = welcome
        self._say = say
        self._pulse = Pulse(read_heartbeat)

    def run(self) -> int:
        """0 after a stop that was asked for; 1 when a program ended too often too soon."""
        with SignalInbox() as inbox:
            try:
                while not inbox.wait(ANNOUNCE_LOOK_SECONDS if self._welcome else LOOK_SECONDS) & STOPPING:
                    self._look(time.monotonic())
            except GaveUp as refusal:
                self._say(str(refusal))
                return 1
            finally:
                self._stop_all(inbox)
        self._say("CampaignOps has stopped.")
        return 0

    def _look(self, now: float) -> None:
        for child in self._children:
            if happened := child.look(now):
                self._say(happened)
        if self._worker and self._worker_is_frozen(self._worker, now):
            self._say("The worker has given no sign of life for minutes; it is started anew.")
            self._worker.stop(now)
        if self._welcome and self._answers():
            self._say(self._welcome)
            self._welcome = ""

    def _worker_is_frozen(self, worker: Child, now: float) -> bool:
        return worker.is_running and self._pulse.is_frozen(started_at=worker.started_at, now=now)

    def _stop_all(self, inbox: SignalInbox) -> None:
        """Give every main process its time to finish; a second stop request ends the patience."""
        now = time.monotonic()
        for child in self._children:
            child.stop(now)
        while waiting := [child for child in self._children if child.patience(time.monotonic()) > 0]:
            if inbox.wait(min(child.patience(time.monotonic()) for child in waiting)) & STOPPING:
                break
        for child in self._children:
            child.clear_away()


def answers(host: str, port: int, host_header: str) -> bool:
    """Whether /healthz answers 200 at this address, asked under a name that ALLOWED_HOSTS accepts."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    # Behind HTTPS plain requests are sent elsewhere; the header says what the proxy in front would say.
    headers = {"Host": host_header, "X-Forwarded-Proto": "https"}
    try:
        connection.request("GET", "/healthz", headers=headers)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
