"""Campaigns through the API: planned for a client that is known or new, and how every refusal is told."""

import pytest

from campaigns.models import Campaign, Client, OperatorAuditLog
from campaigns.tests.api.campaign_bodies import FIXED, FULL, LAUNCH, body_of, times
from campaigns.tests.witness import how_often, told

pytestmark = pytest.mark.django_db


def test_a_campaign_is_made_and_read_back(managing, operating, client_acme):
    made = managing.post("/campaigns/", {"client": client_acme.pk, **FULL})

    campaign = Campaign.objects.get()
    said = {**FULL, "blackout_dates": ["2026-03-05", "2026-03-09"], "platforms": ["linkedin", "instagram"]}
    body = body_of(campaign, **said, **times(made.json()))
    assert (made.status_code, made["ETag"], made.json()) == (201, '"v1"', body)
    assert operating.get(f"/campaigns/{campaign.pk}/").json() == body
    assert told("campaign.created")[:4] == ("maria", "api", "campaign", 1)
    assert how_often("cadence.created") == 3


def test_a_campaign_takes_the_zone_of_its_client(managing, client_acme):
    made = managing.post("/campaigns/", {"client": client_acme.pk, **LAUNCH}).json()

    assert made == body_of(Campaign.objects.get(), **times(made))


@pytest.mark.parametrize(("given", "zone"), [({"time_zone": "Asia/Tokyo"}, "Asia/Tokyo"), ({}, "UTC")])
def test_an_unknown_client_name_makes_the_client(managing, given, zone):
    made = managing.post("/campaigns/", {"client_name": " Umbra ", **LAUNCH, **given}).json()

    umbra = Client.objects.get()
    assert (umbra.name, umbra.time_zone) == ("Umbra", zone)
    assert (made["client"], made["client_name"], made["time_zone"]) == (umbra.pk, "Umbra", zone)
    assert told("client.created")[:4] == ("maria", "api", "client", 1)


def test_a_known_client_name_is_that_client_however_it_is_spelt(managing, client_acme):
    made = managing.post("/campaigns/", {"client_name": "ＡＣＭＥ ", **LAUNCH}).json()

    assert (made["client"], made["time_zone"], Client.objects.count()) == (
        client_acme.pk,
        "Europe/Berlin",
        1,
    )


def test_a_refused_campaign_leaves_no_client(managing):
    answer = managing.post("/campaigns/", {"client_name": "Umbra", **LAUNCH, "end_date": "2026-03-01"})

    assert answer.status_code == 400
    assert (Client.objects.count(), OperatorAuditLog.objects.filter(via="api").count()) == (0, 0)


def test_a_name_that_the_client_uses_is_refused(managing, client_acme):
    managing.post("/campaigns/", {"client": client_acme.pk, **LAUNCH})

    again = managing.post("/campaigns/", {"client": client_acme.pk, **LAUNCH, "name": "SPRING  launch"})

    text = "This client has a campaign of this name already; choose another."
    assert (again.status_code, again.json()["detail"], again.json()["errors"]) == (
        409,
        text,
        {"body": [text]},
    )
    assert Campaign.objects.count() == 1


WHOSE = "Say whose campaign it is: give the client by its id, or by client_name; one of the two."
YEARS = "Choose a first day between 2000 and 2200."
NO_SUCH_DAY = "There is no such day; correct it."
MOST_DAYS = "Ensure this field has no more than 400 elements."


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"client": None}, "client", "This field may not be null."),
        ({"client": True}, "client", "Write this as a whole number."),
        ({"client_name": "Acme"}, "client", WHOSE),
        ({"name": "  "}, "name", "This field cannot be blank."),
        ({"name": "x" * 256}, "name", "Ensure this field has no more than 255 characters."),
        ({"end_date": "2026-03-01"}, "end_date", "The last day is before the first; correct one of the two."),
        ({"end_date": "2031-04-01"}, "end_date", "A campaign can last five years at most; choose an earlier day."),
        ({"start_date": "0001-01-01", "end_date": "0001-01-02"}, "start_date", YEARS),
        ({"end_date": "2026-02-30"}, "end_date", NO_SUCH_DAY),
        ({"end_date": "20260316"}, "end_date", "Write a date as 2026-03-02."),
        ({"time_zone": "Mars"}, "time_zone", "Mars is not a time zone. Write an IANA name such as Europe/Berlin."),
        ({"blackout_dates": "2026-03-09"}, "blackout_dates", 'Expected a list of items but got type "str".'),
        ({"blackout_dates": ["2026-03-09", "soon"]}, "blackout_dates.1", "Write a date as 2026-03-02."),
        ({"blackout_dates": ["2026-03-09"] * 401}, "blackout_dates", MOST_DAYS),
        ({"objective": "\u202esdrawkcab"}, "objective", "This text holds hidden direction marks; type it again."),
        ({"status": "ACTIVE"}, "status", FIXED),
        ({"id": 7}, "id", FIXED),
        ({"created_at": "2026-01-01T00:00:00Z"}, "created_at", FIXED),
        ({"completed_at": None}, "completed_at", FIXED),
        ({"automation_paused": True}, "automation_paused", FIXED),
        ({"version": 3}, "version", FIXED),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_by_its_field(managing, client_acme, changes, field, text):
    answer = managing.post("/campaigns/", {"client": client_acme.pk, **LAUNCH, **changes})

    assert (answer.status_code, answer.json()["errors"]) == (400, {field: [text]})
    assert Campaign.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "field", "text"),
    [
        ({}, "client", WHOSE),
        ({"client_name": "   "}, "client_name", "Write the name of the client."),
        ({"client_name": "\u202eemca"}, "client_name", "This text holds hidden direction marks; type it again."),
    ],
)  # fmt: skip
def test_a_campaign_says_whose_it_is(managing, given, field, text):
    answer = managing.post("/campaigns/", {**LAUNCH, **given})

    assert (answer.status_code, answer.json()["errors"]) == (400, {field: [text]})
    assert Client.objects.count() == 0


def test_a_client_that_is_not_there_is_404(managing):
    assert managing.post("/campaigns/", {"client": 99_999_999, **LAUNCH}).status_code == 404
