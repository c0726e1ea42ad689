"""The page of charts: by platform, with tiles, for a period and beside the one before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.domain.metrics import log_metric
from operator_tasks.domain.planning import plan_tasks


def logged(campaign, by, *, days_ago=0, platform="linkedin", name="impressions", value="1250", **more):
    now = timezone.now()
    day = campaign.local_date(now) - timedelta(days=days_ago)
    return log_metric(
        campaign, platform=platform, day=day, metric_name=name, metric_value=value, by=by, now=now, **more
    )


def shown(response) -> list[tuple[str, list[tuple[str, int, int]], list[str]]]:
    return [
        (
            group.platform.value,
            [
                (each.chart.series.metric_name, len(each.chart.bars), len(each.chart.dots))
                for each in group.charts
            ],
            [each.chart.series.metric_name for each in group.tiles],
        )
        for group in response.context["groups"]
    ]


@pytest.fixture
def url(running) -> str:
    return f"/campaigns/{running.pk}/metrics/"


def test_charts_stand_by_platform_with_tiles_above(viewing, url, running, manager):
    for days in range(3):
        logged(running, manager, days_ago=days)
        logged(running, manager, days_ago=days, name="followers", value=100 + days)
    logged(running, manager, platform="x", name="likes")
    logged(running, manager, days_ago=200, name="likes")

    response = viewing.get(url)

    assert shown(response) == [
        ("linkedin", [("impressions", 3, 0), ("followers", 0, 3)], ["impressions", "followers"]),
        ("x", [("likes", 1, 0)], ["likes"]),
    ]
    page = response.content.decode()
    assert (page.count('<svg class="chart'), page.count("As a table"), "style=" in page) == (3, 3, False)
    assert [(label, is_current) for label, _query, is_current in response.context["periods"]] == [
        ("7 days", False),
        ("28 days", True),
        ("90 days", False),
        ("All", False),
    ]


def test_the_period_and_the_platform_are_chosen_in_the_address(viewing, url, running, manager):
    logged(running, manager)
    logged(running, manager, days_ago=10, name="likes")
    logged(running, manager, days_ago=200, platform="x")

    assert shown(viewing.get(url, {"days": "7"})) == [("linkedin", [("impressions", 1, 0)], ["impressions"])]
    everything = viewing.get(url, {"days": "0"})
    assert [group[0] for group in shown(everything)] == ["linkedin", "x"]
    assert shown(viewing.get(url, {"days": "0", "platform": "x"})) == [
        ("x", [("impressions", 0, 1)], ["impressions"])
    ]
    assert viewing.get(url, {"days": "nonsense", "platform": "nonsense"}).context["period"].days == 28


def test_the_period_before_stands_beside(viewing, url, running, manager):
    logged(running, manager, value=150)
    logged(running, manager, days_ago=7, value=100)

    page = viewing.get(url, {"days": "7"}).content.decode()

    assert "+50 % against the 7 days before" in page
    assert "The period before" in page


def test_numbers_of_posts_stand_apart(viewing, url, running, items, manager):
    task = plan_tasks(running, by=manager, now=timezone.now()).created[0]
    logged(running, manager, task_id=task.pk, platform=task.platform)

    response = viewing.get(url)

    assert (shown(response), [entry.granularity for entry, _text in response.context["rows"]]) == (
        [],
        ["post"],
    )


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_asks_the_same_number_of_queries(
    viewing, url, running, manager, count, django_assert_num_queries
):
    for days in range(count):
        logged(running, manager, days_ago=days)

    with django_assert_num_queries(7):
        viewing.get(url)


def test_another_clients_campaign_is_not_found(operating, foreign):
    assert operating.get(f"/campaigns/{foreign.pk}/metrics/").status_code == 404
