from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from campaigns.domain.campaigns import activate_campaign, complete_campaign, pause_campaign
from campaigns.models import Campaign, OperatorAuditLog
from operator_tasks.domain.planning import plan_tasks

VERBS = ["activate", "pause", "resume", "complete", "reopen", "archive", "delete", "automation"]


def post(browser, campaign, verb, **data):
    return browser.post(f"/campaigns/{campaign.pk}/{verb}/", {"version": campaign.version, **data})


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def last_action() -> str:
    return OperatorAuditLog.objects.order_by("-pk").values_list("action", flat=True)[0]


def test_activate_starts_the_campaign(managing, planned):
    response = post(managing, planned, "activate")

    planned.refresh_from_db()
    assert (response.status_code, planned.status) == (302, "ACTIVE")
    assert (told(response), last_action()) == (["The campaign is active."], "campaign.activated")


def test_activate_twice_is_refused_on_the_campaign_page(managing, running):
    entries = OperatorAuditLog.objects.count()

    response = post(managing, running, "activate")

    assert response.status_code == 409
    assert "A campaign that is active cannot be changed this way" in response.content.decode()
    assert OperatorAuditLog.objects.count() == entries


def test_pause_asks_for_a_reason(managing, running):
    refused = post(managing, running, "pause", reason="  ")
    paused = post(managing, running, "pause", reason="Client is away")

    running.refresh_from_db()
    assert (refused.status_code, paused.status_code, running.status) == (400, 302, "PAUSED")
    box = next(box for box in refused.context["boxes"] if box.kind.name == "pause")
    assert (box.is_open, box.form.errors) == (True, {"reason": ["This field is required."]})


def test_resume_takes_a_policy(managing, running, manager):
    paused = pause_campaign(running, reason="Away", by=manager, now=timezone.now())

    refused = post(managing, paused, "resume", policy="forget")
    resumed = post(managing, paused, "resume", policy="shift")

    running.refresh_from_db()
    assert (refused.status_code, resumed.status_code, running.status) == (400, 302, "ACTIVE")
    assert OperatorAuditLog.objects.get(action="campaign.resumed").notes == "policy: shift"


def test_complete_confirms_the_number_of_open_tasks(managing, running, items, manager):
    plan_tasks(running, by=manager, now=timezone.now())

    refused = post(managing, running, "complete", open_tasks=1)

    assert refused.status_code == 409
    assert f"{len(items)} tasks are open now; look at them and confirm again." in refused.content.decode()
    box = next(box for box in refused.context["boxes"] if box.kind.name == "complete")
    assert box.form["open_tasks"].value() == len(items)

    done = post(managing, running, "complete", open_tasks=len(items))
    running.refresh_from_db()
    assert (done.status_code, running.status) == (302, "COMPLETED")


def test_reopen_takes_a_reason_and_a_new_last_day(managing, running, manager):
    completed = complete_campaign(running, by=manager, now=timezone.now())
    later = running.end_date + timedelta(days=10)

    refused = post(managing, completed, "reopen", reason="More to say", end_date="2020-01-01")
    done = post(managing, completed, "reopen", reason="More to say", end_date=later.isoformat())

    running.refresh_from_db()
    assert (refused.status_code, done.status_code) == (409, 302)
    assert (running.status, running.end_date) == ("ACTIVE", later)


def test_archive_takes_the_campaign_out_of_the_list(managing, planned):
    response = post(managing, planned, "archive")

    planned.refresh_from_db()
    assert (response.status_code, planned.archived_at is not None) == (302, True)


def test_archive_refuses_a_running_campaign(managing, running):
    response = post(managing, running, "archive")

    running.refresh_from_db()
    assert (response.status_code, running.archived_at) == (409, None)


def test_delete_asks_for_confirmation(managing, planned):
    refused = post(managing, planned, "delete")
    assert (refused.status_code, Campaign.objects.count()) == (400, 1)

    response = post(managing, planned, "delete", is_sure="on")
    assert (response.status_code, response.url, Campaign.objects.count()) == (302, "/campaigns/", 0)


def test_automation_is_held_and_released(managing, running):
    held = post(managing, running, "automation", held="yes")
    running.refresh_from_db()
    assert (held.status_code, running.automation_paused) == (302, True)

    post(managing, running, "automation", held="no")
    running.refresh_from_db()
    assert running.automation_paused is False


def test_stale_verb_is_refused_and_shows_the_present(managing, planned, manager):
    activate_campaign(planned, by=manager, now=timezone.now())

    response = post(managing, planned, "pause", reason="Away")

    assert response.status_code == 412
    box = next(box for box in response.context["boxes"] if box.kind.name == "pause")
    assert (box.form["version"].value(), box.form["reason"].value()) == (2, "Away")


@pytest.mark.parametrize("verb", VERBS)
def test_only_managers_may(operating, viewing, client, running, verb):
    statuses = [post(browser, running, verb).status_code for browser in (operating, viewing, client)]

    assert statuses == [403, 403, 302]
    assert Campaign.objects.get().status == "ACTIVE"


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_are_posted(managing, running, verb):
    assert managing.get(f"/campaigns/{running.pk}/{verb}/").status_code == 405
