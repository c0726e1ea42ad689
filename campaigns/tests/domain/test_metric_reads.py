"""Numbers over time: posts apart, gaps kept, the period before beside, and only sums that mean something."""

from datetime import date
from decimal import Decimal

from campaigns.domain.metric_reads import MetricSeries, Period, metric_series, whole_period
from campaigns.domain.metrics import log_metric
from conftest import NOW, hours

MARCH = Period(date(2026, 3, 3), date(2026, 3, 4))


def logged(campaign, by, day, value, **changes):
    told = {"platform": "linkedin", "metric_name": "clicks", **changes}
    return log_metric(campaign, day=day, metric_value=value, by=by, now=NOW + hours(240), **told)


def test_series_keep_posts_apart_and_days_in_order(active_campaign, manager, tasks):
    logged(active_campaign, manager, date(2026, 3, 4), 7)
    logged(active_campaign, manager, date(2026, 3, 3), 5)
    logged(active_campaign, manager, date(2026, 3, 2), 4)
    logged(active_campaign, manager, date(2026, 3, 3), 9, task_id=tasks[0].pk)
    logged(active_campaign, manager, date(2026, 3, 3), 2, platform="x")
    points = ((date(2026, 3, 3), Decimal(5)), (date(2026, 3, 4), Decimal(7)))
    before = ((date(2026, 3, 2), Decimal(4)),)

    assert metric_series(active_campaign, period=MARCH, platform="linkedin") == [
        MetricSeries("linkedin", "clicks", "manual", points)
    ]
    assert metric_series(active_campaign, period=MARCH, platform="linkedin", compare=True) == [
        MetricSeries("linkedin", "clicks", "manual", points, before)
    ]
    assert [one.platform for one in metric_series(active_campaign, period=MARCH)] == ["linkedin", "x"]


def test_a_series_without_a_value_in_the_period_is_left_out(active_campaign, manager):
    logged(active_campaign, manager, date(2026, 3, 2), 4)

    assert metric_series(active_campaign, period=MARCH, compare=True) == []


def test_a_period_knows_the_one_before():
    assert (MARCH.days, MARCH.before) == (2, Period(date(2026, 3, 1), date(2026, 3, 2)))


def test_everything_begins_with_the_first_number(active_campaign, manager):
    today = date(2026, 3, 10)
    assert whole_period(active_campaign, today=today) == Period(today, today)
    logged(active_campaign, manager, date(2026, 2, 2), 4)
    assert whole_period(active_campaign, today=today) == Period(date(2026, 2, 2), today)


def test_sums_for_counts_and_the_last_value_for_everything_else():
    points = ((date(2026, 3, 1), Decimal(5)), (date(2026, 3, 2), Decimal(7)))

    assert MetricSeries("x", "clicks", "manual", points).figure == 12
    assert MetricSeries("x", "followers", "manual", points).figure == 7
    assert MetricSeries("x", "reach", "manual", points).figure == 7
    assert MetricSeries("x", "ctr", "manual", points).figure_before is None


def test_a_source_that_is_not_a_person_is_named():
    assert MetricSeries("x", "reach", "manual", ()).label == "X: Reach"
    assert MetricSeries("x", "reach", "x_export", ()).label == "X: Reach (x_export)"
    assert not MetricSeries("x", "reach", "manual", ()).is_additive
