from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.domain.calendar import add_item, delete_item
from campaigns.domain.campaigns import edit_campaign
from operator_tasks.domain.planning import plan_tasks

BERLIN = ZoneInfo("Europe/Berlin")


def shown(response) -> list:
    return [entry for day in response.context["board"].days for entry in day.entries]


def month_of(moment) -> str:
    return f"{moment.astimezone(BERLIN):%Y-%m}"


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def csv_file(*days: int) -> SimpleUploadedFile:
    """A file in which each line is a post so many days from now, at noon."""
    first = timezone.now().astimezone(BERLIN).date()
    lines = [f"Post {day},{first + timedelta(days=day)},12:00,FALSE,TRUE" for day in days]
    return SimpleUploadedFile("linkedin.csv", "\n".join(["Text,Date,Time,Draft,LinkedIn", *lines]).encode())


def test_month_shows_the_items_of_one_campaign_in_its_zone(operating, running, items):
    first = items[0]

    response = operating.get("/calendar/", {"campaign": running.pk, "month": month_of(first.scheduled_at)})

    board = response.context["board"]
    assert board.zone == BERLIN
    assert shown(response)[0].local == first.scheduled_at.astimezone(BERLIN)
    assert [len(week) for week in board.weeks] == [7] * len(board.weeks)
    assert response.content.decode().count('scope="col"') == 7


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_every_view_writes_the_clock_of_the_zone(operating, running, items, view):
    local = items[0].scheduled_at.astimezone(BERLIN)
    wanted = {"campaign": running.pk, "view": view, "month": f"{local:%Y-%m}", "day": f"{local:%Y-%m-%d}"}

    page = operating.get("/calendar/", wanted).content.decode()

    assert f"{local:%H:%M}" in page
    assert "Times are those of Europe/Berlin, the campaign’s zone." in page


def test_all_campaigns_are_shown_in_the_zone_of_the_house(operating, items, settings):
    settings.TIME_ZONE = "UTC"

    response = operating.get("/calendar/", {"month": month_of(items[0].scheduled_at)})

    assert response.context["board"].zone == ZoneInfo("UTC")
    assert "times are those of UTC." in response.content.decode()


def test_today_is_marked(operating, running):
    response = operating.get("/calendar/")

    days = [day for week in response.context["board"].weeks for day in week]
    assert [day.day for day in days if day.is_today] == [timezone.now().date()]
    assert response.content.decode().count(">today<") == 1


def test_week_is_asked_for_by_any_of_its_days(operating, running, items):
    local = items[0].scheduled_at.astimezone(BERLIN).date()

    response = operating.get("/calendar/", {"view": "week", "day": f"{local}", "campaign": running.pk})

    (week,) = response.context["board"].weeks
    assert (len(week), week[0].day.isoweekday(), local in [day.day for day in week]) == (7, 7, True)
    assert response.context["before"] == week[0].day - timedelta(days=7)
    assert response.context["after"] == week[0].day + timedelta(days=7)


def test_week_begins_on_monday_where_people_begin_it_there(operating, running):
    response = operating.get("/calendar/", {"view": "week"}, headers={"accept-language": "de"})

    assert response.context["board"].span.first.isoweekday() == 1


def test_the_chosen_filters_stay_in_every_way_out(operating, running):
    wanted = {"view": "week", "campaign": running.pk, "platform": "x", "day": "2026-11-23"}

    page = operating.get("/calendar/", wanted).content.decode()

    kept = f"campaign={running.pk}&amp;platform=x"
    assert f"?view=month&amp;{kept}&amp;month=2026-11" in page
    assert f"?view=week&amp;{kept}&amp;day=2026-11-15" in page
    assert f"?view=list&amp;{kept}&amp;month=2026-11" in page


def test_blackout_days_and_days_outside_are_marked_for_one_campaign(operating, running, manager):
    day = (timezone.now() + timedelta(days=3)).date()
    edit_campaign(running, values={"blackout_dates": [f"{day}"]}, by=manager, now=timezone.now())
    wanted = {"view": "week", "day": f"{day}"}

    of_one = operating.get("/calendar/", {**wanted, "campaign": running.pk}).content.decode()
    of_all = operating.get("/calendar/", wanted).content.decode()

    assert (of_one.count("no posts"), of_all.count("no posts")) == (1, 0)


def test_warnings_are_counted_said_and_filtered(managing, running, manager):
    now = timezone.now()
    noon = (now + timedelta(days=1)).replace(hour=12, minute=0)
    for minutes, copy in ((0, "Hello"), (20, "Other"), (300, "hello ")):
        at = noon + timedelta(minutes=minutes)
        told = {"platform": "linkedin", "content_type": "post", "values": {"copy_text": copy}}
        add_item(running, scheduled_at=at, by=manager, now=now, **told)
    wanted = {"view": "list", "month": f"{noon:%Y-%m}"}

    page = managing.get("/calendar/", wanted).content.decode()
    warned = managing.get("/calendar/", {**wanted, "warnings": "1", "platform": "x"}).content.decode()

    assert "2 items clash with others" in page
    assert "2 items repeat the copy of others" in page
    assert f"?view=list&amp;month={noon:%Y-%m}&amp;warnings=1" in page
    assert page.count("clashes with another post") == 2
    assert "Nothing clashes and no copy is repeated" in warned


def test_another_clients_items_are_not_shown(operating, foreign, manager):
    at = timezone.now() + timedelta(days=2)
    add_item(
        foreign,
        platform="x",
        content_type="post",
        scheduled_at=at,
        values={},
        by=manager,
        now=timezone.now(),
    )

    everything = operating.get("/calendar/", {"month": f"{at:%Y-%m}"})
    by_guessing = operating.get("/calendar/", {"month": f"{at:%Y-%m}", "campaign": foreign.pk})

    assert (shown(everything), shown(by_guessing)) == ([], [])


def test_deleted_items_are_shown_when_asked_for(operating, running, items, manager):
    delete_item(items[0], by=manager, now=timezone.now())
    wanted = {"month": month_of(items[0].scheduled_at), "view": "list"}

    without = shown(operating.get("/calendar/", wanted))
    with_deleted = shown(operating.get("/calendar/", {**wanted, "cancelled": "on"}))

    assert len(with_deleted) == len(without) + 1
    assert with_deleted[0].status == "CANCELLED"


@pytest.mark.parametrize("wanted", ["2026-13", "1066-10", "soon", "9999-99"])
def test_a_month_that_is_none_shows_the_present_one(operating, running, wanted):
    response = operating.get("/calendar/", {"month": wanted})

    assert response.context["board"].span.month == timezone.now().date().replace(day=1)


@pytest.mark.parametrize("wanted", ["2026-13-01", "1066-10-14", "soon", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_shows_the_present_week(operating, running, wanted):
    response = operating.get("/calendar/", {"view": "week", "day": wanted})

    assert timezone.now().date() in [day.day for day in response.context["board"].weeks[0]]


@pytest.mark.parametrize("wanted", ["2000-01-01", "2299-12-31"])
def test_the_ends_of_the_calendar_can_be_looked_at(operating, running, wanted):
    week = operating.get("/calendar/", {"view": "week", "day": wanted})
    month = operating.get("/calendar/", {"month": wanted[:7]})

    assert (week.status_code, month.status_code) == (200, 200)


@pytest.mark.parametrize("view", ["month", "week", "list"])
@pytest.mark.parametrize("count", [1, 3, 300])
def test_calendar_asks_the_same_number_of_queries(
    managing, running, manager, view, count, django_assert_num_queries
):
    now = timezone.now()
    noon = (now + timedelta(days=1)).replace(hour=12, minute=0)
    for number in range(count):
        add_item(
            running,
            platform="linkedin",
            content_type="post",
            scheduled_at=noon + timedelta(minutes=number % 60),
            values={},
            by=manager,
            now=now,
        )
    plan_tasks(running, by=manager, now=now)

    with django_assert_num_queries(11):
        response = managing.get(
            "/calendar/", {"view": view, "month": f"{noon:%Y-%m}", "day": f"{noon:%Y-%m-%d}"}
        )

    assert len(shown(response)) == count


def test_only_managers_fill_the_calendar(operating, viewing, client, running, foreign):
    for page in ("calendar/generate/", "calendar/import/", "calendar/items/new/"):
        url = f"/campaigns/{running.pk}/{page}"

        assert [browser.get(url).status_code for browser in (operating, viewing, client)] == [403, 403, 302]
        assert [browser.post(url).status_code for browser in (operating, viewing, client)] == [403, 403, 302]
