from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import complete_campaign
from campaigns.models import CalendarItem
from campaigns.tests.views.conftest import planned_for

BERLIN = ZoneInfo("Europe/Berlin")


def shown(response) -> list:
    return [entry for day in response.context["board"].days for entry in day.entries]


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def csv_file(*days: int) -> SimpleUploadedFile:
    """A file in which each line is a post so many days from now, at noon."""
    first = timezone.now().astimezone(BERLIN).date()
    lines = [f"Post {day},{first + timedelta(days=day)},12:00,FALSE,TRUE" for day in days]
    return SimpleUploadedFile("linkedin.csv", "\n".join(["Text,Date,Time,Draft,LinkedIn", *lines]).encode())


def test_generate_shows_first_and_makes_then(managing, running):
    url = f"/campaigns/{running.pk}/calendar/generate/"

    preview = managing.post(url, {"days_ahead": 14, "preview": "yes"})
    assert preview.status_code == 200
    assert CalendarItem.objects.count() == 0
    expected = len(preview.context["outcome"].created)

    response = managing.post(url, {"days_ahead": 14, "save": "yes"})
    assert (response.status_code, CalendarItem.objects.count()) == (302, expected)
    assert told(response)[0].startswith(f"Items made: {expected}, kept: 0, left out: ")

    again = managing.post(url, {"days_ahead": 14, "save": "yes"})
    assert told(again)[-1].startswith(f"Items made: 0, kept: {expected}, ")


def test_generate_shows_what_is_new_kept_and_left_out_week_by_week(managing, running, items):
    preview = managing.post(
        f"/campaigns/{running.pk}/calendar/generate/", {"days_ahead": 40, "preview": "yes"}
    )

    weeks, outcome = preview.context["weeks"], preview.context["outcome"]
    assert sum(week.new_count for week in weeks) == len(outcome.created)
    assert sum(week.kept_count for week in weeks) == outcome.kept == len(items)
    assert [week.number for week in weeks] == sorted(week.number for week in weeks)
    assert all(week.first <= row.local.date() <= week.last for week in weeks for row in week.rows)


@pytest.mark.parametrize(
    ("language", "reason"),
    [("en", "is both a preferred weekday and free of blackouts"), ("de", "und zugleich frei von Sperrtagen")],
)
def test_generate_says_why_something_is_left_out_in_the_readers_language(
    managing, client_acme, manager, language, reason
):
    today = timezone.now().date()
    days = [(today + timedelta(days=number)).isoformat() for number in range(-1, 8)]
    campaign = planned_for(client_acme, manager, blackout_dates=days)
    url = f"/campaigns/{campaign.pk}/calendar/generate/"

    preview = managing.post(url, {"days_ahead": 7}, headers={"Accept-Language": language})

    assert preview.content.decode().count(reason) == 2


def test_generate_saves_what_was_shown_or_shows_what_it_is_now(managing, running, manager):
    url = f"/campaigns/{running.pk}/calendar/generate/"
    shown_first = managing.post(url, {"days_ahead": 14}).context["form"]["previewed"].value()
    generate_calendar(running, days_ahead=3, by=manager, now=timezone.now())
    made = CalendarItem.objects.count()

    refused = managing.post(url, {"days_ahead": 14, "save": "yes", "previewed": shown_first})
    assert (refused.status_code, CalendarItem.objects.count()) == (409, made)
    assert "The calendar changed since you looked." in refused.content.decode()

    shown_now = refused.context["form"]["previewed"].value()
    saved = managing.post(url, {"days_ahead": 14, "save": "yes", "previewed": shown_now})
    assert (saved.status_code, CalendarItem.objects.count()) == (
        302,
        made + len(refused.context["outcome"].created),
    )


def test_generate_begins_with_two_weeks(managing, running):
    form = managing.get(f"/campaigns/{running.pk}/calendar/generate/").context["form"]

    assert form["days_ahead"].value() == 14


@pytest.mark.parametrize("days", ["0", "367", "many", ""])
def test_generate_refuses_other_days(managing, running, days):
    response = managing.post(
        f"/campaigns/{running.pk}/calendar/generate/", {"days_ahead": days, "save": "yes"}
    )

    assert (response.status_code, CalendarItem.objects.count()) == (400, 0)
    assert list(response.context["form"].errors) == ["days_ahead"]


def test_generate_refuses_a_completed_campaign(managing, running, manager):
    complete_campaign(running, by=manager, now=timezone.now())

    response = managing.post(f"/campaigns/{running.pk}/calendar/generate/", {"days_ahead": 14, "save": "yes"})

    assert response.status_code == 409
    assert "Reopen it before changing its calendar." in response.content.decode()


def test_import_shows_first_and_imports_then(managing, running):
    url = f"/campaigns/{running.pk}/calendar/import/"

    preview = managing.post(url, {"file": csv_file(2, 3, 300), "preview": "yes"})
    assert preview.status_code == 200
    outcome, form = preview.context["outcome"], preview.context["form"]
    assert (len(outcome.created), outcome.kept, len(outcome.outside)) == (3, 0, 1)
    assert CalendarItem.objects.count() == 0

    carried = {name: form[name].value() for name in ("content", "file_name", "platforms")}
    response = managing.post(url, {**carried, "save": "yes"})
    assert response.status_code == 302
    assert list(CalendarItem.objects.values_list("platform", "copy_text")) == [
        ("linkedin", "Post 2"),
        ("linkedin", "Post 3"),
        ("linkedin", "Post 300"),
    ]
    assert told(response) == ["Items made: 3, kept: 0, left out: 0."]


def test_import_says_why_a_file_cannot_be_read(managing, running):
    file = SimpleUploadedFile("x.csv", b"colour,size\nred,3\n")

    response = managing.post(f"/campaigns/{running.pk}/calendar/import/", {"file": file, "preview": "yes"})

    assert response.status_code == 400
    assert "belong to no known calendar format" in response.context["form"].errors["file"][0]


@pytest.mark.parametrize("content", ["", "not base64!"])
def test_import_refuses_what_was_not_carried_through(managing, running, content):
    data = {"content": content, "file_name": "linkedin.csv", "save": "yes"}

    response = managing.post(f"/campaigns/{running.pk}/calendar/import/", data)

    assert (response.status_code, CalendarItem.objects.count()) == (400, 0)
