"""What programs do to a campaign beyond changing what it says."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from campaigns.domain.campaigns import activate_campaign, complete_campaign, pause_campaign
from campaigns.models import Campaign, OperatorAuditLog
from campaigns.tests.api.program import program_of
from campaigns.tests.views.conftest import planned_for
from campaigns.tests.witness import told
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.models import OperatorTask

pytestmark = pytest.mark.django_db

MANAGED = ("activate", "pause", "resume", "complete", "reopen", "archive")
OVER = "The last day has passed already; choose today or a later day, or complete the campaign."
BODIES = {"pause": {"reason": "waiting"}, "reopen": {"reason": "more"}, "hold-automation": {"held": True}}


def read(program, campaign):
    return program.get(f"/campaigns/{campaign.pk}/").json()


def done(program, campaign, verb, body=None):
    """What a verb answered; the campaign reads the same afterwards."""
    answer = program.post(f"/campaigns/{campaign.pk}/{verb}/", body or {})
    assert (answer.status_code, answer.json()) == (200, read(program, campaign))
    assert answer["ETag"] == f'"v{answer.json()["version"]}"'
    return answer.json()


def test_a_campaign_is_started(managing, planned):
    before = read(managing, planned)

    after = done(managing, planned, "activate")

    assert after == {**before, "status": "ACTIVE", "version": 2, "updated_at": after["updated_at"]}
    assert told("campaign.activated") == (
        "maria",
        "api",
        "campaign",
        2,
        {"status": "PLANNED"},
        {"status": "ACTIVE"},
    )


def test_a_campaign_is_paused_and_resumed(managing, running):
    paused = done(managing, running, "pause", {"reason": "The client asked", "version": 2})

    assert (paused["status"], paused["pause_reason"], paused["paused_at"] is None) == (
        "PAUSED",
        "The client asked",
        False,
    )
    assert (told("campaign.paused")[:4], told("campaign.paused")[5]["status"]) == (
        ("maria", "api", "campaign", 3),
        "PAUSED",
    )
    resumed = done(managing, running, "resume")
    assert (resumed["status"], resumed["pause_reason"], resumed["paused_at"]) == ("ACTIVE", "", None)
    assert told("campaign.resumed")[:4] == ("maria", "api", "campaign", 4)
    assert OperatorAuditLog.objects.get(action="campaign.resumed").notes == "policy: drop"


@pytest.mark.parametrize("policy", ["drop", "keep", "shift"])
def test_resuming_says_what_becomes_of_the_work(managing, running, manager, policy):
    pause_campaign(running, reason="waiting", by=manager, now=timezone.now())

    done(managing, running, "resume", {"policy": policy})

    assert OperatorAuditLog.objects.get(action="campaign.resumed").notes == f"policy: {policy}"


def test_a_campaign_is_completed_by_the_count_that_was_seen(managing, running, items, manager):
    plan_tasks(running, by=manager, now=timezone.now())
    count = OperatorTask.objects.count()

    refused = managing.post(f"/campaigns/{running.pk}/complete/", {"open_tasks": count + 1})

    text = f"{count} tasks are open now; look at them and confirm again."
    assert (count > 0, refused.status_code, refused.json()["detail"]) == (True, 409, text)
    completed = done(managing, running, "complete", {"open_tasks": count})
    assert (completed["status"], completed["completed_at"] is None) == ("COMPLETED", False)
    assert told("campaign.completed")[:3] == ("maria", "api", "campaign")


def test_a_completed_campaign_is_archived_and_reopened(managing, running):
    done(managing, running, "complete")

    archived = done(managing, running, "archive")

    assert (archived["status"], archived["archived_at"] is None) == ("COMPLETED", False)
    assert managing.get("/campaigns/").json()["results"] == []
    end = str((timezone.now() + timedelta(days=90)).date())
    reopened = done(managing, running, "reopen", {"reason": "One more month", "end_date": end})
    ended = ("status", "completed_at", "archived_at", "end_date")
    assert [reopened[name] for name in ended] == ["ACTIVE", None, None, end]
    assert OperatorAuditLog.objects.get(action="campaign.reopened").notes == "One more month"
    assert [told(f"campaign.{name}")[1] for name in ("archived", "reopened")] == ["api", "api"]


def test_automation_is_held_and_released(managing, running):
    held = done(managing, running, "hold-automation", {"held": True, "version": 2})

    assert held["automation_paused"] is True
    released = done(managing, running, "hold-automation", {"held": False})
    assert (released["automation_paused"], released["version"]) == (False, 4)
    assert [told(f"campaign.automation_{name}")[:2] for name in ("held", "released")] == [
        ("maria", "api"),
        ("maria", "api"),
    ]


@pytest.mark.parametrize(
    ("verb", "body", "errors"),
    [
        ("activate", {"status": "ACTIVE"}, {"status": ["There is no such field here; known: version."]}),
        ("pause", {}, {"reason": ["This field is required."]}),
        ("pause", {"reason": " "}, {"reason": ["Say why the campaign is paused; the operators will see it."]}),
        ("pause", {"reason": "x" * 501}, {"reason": ["Ensure this field has no more than 500 characters."]}),
        ("resume", {"policy": "forget"}, {"policy": ["This is not one of: drop, keep, shift."]}),
        ("complete", {"open_tasks": "all"}, {"open_tasks": ["Write this as a whole number."]}),
        ("complete", {"open_tasks": -1}, {"open_tasks": ["Ensure this value is greater than or equal to 0."]}),
        ("reopen", {}, {"reason": ["This field is required."]}),
        ("reopen", {"reason": "x", "end_date": "soon"}, {"end_date": ["Write a date as 2026-03-02."]}),
        ("hold-automation", {}, {"held": ["This field is required."]}),
        ("hold-automation", {"held": "yes"}, {"held": ["Write true or false."]}),
    ],
)  # fmt: skip
def test_what_a_verb_cannot_use_is_refused_by_its_field(managing, running, verb, body, errors):
    answer = managing.post(f"/campaigns/{running.pk}/{verb}/", body)

    assert (answer.status_code, answer.json()["errors"]) == (400, errors)
    assert Campaign.objects.get().version == 2


@pytest.mark.parametrize(
    ("end", "status", "sentence"),
    [
        ("9999-12-31", 400, "A campaign can last five years at most; choose an earlier day."),
        ("2020-01-01", 409, OVER),
    ],
)
def test_reopening_refuses_a_last_day_that_cannot_be(managing, running, manager, end, status, sentence):
    complete_campaign(running, by=manager, now=timezone.now())

    answer = managing.post(f"/campaigns/{running.pk}/reopen/", {"reason": "more", "end_date": end})

    assert (answer.status_code, answer.json()["errors"]) == (status, {"end_date": [sentence]})


@pytest.mark.parametrize(
    ("status", "refused"),
    [
        ("PLANNED", ("pause", "resume", "complete", "reopen")),
        ("ACTIVE", ("activate", "resume", "reopen", "archive")),
        ("PAUSED", ("activate", "pause", "reopen", "archive")),
        ("COMPLETED", ("activate", "pause", "resume", "complete")),
    ],
)
def test_what_the_status_does_not_allow_is_409(managing, planned, manager, status, refused):
    now = timezone.now()
    if status != "PLANNED":
        activate_campaign(planned, by=manager, now=now)
    if status == "PAUSED":
        pause_campaign(planned, reason="waiting", by=manager, now=now)
    if status == "COMPLETED":
        complete_campaign(planned, by=manager, now=now)
    before = read(managing, planned)

    for verb in refused:
        answer = managing.post(f"/campaigns/{planned.pk}/{verb}/", BODIES.get(verb, {}))
        assert (verb, answer.status_code, answer.json()["type"]) == (verb, 409, "/api/problems/#not-now")

    assert read(managing, planned) == before
    assert before["status"] == status


def test_a_campaign_whose_days_are_over_is_not_started(managing, client_acme, manager):
    today = timezone.now().date()
    days = {"start_date": today - timedelta(days=30), "end_date": today - timedelta(days=5)}
    over = planned_for(client_acme, manager, **days)

    answer = managing.post(f"/campaigns/{over.pk}/activate/")

    assert (answer.status_code, answer.json()["errors"]) == (409, {"end_date": [OVER]})


@pytest.mark.parametrize("verb", [*MANAGED, "hold-automation"])
def test_a_verb_looks_at_the_version_where_one_is_told(managing, running, verb):
    body = BODIES.get(verb, {})
    address = f"/campaigns/{running.pk}/{verb}/"

    for stale in (
        managing.post(address, {**body, "version": 1}),
        managing.post(address, body, {"If-Match": '"v1"'}),
    ):
        # Who saw another version is told so, whatever the status would say.
        assert (stale.status_code, stale.json()["type"]) == (412, "/api/problems/#changed-meanwhile")


@pytest.mark.parametrize("verb", [*MANAGED, "hold-automation"])
def test_verbs_are_for_managers_of_what_they_see(operating, viewing, managing, planned, verb):
    body = BODIES.get(verb, {})

    for program in (operating, viewing):
        assert program.post(f"/campaigns/{planned.pk}/{verb}/", body).status_code == 403
    assert managing.post(f"/campaigns/99999999/{verb}/", body).status_code == 404
    assert managing.get(f"/campaigns/{planned.pk}/{verb}/").status_code == 405


def test_another_clients_campaign_is_not_there(manager_user, planned, foreign):
    """Somebody who may manage campaigns, but not see every client, finds only their own."""
    manager_user.groups.clear()
    manager_user.user_permissions.set(_permissions("manage_campaigns", "pause_automation"))
    program = program_of(manager_user)

    for verb in (*MANAGED, "hold-automation"):
        assert program.post(f"/campaigns/{foreign.pk}/{verb}/", BODIES.get(verb, {})).status_code == 404
    assert program.patch(f"/campaigns/{foreign.pk}/", {"name": "Mine", "version": 2}).status_code == 404
    assert program.delete(f"/campaigns/{foreign.pk}/", {"If-Match": '"v2"'}).status_code == 404


def test_a_client_name_that_nobody_may_know_is_taken(manager_user, foreign):
    manager_user.groups.clear()
    manager_user.user_permissions.set(_permissions("manage_campaigns"))

    answer = program_of(manager_user).post(
        "/campaigns/",
        {
            "client_name": "globex",
            "name": "Mine",
            "start_date": "2026-03-02",
            "end_date": "2026-03-16",
            "platforms": ["x"],
        },
    )

    text = "There is a client of this name already; use that one."
    assert (answer.status_code, answer.json()["detail"], Campaign.objects.count()) == (409, text, 1)


def test_verbs_need_a_token_that_writes(manager_user, planned):
    refused = program_of(manager_user, ("read", "admin")).post(f"/campaigns/{planned.pk}/activate/")

    text = "This token lacks the scope “write”; make one that has it in Settings."
    assert (refused.status_code, refused.json()["detail"]) == (403, text)
    assert program_of(manager_user, ("write",)).post(f"/campaigns/{planned.pk}/activate/").status_code == 200


def _permissions(*codenames):
    return Permission.objects.filter(codename__in=codenames)
