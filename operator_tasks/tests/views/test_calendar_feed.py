"""The address that calendar programs read: with its secret alone, only as long as it works, and cheaply."""

import logging

import pytest
from django.test import Client as Browser
from icalendar import Calendar

from campaigns.domain.calendar_feeds import create_feed, revoke_feed
from campaigns.domain.preferences import change_preferences
from campaigns.models import CalendarFeed
from campaigns.tests.witness import everything, nothing_changes
from conftest import actor_for


@pytest.fixture
def link(operator_user, operator, now):
    """A link of the operator for everything, and its address."""
    feed, secret = create_feed(operator_user, None, by=operator, now=now)
    return feed, f"/api/v1/calendar.ics?token={secret}"


@pytest.fixture
def programs():
    return Browser()


def summaries(answer) -> list[str]:
    return [str(entry["SUMMARY"]) for entry in Calendar.from_ical(answer.content).walk("VEVENT")]


def refusal(answer) -> tuple[int, str, str]:
    told = answer.json()
    return answer.status_code, told["type"], told["detail"]


UNKNOWN = (404, "/api/problems/#not-found", "This calendar link is not known; copy its whole address again.")
REVOKED = (410, "/api/problems/#revoked", "This calendar link was revoked; make a new one in Settings.")


def test_a_program_reads_the_calendar_with_the_secret_alone(programs, link, post, make_task, now):
    make_task(now.replace(microsecond=0), "Call the client")

    answer = programs.get(link[1])

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer["Cache-Control"] == "private, no-cache"
    assert ("Set-Cookie" in answer, "Content-Security-Policy" in answer) == (False, True)
    assert "Internal · Call the client · Acme" in summaries(answer)
    assert programs.head(link[1]).status_code == 200


def test_an_unchanged_calendar_is_not_sent_again(programs, link, make_task, now):
    make_task(now, "Call the client")
    first = programs.get(link[1])

    again = programs.get(link[1], headers={"If-None-Match": first["ETag"]})
    make_task(now, "Call again")
    changed = programs.get(link[1], headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert changed.status_code == 200
    assert "Internal · Call again · Acme" in summaries(changed)


@pytest.mark.parametrize("query", ["", "?token=", "?token=cal_unknown", "?key={secret}", "?token={secret}x"])
def test_an_unknown_secret_is_not_found(programs, link, query):
    secret = link[1].partition("token=")[2]
    with nothing_changes():
        answer = programs.get(f"/api/v1/calendar.ics{query.format(secret=secret)}")

    assert refusal(answer) == UNKNOWN
    assert answer["Content-Type"] == "application/problem+json"


def test_a_revoked_link_is_gone(programs, link, operator, now):
    revoke_feed(link[0], by=operator, now=now)

    with nothing_changes():
        assert refusal(programs.get(link[1])) == REVOKED


def test_links_of_people_who_left_are_not_known(programs, link, operator_user):
    operator_user.is_active = False
    operator_user.save()

    assert refusal(programs.get(link[1])) == UNKNOWN


def test_a_session_or_a_token_opens_nothing_here(as_operator, link):
    assert refusal(as_operator.get("/api/v1/calendar.ics")) == UNKNOWN


def test_it_is_only_read(programs, link):
    with nothing_changes():
        answers = [getattr(programs, method)(link[1]).status_code for method in ("post", "put", "delete")]

    assert answers == [405, 405, 405]


def test_while_the_product_is_off_there_is_no_calendar(programs, link, settings):
    settings.CAMPAIGN_OPS_ENABLED = False

    assert refusal(programs.get(link[1]))[:2] == (404, "/api/problems/#off")


def test_the_calendar_speaks_the_language_of_its_person(programs, link, operator_user, make_task, now):
    make_task(now, "Call the client")
    values = {"language": "de"}
    change_preferences(operator_user, values=values, by=actor_for(operator_user), now=now)

    [entry] = Calendar.from_ical(programs.get(link[1]).content).walk("VEVENT")

    assert str(entry["CATEGORIES"].cats[1]) == "Manuell"


def test_the_last_reading_is_noted_and_nothing_else_changes(programs, link):
    before = everything()

    programs.get(link[1])
    first = CalendarFeed.objects.get().last_used_at
    programs.get(link[1])

    assert first is not None
    assert CalendarFeed.objects.get().last_used_at == first
    after = everything()
    assert after.pop("campaigns.CalendarFeed") != before.pop("campaigns.CalendarFeed")
    assert after == before


def test_the_secret_reaches_no_log(programs, link, caplog, operator, now):
    caplog.set_level(logging.DEBUG)
    secret = link[1].partition("token=")[2]

    programs.get(link[1])
    revoke_feed(link[0], by=operator, now=now)
    programs.get(link[1])
    programs.get(f"{link[1]}x")

    lines = [f"{record.getMessage()} {record.args}" for record in caplog.records]
    assert [line for line in lines if "Gone: /api/v1/calendar.ics" in line]
    assert [line for line in lines if secret in line] == []


def test_the_schema_tells_that_the_address_needs_its_own_key_alone(as_operator):
    told = as_operator.get("/api/schema/?format=json").json()["paths"]["/api/v1/calendar.ics"]

    assert list(told) == ["get"]
    assert told["get"]["security"] == []
    assert sorted(told["get"]["responses"]) == ["200", "304", "400", "404", "410", "500"]


@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_the_same_for_one_and_for_three(
    programs, link, make_task, now, count, django_assert_num_queries
):
    for number in range(count):
        make_task(now, f"Call {number}")
    programs.get(link[1])

    with django_assert_num_queries(5):
        programs.get(link[1])
