"""Pages of long lists without counting them: one row more than is shown tells whether there is a next page."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from campaigns.domain.paging import Page, page_of

Row = TypeVar("Row", bound=Model)

ROWS_A_PAGE = 50
LAST_PAGE = 10_000


def asked_page(rows: QuerySet[Row, Any], request: HttpRequest, size: int = ROWS_A_PAGE) -> Page[Row]:
    """The page that `?page=` asks for; the first where it asks for none or for nonsense."""
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    return page_of(rows, min(max(number, 1), LAST_PAGE), size)
