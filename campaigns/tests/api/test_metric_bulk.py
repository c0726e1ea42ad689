"""Many metrics at once by programs: all of them or none, and every refusal by its place."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import MetricEntry
from campaigns.tests.witness import how_often, nothing_changes, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def operating(operating):
    """A program whose token is known to be in use, so that its next request notes nothing."""
    operating.get("/")
    return operating


def day(ago: int = 1) -> str:
    return (timezone.now().date() - timedelta(days=ago)).isoformat()


def part(number: float = 5, name: str = "likes", **changes) -> dict:
    return {"platform": "x", "date": day(), "metric_name": name, "metric_value": number, **changes}


def bulk(campaign, *parts: dict, **changes) -> dict:
    return {"campaign": campaign.pk, "metrics": list(parts), **changes}


def test_many_values_are_logged_at_once(operating, running):
    done = operating.post("/metrics/bulk/", bulk(running, part(5), part(0.5, "ctr"), part(7, "engagement")))

    assert (done.status_code, done.json()) == (200, {"created": 3, "corrected": 0, "unchanged": 0})
    rows = MetricEntry.objects.order_by("pk").values_list("platform", "metric_name", "metric_value")
    assert [(*names, float(number)) for *names, number in rows] == [
        ("x", "likes", 5),
        ("x", "ctr", 0.5),
        ("x", "engagements", 7),
    ]
    assert how_often("metric.logged") == 3
    assert told("metric.logged")[:2] == ("omar", "api")


def test_the_same_again_changes_nothing_and_replace_corrects(operating, running):
    operating.post("/metrics/bulk/", bulk(running, part(5), part(7, "views")))
    with nothing_changes():
        same = operating.post("/metrics/bulk/", bulk(running, part(5)))
        refused = operating.post("/metrics/bulk/", bulk(running, part(5), part(9, "views")))

    replaced = operating.post("/metrics/bulk/", bulk(running, part(5), part(9, "views"), replace=True))

    assert same.json() == {"created": 0, "corrected": 0, "unchanged": 1}
    text = "7 is logged for that day already; correct what is there, or leave it out."
    assert (refused.status_code, refused.json()["errors"]) == (400, {"metrics.1.metric_value": [text]})
    assert replaced.json() == {"created": 0, "corrected": 1, "unchanged": 1}


def test_refusals_of_many_are_named_by_place_and_nothing_is_logged(operating, running):
    parts = [part(), part(), part(4.2, "ctr"), part(5, "views", date=day(-3)), part(10**20, "shares")]

    with nothing_changes():
        refused = operating.post("/metrics/bulk/", bulk(running, *parts))

    assert (refused.status_code, refused.json()["errors"]) == (
        400,
        {
            "metrics.1": ["the same day and metric stand in an earlier row."],
            "metrics.2.metric_value": ["A rate lies between 0 and 1: write 0.042 for 4.2 percent."],
            "metrics.3.date": ["the day lies in the future or before 2000."],
            "metrics.4.metric_value": ["Write the value as a number of at least 0, such as 1250 or 0.042."],
        },
    )


@pytest.mark.parametrize(
    ("metrics", "names"),
    [
        ([], ["metrics"]),
        ({}, ["metrics"]),
        ("all", ["metrics"]),
        (None, ["metrics"]),
        ([part(), 5], ["metrics.1"]),
        ([None], ["metrics.0"]),
        ([part(), {}], [f"metrics.1.{name}" for name in ("platform", "date", "metric_name", "metric_value")]),
        ([part(colour="red")], ["metrics.0.colour"]),
        ([part("5")], ["metrics.0.metric_value"]),
        ([part()] * 2001, ["metrics"]),
    ],
)
def test_what_are_no_values_is_refused_by_place(operating, running, metrics, names):
    with nothing_changes():
        refused = operating.post("/metrics/bulk/", {"campaign": running.pk, "metrics": metrics})

    assert (refused.status_code, list(refused.json()["errors"])) == (400, names)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_many_values_ask_the_same_number_of_queries(operating, running, count, django_assert_num_queries):
    many = [part(1, date=day(ago)) for ago in range(1, count + 1)]

    with django_assert_num_queries(12):
        operating.post("/metrics/bulk/", bulk(running, *many))


def test_two_thousand_values_are_taken_at_once(operating, running):
    names = ("likes", "views", "shares", "saves")
    many = [part(1, name, date=day(ago)) for ago in range(1, 501) for name in names]

    done = operating.post("/metrics/bulk/", bulk(running, *many))

    assert done.json() == {"created": 2000, "corrected": 0, "unchanged": 0}
