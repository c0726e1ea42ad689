"""Lists in pages: walked forth and back, nothing twice and nothing left out, whatever happens meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as some

from campaigns.api import pages
from campaigns.api.pages import Cursor
from campaigns.domain.clients import create_client
from campaigns.domain.metrics import delete_metric, log_metric
from campaigns.metric_names import MetricName
from campaigns.models import MetricEntry

pytestmark = pytest.mark.django_db

NAMES = list(MetricName)[:4]


def logged(campaign, by, number: int) -> MetricEntry:
    """Of three in a row two have the same day."""
    now = timezone.now()
    day = now.date() - timedelta(days=number // 2)
    values = {"platform": "x", "metric_name": NAMES[number % 2], "metric_value": number}
    return log_metric(campaign, **values, day=day, by=by, now=now)


@pytest.fixture
def seven(running, operator) -> list[MetricEntry]:
    """In the order of the list: the newest day first, of a day the latest entry first."""
    made = [logged(running, operator, number) for number in range(7)]
    return sorted(made, key=lambda entry: (entry.date, entry.pk), reverse=True)


@pytest.fixture
def keys(seven) -> list[int]:
    return [entry.pk for entry in seven]


def ids(page: dict) -> list[int]:
    return [row["id"] for row in page["results"]]


def at(program, link: str) -> dict:
    answer = program.get(link.removeprefix("http://testserver"))
    assert answer.status_code == 200
    return answer.json()


def walked(program, page: dict, way: str) -> list[dict]:
    """This page and all that follow it that way."""
    found = [page]
    while found[-1][way]:
        found.append(at(program, found[-1][way]))
        assert len(found) < 20
    return found


def first(program, query: str) -> dict:
    return program.get(f"/metrics/?{query}").json()


@pytest.mark.parametrize("ordering", ["-date", "date", "id", "-id"])
@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8])
def test_a_walk_forth_and_back_meets_every_row_once(operating, keys, ordering, size):
    by_key = sorted(keys, reverse=ordering == "-id")
    expected = {"-date": keys, "date": keys[::-1]}.get(ordering, by_key)

    forth = walked(operating, first(operating, f"ordering={ordering}&page_size={size}"), "next")
    back = walked(operating, forth[-1], "previous")

    assert [key for page in forth for key in ids(page)] == expected
    assert [key for page in reversed(back) for key in ids(page)] == expected
    assert {page["count"] for page in [*forth, *back]} == {7}
    assert (forth[0]["previous"], forth[-1]["next"], back[-1]["previous"]) == (None, None, None)


def test_pages_have_numbers_too(operating, keys):
    numbered = [first(operating, f"page_size=3&page={number}") for number in range(1, 5)]

    assert [ids(page) for page in numbered] == [keys[:3], keys[3:6], keys[6:], []]
    assert [bool(page["next"]) for page in numbered] == [True, True, False, False]
    assert [bool(page["previous"]) for page in numbered] == [False, True, True, False]
    assert ids(at(operating, numbered[1]["previous"])) == keys[:3]
    assert ids(at(operating, numbered[1]["next"])) == keys[6:]


def test_rows_that_come_and_go_neither_skip_nor_repeat_others(operating, keys, seven, running, operator):
    page = first(operating, "page_size=2&ordering=date")
    order = keys[::-1]
    assert ids(page) == order[:2]
    by_key = {entry.pk: entry for entry in seven}
    for gone in (order[1], order[3]):
        delete_metric(by_key[gone], by=operator, now=timezone.now())
    before = log_metric(
        running,
        platform="linkedin",
        day=seven[-1].date - timedelta(days=9),
        metric_name="likes",
        metric_value=1,
        by=operator,
        now=timezone.now(),
    )

    rest = walked(operating, at(operating, page["next"]), "next")

    assert [key for each in rest for key in ids(each)] == [order[2], *order[4:]]
    everything = walked(operating, rest[-1], "previous")
    assert [key for each in reversed(everything) for key in ids(each)] == [
        before.pk,
        order[0],
        order[2],
        *order[4:],
    ]


def test_the_filters_go_with_the_walk(operating, keys, seven):
    name = NAMES[1]
    wanted = [entry.pk for entry in seven if entry.metric_name == name]

    forth = walked(operating, first(operating, f"page_size=1&metric_name={name}&platform=twitter"), "next")

    assert [key for page in forth for key in ids(page)] == wanted
    assert {page["count"] for page in forth} == {len(wanted)}


def test_a_list_of_nothing_is_one_empty_page(operating):
    assert first(operating, "") == {"count": 0, "next": None, "previous": None, "results": []}


def test_what_is_longer_than_anybody_counts_has_no_count(operating, keys, monkeypatch):
    monkeypatch.setattr(pages, "MOST_COUNTED", 6)

    forth = walked(operating, first(operating, "page_size=2"), "next")

    assert [key for page in forth for key in ids(page)] == keys
    assert {page["count"] for page in forth} == {None}
    assert ids(first(operating, "page_size=2&page=3")) == keys[4:6]
    deep = operating.get("/metrics/?page_size=2&page=4")
    assert (deep.status_code, deep.json()["errors"]) == (
        400,
        {"page": ["This page lies too deep; follow `next` from an earlier one."]},
    )


def test_exactly_as_many_as_are_counted_have_a_count(operating, keys, monkeypatch):
    monkeypatch.setattr(pages, "MOST_COUNTED", 7)

    assert first(operating, "page_size=2")["count"] == 7


TAMPERED = [
    "x",
    "e30",
    "W10",
    "bnVsbA",
    "\u00e4",
    Cursor("password", False, ("1",), 7).text(),
    Cursor("-date", False, ("2026-03-02",), 7).text(),
    Cursor("-date", False, ("2026-03-02", "1", "2"), 7).text(),
    Cursor("-date", False, ("2026-02-30", "1"), 7).text(),
    Cursor("-date", False, ("yesterday", "1"), 7).text(),
    Cursor("-date", False, ("2026-03-02", "1e9"), 7).text(),
    Cursor("id", False, ("9" * 40,), 7).text(),
    Cursor("id", False, ("-" + "9" * 40,), 7).text(),
    Cursor("id", False, ("\x001",), 7).text(),
    Cursor("--id", False, ("1",), 7).text(),
    Cursor("", False, ("1",), 7).text(),
    Cursor("id", False, (), 7).text(),
    Cursor("id", 2, ("1",), 7).text(),
    Cursor("id", False, (1,), 7).text(),
    Cursor("id", False, ("1",), "many").text(),
    Cursor("id", False, ("1",), True).text(),
    "A" * 1000,
]


@pytest.mark.parametrize("cursor", TAMPERED)
def test_a_cursor_that_is_none_of_ours_is_refused(operating, keys, cursor):
    refused = operating.get(f"/metrics/?cursor={cursor}")

    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["cursor"])


def test_a_cursor_keeps_its_order(operating, keys):
    cursor = Cursor("id", False, ("1",), 7).text()

    answers = [operating.get(f"/metrics/?ordering={order}&cursor={cursor}") for order in ("id", "-id")]

    assert [answer.status_code for answer in answers] == [200, 400]
    assert list(answers[1].json()["errors"]) == ["ordering"]


@pytest.mark.parametrize(
    ("address", "order", "value"),
    [
        ("/clients/", "name", "\ud800"),
        ("/clients/", "name", "a\x00"),
        ("/campaigns/", "created_at", "0001-01-01T00:00:00+14:00"),
        ("/campaigns/", "created_at", "9999-12-31T23:59:59-14:00"),
        ("/campaigns/", "created_at", "2026-03-02T00:00:00"),
    ],
)
def test_a_cursor_with_what_no_database_can_hold_is_refused(managing, client_acme, address, order, value):
    refused = managing.get(f"{address}?cursor={Cursor(order, False, (value, '1'), 7).text()}")

    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["cursor"])


def test_long_names_in_any_script_are_followed(managing, manager):
    for number in range(3):
        create_client(name=str(number) + "\U0001f984" * 254, by=manager, now=timezone.now())

    first = managing.get("/clients/?page_size=1").json()
    second = managing.get(first["next"].partition("testserver")[2]).json()

    assert [row["name"][0] for row in (*first["results"], *second["results"])] == ["0", "1"]


@tried(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=some.one_of(
        some.text(max_size=50),
        some.builds(
            lambda *parts: Cursor(*parts).text(),
            some.sampled_from(["date", "-date", "id", "-id", "pk", "", "campaign"]),
            some.one_of(some.booleans(), some.integers(-1, 3)),
            some.lists(
                some.one_of(some.text(max_size=12), some.dates().map(str), some.integers().map(str)),
                max_size=3,
            ),
            some.one_of(some.none(), some.integers(), some.text(max_size=3)),
        ),
    )
)
def test_no_cursor_breaks_a_list(rf, running, told):
    rows = MetricEntry.objects.all()
    orders = {"date": ("date", "pk"), "id": ("pk",)}
    try:
        told.encode()
    except UnicodeEncodeError:
        return
    request = rf.get("/api/v1/metrics/")
    request.query_params = request.GET

    try:
        _found, links = pages.page_of(request, rows, {"cursor": told} if told else {}, orders, "id")
    except pages.ValidationError as refusal:
        assert list(refusal.detail) == ["cursor"]
    else:
        assert set(links) == {"count", "next", "previous"}


@pytest.mark.parametrize("size", [1, 3, 7])
def test_a_page_costs_the_same_wherever_it_lies(operating, keys, size, django_assert_num_queries):
    start = first(operating, "page_size=1")

    with django_assert_num_queries(5):
        first(operating, f"page_size={size}")
    with django_assert_num_queries(4):
        at(operating, start["next"])
