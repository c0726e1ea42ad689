"""Lets a job go on with the next campaign when one fails, and still fail as a whole."""

from collections.abc import Iterator
from contextlib import contextmanager


class Failures:
    """Collects what went wrong for single campaigns; `tell` raises all of it together."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._errors: list[Exception] = []

    @contextmanager
    def told_later(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001 - raised by `tell`, after the others had their turn
            self._errors.append(error)

    def tell(self) -> None:
        if self._errors:
            told = "; ".join(f"{type(error).__name__}: {error}" for error in self._errors[:3])
            raise ExceptionGroup(f"{len(self._errors)} {self._what} failed: {told}", self._errors)
