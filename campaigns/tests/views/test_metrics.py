from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from campaigns.csv_answers import safe_cell
from campaigns.domain.campaigns import complete_campaign
from campaigns.domain.imports.metric_formats import source_label
from campaigns.domain.metrics import correct_metric, log_metric
from campaigns.models import MetricEntry
from operator_tasks.domain.planning import plan_tasks


def logged(campaign, by, *, days_ago=0, platform="linkedin", name="impressions", value="1250", **more):
    now = timezone.now()
    return log_metric(
        campaign,
        platform=platform,
        day=campaign.local_date(now) - timedelta(days=days_ago),
        metric_name=name,
        metric_value=value,
        by=by,
        now=now,
        **more,
    )


def test_the_source_of_a_value_is_told_in_words(managing, running, manager):
    logged(running, manager)

    page = managing.get("/metrics/").content.decode()

    assert ">By hand</td>" in page
    assert (source_label("x_content"), source_label("unheard_of")) == ("X: content", "unheard_of")


def value(**changes) -> dict:
    today = timezone.now().date().isoformat()
    return {
        "platform": "linkedin",
        "metric_name": "clicks",
        "metric_value": "23",
        "date": today,
        **changes,
    }


def shown(response) -> list[tuple[str, str]]:
    return [(entry.metric_name, text) for entry, text in response.context["rows"]]


def test_list_filters_with_the_newest_first(operating, running, foreign, manager):
    logged(running, manager, days_ago=2)
    logged(running, manager, platform="x", name="ctr", value="0.0420")
    logged(foreign, manager, name="likes")

    assert shown(operating.get("/metrics/")) == [("ctr", "0.042"), ("impressions", "1,250")]
    assert shown(operating.get("/metrics/", {"platform": "linkedin"})) == [("impressions", "1,250")]
    assert shown(operating.get("/metrics/", {"metric": "ctr"})) == [("ctr", "0.042")]
    assert shown(operating.get("/metrics/", {"campaign": running.pk, "metric": "likes"})) == []


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_asks_the_same_number_of_queries(managing, running, manager, count, django_assert_num_queries):
    for days in range(count):
        logged(running, manager, days_ago=days)

    with django_assert_num_queries(9):
        response = managing.get("/metrics/")

    assert len(shown(response)) == count


def test_log_saves_a_value_of_today(operating, running):
    url = f"/campaigns/{running.pk}/metrics/new/"
    assert operating.get(url).context["form"]["date"].value() == running.local_date(timezone.now())

    response = operating.post(url, value(notes="From the app"))

    entry = MetricEntry.objects.get()
    assert (response.status_code, response.url) == (302, f"/campaigns/{running.pk}/metrics/")
    assert (entry.metric_name, str(entry.metric_value), entry.granularity) == ("clicks", "23.0000", "day")


def test_log_keeps_the_numbers_of_a_post_apart(operating, running, items, manager):
    task = plan_tasks(running, by=manager, now=timezone.now()).created[0]

    form = operating.get(f"/campaigns/{running.pk}/metrics/new/", {"task": task.pk}).context["form"]
    operating.post(f"/campaigns/{running.pk}/metrics/new/?task={task.pk}", value())

    entry = MetricEntry.objects.get()
    assert form["platform"].value() == task.platform
    assert (entry.task_id, entry.granularity) == (task.pk, "post")


@pytest.mark.parametrize("task", ["1000", "x", "-1"])
def test_log_does_not_find_tasks_of_elsewhere(operating, running, task):
    response = operating.get(f"/campaigns/{running.pk}/metrics/new/", {"task": task})

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"metric_value": "many"}, "metric_value"),
        ({"metric_value": "-1"}, "metric_value"),
        ({"metric_name": "ctr", "metric_value": "4.2"}, "metric_value"),
        ({"date": "2199-01-01"}, "date"),
        ({"platform": "internal"}, "platform"),
    ],
)
def test_log_refuses_beside_the_field(operating, running, changes, field):
    response = operating.post(f"/campaigns/{running.pk}/metrics/new/", value(**changes))

    assert (response.status_code, list(response.context["form"].errors)) == (400, [field])
    assert MetricEntry.objects.count() == 0


def test_log_refuses_a_second_value_of_the_day(operating, running):
    operating.post(f"/campaigns/{running.pk}/metrics/new/", value())

    response = operating.post(f"/campaigns/{running.pk}/metrics/new/", value(metric_value="24"))

    assert (response.status_code, MetricEntry.objects.count()) == (409, 1)
    assert "correct that entry instead" in response.content.decode()


def test_log_of_an_operator_is_refused_after_completion(operating, running, manager):
    complete_campaign(running, by=manager, now=timezone.now())

    assert operating.post(f"/campaigns/{running.pk}/metrics/new/", value()).status_code == 403


def test_correct_replaces_the_value(operating, running, manager):
    entry = logged(running, manager)
    form = operating.get(f"/metrics/{entry.pk}/correct/").context["form"]
    assert form["metric_value"].value() == "1250"

    response = operating.post(f"/metrics/{entry.pk}/correct/", {"version": 1, "metric_value": "1300"})

    entry.refresh_from_db()
    assert (response.status_code, str(entry.metric_value)) == (302, "1300.0000")


def test_stale_correction_shows_both(operating, running, manager):
    entry = logged(running, manager)
    correct_metric(entry, metric_value=1400, by=manager, now=timezone.now())

    response = operating.post(f"/metrics/{entry.pk}/correct/", {"version": 1, "metric_value": "1300"})

    shown = [(each.stored, each.written) for each in response.context["form"].differences]
    assert (response.status_code, shown) == (412, [("1400", "1300")])


def test_delete_removes_the_value(operating, running, manager):
    entry = logged(running, manager)

    response = operating.post(f"/metrics/{entry.pk}/delete/")

    assert (response.status_code, MetricEntry.objects.count()) == (302, 0)


def test_delete_is_refused_after_completion(operating, running, manager):
    entry = logged(running, manager)
    complete_campaign(running, by=manager, now=timezone.now())

    response = operating.post(f"/metrics/{entry.pk}/delete/")

    assert (response.status_code, MetricEntry.objects.count()) == (403, 1)
    assert "ask a manager" in response.content.decode()


def test_viewers_read_no_notes_and_change_nothing(viewing, running, manager):
    entry = logged(running, manager, notes="Bought these")

    assert "Bought these" not in viewing.get("/metrics/").content.decode()
    for url in (
        f"/campaigns/{running.pk}/metrics/new/",
        f"/metrics/{entry.pk}/correct/",
        f"/metrics/{entry.pk}/delete/",
    ):
        assert viewing.post(url).status_code == 403


def test_another_clients_entry_is_not_found(operating, foreign, manager):
    entry = logged(foreign, manager)

    assert operating.get(f"/metrics/{entry.pk}/correct/").status_code == 404
    assert operating.post(f"/metrics/{entry.pk}/delete/").status_code == 404
    assert operating.post(f"/campaigns/{foreign.pk}/metrics/new/", value()).status_code == 404


def test_the_filtered_list_comes_as_csv_that_no_spreadsheet_runs(operating, running, manager):
    entry = logged(running, manager, notes="=1+1")
    logged(running, manager, platform="x", name="ctr", value="0.0420")

    response = operating.get("/metrics/", {"format": "csv", "platform": "linkedin"})

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert b"".join(response.streaming_content).decode("utf-8-sig").splitlines() == [
        "client,campaign,platform,date,metric_name,metric_value,granularity,external_id,source_format,as_of,notes",
        f"Acme,Spring launch,linkedin,{entry.date},impressions,1250,day,,manual,,'=1+1",
    ]
    assert "format=csv" in operating.get("/metrics/", {"platform": "x"}).context["csv_query"]


def test_csv_of_a_viewer_has_no_notes(viewing, running, manager):
    logged(running, manager, notes="Bought these")

    assert b"Bought" not in b"".join(viewing.get("/metrics/", {"format": "csv"}).streaming_content)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1", "'=1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("\ta", "'\ta"),
        ("\ra", "'\ra"),
        ("a=1", "a=1"),
    ],
)
def test_a_cell_that_would_run_gets_an_apostrophe(text, safe):
    assert safe_cell(text) == safe


@pytest.mark.parametrize(
    ("name", "written", "stored"),
    [
        ("impressions", "1,250", "1250"),
        ("impressions", "1.250", "1250"),
        ("impressions", "12.3K", "12300"),
        ("engagement_rate", "4,2 %", "0.042"),
        ("engagement_rate", "0.042", "0.042"),
        ("watch_time_hours", "1,5", "1.5"),
    ],
)
def test_values_are_read_as_people_write_them(operating, running, name, written, stored):
    operating.post(f"/campaigns/{running.pk}/metrics/new/", value(metric_name=name, metric_value=written))

    assert running.metric_entries.get().metric_value == Decimal(stored)


@pytest.mark.parametrize("written", ["12,5", "-3", "many", "4%"])
def test_a_value_that_no_count_can_have_is_refused_beside_its_field(operating, running, written):
    answer = operating.post(f"/campaigns/{running.pk}/metrics/new/", value(metric_value=written))

    assert (answer.status_code, running.metric_entries.count()) == (400, 0)
    assert list(answer.context["form"].errors) == ["metric_value"]
