"""The plans of a campaign: versions that programs add and read."""

import pytest
from django.utils import timezone

from campaigns.domain.campaigns import complete_campaign
from campaigns.domain.plans import save_plan
from campaigns.models import CampaignPlan
from campaigns.tests.api.program import program_of
from campaigns.tests.witness import told

pytestmark = pytest.mark.django_db

WORDS = {
    "angles": ["Audits pay"],
    "positioning": "The audit that finds money",
    "messaging": {"Proof": ["20 audits, 20 savings"]},
    "weekly_themes": ["The problem", "The promise"],
}


def test_a_plan_is_the_next_version_and_is_read_back(managing, operating, planned):
    address = f"/campaigns/{planned.pk}/plans/"

    first, second = managing.post(address, {"angles": ["Audits pay"]}), managing.post(address, WORDS)

    plans = list(CampaignPlan.objects.order_by("number"))
    body = {
        "id": plans[1].pk,
        "campaign": planned.pk,
        "version": 2,
        "generated_by": "manual",
        "created_at": second.json()["created_at"],
        **WORDS,
    }
    assert (second.status_code, second.json(), second.has_header("ETag")) == (201, body, False)
    empty = {"positioning": "", "messaging": {}, "weekly_themes": []}
    earlier = {"id": plans[0].pk, "version": 1, "created_at": first.json()["created_at"], **empty}
    assert first.json() == {**body, **earlier}
    assert operating.get(f"{address}2/").json() == body
    assert operating.get(f"{address}latest/").json() == body
    assert operating.get(address).json()["results"] == [body, first.json()]
    assert operating.get(f"{address}?ordering=version").json()["results"] == [first.json(), body]
    assert told("plan.created")[:4] == ("maria", "api", "plan", 1)


def test_a_generator_drafts_a_plan(managing, planned):
    made = managing.post(f"/campaigns/{planned.pk}/plans/", {"generator": "outline"}).json()

    assert (made["version"], made["generated_by"], made["positioning"]) == (1, "outline", "Win 20 audits")
    assert made["weekly_themes"][:2] == ["Acme: the problem", "Acme: the promise"]
    assert made["messaging"] == {"Call to action": ["Reply with AUDIT"]}


def test_a_plan_that_is_not_there_is_said_in_a_sentence(managing, planned):
    latest, third = (managing.get(f"/campaigns/{planned.pk}/plans/{name}/") for name in ("latest", "3"))

    assert (latest.status_code, latest.json()["detail"]) == (
        404,
        "This campaign has no plan yet; create one.",
    )
    assert (third.status_code, third.json()["detail"]) == (
        404,
        "This campaign has no plan of this version.",
    )
    assert managing.get(f"/campaigns/{planned.pk}/plans/{10**17}/").status_code == 404


@pytest.mark.parametrize(
    ("sent", "field", "text"),
    [
        ({}, None, "The plan is empty; write at least an angle, the positioning or a weekly theme."),
        ({"positioning": "  "}, None, "The plan is empty; write at least an angle, the positioning or a weekly theme."),
        ({"generator": "outline", "angles": []}, "generator", "Give a generator or the plan's own words, not both."),
        ({"generator": "oracle"}, "generator", "This is not one of: outline."),
        ({"angles": "Audits"}, "angles", 'Expected a list of items but got type "str".'),
        ({"angles": ["Audits", 5]}, "angles.1", "Write this as text, in quotes."),
        ({"angles": [""]}, "angles.0", "This field may not be blank."),
        ({"angles": ["x" * 2001]}, "angles.0", "Ensure this field has no more than 2000 characters."),
        ({"angles": ["x"] * 201}, "angles", "Ensure this field has no more than 200 elements."),
        ({"angles": ["\u202eatidua"]}, "angles", "This text holds hidden direction marks; type it again."),
        ({"messaging": ["Proof"]}, "messaging", 'Expected a dictionary of items but got type "list".'),
        ({"messaging": {"": ["x"]}}, "messaging", "Name each theme in 1 to 255 characters."),
        ({"messaging": {"Proof": "x"}}, "messaging.Proof", 'Expected a list of items but got type "str".'),
        ({"messaging": {str(n): [] for n in range(201)}}, "messaging", "Give at most 200 themes."),
        ({"version": 7, "angles": ["x"]}, "version", "This cannot be set here; leave it out."),
        ({"generated_by": "me"}, "generated_by", "This cannot be set here; leave it out."),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_refused_by_its_field(managing, planned, sent, field, text):
    answer = managing.post(f"/campaigns/{planned.pk}/plans/", sent)

    errors = {} if field is None else {field: [text]}
    assert (answer.status_code, answer.json()["detail"], answer.json()["errors"]) == (400, text, errors)
    assert CampaignPlan.objects.count() == 0


def test_a_completed_campaign_is_not_planned_on(managing, running, manager):
    complete_campaign(running, by=manager, now=timezone.now())

    refused = managing.post(f"/campaigns/{running.pk}/plans/", WORDS)

    text = "The campaign is completed. Reopen it before planning on."
    assert (refused.status_code, refused.json()["detail"]) == (409, text)


def test_managers_plan_and_others_read_their_clients(operating, viewing, managing, planned, foreign, manager):
    save_plan(foreign, angles=["Secret"], by=manager, now=timezone.now())
    own, other = f"/campaigns/{planned.pk}/plans/", f"/campaigns/{foreign.pk}/plans/"

    for program in (operating, viewing):
        assert program.post(own, WORDS).status_code == 403
        assert program.get(own).json()["results"] == []
        for address in (other, f"{other}latest/", f"{other}1/"):
            assert program.get(address).status_code == 404
    assert managing.get(f"{other}1/").json()["angles"] == ["Secret"]
    assert managing.get("/campaigns/99999999/plans/").status_code == 404
    assert managing.post("/campaigns/99999999/plans/", WORDS).status_code == 404


def test_a_plan_cannot_be_changed_or_removed(managing, planned, manager):
    save_plan(planned, angles=["Audits pay"], by=manager, now=timezone.now())
    address = f"/campaigns/{planned.pk}/plans/1/"

    assert managing.patch(address, {"angles": []}).status_code == 405
    assert managing.put(address, WORDS).status_code == 405
    assert managing.delete(address).status_code == 405


def test_planning_needs_a_token_that_writes(manager_user, planned):
    reading = program_of(manager_user, ("read",))

    assert reading.get(f"/campaigns/{planned.pk}/plans/").status_code == 200
    assert reading.post(f"/campaigns/{planned.pk}/plans/", WORDS).status_code == 403


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_list_of_plans_costs_the_same_however_long(
    operating, planned, manager, count, django_assert_num_queries
):
    for _number in range(count):
        save_plan(planned, angles=["Audits pay"], by=manager, now=timezone.now())
    operating.get("/platforms/")  # notes the use of the token

    with django_assert_num_queries(6):
        assert len(operating.get(f"/campaigns/{planned.pk}/plans/").json()["results"]) == count
