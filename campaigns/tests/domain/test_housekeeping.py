"""Campaigns put away: archived, deleted, or held from automation."""

import json

import pytest

from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import complete_campaign, pause_campaign
from campaigns.domain.housekeeping import archive_campaign, delete_campaign, hold_automation
from campaigns.domain.metrics import log_metric
from campaigns.domain.plans import save_plan
from campaigns.errors import NotNow, StaleVersion
from campaigns.models import Cadence, CalendarItem, Campaign, CampaignPlan, MetricEntry, OperatorAuditLog
from campaigns.tests.witness import nothing_changes, refused, told
from conftest import NOW, hours


def test_archive_takes_a_planned_campaign_out_of_the_lists(campaign, manager):
    archive_campaign(campaign, by=manager, now=NOW)

    assert (list(Campaign.objects.listed()), Campaign.objects.get().archived_at) == ([], NOW)
    assert told("campaign.archived")[3:] == (
        2,
        {"archived_at": None},
        {"archived_at": "2026-03-02T06:00:00.000000Z"},
    )


def test_archive_takes_a_completed_campaign(active_campaign, manager):
    complete_campaign(active_campaign, by=manager, now=NOW)

    assert archive_campaign(active_campaign, by=manager, now=NOW + hours(1)).archived_at == NOW + hours(1)


def test_archive_again_changes_nothing(campaign, manager):
    archive_campaign(campaign, by=manager, now=NOW)

    with nothing_changes():
        archive_campaign(campaign, by=manager, now=NOW + hours(1))


def test_archive_refuses_a_running_campaign(active_campaign, manager):
    with refused(NotNow, "The campaign is running; complete it before archiving"):
        archive_campaign(active_campaign, by=manager, now=NOW)

    pause_campaign(active_campaign, reason="client asked", by=manager, now=NOW)

    with refused(NotNow, "The campaign is running; complete it before archiving"):
        archive_campaign(active_campaign, by=manager, now=NOW)


def test_delete_takes_everything_and_one_entry_keeps_the_last_state(tasks, manager, operator):
    campaign = tasks[0].campaign
    save_plan(campaign, angles=["Audits pay"], by=manager, now=NOW)
    day = campaign.local_date(NOW)
    log_metric(campaign, platform="x", day=day, metric_name="likes", metric_value=3, by=operator, now=NOW)
    entries, key = OperatorAuditLog.objects.count(), campaign.pk

    delete_campaign(campaign, by=manager, now=NOW, seen_version=2)

    models = (Campaign, Cadence, CampaignPlan, CalendarItem, MetricEntry, type(tasks[0]))
    assert [model.objects.count() for model in models] == [0, 0, 0, 0, 0, 0]
    assert OperatorAuditLog.objects.count() == entries + 2
    kept = OperatorAuditLog.objects.filter(action="campaign.deleted").order_by("chain")
    assert [(entry.chain, entry.entity_id, entry.entity_label) for entry in kept] == [
        (0, key, "Spring launch"),
        (key, key, "Spring launch"),
    ]
    assert json.loads(kept[1].before)["status"] == "ACTIVE"


def test_delete_refuses_a_version_that_is_no_longer_true(active_campaign, manager):
    with refused(StaleVersion, "you saw version 1, it is now version 2"):
        delete_campaign(active_campaign, by=manager, now=NOW, seen_version=1)


def test_hold_and_release_automation(active_campaign, manager):
    held = hold_automation(active_campaign, held=True, by=manager, now=NOW)

    assert (held.automation_paused, list(Campaign.objects.automated())) == (True, [])
    assert told("campaign.automation_held")[3:] == (
        3,
        {"automation_paused": False},
        {"automation_paused": True},
    )

    released = hold_automation(active_campaign, held=False, by=manager, now=NOW)

    assert (released.automation_paused, list(Campaign.objects.automated())) == (False, [active_campaign])
    assert told("campaign.automation_released")[3] == 4


@pytest.mark.parametrize("held", [True, False])
def test_people_go_on_working_while_automation_is_held(active_campaign, manager, held):
    hold_automation(active_campaign, held=held, by=manager, now=NOW)

    assert len(generate_calendar(active_campaign, days_ahead=14, by=manager, now=NOW).created) == 10
