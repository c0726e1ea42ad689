"""One program that is kept running: started in its own session, stopped politely, cleared away completely."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

PR_SET_PDEATHSIG = 1
QUICK_SECONDS = 30.0
MOST_QUICK_FAILURES = 5
LONGEST_DELAY = 30.0
STOP_SECONDS = 15.0


@dataclass(frozen=True)
class Program:
    """What is run, and what people call it."""

    name: str
    command: tuple[str, ...]


class GaveUp(RuntimeError):
    """A program fails again and again; starting it once more would help nobody."""


@dataclass
class Restarts:
    """How long to wait before the next start: 1, 2, 4, 8 … seconds while a program fails quickly."""

    quick_failures: int = 0

    def delay_after(self, lived: float) -> float:
        """Seconds to wait after a life of so many seconds. Refuses (GaveUp) the fifth quick end in a row."""
        self.quick_failures = self.quick_failures + 1 if lived < QUICK_SECONDS else 1
        if self.quick_failures >= MOST_QUICK_FAILURES:
            raise GaveUp(f"ended {self.quick_failures} times in a row within {QUICK_SECONDS:.0f} seconds")
        return float(min(2 ** (self.quick_failures - 1), LONGEST_DELAY))


class Child:
    """The life of one program across its processes. Times are seconds of the monotonic clock."""

    def __init__(self, program: Program) -> None:
        self.name = program.name
        self.started_at = 0.0
        self.start_due: float | None = 0.0
        self._command = program.command
        self._restarts = Restarts()
        self._process: subprocess.Popen[bytes] | None = None
        self._kill_due: float | None = None

    @property
    def is_running(self) -> bool:
        """True until it has ended or was asked to stop."""
        return self._process is not None and self._kill_due is None

    def start(self, now: float) -> None:
        # A session of its own keeps Ctrl-C in the terminal from reaching it: a stop signal to the whole group
        # hangs the worker, so only its main process is ever told.
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_stop_when_parent_dies(os.getpid()),
        )
        self.started_at, self.start_due, self._kill_due = now, None, None

    def look(self, now: float) -> str:
        """Restart what ended and kill what does not stop; what happened in words, empty for nothing.

        Refuses (GaveUp) when the program ended too often too soon.
        """
        if self.start_due is not None and self.start_due <= now:
            self.start(now)
        if self._kill_due is not None and self._kill_due <= now:
            self.clear_away()
            self.start_due = now
        if self._process is None or self._process.poll() is None:
            return ""
        return self._ended(self._process.returncode, now)

    def _ended(self, code: int, now: float) -> str:
        was_told = self._kill_due is not None
        self.clear_away()
        if was_told:
            self.start_due = now
            return ""
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        try:
            delay = self._restarts.delay_after(now - self.started_at)
        except GaveUp as refusal:
            raise GaveUp(f"The {self.name} {refusal}. Read the lines above, mend it, start again.") from None
        self.start_due = now + delay
        return f"The {self.name} {how}; it starts again in {delay:.0f} s."

    def stop(self, now: float) -> None:
        """Ask the main process to stop. What has not ended after 15 seconds is killed by a later look."""
        if self._process is None or self._kill_due is not None:
            return
        self._kill_due = now + STOP_SECONDS
        self._process.terminate()

    def patience(self, now: float) -> float:
        """Seconds left to a process that was asked to stop; 0 when it has ended or its time is over."""
        if self._process is None or self._kill_due is None or self._process.poll() is not None:
            return 0.0
        return max(self._kill_due - now, 0.0)

    def clear_away(self) -> None:
        """Kill whatever is left of its session; a second worker must never run beside an orphaned first."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):  # nothing may be left of it
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process, self._kill_due = None, None


def _stop_when_parent_dies(parent: int) -> Callable[[], None] | None:
    """What a child does before its program begins: ask the system for SIGTERM should the supervisor vanish."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)  # the parent died before it could be asked for

    return ask
