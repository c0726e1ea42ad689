"""An agency's brief becomes client, accounts, campaign, plan, calendar and tasks in one step, or nothing."""

import json
from collections import Counter
from datetime import UTC, datetime

from campaigns.domain.clients import add_account, create_client
from campaigns.domain.imports.brief import Brief, read_brief
from campaigns.errors import NotNow
from campaigns.models import Account, Cadence, Campaign, CampaignPlan, Client
from campaigns.tests.witness import nothing_changes, refused, told
from conftest import NOW, hours
from operator_tasks.domain.briefs import load_brief
from operator_tasks.models import OperatorTask

BRIEF = {
    "client": {
        "name": "Nordlicht",
        "time_zone": "Asia/Tokyo",
        "notes": "Lamps.",
        "accounts": [
            {"platform": "linkedin", "handle": "nordlicht"},
            {"platform": "twitter", "handle": "@nl"},
        ],
    },
    "campaign": {
        "name": "Spring",
        "objective": "Sell lamps",
        "start_date": "2026-03-02",
        "end_date": "2026-03-15",
        "primary_cta": "Visit the shop",
        "activate": True,
    },
    "cadence": {"linkedin": 3, "twitter": 2},
    "plan": {"angles": ["Light changes a room"], "weekly_themes": ["Why", "How"]},
}


def read(**changes) -> Brief:
    campaign = {**BRIEF["campaign"], **changes}
    return read_brief(json.dumps({**BRIEF, "campaign": campaign}).encode(), file_name="brief.json")


def test_brief_becomes_everything_it_asks_for(manager):
    loaded = load_brief(read(), by=manager, now=NOW - hours(9))  # six in the morning in Tokyo

    assert (loaded.is_new, loaded.items, loaded.tasks, loaded.notes) == (True, 10, 10, ())
    assert Client.objects.values_list("name", "time_zone", "notes").get() == (
        "Nordlicht",
        "Asia/Tokyo",
        "Lamps.",
    )
    assert Campaign.objects.values_list("name", "status", "time_zone").get() == (
        "Spring",
        "ACTIVE",
        "Asia/Tokyo",
    )
    accounts = {account.platform: account.pk for account in Account.objects.all()}
    assert list(Cadence.objects.values_list("platform", "content_type", "posts_per_week", "account")) == [
        ("linkedin", "post", 3, accounts["linkedin"]),
        ("x", "post", 2, accounts["x"]),
    ]
    assert CampaignPlan.objects.values_list("number", "angles", "weekly_themes").get() == (
        1,
        ["Light changes a room"],
        ["Why", "How"],
    )
    tasks = OperatorTask.objects.values_list("platform", "account", "status")
    assert Counter(tasks) == {
        ("linkedin", accounts["linkedin"], "PENDING"): 6,
        ("x", accounts["x"], "PENDING"): 4,
    }
    assert told("campaign.created")[:4] == ("maria", "page", "campaign", 1)


def test_brief_without_activation_stays_planned(manager):
    assert load_brief(read(activate=False), by=manager, now=NOW).campaign.status == "PLANNED"


def test_brief_loaded_again_changes_nothing(manager):
    first = load_brief(read(), by=manager, now=NOW)

    with nothing_changes():
        again = load_brief(read(name=" SPRING "), by=manager, now=NOW)
    assert (again.campaign, again.is_new, again.items, again.tasks) == (first.campaign, False, 0, 0)


def test_brief_finds_the_client_and_adds_what_it_lacks(manager):
    known = create_client(name="NORDLICHT", time_zone="UTC", notes="Ours.", by=manager, now=NOW)
    add_account(known, platform="linkedin", handle="nordlicht", by=manager, now=NOW)

    load_brief(read(), by=manager, now=NOW)

    assert Client.objects.values_list("pk", "name", "time_zone", "notes").get() == (
        known.pk,
        "NORDLICHT",
        "UTC",
        "Ours.",
    )
    assert sorted(Account.objects.values_list("platform", "handle")) == [
        ("linkedin", "nordlicht"),
        ("x", "@nl"),
    ]


def test_brief_names_no_account_where_the_client_has_several(manager):
    known = create_client(name="Nordlicht", by=manager, now=NOW)
    add_account(known, platform="linkedin", handle="nordlicht-shop", by=manager, now=NOW)

    load_brief(read(), by=manager, now=NOW)

    assert Cadence.objects.get(platform="linkedin").account is None


def test_brief_that_cannot_be_carried_out_whole_changes_nothing(manager):
    with refused(NotNow, "The last day has passed already"):
        load_brief(read(), by=manager, now=datetime(2026, 4, 1, tzinfo=UTC))
