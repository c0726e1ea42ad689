"""Metrics and reports: numbers logged, pasted, corrected and imported, drawn, compared, printed and downloaded."""

import csv
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.domain.campaigns import CadenceLine, activate_campaign, create_campaign
from campaigns.domain.clients import create_client, set_members
from campaigns.domain.metrics import log_metric
from campaigns.models import MetricEntry
from campaigns.views.metrics import CSV_HEADER
from conftest import actor_for, brief
from operator_tasks.domain.weeks import week_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
everywhere = pytest.mark.parametrize(
    "screen", ["phone-dark", "desk-light", "phone-plain", "desk-plain"], indirect=True
)
# Where no script has a part in it, one of each width and of each kind is enough.
pair = pytest.mark.parametrize("screen", ["phone-dark", "desk-plain"], indirect=True)


@pytest.fixture
def running(people):
    """A campaign that has run for three weeks."""
    began, manager = timezone.now() - timedelta(days=21), actor_for(people["maria"])
    client = create_client(name="Acme", time_zone="UTC", by=manager, now=began)
    set_members(client, [people["omar"].pk], by=manager, now=began)
    days = {"start_date": began.date(), "end_date": began.date() + timedelta(days=60)}
    cadence = (CadenceLine("linkedin", "post", 3),)
    campaign = create_campaign(client=client, cadence=cadence, values=brief(**days), by=manager, now=began)
    return activate_campaign(campaign, by=manager, now=began)


def ago(days):
    return timezone.now().date() - timedelta(days=days)


def told(page, words):
    page.locator("#messages .toast").filter(has_text=words).wait_for()


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def entries():
    fields = ("platform", "date", "metric_name", "metric_value", "source_format")
    rows = MetricEntry.objects.order_by("date", "platform", "metric_name").values_list(*fields)
    return [(platform, day, name, int(value), source) for platform, day, name, value, source in rows]


def downloaded(page, name):
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    return list(csv.reader(text.splitlines()))


@everywhere
def test_numbers_are_logged_pasted_and_corrected(open_as, running):
    own, day, earlier = f"/campaigns/{running.pk}/metrics", ago(1), ago(2)
    page = open_as("omar")

    page.goto(f"{own}/new/")
    page.get_by_label("Platform").select_option("linkedin")
    page.get_by_label("Metric").select_option("impressions")
    page.get_by_label("Value").fill("1250")
    page.get_by_label("Day").fill(day.isoformat())
    press(page, "Log it")
    told(page, "The value is logged.")
    logged = ("linkedin", day, "impressions", 1250, "manual")
    assert entries() == [logged]

    page.goto(f"{own}/grid/")
    grid = page.get_by_label("Rows from your spreadsheet")
    head = "Date\tPlatform\tImpressions\tLikes"
    grid.fill(f"{head}\n{earlier}\tLinkedIn\t900\t12\n{earlier}\tX\tabc\t3")
    press(page, "Check")
    page.get_by_text("1 cell must be corrected; nothing is saved yet.").wait_for()
    assert page.get_by_text("Row 3, Impressions: “abc” is not a number").first.is_visible()
    assert page.get_by_role("button", name="Save").count() == 0
    assert entries() == [logged]

    grid.fill(f"{head}\n{earlier}\tLinkedIn\t900\t12\n{earlier}\tX\t45\t3")
    press(page, "Check")
    press(page, "Save 4 values")
    told(page, "Values logged: 4, corrected: 0, as they were: 0.")
    pasted = [
        ("linkedin", earlier, "impressions", 900, "manual"),
        ("linkedin", earlier, "likes", 12, "manual"),
        ("x", earlier, "impressions", 45, "manual"),
        ("x", earlier, "likes", 3, "manual"),
    ]
    assert entries() == [*pasted, logged]

    page.goto(f"/metrics/{MetricEntry.objects.get(date=day).pk}/correct/")
    page.get_by_label("Value").fill("1300")
    press(page, "Save")
    told(page, "The value was corrected; the audit log keeps the one before.")
    assert entries() == [*pasted, ("linkedin", day, "impressions", 1300, "manual")]


@pair
def test_an_export_is_imported_once_drawn_and_downloaded(open_as, running):
    own, first, second = f"/campaigns/{running.pk}/metrics", ago(3), ago(2)
    text = f"Date,Impressions,Unfollows,Create Post\n{first},500,1,2\n{second},700,0,1\n"
    export = {"name": "overview.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page = open_as("omar")

    for again in (False, True):
        page.goto(f"{own}/import/")
        page.get_by_label("Export file").set_input_files(export)
        press(page, "Show what would be imported")
        if again:
            page.get_by_text("There is nothing to import: all of it is there.").wait_for()
        else:
            press(page, "Import 6 values")
            told(page, "Values new: 6, replaced: 0, the same: 0")
        assert MetricEntry.objects.count() == 6

    page.goto(f"{own}/?platform=x")
    chart = page.locator(".chart-card").filter(has=page.get_by_role("heading", name="Impressions"))
    assert chart.get_by_role("img").is_visible()
    chart.locator("summary", has_text="As a table").click()
    lines = chart.get_by_role("row").filter(has_not_text="–").all_inner_texts()
    assert [line.split("\t")[1] for line in lines[1:]] == ["500", "700"]

    page.get_by_role("link", name="All values").click()
    table = downloaded(page, "As CSV")
    assert table[0] == list(CSV_HEADER)
    assert {(row[0], row[1], row[2]) for row in table[1:]} == {("Acme", "Spring launch", "x")}
    assert sorted((row[3], row[5]) for row in table[1:] if row[4] == "impressions") == [
        (first.isoformat(), "500"),
        (second.isoformat(), "700"),
    ]


@pair
def test_a_week_is_compared_downloaded_and_printed(open_as, running, people):
    now, omar = timezone.now(), actor_for(people["omar"])
    for days, value in ((7, 100), (14, 60)):
        log = {"platform": "linkedin", "metric_name": "engagements", "metric_value": value}
        log_metric(running, day=ago(days), **log, by=omar, now=now)
    week, before = week_of(ago(7), running.zone), week_of(ago(14), running.zone)
    page = open_as("omar")

    page.goto("/reports/")
    page.get_by_role("link", name="Spring launch").first.click()
    page.locator("a[rel=prev]").click()
    page.wait_for_url(f"**/reports/{week.name}/")
    line = page.locator(".report-metrics tbody tr").filter(has_text="Engagements")
    assert [cell.strip().split()[-1] for cell in line.locator("td").all_inner_texts()] == ["100", "60", "+40"]
    assert "40 more than the week before" in page.locator(".report-tiles").inner_text()

    table = downloaded(page, "CSV")
    assert table[0][:5] == ["client_name", "campaign", "week", "week_start", "week_end"]
    assert table[1][:5] == [
        "Acme",
        "Spring launch",
        week.name,
        week.monday.isoformat(),
        week.sunday.isoformat(),
    ]

    page.emulate_media(media="print")
    seen = {
        name: page.locator(name).first.is_visible() for name in (".rail", ".report-weeks", ".page-actions")
    }
    assert seen == {".rail": False, ".report-weeks": False, ".page-actions": False}
    assert page.locator(".report-metrics").is_visible()

    page.emulate_media(media="screen")
    page.locator("a[rel=prev]").click()
    page.wait_for_url(f"**/reports/{before.name}/")
