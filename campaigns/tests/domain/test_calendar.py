"""The calendar by hand: items added, edited, moved, deleted and restored by people."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.domain.calendar import (
    add_item,
    delete_item,
    edit_item,
    generate_calendar,
    move_item,
    preview_calendar,
    restore_item,
    revise_item,
)
from campaigns.domain.campaigns import complete_campaign, edit_campaign
from campaigns.domain.clients import add_account, create_client
from campaigns.errors import DomainError, InvalidInput, NotNow, StaleVersion
from campaigns.models import CalendarItem, Campaign
from campaigns.tests.witness import nothing_changes, refused, told
from conftest import NOW, hours

AT = NOW + hours(30)
ITEM = (
    "platform",
    "content_type",
    "scheduled_at",
    "title",
    "cta_text",
    "theme",
    "slot_week",
    "slot_index",
    "cancel_reason",
    "version",
)


def generate(campaign: Campaign, manager, days: int = 14, now: datetime = NOW):
    return generate_calendar(campaign, days_ahead=days, by=manager, now=now)


def rows() -> list[tuple]:
    return list(CalendarItem.objects.order_by("pk").values_list(*ITEM))


def add(campaign: Campaign, manager, **changes) -> CalendarItem:
    values = {"platform": "linkedin", "content_type": "post", "scheduled_at": AT, "values": {}, **changes}
    return add_item(campaign, **values, by=manager, now=NOW)


@pytest.fixture
def item(active_campaign, manager) -> CalendarItem:
    return add(active_campaign, manager, values={"title": "Why audits"})


def test_completed_campaign_refuses_every_change_of_its_calendar(active_campaign, item, manager):
    complete_campaign(active_campaign, by=manager, now=NOW)

    for change in (
        lambda: generate(active_campaign, manager),
        lambda: preview_calendar(active_campaign, days_ahead=14, now=NOW),
        lambda: add(active_campaign, manager),
        lambda: move_item(item, to=AT + hours(1), by=manager, now=NOW),
        lambda: delete_item(item, by=manager, now=NOW),
        lambda: edit_item(item, values={"title": "New"}, by=manager, now=NOW),
    ):
        with refused(NotNow, "The campaign is completed"):
            change()


# -- add, edit, move, delete, restore ---------------------------------------------------------------------------
def test_add_item_puts_a_hand_made_one_into_the_plan(active_campaign, manager):
    add(active_campaign, manager, values={"title": "Why audits", "copy_text": "Because."})

    assert rows() == [("linkedin", "post", AT, "Why audits", "", "", None, None, "", 1)]
    assert told("calendar_item.created") == (
        "maria",
        "page",
        "calendar item",
        1,
        {},
        {
            "campaign_id": active_campaign.pk,
            "platform": "linkedin",
            "content_type": "post",
            "scheduled_at": "2026-03-03T12:00:00.000000Z",
            "title": "Why audits",
            "copy_text": "Because.",
        },
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"scheduled_at": NOW}, "This time has passed"),
        ({"scheduled_at": datetime(2026, 3, 16, 23, tzinfo=UTC)}, "lies outside the campaign"),
        ({"scheduled_at": datetime.max.replace(tzinfo=UTC)}, "lies outside the campaign"),
        ({"platform": "myspace"}, "myspace"),
        ({"platform": "internal"}, "internal"),
        ({"content_type": "poem"}, "poem"),
        ({"values": {"title": "x" * 1_000_000}}, "at most 255 characters"),
        ({"values": {"copy_text": "x" * 1_000_000}}, "at most 100000 characters"),
        ({"values": {"copy_text": "a\x00b"}}, "cannot be stored"),
        ({"values": {"notes": "\ud800"}}, "cannot be stored"),
    ],
)
def test_add_item_refuses_what_cannot_be(active_campaign, manager, changes, sentence):
    with refused(InvalidInput, sentence):
        add(active_campaign, manager, **changes)


def test_times_without_a_zone_are_never_accepted(active_campaign, item, manager):
    naive = AT.replace(tzinfo=None)
    for change in (
        lambda: add(active_campaign, manager, scheduled_at=naive),
        lambda: move_item(item, to=naive, by=manager, now=NOW),
        lambda: generate(active_campaign, manager, now=naive),
    ):
        with nothing_changes(), pytest.raises((TypeError, DomainError)):
            change()


def test_account_of_another_client_is_refused(active_campaign, item, manager):
    rival = create_client(name="Rival", by=manager, now=NOW)
    foreign = add_account(rival, platform="linkedin", handle="rival", by=manager, now=NOW)

    with refused(InvalidInput, "account"):
        edit_item(item, values={"account_id": foreign.pk}, by=manager, now=NOW)


def test_edit_item_changes_the_content_alone(item, manager):
    edit_item(
        item, values={"title": "How", "scheduled_at": NOW, "version": 9}, by=manager, now=NOW, seen_version=1
    )

    assert rows() == [("linkedin", "post", AT, "How", "", "", None, None, "", 2)]
    assert told("calendar_item.edited")[3:] == (2, {"title": "Why audits"}, {"title": "How"})


def test_move_item_changes_the_time_alone(item, manager):
    move_item(item, to=AT + hours(2), by=manager, now=NOW, seen_version=1)

    assert rows() == [("linkedin", "post", AT + hours(2), "Why audits", "", "", None, None, "", 2)]
    assert told("calendar_item.rescheduled")[4:] == (
        {"scheduled_at": "2026-03-03T12:00:00.000000Z"},
        {"scheduled_at": "2026-03-03T14:00:00.000000Z"},
    )


@pytest.mark.parametrize(
    ("to", "sentence"), [(NOW, "This time has passed"), (NOW + timedelta(days=15), "outside the campaign")]
)
def test_move_item_refuses_times_that_cannot_be(item, manager, to, sentence):
    with refused(InvalidInput, sentence):
        move_item(item, to=to, by=manager, now=NOW)


def test_delete_and_restore_go_round(item, manager):
    delete_item(item, by=manager, now=NOW, seen_version=1)

    assert rows() == [("linkedin", "post", AT, "Why audits", "", "", None, None, "item_deleted", 2)]
    assert told("calendar_item.cancelled")[4] == {"cancelled_at": None, "cancel_reason": ""}

    restore_item(item, by=manager, now=NOW, seen_version=2)

    assert rows() == [("linkedin", "post", AT, "Why audits", "", "", None, None, "", 3)]
    assert told("calendar_item.restored")[5] == {"cancelled_at": None, "cancel_reason": ""}


def test_deleted_item_can_only_be_restored(item, manager):
    delete_item(item, by=manager, now=NOW)

    for change in (
        lambda: delete_item(item, by=manager, now=NOW),
        lambda: edit_item(item, values={"title": "New"}, by=manager, now=NOW),
        lambda: move_item(item, to=AT + hours(1), by=manager, now=NOW),
    ):
        with refused(NotNow, "This calendar item was cancelled; restore it first"):
            change()
    with refused(InvalidInput, "This time has passed"):
        restore_item(item, by=manager, now=AT)


def test_restore_refuses_an_item_that_is_in_the_plan(item, manager):
    with refused(NotNow, "in the plan already"):
        restore_item(item, by=manager, now=NOW)


def test_every_change_refuses_a_version_that_is_no_longer_true(item, manager):
    edit_item(item, values={"title": "How"}, by=manager, now=NOW)

    for change in (edit_item, move_item, delete_item, restore_item):
        extra = {edit_item: {"values": {"title": "New"}}, move_item: {"to": AT + hours(1)}}.get(change, {})
        with refused(StaleVersion, "you saw version 1, it is now version 2"):
            change(item, **extra, by=manager, now=NOW, seen_version=1)


def test_blackout_days_refuse_what_is_added_or_moved_there(active_campaign, item, manager):
    day = active_campaign.local_date(AT + hours(24))
    edit_campaign(active_campaign, values={"blackout_dates": [f"{day}"]}, by=manager, now=NOW)
    sentence = "2026-03-04 is a blackout day of this campaign; choose another day."

    with refused(InvalidInput, sentence):
        move_item(item, to=AT + hours(24), by=manager, now=NOW)
    with refused(InvalidInput, sentence):
        add(active_campaign, manager, scheduled_at=AT + hours(24))


def test_revise_changes_content_and_time_at_once(item, manager):
    fresh = revise_item(
        item, values={"title": "New"}, to=AT + hours(1), by=manager, now=NOW, seen_version=item.version
    )

    assert (fresh.title, fresh.scheduled_at, fresh.version) == ("New", AT + hours(1), 3)
    assert told("calendar_item.edited")[3:] == (2, {"title": "Why audits"}, {"title": "New"})
    assert told("calendar_item.rescheduled")[3] == 3


def test_revise_leaves_the_time_alone_where_it_is_the_same(item, manager):
    now = AT + hours(1)

    fresh = revise_item(item, values={"title": "New"}, to=AT, by=manager, now=now)

    assert (fresh.title, fresh.scheduled_at, fresh.version) == ("New", AT, 2)


def test_revise_refuses_all_of_it_or_nothing(item, manager):
    with refused(InvalidInput, "This time has passed"):
        revise_item(item, values={"title": "New"}, to=NOW - hours(1), by=manager, now=NOW)
    with refused(StaleVersion, "was changed meanwhile"):
        revise_item(item, values={"title": "New"}, to=AT + hours(1), by=manager, now=NOW, seen_version=9)
