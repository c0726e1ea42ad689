"""Campaigns through the API: changed and removed, by whom, and how every refusal is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.domain.campaigns import pause_campaign
from campaigns.domain.plans import save_plan
from campaigns.models import Campaign
from campaigns.tests.api.campaign_bodies import DAYS, FIXED, FULL, LAUNCH, body_of, times
from campaigns.tests.api.program import program_of
from campaigns.tests.witness import told
from conftest import NOW

pytestmark = pytest.mark.django_db


def names(answer):
    return [row["name"] for row in answer.json()["results"]]


# -- change ---------------------------------------------------------------------------------------------------
def test_a_patch_changes_what_it_names(managing, client_acme):
    made = managing.post("/campaigns/", {"client": client_acme.pk, **FULL}).json()

    changed = managing.patch(f"/campaigns/{made['id']}/", {"primary_cta": "Call us"}, {"If-Match": '"v1"'})

    updated = {"updated_at": changed.json()["updated_at"]}
    assert (changed.status_code, changed["ETag"]) == (200, '"v2"')
    assert changed.json() == {**made, "primary_cta": "Call us", "version": 2, **updated}
    assert told("campaign.edited") == (
        "maria",
        "api",
        "campaign",
        2,
        {"primary_cta": "Reply with AUDIT"},
        {"primary_cta": "Call us"},
    )


def test_a_put_empties_what_it_leaves_out_and_keeps_the_zone(managing, client_acme):
    made = managing.post("/campaigns/", {"client": client_acme.pk, **FULL}).json()

    changed = managing.put(
        f"/campaigns/{made['id']}/", {"name": "Autumn", **DAYS, "platforms": ["x"], "version": 1}
    ).json()

    shown = {"name": "Autumn", "time_zone": "Asia/Tokyo", "platforms": ["x"], "cadence": {"x": 1}}
    assert changed == body_of(Campaign.objects.get(), **shown, version=2, **times(changed))


@pytest.mark.parametrize(
    ("left_out", "text"),
    [
        ("name", "This field is required."),
        ("start_date", "This field is required."),
        ("end_date", "This field is required."),
        ("cadence", "Say how often it posts where: give a cadence, or platforms."),
    ],
)
def test_a_put_is_whole(managing, planned, left_out, text):
    sent = {name: value for name, value in LAUNCH.items() if name != left_out}

    answer = managing.put(f"/campaigns/{planned.pk}/", {**sent, "version": 1})

    assert (answer.status_code, answer.json()["errors"]) == (400, {left_out: [text]})


def test_another_cadence_is_another_version(managing, planned):
    address = f"/campaigns/{planned.pk}/"

    changed = managing.patch(address, {"cadence": {"linkedin": 3, "threads": 1}, "version": 1})

    assert (changed.json()["cadence"], changed["ETag"]) == ({"linkedin": 3, "threads": 1}, '"v2"')
    late = managing.patch(address, {"cadence": {"x": 1}}, {"If-Match": '"v1"'})
    assert (late.status_code, late.json()["type"]) == (412, "/api/problems/#changed-meanwhile")
    assert managing.get(address).json()["cadence"] == {"linkedin": 3, "threads": 1}
    assert told("campaign.edited") == (
        "maria",
        "api",
        "campaign",
        2,
        {},
        {"cadence": ["linkedin post 3", "threads post 1"]},
    )
    assert told("cadence.deleted")[4]["platform"] == "x"


def test_brief_and_cadence_together_are_one_version(managing, planned):
    changed = managing.patch(
        f"/campaigns/{planned.pk}/", {"name": "Autumn", "cadence": {"x": 1}, "version": 1}
    ).json()

    assert (changed["name"], changed["cadence"], changed["version"]) == ("Autumn", {"x": 1}, 2)


def test_platforms_alone_choose_among_the_lines_there_are(managing, planned):
    changed = managing.patch(f"/campaigns/{planned.pk}/", {"platforms": ["x", "email"], "version": 1}).json()

    assert (changed["platforms"], changed["cadence"]) == (["x", "email"], {"x": 2, "email": 1})


def test_a_change_names_the_version_that_was_seen(managing, planned):
    address, change = f"/campaigns/{planned.pk}/", {"primary_cta": "Call us"}

    assert managing.patch(address, change).status_code == 428
    assert managing.delete(address).status_code == 428
    assert managing.patch(address, change, {"If-Match": '"v7"'}).status_code == 412
    assert managing.put(address, {**LAUNCH, "version": 7}).status_code == 412
    assert managing.delete(address, {"If-Match": '"v7"'}).status_code == 412
    assert managing.patch(address, {**change, "version": 2}, {"If-Match": '"v1"'}).status_code == 400
    assert managing.get(address)["ETag"] == '"v1"'


@pytest.mark.parametrize("field", ["client", "client_name", "status", "paused_at", "archived_at", "id"])
def test_what_follows_from_verbs_cannot_be_set(managing, planned, field):
    answer = managing.patch(f"/campaigns/{planned.pk}/", {field: 1, "version": 1})

    assert (answer.status_code, answer.json()["errors"]) == (400, {field: [FIXED]})


def test_work_outside_new_days_goes_only_when_that_is_said(managing, running, items):
    tomorrow = str((timezone.now() + timedelta(days=1)).date())
    address, change = f"/campaigns/{running.pk}/", {"end_date": tomorrow, "version": 2}

    refused = managing.patch(address, change)

    assert (refused.status_code, list(refused.json()["errors"])) == (409, ["end_date"])
    assert "lie outside the new days" in refused.json()["detail"]
    changed = managing.patch(address, {**change, "cancel_outside": True})
    assert (changed.status_code, changed.json()["end_date"]) == (200, tomorrow)
    left = running.calendar_items.filter(
        cancelled_at=None, scheduled_at__gt=timezone.now() + timedelta(days=3)
    )
    assert (len(items) > 4, left.count()) == (True, 0)


def test_days_and_zone_of_a_running_campaign_stay(managing, running):
    address = f"/campaigns/{running.pk}/"
    text = "This cannot be changed once the campaign is active; complete it and plan a new one."

    for change in ({"start_date": "2026-03-03"}, {"time_zone": "Asia/Tokyo"}):
        answer = managing.patch(address, {**change, "version": 2})
        assert (answer.status_code, answer.json()["errors"]) == (409, {next(iter(change)): [text]})


# -- delete ---------------------------------------------------------------------------------------------------
def test_a_campaign_without_finished_work_is_removed(managing, planned, manager):
    save_plan(planned, angles=["Audits pay"], by=manager, now=NOW)

    gone = managing.delete(f"/campaigns/{planned.pk}/", {"If-Match": '"v1"'})

    assert (gone.status_code, gone.content) == (204, b"")
    assert managing.get(f"/campaigns/{planned.pk}/").status_code == 404
    assert Campaign.objects.count() == 0
    assert told("campaign.deleted")[:3] == ("maria", "api", "campaign")


def test_deleting_needs_a_token_of_an_administrator(manager_user, planned):
    writing = program_of(manager_user, ("read", "write"))

    refused = writing.delete(f"/campaigns/{planned.pk}/", {"If-Match": '"v1"'})

    text = "This token lacks the scope “admin”; make one that has it in Settings."
    assert (refused.status_code, refused.json()["detail"]) == (403, text)
    assert writing.patch(f"/campaigns/{planned.pk}/", {"name": "New", "version": 1}).status_code == 200


# -- who ------------------------------------------------------------------------------------------------------
def test_others_read_what_they_work_for_and_change_nothing(operating, viewing, managing, planned, foreign):
    own, other = f"/campaigns/{planned.pk}/", f"/campaigns/{foreign.pk}/"

    for program in (operating, viewing):
        assert names(program.get("/campaigns/")) == ["Spring launch"]
        assert program.get(own).status_code == 200
        assert program.get(other).status_code == 404
        assert program.get(f"/campaigns/?client={foreign.client_id}").json()["results"] == []
        assert program.post("/campaigns/", {"client": planned.client_id, **LAUNCH}).status_code == 403
        assert program.put(own, {**LAUNCH, "version": 1}).status_code == 403
        assert program.patch(own, {"name": "Mine", "version": 1}).status_code == 403
        assert program.delete(own, {"If-Match": '"v1"'}).status_code == 403
    assert managing.get("/campaigns/").json()["count"] == 2


def test_why_a_campaign_is_paused_stays_inside(operating, viewing, running, manager):
    pause_campaign(running, reason="The client has not paid", by=manager, now=timezone.now())

    told_inside, told_outside = (
        program.get(f"/campaigns/{running.pk}/").json() for program in (operating, viewing)
    )

    assert told_inside["pause_reason"] == "The client has not paid"
    assert told_outside == {**told_inside, "pause_reason": ""}


def test_a_token_opens_what_its_scopes_allow(manager_user, client_acme):
    reading = program_of(manager_user, ("read",))

    assert reading.get("/campaigns/").status_code == 200
    assert reading.post("/campaigns/", {"client": client_acme.pk, **LAUNCH}).status_code == 403
