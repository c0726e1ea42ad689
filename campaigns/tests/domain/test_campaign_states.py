"""A campaign's way through its states: activated, paused, resumed, completed, reopened, and nothing else."""

from datetime import date, datetime, timedelta

import pytest

from campaigns.domain.campaigns import (
    activate_campaign,
    complete_campaign,
    pause_campaign,
    reopen_campaign,
    resume_campaign,
)
from campaigns.errors import InvalidInput, NotNow
from campaigns.models import Campaign
from campaigns.tests.witness import refused, told
from conftest import NOW, hours

AFTER_THE_END = datetime.fromisoformat("2026-03-17T00:00:00+01:00")


def row(campaign: Campaign) -> tuple:
    fresh = Campaign.objects.get(pk=campaign.pk)
    return (fresh.status, fresh.version, fresh.paused_at, fresh.completed_at, fresh.updated_at)


def test_activate_starts_a_planned_campaign(campaign, manager):
    activate_campaign(campaign, by=manager, now=NOW, seen_version=1)

    assert row(campaign) == ("ACTIVE", 2, None, None, NOW)
    assert told("campaign.activated")[3:] == (2, {"status": "PLANNED"}, {"status": "ACTIVE"})


def test_activate_refuses_a_campaign_that_is_over(campaign, manager):
    with refused(NotNow, "The last day has passed already"):
        activate_campaign(campaign, by=manager, now=AFTER_THE_END)


def test_activate_is_possible_to_the_last_second(campaign, manager):
    activate_campaign(campaign, by=manager, now=AFTER_THE_END - timedelta(seconds=1))

    assert row(campaign)[0] == "ACTIVE"


def test_pause_and_resume_go_round(active_campaign, manager):
    paused_at = NOW + hours(1)

    pause_campaign(active_campaign, reason=" client asked ", by=manager, now=paused_at, seen_version=2)

    assert row(active_campaign) == ("PAUSED", 3, paused_at, None, paused_at)
    assert told("campaign.paused")[4:] == (
        {"status": "ACTIVE", "paused_at": None, "pause_reason": ""},
        {"status": "PAUSED", "paused_at": "2026-03-02T07:00:00.000000Z", "pause_reason": "client asked"},
    )

    resume_campaign(active_campaign, by=manager, now=NOW + hours(2), seen_version=3)

    assert row(active_campaign) == ("ACTIVE", 4, None, None, NOW + hours(2))


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Say why"),
        ("  ", "Say why"),
        ("\x00", "stored"),
        ("\ud800", "stored"),
        ("x" * 10**6, "characters"),
    ],
    ids=["empty", "spaces", "NUL", "surrogate", "1 MB"],
)
def test_pause_refuses_to_happen_without_a_readable_reason(active_campaign, manager, reason, sentence):
    with refused(InvalidInput, sentence):
        pause_campaign(active_campaign, reason=reason, by=manager, now=NOW)


def test_complete_and_reopen_go_round(active_campaign, manager):
    done_at = NOW + hours(1)

    complete_campaign(active_campaign, open_tasks_seen=0, by=manager, now=done_at)

    assert row(active_campaign) == ("COMPLETED", 3, None, done_at, done_at)

    reopen_campaign(
        active_campaign, reason="went on", end_date=date(2026, 3, 30), by=manager, now=NOW + hours(2)
    )

    assert row(active_campaign) == ("ACTIVE", 4, None, None, NOW + hours(2))
    assert told("campaign.reopened")[4:] == (
        {"status": "COMPLETED", "completed_at": "2026-03-02T07:00:00.000000Z", "end_date": "2026-03-16"},
        {"status": "ACTIVE", "completed_at": None, "end_date": "2026-03-30"},
    )


def test_reopen_refuses_without_reason_and_after_the_last_day(active_campaign, manager):
    complete_campaign(active_campaign, by=manager, now=NOW)

    with refused(InvalidInput, "Say why the campaign is reopened"):
        reopen_campaign(active_campaign, reason=" ", by=manager, now=NOW)
    with refused(NotNow, "The last day has passed already"):
        reopen_campaign(active_campaign, reason="went on", by=manager, now=AFTER_THE_END)


def test_complete_refuses_another_number_of_open_tasks_than_was_confirmed(tasks, manager):
    with refused(NotNow, "10 tasks are open now; look at them and confirm again"):
        complete_campaign(tasks[0].campaign, open_tasks_seen=9, by=manager, now=NOW)


VERBS = {
    "activate": activate_campaign,
    "pause": lambda campaign, **who: pause_campaign(campaign, reason="why", **who),
    "resume": resume_campaign,
    "complete": complete_campaign,
    "reopen": lambda campaign, **who: reopen_campaign(campaign, reason="why", **who),
}
WAYS = {"PLANNED": [], "ACTIVE": ["activate"], "PAUSED": ["activate", "pause"]}
WAYS["COMPLETED"] = ["activate", "complete"]
LEGAL = {
    "PLANNED": {"activate"},
    "ACTIVE": {"pause", "complete"},
    "PAUSED": {"resume", "complete"},
    "COMPLETED": {"reopen"},
}


@pytest.mark.parametrize(
    ("status", "verb"), [(status, verb) for status in LEGAL for verb in VERBS if verb not in LEGAL[status]]
)
def test_every_other_move_is_refused(campaign, manager, status, verb):
    for step in WAYS[status]:
        VERBS[step](campaign, by=manager, now=NOW)

    with refused(NotNow, f"A campaign that is {status.lower()} cannot be changed this way"):
        VERBS[verb](campaign, by=manager, now=NOW)
