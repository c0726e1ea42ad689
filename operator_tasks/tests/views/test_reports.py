"""Reports: the list, a week beside the week before, and writing one."""

from datetime import timedelta

import pytest

from campaigns.domain.campaigns import create_campaign
from campaigns.domain.metrics import log_metric
from conftest import CADENCE
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.summaries import write_summary
from operator_tasks.domain.transitions import complete_task
from operator_tasks.domain.weeks import week_of
from operator_tasks.models import OperatorTask, WeeklySummary

LIST_QUERIES = 8


@pytest.fixture
def week(running, now):
    return week_of(running.local_date(now), running.zone)


def address(campaign, week) -> str:
    return f"/campaigns/{campaign.pk}/reports/{week.name}/"


def test_a_week_without_summary_shows_the_numbers_as_they_stand(
    as_operator, running, make_task, operator, week, now
):
    due = max(now + timedelta(minutes=1), week.starts_at)
    complete_task(make_task(due), proof=ProofInput("TEXT", "Called"), by=operator, now=now)
    for name, value in (("likes", 40), ("reach", 500), ("engagement_rate", "0.05"), ("followers", 900)):
        log_metric(
            running,
            platform="linkedin",
            day=running.local_date(now),
            metric_name=name,
            metric_value=value,
            by=operator,
            now=now,
        )

    response = as_operator.get(address(running, week))

    report = response.context["report"]
    assert response.status_code == 200
    assert (report.numbers.tasks_planned, report.numbers.tasks_completed, report.stored) == (1, 1, None)
    assert [(line.metric, line.how, line.value) for line in report.metrics] == [
        ("Engagement rate", "mean of the days", "0.05"),
        ("Followers", "latest", "900"),
        ("Likes", "sum", "40"),
        ("Reach", "highest day", "500"),
    ]
    assert report.top_platform == "LinkedIn"
    assert "Write the summary" not in response.content.decode()


def test_a_manager_writes_the_summary_once_and_again(as_manager, running, week):
    shown = as_manager.get(address(running, week)).content.decode()

    first = as_manager.post(address(running, week) + "write/")
    as_manager.post(address(running, week) + "write/")

    assert "Write the summary" in shown
    assert (first.status_code, first["Location"]) == (302, address(running, week))
    assert WeeklySummary.objects.count() == 1
    assert OperatorTask.objects.filter(task_type="ANALYZE").count() == 1
    assert "Write it again" in as_manager.get(address(running, week)).content.decode()


def test_a_stored_week_is_shown_as_it_was_written(as_operator, running, make_task, manager, week, now):
    write_summary(running, week, by=manager, now=now)
    make_task(max(now + timedelta(minutes=1), week.starts_at))

    report = as_operator.get(address(running, week)).context["report"]

    assert (report.numbers.tasks_planned, report.stored is not None) == (0, True)


@pytest.mark.parametrize("name", ["2026-W99", "2026-47", "0001-W01", "9999-W52", "x"])
def test_a_week_that_is_none_is_not_there(as_operator, running, name):
    assert as_operator.get(f"/campaigns/{running.pk}/reports/{name}/").status_code == 404


def test_reports_are_closed_to_others(client, running, foreign, operator_user, viewer_user, week):
    anonymous = client.get("/reports/").status_code
    client.force_login(operator_user)
    stranger = client.get(address(foreign, week)).status_code
    unauthorised = client.post(address(running, week) + "write/").status_code
    client.force_login(viewer_user)
    viewer = client.get(address(running, week)).status_code

    assert (anonymous, stranger, unauthorised, viewer) == (302, 404, 403, 200)


def test_the_list_shows_own_summaries_and_campaigns(as_operator, running, foreign, manager, week, now):
    write_summary(running, week, by=manager, now=now)
    write_summary(foreign, week, by=manager, now=now)

    response = as_operator.get("/reports/")

    assert [summary.campaign for summary in response.context["page"].rows] == [running]
    assert [campaign for campaign, _week in response.context["campaigns"]] == [running]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_costs_the_same_whatever_it_holds(
    as_operator, running, manager, week, now, count, django_assert_num_queries
):
    values = {
        "name": "A long one",
        "start_date": running.start_date - timedelta(weeks=count),
        "end_date": running.end_date,
    }
    long = create_campaign(client=running.client, cadence=CADENCE, values=values, by=manager, now=now)
    wanted = week
    for _number in range(count):
        write_summary(long, wanted, by=manager, now=now)
        wanted = wanted.before()

    with django_assert_num_queries(LIST_QUERIES):
        as_operator.get("/reports/")
