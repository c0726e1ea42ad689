"""The drill-down by date: years, months, days, and back, for two queries however long the list is."""

import re
from datetime import date

import pytest
from django.utils import timezone

from campaigns.domain.campaigns import activate_campaign
from campaigns.domain.metrics import log_metric
from campaigns.models import MetricEntry
from campaigns.tests.admin.pages import list_url


@pytest.fixture
def logged(autumn, manager):
    activate_campaign(autumn, by=manager, now=timezone.now())
    for day in (date(2024, 2, 29), date(2026, 3, 1)):
        told = {"platform": "x", "day": day, "metric_name": "likes", "metric_value": 1}
        log_metric(autumn, **told, by=manager, now=timezone.now())


def drill(browser, query="") -> list[tuple[str, str]]:
    page = browser.get(f"{list_url(MetricEntry)}{query}").content.decode()
    part = re.search(r'<nav class="toplinks">(.*?)</nav>', page, re.DOTALL)[1]
    return re.findall(r'href="([^"]*)"[^>]*>(?:&lsaquo; )?([^<]+)<', part)


def test_years_lead_to_months_and_those_to_days(browser, logged):
    years, months = drill(browser), drill(browser, "?date__year=2024")
    days = drill(browser, "?date__year=2024&date__month=2")

    assert years == [(f"?date__year={year}", str(year)) for year in (2024, 2025, 2026)]
    assert months[:3] == [
        ("?", "All dates"),
        ("?date__month=1&amp;date__year=2024", "January 2024"),
        ("?date__month=2&amp;date__year=2024", "February 2024"),
    ]
    assert (len(months), len(days), days[0]) == (13, 30, ("?date__year=2024", "2024"))
    assert days[-1] == ("?date__day=29&amp;date__month=2&amp;date__year=2024", "February 29")
    assert drill(browser, days[-1][0].replace("&amp;", "&")) == [
        ("?", "All dates"),
        (days[-1][0], "February 29"),
    ]


def test_an_empty_list_has_no_years(browser):
    assert drill(browser) == []
