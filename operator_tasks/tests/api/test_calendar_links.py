"""Calendar links for programs: made, the address told once, listed, revoked, each person their own."""

import pytest
from django.test import Client as Browser
from django.utils import timezone

from campaigns.domain.calendar_feeds import create_feed
from campaigns.models import CalendarFeed
from campaigns.tests.witness import how_often, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://ops.example.com"


def test_a_link_is_made_read_and_revoked(operating, operator_user, running):
    made = operating.post("/calendar-links/", {"campaign": running.pk}, {"Idempotency-Key": "one"})
    feed = CalendarFeed.objects.get()
    address = made.json().pop("address")
    path = address.removeprefix("https://ops.example.com")

    assert made.status_code == 201
    assert path.startswith("/api/v1/calendar.ics?token=cal_")
    assert Browser().get(path).status_code == 200
    assert (feed.user, feed.campaign) == (operator_user, running)
    again = operating.post("/calendar-links/", {"campaign": running.pk}, {"Idempotency-Key": "one"})
    assert (again["Idempotency-Replayed"], again.json()["address"]) == ("true", None)

    gone = operating.post(f"/calendar-links/{feed.pk}/revoke/", {"version": made.json()["version"]})
    assert (gone.status_code, gone.json()["state"]) == (200, "revoked")
    assert "address" not in gone.json()
    assert Browser().get(path).status_code == 410
    assert told("calendar_feed.revoked")[:2] == ("omar", "api")
    assert operating.post(f"/calendar-links/{feed.pk}/revoke/").status_code == 409
    assert how_often("calendar_feed.created") == 1


def test_links_are_listed_by_state(operating, operator_user, operator, running):
    now = timezone.now()
    feed, _secret = create_feed(operator_user, None, by=operator, now=now)

    assert operating.get("/calendar-links/?state=revoked").json()["results"] == []
    (listed,) = operating.get("/calendar-links/?state=works").json()["results"]
    assert (listed["id"], listed["campaign"], listed["state"]) == (feed.pk, None, "works")
    assert operating.get(f"/calendar-links/{feed.pk}/").json() == listed


def test_those_of_others_are_not_there(managing, operator_user, operator, foreign, operating):
    feed, _secret = create_feed(operator_user, None, by=operator, now=timezone.now())

    assert managing.get("/calendar-links/").json()["results"] == []
    assert managing.get(f"/calendar-links/{feed.pk}/").status_code == 404
    assert managing.post(f"/calendar-links/{feed.pk}/revoke/").status_code == 404
    assert operating.post("/calendar-links/", {"campaign": foreign.pk}).status_code == 404


def test_viewers_have_links_too(viewing, running):
    assert viewing.post("/calendar-links/", {"campaign": running.pk}).status_code == 201
