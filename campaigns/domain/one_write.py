"""One transaction around several verbs, or around what a library writes, for doors that answer for the whole."""

from collections.abc import Iterator
from contextlib import contextmanager

from campaigns.domain.audit import together


@contextmanager
def one_write() -> Iterator[None]:
    """What is written inside commits with all its entries, or not at all."""
    with together():
        yield
