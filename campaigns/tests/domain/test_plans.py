"""Plans are never edited: each change is the next version."""

import pytest

from campaigns.domain.campaigns import complete_campaign
from campaigns.domain.plans import generate_plan, save_plan
from campaigns.errors import InvalidInput, NotNow
from campaigns.models import CampaignPlan
from campaigns.tests.witness import refused, told
from conftest import NOW


def rows() -> list[tuple]:
    columns = ("number", "angles", "positioning", "messaging", "weekly_themes", "generated_by", "version")
    return list(CampaignPlan.objects.order_by("number").values_list(*columns))


def test_save_plan_makes_the_next_version_and_keeps_the_last(campaign, manager):
    save_plan(campaign, angles=["Audits pay"], by=manager, now=NOW)
    save_plan(
        campaign,
        positioning="The calm ones",
        messaging={"Proof": ["Case A"]},
        weekly_themes=["Why", "How"],
        by=manager,
        now=NOW,
    )

    assert rows() == [
        (1, ["Audits pay"], "", {}, [], "manual", 1),
        (2, [], "The calm ones", {"Proof": ["Case A"]}, ["Why", "How"], "manual", 1),
    ]
    assert told("plan.created") == (
        "maria",
        "page",
        "plan",
        1,
        {},
        {
            "campaign_id": campaign.pk,
            "number": 2,
            "positioning": "The calm ones",
            "messaging": {"Proof": ["Case A"]},
            "weekly_themes": ["Why", "How"],
            "generated_by": "manual",
        },
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({}, "The plan is empty"),
        ({"positioning": "  "}, "The plan is empty"),
        ({"angles": ["a\x00b"]}, "cannot be stored"),
        ({"angles": ["\ud800"]}, "cannot be stored"),
        ({"angles": ["x"] * 201}, "at most 200 texts"),
        ({"weekly_themes": ["x" * 2001]}, "at most 200 texts of at most 2,000 characters"),
        ({"messaging": {"Proof": ["\u202e"]}}, "hidden direction marks"),
        ({"positioning": "x" * 1_000_000}, "at most 20000 characters"),
    ],
)
def test_save_plan_refuses_what_no_plan_can_hold(campaign, manager, content, sentence):
    with refused(InvalidInput, sentence):
        save_plan(campaign, **content, by=manager, now=NOW)


def test_save_plan_refuses_a_completed_campaign(active_campaign, manager):
    complete_campaign(active_campaign, by=manager, now=NOW)

    with refused(NotNow, "The campaign is completed. Reopen it before planning on"):
        save_plan(active_campaign, angles=["Audits pay"], by=manager, now=NOW)


def test_outline_drafts_one_theme_a_week_from_the_brief(campaign, manager):
    generate_plan(campaign, generator="outline", by=manager, now=NOW)

    arc = ["the problem", "the promise", "the proof", "the objections", "the offer", "the people"]
    assert rows() == [
        (
            1,
            [f"Acme: {step}" for step in arc],
            "Win 20 audits",
            {"Call to action": ["Reply with AUDIT"]},
            ["Acme: the problem", "Acme: the promise", "Acme: the proof"],
            "outline",
            1,
        )
    ]


def test_generate_plan_refuses_an_unknown_generator_and_names_the_known(campaign, manager):
    with refused(InvalidInput, "There is no plan generator oracle; choose one of outline"):
        generate_plan(campaign, generator="oracle", by=manager, now=NOW)
