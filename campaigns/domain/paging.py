"""A page of a long list, for every page that shows one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list that is never counted as a whole."""

    rows: tuple[Row, ...] = ()
    number: int = 1
    has_next: bool = False

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1


def page_of(rows: QuerySet[Any, Any], number: int, size: int) -> Page[Any]:
    """One query: a row more than the page holds tells whether there is a next one."""
    found = tuple(rows[(number - 1) * size : number * size + 1])
    return Page(found[:size], number, len(found) > size)
