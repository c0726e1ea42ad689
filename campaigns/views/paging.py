"""Pages of long lists without counting them: one row more than is shown tells whether there is a next page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)

ROWS_A_PAGE = 50
LAST_PAGE = 10_000


@dataclass(frozen=True)
class Page(Generic[Row]):
    number: int
    rows: tuple[Row, ...]
    has_next: bool

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


def page_of(rows: QuerySet[Row, Any], request: HttpRequest, size: int = ROWS_A_PAGE) -> Page[Row]:
    """The page that `?page=` asks for; the first where it asks for none or for nonsense."""
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    number = min(max(number, 1), LAST_PAGE)
    found = list(rows[(number - 1) * size : number * size + 1])
    return Page(number, tuple(found[:size]), len(found) > size)
