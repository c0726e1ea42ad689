"""The write gate: audited rows can be written only while `domain.audit` holds it open."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_is_open: ContextVar[bool] = ContextVar("write_gate_is_open", default=False)


class UnauditedWrite(RuntimeError):
    """Code tried to change an audited row outside a verb of the domain; the change was not made."""


@contextmanager
def open_gate() -> Iterator[None]:
    token = _is_open.set(True)
    try:
        yield
    finally:
        _is_open.reset(token)


def require_open(what: str) -> None:
    """Raise `UnauditedWrite` unless the gate is open."""
    if not _is_open.get():
        raise UnauditedWrite(f"{what} was written outside a verb; call the verb in domain/ instead.")
