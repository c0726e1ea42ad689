"""Turns signals into values one can wait for, so that nothing happens inside a handler."""

import os
import select
import signal
from types import FrameType, TracebackType
from typing import Self

STOPPING = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})


def _only_noted(_number: int, _frame: FrameType | None) -> None:
    """The number is already in the inbox; a handler is needed only so that the system does not act itself."""


class SignalInbox:
    """While entered, stop requests and ended children arrive here. Works in the main thread only."""

    def __enter__(self) -> Self:
        self._read_end, self._write_end = os.pipe()
        for end in (self._read_end, self._write_end):
            os.set_blocking(end, False)
        self._wakeup_before = signal.set_wakeup_fd(self._write_end, warn_on_full_buffer=False)
        self._before = {
            number: signal.signal(number, _only_noted)
            for number in (*STOPPING, signal.SIGCHLD)
            if not _survives_hang_up(number)
        }
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        os.close(self._read_end)
        os.close(self._write_end)

    def wait(self, seconds: float) -> frozenset[int]:
        """The signals that came meanwhile; returns early with the first, empty when none came in time."""
        ready, _, _ = select.select([self._read_end], [], [], max(seconds, 0.0))
        return frozenset(os.read(self._read_end, 4096)) if ready else frozenset()


def _survives_hang_up(number: int) -> bool:
    """Started under nohup, the closing of the terminal must go on meaning nothing."""
    return number == signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN
