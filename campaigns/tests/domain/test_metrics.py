"""Metrics: logged once for a day or a post, corrected by people, refused where they are no number."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from campaigns.domain.campaigns import activate_campaign, complete_campaign, create_campaign
from campaigns.domain.metrics import correct_metric, delete_metric, log_metric
from campaigns.errors import InvalidInput, NotAllowed, NotNow, StaleVersion
from campaigns.models import MetricEntry
from campaigns.tests.witness import refused, told
from conftest import CADENCE, NOW, brief, hours

DAY = date(2026, 3, 2)


def log(campaign, by, now=NOW, **changes) -> MetricEntry:
    values = {
        "platform": "linkedin",
        "day": DAY,
        "metric_name": "impressions",
        "metric_value": 1250,
        **changes,
    }
    return log_metric(campaign, **values, by=by, now=now)


def rows() -> list[tuple]:
    columns = ("platform", "date", "metric_name", "metric_value", "granularity", "identity", "version")
    return list(MetricEntry.objects.order_by("pk").values_list(*columns))


def test_log_keeps_one_value_of_a_day(active_campaign, operator):
    log(active_campaign, operator, notes="from the page")

    assert rows() == [("linkedin", DAY, "impressions", Decimal("1250.0000"), "day", "2026-03-02", 1)]
    assert told("metric.logged") == (
        "omar",
        "page",
        "metric entry",
        1,
        {},
        {
            "campaign_id": active_campaign.pk,
            "platform": "linkedin",
            "date": "2026-03-02",
            "metric_name": "impressions",
            "metric_value": "1250",
            "granularity": "day",
            "source_format": "manual",
            "notes": "from the page",
        },
    )


@pytest.mark.parametrize(
    ("platform", "name", "kept"),
    [
        ("twitter", "engagement", ("x", "engagements")),
        (" LinkedIn ", "Click-Through Rate", ("linkedin", "ctr")),
        ("x", "retweets", ("x", "shares")),
    ],
)
def test_log_understands_other_names(active_campaign, operator, platform, name, kept):
    entry = log(active_campaign, operator, platform=platform, metric_name=name, metric_value="0.5")

    assert (entry.platform, entry.metric_name) == kept


@pytest.mark.parametrize(
    "value",
    [
        "NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
        "1e400",
        "-1",
        "-0.0001",
        "1,5",
        "",
        "many",
        None,
        True,
        "1_000",
    ],
)
def test_log_refuses_what_is_no_number_of_at_least_zero(active_campaign, operator, value):
    with refused(InvalidInput, "Write the value as a number of at least 0"):
        log(active_campaign, operator, metric_value=value)


@pytest.mark.parametrize(
    ("value", "kept"),
    [("0", "0"), (" 12.5 ", "12.5"), (0.1, "0.1"), ("99999999999.9999", "99999999999.9999")],
)
def test_log_keeps_numbers_exactly(active_campaign, operator, value, kept):
    log(active_campaign, operator, metric_value=value)

    assert MetricEntry.objects.get().metric_value == Decimal(kept)


def test_log_refuses_a_number_that_the_database_cannot_give_back(active_campaign, operator):
    with refused(InvalidInput, "."):
        log(active_campaign, operator, metric_value="99999999999999.9999")


@pytest.mark.parametrize("value", ["1.0001", "4.2", "100"])
def test_log_refuses_a_rate_above_one(active_campaign, operator, value):
    with refused(InvalidInput, "A rate lies between 0 and 1: write 0.042 for 4.2 percent"):
        log(active_campaign, operator, metric_name="ctr", metric_value=value)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"platform": "myspace"}, "myspace is not a platform we know"),
        ({"metric_name": "fame"}, "fame is not a metric we know"),
        ({"day": date(2026, 3, 3)}, "must not lie in the future"),
        ({"day": date(1999, 12, 31)}, ""),
        ({"notes": "x" * 1_000_000}, "at most 5000 characters"),
        ({"notes": "a\x00b"}, "cannot be stored"),
    ],
)
def test_log_refuses_what_cannot_be(active_campaign, operator, changes, sentence):
    with refused(InvalidInput, sentence or "."):
        log(active_campaign, operator, **changes)


def test_today_is_the_day_of_the_campaigns_zone(active_campaign, operator):
    evening = NOW.replace(hour=23, minute=30)  # already the 3rd in Berlin

    assert log(active_campaign, operator, now=evening, day=date(2026, 3, 3)).date == date(2026, 3, 3)


def test_second_value_of_a_day_is_refused_whatever_the_platform_is_called(active_campaign, operator):
    log(active_campaign, operator, platform="x")

    with refused(NotNow, "This metric is logged for that day already; correct that entry instead"):
        log(active_campaign, operator, platform="twitter", metric_value=7)


def test_numbers_of_a_post_are_kept_apart_from_the_day(tasks, operator):
    campaign = tasks[0].campaign
    log(campaign, operator)
    log(campaign, operator, task_id=tasks[0].pk, metric_value=300)

    assert [row[3:6] for row in rows()] == [
        (Decimal(1250), "day", "2026-03-02"),
        (Decimal(300), "post", f"task-{tasks[0].pk}"),
    ]
    with refused(NotNow, "logged"):
        log(campaign, operator, task_id=tasks[0].pk, metric_value=301)


def test_post_of_another_campaign_is_refused(tasks, client_acme, manager, operator):
    other = create_campaign(
        client=client_acme, cadence=CADENCE, values=brief(name="Other"), by=manager, now=NOW
    )
    other = activate_campaign(other, by=manager, now=NOW)

    with refused(InvalidInput, "task"):
        log(other, operator, task_id=tasks[0].pk)


def test_log_refuses_a_campaign_that_is_not_active_yet(campaign, operator):
    with refused(NotNow, "The campaign is not active yet"):
        log(campaign, operator)


def test_after_completion_managers_log_for_ninety_days(active_campaign, manager, operator):
    complete_campaign(active_campaign, by=manager, now=NOW)
    last = NOW + timedelta(days=90)

    with refused(NotAllowed, "ask a manager to log this"):
        log(active_campaign, operator)
    with refused(NotNow, "completed more than 90 days ago"):
        log(active_campaign, manager, now=last + timedelta(seconds=1))
    assert log(active_campaign, manager, now=last).version == 1


# -- correct and delete -----------------------------------------------------------------------------------------
def test_correct_replaces_the_value_and_the_log_keeps_the_one_before(active_campaign, operator):
    entry = log(active_campaign, operator)

    correct_metric(entry, metric_value="1300", by=operator, now=NOW + hours(1), seen_version=1)

    assert rows() == [("linkedin", DAY, "impressions", Decimal(1300), "day", "2026-03-02", 2)]
    assert told("metric.corrected")[3:] == (2, {"metric_value": "1250"}, {"metric_value": "1300"})


def test_correct_refuses_no_number_stale_versions_and_operators_after_completion(
    active_campaign, manager, operator
):
    entry = log(active_campaign, operator)

    with refused(InvalidInput, "Write the value as a number"):
        correct_metric(entry, metric_value="NaN", by=operator, now=NOW)
    with refused(StaleVersion, "you saw version 4, it is now version 1"):
        correct_metric(entry, metric_value=1, by=operator, now=NOW, seen_version=4)

    complete_campaign(active_campaign, by=manager, now=NOW)

    with refused(NotAllowed, "ask a manager"):
        correct_metric(entry, metric_value=1, by=operator, now=NOW)


def test_delete_keeps_the_last_state_in_the_log(active_campaign, operator):
    entry = log(active_campaign, operator)

    delete_metric(entry, by=operator, now=NOW)

    assert rows() == []
    assert told("metric.deleted")[4]["metric_value"] == "1250"


def test_delete_refuses_operators_once_the_campaign_is_completed(active_campaign, manager, operator):
    entry = log(active_campaign, operator)
    complete_campaign(active_campaign, by=manager, now=NOW)

    with refused(NotAllowed, "ask a manager"):
        delete_metric(MetricEntry.objects.get(pk=entry.pk), by=operator, now=NOW)
    with refused(NotAllowed, "ask a manager"):
        delete_metric(entry, by=operator, now=NOW)
