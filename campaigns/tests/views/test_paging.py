import pytest
from django.test import RequestFactory

from campaigns.domain.clients import create_client
from campaigns.models import Client
from campaigns.views.paging import asked_page
from conftest import NOW


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", (1, ["A", "B"], False, True)),
        ("2", (2, ["C"], True, False)),
        ("9", (9, [], True, False)),
        ("-1", (1, ["A", "B"], False, True)),
        ("٣", (1, ["A", "B"], False, True)),
        ("99999999999999999999", (1, ["A", "B"], False, True)),
    ],
)
def test_page_of_gives_the_page_that_is_asked_for(manager, asked, expected):
    for name in "ABC":
        create_client(name=name, by=manager, now=NOW)

    page = asked_page(Client.objects.order_by("name"), RequestFactory().get("/", {"page": asked}), size=2)

    assert (page.number, [row.name for row in page], page.has_previous, page.has_next) == expected
