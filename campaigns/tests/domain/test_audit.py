"""The audit kernel: nothing is written without its entry, and a refused change leaves nothing at all."""

import json

import pytest

from campaigns.domain.audit import recorded, together
from campaigns.domain.campaigns import edit_campaign
from campaigns.domain.clients import create_client
from campaigns.errors import InvalidInput, NotNow, StaleVersion
from campaigns.gate import UnauditedWrite
from campaigns.models import AuditChain, Campaign, Client, OperatorAuditLog
from conftest import NOW


def test_change_leaves_one_entry_with_before_and_after(campaign, manager):
    edit_campaign(campaign, values={"primary_cta": "Call us"}, by=manager, now=NOW, seen_version=1)

    entry = OperatorAuditLog.objects.get(action="campaign.edited")
    assert (entry.chain, entry.actor_label, entry.via, entry.at) == (campaign.pk, "maria", "page", NOW)
    assert (entry.entity_type, entry.entity_id, entry.entity_version) == ("campaign", campaign.pk, 2)
    assert json.loads(entry.before) == {"primary_cta": "Reply with AUDIT"}
    assert json.loads(entry.after) == {"primary_cta": "Call us"}


def test_change_to_the_same_values_leaves_no_entry(campaign, manager):
    before = OperatorAuditLog.objects.count()

    edited = edit_campaign(campaign, values={"primary_cta": "Reply with AUDIT"}, by=manager, now=NOW)

    assert (edited.version, OperatorAuditLog.objects.count()) == (1, before)


def test_stale_version_is_refused_showing_both(campaign, manager):
    edit_campaign(campaign, values={"primary_cta": "Call us"}, by=manager, now=NOW, seen_version=1)

    with pytest.raises(StaleVersion, match="you saw version 1, it is now version 2"):
        edit_campaign(campaign, values={"primary_cta": "Write us"}, by=manager, now=NOW, seen_version=1)
    assert Campaign.objects.get().primary_cta == "Call us"


def test_refused_change_takes_its_entries_back(campaign, manager):
    before = OperatorAuditLog.objects.count()

    with pytest.raises(InvalidInput), together():
        with recorded("campaign.edited", campaign, by=manager, now=NOW) as fresh:
            fresh.venture_name = "kept only if everything is"
        edit_campaign(campaign, values={"time_zone": "Mars/Olympus"}, by=manager, now=NOW)

    assert OperatorAuditLog.objects.count() == before
    assert Campaign.objects.get().venture_name == ""


def test_broken_constraint_is_said_in_its_own_words(client_acme, manager):
    with pytest.raises(NotNow, match="There is a client of this name already"):
        create_client(name="  ACME ", by=manager, now=NOW)
    assert Client.objects.count() == 1


@pytest.mark.parametrize(
    "write",
    [
        lambda campaign: campaign.save(),
        lambda campaign: campaign.delete(),
        lambda campaign: Campaign.objects.update(name="x"),
        lambda campaign: Campaign.objects.all().delete(),
        lambda campaign: Campaign._base_manager.update(name="x"),
        lambda campaign: Campaign.objects.bulk_update([campaign], ["name"]),
        lambda campaign: Campaign.objects.bulk_create([Campaign(name="x")]),
        lambda campaign: Campaign.objects.create(name="x"),
        lambda campaign: campaign.cadences.all().update(posts_per_week=9),
        lambda campaign: campaign.client.campaigns.create(name="x"),
    ],
)
def test_write_outside_a_verb_is_refused(campaign, write):
    with pytest.raises(UnauditedWrite):
        write(campaign)
    assert Campaign.objects.get().name == "Spring launch"


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: OperatorAuditLog.objects.update(notes="x"),
        lambda entry: OperatorAuditLog.objects.all().delete(),
        lambda entry: OperatorAuditLog.objects.bulk_update([entry], ["notes"]),
    ],
)
def test_entry_cannot_be_changed_even_inside_a_verb(campaign, change):
    entry = OperatorAuditLog.objects.first()

    with pytest.raises(UnauditedWrite, match="append-only"), together():
        change(entry)


def test_chain_numbers_have_no_gaps_and_each_campaign_its_own_chain(tasks):
    for head in AuditChain.objects.all():
        numbers = list(
            OperatorAuditLog.objects.filter(chain=head.chain).order_by("seq").values_list("seq", flat=True)
        )
        assert numbers == list(range(1, head.seq + 1))
    assert set(AuditChain.objects.values_list("chain", flat=True)) == {0, tasks[0].campaign_id}


def test_float_has_no_place_in_an_entry(campaign, manager):
    refused = pytest.raises(TypeError, match="float has no place")
    with refused, recorded("campaign.edited", campaign, by=manager, now=NOW) as fresh:
        fresh.blackout_dates = [1.5]
