"""The page of many numbers: one day field by field, or a grid that is checked before it is saved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import MetricEntry
from campaigns.tests.witness import nothing_changes


@pytest.fixture
def url(running) -> str:
    return f"/campaigns/{running.pk}/metrics/grid/"


def yesterday() -> str:
    return (timezone.now().date() - timedelta(days=1)).isoformat()


def pasted(*lines: str) -> str:
    return "\n".join(["Date\tPlatform\tImpressions\tLikes", *lines])


def test_one_day_is_logged_and_its_platform_and_day_are_remembered(operating, url):
    assert operating.get(url).context["platform"] == "linkedin"
    sent = {
        "day": "yes",
        "day-platform": "x",
        "day-date": yesterday(),
        "day-impressions": "1,2K",
        "day-likes": "7",
    }

    response = operating.post(url, sent)

    assert (response.status_code, response.url) == (302, f"{url}?platform=x&date={yesterday()}")
    assert list(
        MetricEntry.objects.order_by("metric_name").values_list("platform", "metric_name", "metric_value")
    ) == [
        ("x", "impressions", 1200),
        ("x", "likes", 7),
    ]
    form = operating.get(response.url).context["day_form"]
    assert (form["platform"].value(), str(form["date"].value())) == ("x", yesterday())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day-likes": "many"}, "likes"),
        ({"day-likes": "-5"}, "likes"),
        ({"day-date": "2199-01-01", "day-likes": "5"}, "__all__"),
        ({"day-date": "soon"}, "date"),
        ({}, "__all__"),
        ({"day-platform": "internal", "day-likes": "5"}, "platform"),
    ],
)
def test_a_day_that_does_not_fit_is_refused_whole(operating, url, changes, field):
    sent = {"day": "yes", "day-platform": "x", "day-date": yesterday(), **changes}

    with nothing_changes():
        response = operating.post(url, sent)

    assert (response.status_code, list(response.context["day_form"].errors)) == (400, [field])


def test_a_grid_is_checked_then_saved(operating, url, running):
    text = pasted(f"{yesterday()}\tLinkedIn\t1,234\t12")
    with nothing_changes():
        checked = operating.post(url, {"check": "yes", "grid": text})
    assert (checked.status_code, checked.context["grid"].problems) == (200, ())
    assert "Save 2 values" in checked.content.decode()

    saved = operating.post(url, {"save": "yes", "grid": text})

    assert (saved.status_code, saved.url) == (302, f"/campaigns/{running.pk}/metrics/")
    assert MetricEntry.objects.count() == 2


def test_a_grid_with_a_problem_saves_nothing(operating, url):
    text = pasted(f"{yesterday()}\tLinkedIn\t1,234\t12", f"{yesterday()}\tX\tabc\t1")

    with nothing_changes():
        response = operating.post(url, {"save": "yes", "grid": text})

    assert response.status_code == 400
    assert "Row 3, Impressions: “abc” is not a number" in response.content.decode()


def test_a_value_that_is_there_is_corrected_only_when_asked(operating, url):
    operating.post(url, {"save": "yes", "grid": pasted(f"{yesterday()}\tX\t5\t")})
    text = pasted(f"{yesterday()}\tX\t6\t")

    refused = operating.post(url, {"save": "yes", "grid": text})
    assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["grid"])
    operating.post(url, {"save": "yes", "grid": text, "replace": "on"})

    assert list(MetricEntry.objects.values_list("metric_value", flat=True)) == [6]


@pytest.mark.parametrize("text", ["", "hello", "a\x00b"])
def test_what_is_no_table_is_told_beside_the_field(operating, url, text):
    response = operating.post(url, {"check": "yes", "grid": text})

    assert (response.status_code, list(response.context["form"].errors)) == (400, ["grid"])


def test_only_those_who_log_metrics_may_and_only_what_they_see(viewing, operating, foreign, url):
    assert viewing.get(url).status_code == 403
    assert operating.get(f"/campaigns/{foreign.pk}/metrics/grid/").status_code == 404


def test_nonsense_in_the_address_is_no_error(operating, url):
    assert operating.get(f"{url}?platform=nonsense&date=nonsense").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_check_asks_the_same_number_of_queries(operating, url, count, django_assert_num_queries):
    text = pasted(*[f"{yesterday()}\tX\t5\t1"] * count)

    with django_assert_num_queries(8):
        operating.post(url, {"check": "yes", "grid": text})


def test_the_preview_shows_what_will_be_stored(operating, url):
    text = "\n".join(["Date;Platform;Impressions;CTR", f"{yesterday()};X;1.234;4,5 %"])

    response = operating.post(url, {"check": "yes", "grid": text})

    assert response.context["grid"].problems == ()
    assert response.context["rows"] == [
        (2, [(yesterday(), ""), ("X", ""), ("1,234", ""), ("4.5 %", "")]),
    ]
