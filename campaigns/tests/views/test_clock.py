"""A page and what it does go by one moment: between two readings of the clock something may fall due."""

import sys
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

EXPORT = "Date,Impressions,Unfollows,Create Post\n2025-01-31,5,1,2\n"


@pytest.fixture
def readings(monkeypatch) -> list[str]:
    """The views that read the clock, which goes on as it does."""
    read: list[str] = []
    really = timezone.now

    def noted() -> datetime:
        name = sys._getframe(1).f_globals["__name__"]
        if name.startswith("campaigns.views."):
            read.append(name)
        return really()

    monkeypatch.setattr(timezone, "now", noted)
    return read


def test_an_import_reads_the_clock_once(operating, running, readings):
    url = f"/campaigns/{running.pk}/metrics/import/"
    file = SimpleUploadedFile("overview.csv", EXPORT.encode())
    form = operating.post(url, {"file": file, "preview": "yes"}).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields if name != "file"}

    assert operating.post(url, {**sent, "save": "yes"}).status_code == 302
    assert readings == ["campaigns.views.metric_import"] * 2


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"days_ahead": 14}, 200),
        ({"days_ahead": 14, "save": "yes"}, 302),
        ({"days_ahead": 14, "save": "yes", "previewed": "another plan"}, 409),
    ],
)
def test_generating_reads_the_clock_once(managing, running, readings, sent, status):
    response = managing.post(f"/campaigns/{running.pk}/calendar/generate/", sent)

    assert (response.status_code, readings) == (status, ["campaigns.views.calendar_generate"])


@pytest.mark.parametrize(("verb", "status"), [("move", 400), ("delete", 412), ("asset", 400)])
def test_a_refused_change_of_an_item_reads_the_clock_once(managing, items, readings, verb, status):
    response = managing.post(f"/calendar/items/{items[0].pk}/{verb}/", {"version": 99})

    assert (response.status_code, readings) == (status, ["campaigns.views.items"])
