"""Many numbers at once: all of them or none, each with its own audit entry."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.choices import Platform
from campaigns.domain.metric_logging import MOST_VALUES, DayValue, LoggedMany, log_many
from campaigns.errors import InvalidInput, NotNow
from campaigns.metric_names import MetricName
from campaigns.models import MetricEntry
from campaigns.tests.witness import how_often, nothing_changes, refused, told
from conftest import NOW

DAY = date(2026, 3, 1)


def value(number: int = 5, metric: MetricName = MetricName.LIKES, **changes) -> DayValue:
    values = {"place": "Row 2, Likes", "platform": Platform.X, "day": DAY, **changes}
    return DayValue(metric=metric, value=Decimal(number), **values)


def logged(campaign, values, by, *, replace=False) -> LoggedMany:
    return log_many(campaign, values, replace=replace, by=by, now=NOW)


def test_values_are_logged_each_with_its_entry(active_campaign, operator):
    done = logged(active_campaign, [value(5), value(7, MetricName.VIEWS)], operator)

    assert done == LoggedMany(created=2, corrected=0, unchanged=0)
    assert list(
        MetricEntry.objects.order_by("pk").values_list("metric_name", "metric_value", "identity")
    ) == [
        ("likes", Decimal(5), "2026-03-01"),
        ("views", Decimal(7), "2026-03-01"),
    ]
    assert how_often("metric.logged") == 2


def test_the_same_again_changes_nothing(active_campaign, operator):
    logged(active_campaign, [value(5)], operator)

    with nothing_changes():
        assert logged(active_campaign, [value(5)], operator) == LoggedMany(0, 0, 1)


def test_another_value_is_refused_unless_it_is_meant_as_a_correction(active_campaign, operator):
    logged(active_campaign, [value(5)], operator)

    with refused(InvalidInput, "Row 2, Likes: 5 is logged for that day already"):
        logged(active_campaign, [value(6), value(7, MetricName.VIEWS)], operator)
    assert logged(active_campaign, [value(6)], operator, replace=True) == LoggedMany(0, 1, 0)
    assert told("metric.corrected")[-2:] == ({"metric_value": "5"}, {"metric_value": "6"})


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([], "no value yet"),
        ([value(), value(6, place="Row 3, Likes")], "Row 3, Likes: the same day and metric"),
        ([value(day=date(2026, 3, 3))], "the day lies in the future"),
        ([value()] * (MOST_VALUES + 1), "more than 2000 values"),
        ([value()] * 30, "And 9 more like these"),
    ],
)
def test_what_does_not_fit_is_refused_whole(active_campaign, operator, values, sentence):
    with refused(InvalidInput, sentence):
        logged(active_campaign, values, operator)


def test_a_campaign_that_is_not_active_is_refused(campaign, operator):
    with refused(NotNow, "not active yet"):
        logged(campaign, [value()], operator)
