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

LIST_QUERIES = 11
REPORT_QUERIES = 21


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
    assert response.context["running"] == [(running, week)]


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


def test_the_list_is_narrowed_by_client_campaign_and_week(as_manager, running, foreign, manager, week, now):
    write_summary(running, week, by=manager, now=now)
    write_summary(foreign, week_of(foreign.local_date(now), foreign.zone), by=manager, now=now)

    def shown(**query):
        return [row["summary"].campaign for row in as_manager.get("/reports/", query).context["rows"]]

    assert shown(client=running.client_id) == shown(campaign=running.pk) == [running]
    assert shown(campaign=foreign.pk, client=running.client_id) == []
    assert shown(week="2001-W01") == []
    assert len(shown(week="nonsense")) == len(shown(campaign="x")) == 2
    refusal = as_manager.get("/reports/", {"week": "nonsense"}).context["filters"].errors["week"]
    assert refusal == ["nonsense is not a week; write it as 2026-W47."]


def test_a_row_tells_the_change_since_the_week_before(
    as_operator, running, make_task, operator, manager, began
):
    first = week_of(running.start_date, running.zone)
    later = first.next()
    at_noon = [each.starts_at + timedelta(hours=12) for each in (first.next(), later.next())]
    task = make_task(max(began, first.starts_at) + timedelta(minutes=5))
    make_task(later.starts_at + timedelta(hours=9), title="Another")
    complete_task(task, proof=ProofInput("TEXT", "Called"), by=operator, now=task.due_at)
    for each, when in zip((first, later), at_noon, strict=True):
        write_summary(running, each, by=manager, now=when)

    rows = as_operator.get("/reports/").context["rows"]

    assert [(row["summary"].week, row["percent"]) for row in rows] == [
        (later.name, "0\u00a0%"),
        (first.name, "100\u00a0%"),
    ]
    change = rows[0]["change"]
    assert (change.direction, change.tone, change.text) == ("down", "danger", "down by 100 points")
    assert rows[1]["change"] is None


def test_a_stored_week_says_when_it_tells_old_numbers(as_manager, running, make_task, manager, week, now):
    write_summary(running, week, by=manager, now=now)
    fresh = as_manager.get(address(running, week))
    make_task(max(now + timedelta(minutes=1), week.starts_at))
    outdated = as_manager.get(address(running, week))

    assert [page.context["report"].inside.outdated for page in (fresh, outdated)] == [False, True]
    assert "write it again to take them in" in outdated.content.decode()


def test_the_headline_is_in_plain_words(as_operator, running, make_task, operator, week, now):
    due = max(now + timedelta(minutes=1), week.starts_at)
    complete_task(make_task(due), proof=ProofInput("TEXT", "Called"), by=operator, now=now)
    log_metric(
        running,
        platform="linkedin",
        day=running.local_date(now),
        metric_name="likes",
        metric_value=40,
        by=operator,
        now=now,
    )

    assert as_operator.get(address(running, week)).context["headline"] == [
        "So far 1 of 1 planned task is done.",
        "LinkedIn brought the most engagement and clicks.",
    ]


def test_weeks_are_jumped_to_by_name(as_operator, running, foreign, week):
    plain = as_operator.get(f"/campaigns/{running.pk}/reports/")
    named = as_operator.get(f"/campaigns/{running.pk}/reports/", {"week": week.before().name})
    wrong = as_operator.get(f"/campaigns/{running.pk}/reports/", {"week": "soon"})

    assert (plain.status_code, plain["Location"]) == (302, address(running, week))
    assert named["Location"] == address(running, week.before())
    assert wrong.status_code == as_operator.get(f"/campaigns/{foreign.pk}/reports/").status_code == 404


def test_a_week_as_a_file_that_spreadsheets_open(as_operator, running, foreign, manager, week, now):
    write_summary(running, week, by=manager, now=now)

    one = as_operator.get(address(running, week) + "csv/")
    text = one.getvalue()
    all_weeks = as_operator.get(f"/campaigns/{running.pk}/reports/csv/").getvalue()

    assert one["Content-Type"] == "text/csv; charset=utf-8"
    assert one["Content-Disposition"] == f'attachment; filename="spring-launch-{week.name}.csv"'
    assert text.startswith(b"\xef\xbb\xbfclient_name,campaign,week,week_start,week_end,tasks_planned,")
    assert f"Acme,Spring launch,{week.name}," in text.decode()
    assert all_weeks == text
    none = as_operator.get(f"/campaigns/{running.pk}/reports/csv/", {"to": "2001-W01"})
    assert none.getvalue().count(b"\n") == 1
    refused = [
        as_operator.get(path).status_code
        for path in (
            address(foreign, week) + "csv/",
            f"/campaigns/{foreign.pk}/reports/csv/",
            f"/campaigns/{running.pk}/reports/csv/?from=x",
        )
    ]
    assert refused == [404, 404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_costs_the_same_whatever_happened(
    as_operator, running, make_task, week, now, count, django_assert_num_queries
):
    for number in range(count):
        make_task(max(now + timedelta(minutes=1 + number), week.starts_at), title=f"Task {number}")

    with django_assert_num_queries(REPORT_QUERIES):
        as_operator.get(address(running, week))


def test_every_drawing_has_words_and_a_table(as_operator, running, post, week):
    text = as_operator.get(address(running, week)).content.decode()

    drawings = text.count('<svg class="chart')
    assert drawings >= 1
    assert text.count("<desc id=") == text.count('<details class="report-numbers"') == drawings
    assert ("style=" in text, "onclick=" in text) == (False, False)


def test_numbers_are_written_as_the_reader_writes_them(as_operator, running, operator, week, now, settings):
    for name, value in (("engagements", "1364"), ("impressions", "40000")):
        log_metric(
            running,
            platform="linkedin",
            day=running.local_date(now),
            metric_name=name,
            metric_value=value,
            by=operator,
            now=now,
        )
    settings.LANGUAGE_CODE = "de"

    response = as_operator.get(address(running, week), headers={"Accept-Language": "de"})

    assert [tile.value for tile in response.context["tiles"]][3] == "1.364"
    assert sorted(line.value for line in response.context["report"].metrics) == ["1.364", "40.000"]
