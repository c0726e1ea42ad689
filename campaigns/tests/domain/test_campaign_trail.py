"""The audit trail of a campaign: narrowed, and read back page by page."""

from datetime import date, timedelta

from campaigns.domain import campaign_trail
from campaigns.domain.campaign_trail import trail_page, trail_words
from campaigns.domain.campaigns import activate_campaign, edit_campaign, pause_campaign
from campaigns.domain.queries import readable
from conftest import NOW
from operator_tasks.domain.tasks import assign_task, create_manual_task


def actions(page) -> list[str]:
    return [entry.action for entry in page.entries]


def test_the_trail_is_narrowed_by_action_person_and_day(campaign, manager, clock):
    later = NOW + timedelta(days=1)
    activate_campaign(campaign, by=manager, now=NOW)
    pause_campaign(campaign, reason="Strike", by=manager, now=later)

    everything = trail_page(campaign)
    assert actions(everything)[0] == "campaign.paused"
    assert actions(trail_page(campaign, action="campaign.p")) == ["campaign.paused"]
    assert actions(trail_page(campaign, day=date(2026, 3, 3))) == ["campaign.paused"]
    assert len(actions(trail_page(campaign, person=manager.label))) == len(everything.entries)
    assert actions(trail_page(campaign, person="nobody")) == []
    words = trail_words(campaign)
    assert ("campaign.activated" in words.actions, words.people) == (True, [manager.label])


def test_pages_follow_the_numbers_of_the_entries(campaign, manager, monkeypatch):
    monkeypatch.setattr(campaign_trail, "ENTRIES_A_PAGE", 2)
    for number in range(3):
        edit_campaign(campaign, values={"objective": f"Try {number}"}, by=manager, now=NOW)

    first = trail_page(campaign, action="campaign.edited")
    second = trail_page(campaign, action="campaign.edited", before=first.older)

    assert [len(page.entries) for page in (first, second)] == [2, 1]
    assert first.older == first.entries[-1].seq
    assert second.older is None
    assert second.entries[0].seq < first.entries[-1].seq


def test_people_are_told_by_name(active_campaign, manager, operator, operator_user):
    due = NOW + timedelta(days=1)
    task = create_manual_task(active_campaign, title="Call", due_at=due, by=manager, now=NOW)
    assign_task(task, to=operator_user, by=manager, now=NOW)

    entry = readable(trail_page(active_campaign, action="task.assigned").entries, active_campaign.zone)[0]

    assert entry.changes == (("assignee", "", "omar"),)
