"""Calendar links in the settings: made, their address shown once, listed and revoked, each person their own."""

import pytest
from django.test import Client as Browser

from campaigns.domain.calendar_feeds import create_feed
from campaigns.models import CalendarFeed, OperatorAuditLog
from campaigns.tests.witness import how_often, nothing_changes, told

PAGE = "/settings/calendar-links/"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://ops.example.com"


def revoking(feed) -> str:
    return f"{PAGE}{feed.pk}/revoke/"


def test_a_link_is_made_and_its_address_shown_in_the_answer_alone(as_operator, operator_user):
    answer = as_operator.post(PAGE, {"campaign": "everything"})

    feed, address = CalendarFeed.objects.get(), answer.context["address"]
    path = address.removeprefix("https://ops.example.com")
    assert (answer.status_code, answer["Cache-Control"]) == (201, "private, no-store")
    assert path.startswith("/api/v1/calendar.ics?token=cal_")
    assert answer.context["subscribe_address"] == f"webcal://ops.example.com{path}"
    assert (feed.user, feed.campaign) == (operator_user, None)
    assert Browser().get(path).status_code == 200
    secret = path.partition("token=")[2]
    assert secret not in as_operator.get(PAGE).content.decode()
    assert [row for row in map(str, OperatorAuditLog.objects.values_list()) if secret in row] == []
    assert told("calendar_feed.created")[:3] == ("omar", "page", "calendar link")


def test_a_link_shows_one_campaign_that_the_person_sees(as_operator, running, foreign):
    form = as_operator.get(f"{PAGE}?campaign={running.pk}").context["form"]

    assert form.fields["campaign"].choices == [
        ("everything", "Everything I see"),
        (str(running.pk), "Acme · Spring launch"),
    ]
    assert form["campaign"].value() == str(running.pk)
    assert as_operator.post(PAGE, {"campaign": running.pk}).status_code == 201
    assert CalendarFeed.objects.get().campaign == running
    with nothing_changes():
        refused = as_operator.post(PAGE, {"campaign": foreign.pk})
    assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["campaign"])


def test_links_are_listed_and_revoked_after_a_question(as_operator, operator_user, operator, running, now):
    feed, text = create_feed(operator_user, running, by=operator, now=now)
    create_feed(operator_user, None, by=operator, now=now)

    with nothing_changes():
        assert "Revoke the link to “Spring launch”?" in as_operator.get(revoking(feed)).content.decode()
    answer = as_operator.post(revoking(feed), follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    shown = [(each.row.campaign, str(each.state.label)) for each in answer.context["feeds"]]
    assert shown == [(None, "Works"), (running, "Revoked")]
    assert Browser().get(f"/api/v1/calendar.ics?token={text}").status_code == 410
    again = as_operator.post(revoking(feed), follow=True)
    assert [str(said) for said in again.context["messages"]] == ["This calendar link is revoked already."]
    assert how_often("calendar_feed.revoked") == 1


def test_links_of_others_are_not_there_even_for_managers(as_manager, operator_user, operator, now):
    feed, _text = create_feed(operator_user, None, by=operator, now=now)

    with nothing_changes():
        answers = [as_manager.get(revoking(feed)), as_manager.post(revoking(feed))]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert as_manager.get(PAGE).context["feeds"] == []


def test_whoever_is_not_signed_in_signs_in_first(client, db):
    assert [client.get(path).status_code for path in (PAGE, f"{PAGE}1/revoke/")] == [302, 302]


def test_viewers_have_links_too_and_the_calendar_leads_there(as_viewer, running):
    page = as_viewer.get(f"/calendar/?campaign={running.pk}").content.decode()

    assert f'href="{PAGE}?campaign={running.pk}"' in page
    assert as_viewer.post(PAGE, {"campaign": running.pk}).status_code == 201


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    as_operator, operator_user, operator, running, now, count, django_assert_num_queries
):
    for _each in range(count):
        create_feed(operator_user, running, by=operator, now=now)

    with django_assert_num_queries(8):
        as_operator.get(PAGE)
