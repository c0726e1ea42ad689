from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from campaigns.domain.calendar import add_item, move_item
from campaigns.domain.campaigns import edit_campaign
from campaigns.domain.housekeeping import archive_campaign
from campaigns.domain.plans import save_plan
from campaigns.domain.queries import (
    campaigns_matching,
    clients_with_counts,
    readable,
    trail_of,
    trail_of_campaign,
)
from campaigns.models import Campaign, Client, OperatorAuditLog
from conftest import NOW

BERLIN = ZoneInfo("Europe/Berlin")
MARCH = date(2026, 3, 1)


def added(campaign, at, by, **changes):
    told = {"platform": "linkedin", "content_type": "post", "values": {}, **changes}
    return add_item(campaign, scheduled_at=at, by=by, now=NOW, **told)


def test_campaigns_matching_leaves_archived_out(campaign, manager):
    archive_campaign(campaign, by=manager, now=NOW)

    assert list(campaigns_matching(Campaign.objects.all())) == []
    assert list(campaigns_matching(Campaign.objects.all(), archived=True)) == [campaign]


def test_campaigns_matching_counts_a_platform_only_where_it_is_posted_on(campaign):
    everything = Campaign.objects.all()

    assert list(campaigns_matching(everything, platform="x")) == [campaign]
    assert list(campaigns_matching(everything, platform="email")) == []


def test_clients_with_counts_does_not_multiply(campaign, client_acme):
    row = clients_with_counts(Client.objects.all()).get()

    assert (row.campaign_count, row.account_count) == (1, 0)


def test_readable_tells_changes_on_the_clock_of_the_zone(active_campaign, manager):
    item = added(active_campaign, datetime(2026, 3, 5, 9, 0, tzinfo=UTC), manager)
    move_item(item, to=datetime(2026, 3, 6, 10, 30, tzinfo=UTC), by=manager, now=NOW)

    entry = readable(trail_of(item)[:1], BERLIN)[0]

    assert (entry.actor_label, entry.via, entry.action) == ("maria", "page", "calendar_item.rescheduled")
    assert entry.entity_label == "calendar item “LinkedIn Post”"
    assert entry.changes == (("scheduled at", "2026-03-05 10:00 CET", "2026-03-06 11:30 CET"),)


def test_readable_tells_lists_maps_and_long_texts_briefly(campaign, manager):
    save_plan(
        campaign,
        angles=["a", "b"],
        messaging={"T": ["x", "y"]},
        positioning="p" * 400,
        by=manager,
        now=NOW,
    )

    changes = {
        name: after for name, _before, after in readable(trail_of_campaign(campaign)[:1], BERLIN)[0].changes
    }

    assert (changes["angles"], changes["messaging"]) == ("a, b", "T: x, y")
    assert changes["positioning"] == "p" * 300 + "…"


def test_readable_leaves_a_text_that_only_ends_like_a_time():
    text = '{"title":"Only 27 characters, not a Z"}'
    entry = OperatorAuditLog(
        at=NOW, actor_label="maria", via="page", action="x.y", entity_type="x", entity_label="y", after=text
    )

    assert readable([entry], BERLIN)[0].changes == (("title", "", "Only 27 characters, not a Z"),)


def test_trail_of_campaign_is_its_chain_with_the_newest_first(campaign, manager):
    edit_campaign(campaign, values={"name": "Second"}, by=manager, now=NOW)

    assert [entry.seq for entry in trail_of_campaign(campaign)] == [4, 3, 2, 1]
