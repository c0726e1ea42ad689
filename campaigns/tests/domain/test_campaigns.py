"""The campaign and its cadence: made and edited, or refused whole."""

from datetime import date, timedelta

import pytest

from campaigns.domain.campaigns import (
    CadenceLine,
    complete_campaign,
    create_campaign,
    edit_campaign,
    set_cadence,
)
from campaigns.domain.clients import add_account, create_client
from campaigns.errors import DomainError, InvalidInput, NotNow, StaleVersion
from campaigns.models import Cadence, Campaign
from campaigns.tests.witness import nothing_changes, refused, told
from conftest import CADENCE, NOW, brief, hours


def row(campaign: Campaign) -> tuple:
    fresh = Campaign.objects.get(pk=campaign.pk)
    return (fresh.status, fresh.version, fresh.paused_at, fresh.completed_at, fresh.updated_at)


def lines(campaign: Campaign) -> list[tuple]:
    return list(
        Cadence.objects.filter(campaign=campaign).values_list(
            "platform", "content_type", "posts_per_week", "weekdays", "times", "version"
        )
    )


def create(client, manager, cadence=CADENCE, **changes) -> Campaign:
    return create_campaign(client=client, cadence=cadence, values=brief(**changes), by=manager, now=NOW)


# -- create ---------------------------------------------------------------------------------------------------
def test_create_keeps_the_brief_and_takes_the_zone_of_the_client(client_acme, manager):
    campaign = create(client_acme, manager, name="  Spring launch ")

    columns = (
        "name",
        "status",
        "start_date",
        "end_date",
        "primary_cta",
        "time_zone",
        "version",
        "created_at",
    )
    assert Campaign.objects.values_list(*columns).get(pk=campaign.pk) == (
        "Spring launch",
        "PLANNED",
        date(2026, 3, 2),
        date(2026, 3, 16),
        "Reply with AUDIT",
        "Europe/Berlin",
        1,
        NOW,
    )
    assert lines(campaign) == [("linkedin", "post", 3, [], [], 1), ("x", "post", 2, [], [], 1)]
    assert told("campaign.created") == (
        "maria",
        "page",
        "campaign",
        1,
        {},
        {
            "client_id": client_acme.pk,
            "name": "Spring launch",
            "objective": "Win 20 audits",
            "primary_cta": "Reply with AUDIT",
            "start_date": "2026-03-02",
            "end_date": "2026-03-16",
            "status": "PLANNED",
            "time_zone": "Europe/Berlin",
            "automation_paused": False,
        },
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "cannot be blank"),
        ({"name": "   "}, "cannot be blank"),
        ({"name": "x" * 1_000_000}, "at most 255 characters"),
        ({"name": "Sp\x00ring"}, "characters that cannot be stored"),
        ({"objective": "half a pair \ud800"}, "characters that cannot be stored"),
        ({"objective": "x" * 1_000_000}, "at most 20000 characters"),
        ({"venture_name": "\u202egnirpS"}, "hidden direction marks"),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus is not a time zone"),
        ({"end_date": date(2026, 3, 1)}, "The last day is before the first"),
        ({"end_date": date(2032, 3, 1)}, "five years at most"),
        ({"start_date": date(1999, 3, 1), "end_date": date(1999, 4, 1)}, "between 2000 and 2200"),
        ({"blackout_dates": ["24.12.2026"]}, "24.12.2026 is not a date"),
    ],
)
def test_create_refuses_a_brief_that_cannot_be(client_acme, manager, changes, sentence):
    with refused(InvalidInput, sentence):
        create(client_acme, manager, **changes)


@pytest.mark.parametrize(
    ("cadence", "sentence"),
    [
        ((), "at least one post a week"),
        ((CadenceLine("linkedin", "post", 0),), "at least one post a week"),
        ((CadenceLine("linkedin", "post", -1),), "greater than or equal to 0"),
        ((CadenceLine("linkedin", "post", 51),), "less than or equal to 50"),
        ((CadenceLine("linkedin", "post", 10**9),), "less than or equal to 50"),
        ((CadenceLine("myspace", "post", 1),), "myspace post is not a platform"),
        ((CadenceLine("internal", "post", 1),), "internal post is not a platform"),
        ((CadenceLine("linkedin", "poem", 1),), "linkedin poem is not a platform"),
        ((CadenceLine("x", "post", 1), CadenceLine("x", "post", 2)), "one line only"),
        ((CadenceLine("x", "post", 1, weekdays=[0]),), "weekdays as numbers from 1"),
        ((CadenceLine("x", "post", 1, times=["25:00"]),), "25:00 is not a time of day"),
        ((CadenceLine("x", "post", 1, times=["０9:30"]),), "is not a time of day"),
    ],
)
def test_create_refuses_a_cadence_that_cannot_be(client_acme, manager, cadence, sentence):
    with refused(InvalidInput, sentence):
        create(client_acme, manager, cadence=cadence)


def test_create_refuses_a_name_the_client_uses_however_it_is_spelt(campaign, client_acme, manager):
    with refused(NotNow, "has a campaign of this name already"):
        create(client_acme, manager, name="SPRING   launch")


def test_create_refuses_the_account_of_another_client(client_acme, manager):
    rival = create_client(name="Rival", by=manager, now=NOW)
    foreign = add_account(rival, platform="linkedin", handle="rival", by=manager, now=NOW)

    with refused(InvalidInput, "account"):
        create(client_acme, manager, cadence=[CadenceLine("linkedin", "post", 1, account_id=foreign.pk)])


# -- edit -----------------------------------------------------------------------------------------------------
def test_edit_changes_brief_and_cadence_and_tells_what_was_before(campaign, manager):
    edit_campaign(
        campaign,
        values={"end_date": date(2026, 3, 20)},
        cadence=[CadenceLine("linkedin", "post", 4), CadenceLine("threads", "post", 1)],
        by=manager,
        now=NOW + hours(1),
        seen_version=1,
    )

    assert row(campaign) == ("PLANNED", 2, None, None, NOW + hours(1))
    assert lines(campaign) == [("linkedin", "post", 4, [], [], 2), ("threads", "post", 1, [], [], 1)]
    assert told("campaign.edited")[3:] == (2, {"end_date": "2026-03-16"}, {"end_date": "2026-03-20"})
    assert told("cadence.edited")[3:] == (2, {"posts_per_week": 3}, {"posts_per_week": 4})
    assert told("cadence.deleted")[4]["platform"] == "x"


def test_edit_refuses_a_name_of_spaces(campaign, manager):
    with refused(InvalidInput, "cannot be blank"):
        edit_campaign(campaign, values={"name": "   "}, by=manager, now=NOW)


def test_edit_refuses_a_version_that_is_no_longer_true(campaign, manager):
    edit_campaign(campaign, values={"primary_cta": "Call"}, by=manager, now=NOW)

    with refused(StaleVersion, "you saw version 1, it is now version 2"):
        edit_campaign(campaign, values={"primary_cta": "Write"}, by=manager, now=NOW, seen_version=1)


@pytest.mark.parametrize("values", [{"start_date": date(2026, 3, 3)}, {"time_zone": "Asia/Tokyo"}])
def test_edit_refuses_another_first_day_or_zone_once_active(active_campaign, manager, values):
    with refused(NotNow, "cannot be changed once the campaign is active"):
        edit_campaign(active_campaign, values=values, by=manager, now=NOW)


def test_edit_refuses_a_last_day_that_has_passed(active_campaign, manager):
    with refused(NotNow, "The last day has passed already"):
        edit_campaign(
            active_campaign, values={"end_date": date(2026, 3, 9)}, by=manager, now=NOW + timedelta(days=10)
        )


def test_edit_refuses_a_completed_campaign(active_campaign, manager):
    complete_campaign(active_campaign, by=manager, now=NOW)

    with refused(NotNow, "The campaign is completed. Reopen it"):
        edit_campaign(active_campaign, values={"primary_cta": "Call"}, by=manager, now=NOW)


def test_cadence_of_a_completed_campaign_cannot_be_set(active_campaign, manager):
    complete_campaign(active_campaign, by=manager, now=NOW)

    with refused(NotNow, "The campaign is completed"):
        set_cadence(active_campaign, [CadenceLine("x", "post", 1)], by=manager, now=NOW)


@pytest.mark.filterwarnings("ignore:.*received a naive datetime:RuntimeWarning")
def test_time_without_a_zone_is_never_accepted(campaign, manager):
    with nothing_changes(), pytest.raises((TypeError, DomainError)):
        edit_campaign(campaign, values={"primary_cta": "Call"}, by=manager, now=NOW.replace(tzinfo=None))
