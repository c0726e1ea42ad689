"""Calendar links: made by their person, known by their secret alone, revoked, and read without a trace of business."""

import hashlib
from datetime import timedelta

import pytest

from campaigns.actor import Actor, Via
from campaigns.domain.calendar_feeds import create_feed, feed_named_by, note_feed_use, revoke_feed
from campaigns.domain.clients import set_members
from campaigns.errors import InvalidInput, NotAllowed, NotNow, StaleVersion
from campaigns.models import CalendarFeed, OperatorAuditLog
from campaigns.tests.witness import nothing_changes, refused, told
from conftest import NOW, actor_for, hours, user_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(operator_user, operator):
    return create_feed(operator_user, None, by=operator, now=NOW)


@pytest.fixture
def viewer(db) -> Actor:
    return actor_for(user_named("vera", "viewer"))


def test_the_secret_is_known_once_and_kept_as_a_digest(link, operator_user):
    feed, text = link

    assert CalendarFeed.objects.values().get() == {
        "id": feed.pk,
        "user_id": operator_user.pk,
        "campaign_id": None,
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "last_used_at": None,
        "revoked_at": None,
        "version": 1,
        "created_at": NOW,
        "updated_at": NOW,
    }
    assert (text[:4], len(text)) == ("cal_", 47)
    assert told("calendar_feed.created") == (
        "omar",
        "page",
        "calendar link",
        1,
        {},
        {"user_id": operator_user.pk},
    )


def test_neither_secret_nor_digest_is_in_the_audit_log(link):
    feed, text = link

    entries = "".join(str(entry) for entry in OperatorAuditLog.objects.values_list())
    assert [word in entries for word in (text, feed.digest, "calendar_feed.created")] == [False, False, True]


def test_a_link_of_a_campaign_stands_in_the_campaigns_chain(campaign, operator_user, operator):
    feed, _text = create_feed(operator_user, campaign, by=operator, now=NOW)

    assert feed.campaign == campaign
    assert OperatorAuditLog.objects.get(action="calendar_feed.created").chain == campaign.pk


def test_nobody_makes_links_of_others(operator_user, manager):
    with refused(NotAllowed, "Each person makes their own calendar links"):
        create_feed(operator_user, None, by=manager, now=NOW)


def test_the_system_makes_links_of_anybody(operator_user):
    feed, _text = create_feed(operator_user, None, by=Actor.system("test", via=Via.COMMAND), now=NOW)

    assert feed.user == operator_user


def test_a_campaign_that_the_person_does_not_see_is_refused(campaign, operator_user, operator, manager):
    set_members(campaign.client, [], by=manager, now=NOW)

    with refused(InvalidInput, "Choose a campaign that you can see"):
        create_feed(operator_user, campaign, by=operator, now=NOW)


def test_fifty_that_work_are_enough(operator_user, operator):
    made = [create_feed(operator_user, None, by=operator, now=NOW)[0] for _each in range(50)]

    with refused(NotNow, "You have 50 calendar links that work"):
        create_feed(operator_user, None, by=operator, now=NOW)
    revoke_feed(made[0], by=operator, now=NOW)
    assert create_feed(operator_user, None, by=operator, now=NOW)[0].pk


def test_a_link_is_revoked_once_by_its_person_or_a_manager(link, operator, manager, viewer):
    feed, _text = link

    with refused(NotAllowed, "This is another person's calendar link"):
        revoke_feed(feed, by=viewer, now=NOW)
    with refused(StaleVersion, "version 7"):
        revoke_feed(feed, by=operator, now=NOW, seen_version=7)

    revoked = revoke_feed(feed, by=manager, now=NOW + hours(1))

    assert (revoked.revoked_at, revoked.version) == (NOW + hours(1), 2)
    assert told("calendar_feed.revoked") == (
        "maria",
        "page",
        "calendar link",
        2,
        {"revoked_at": None},
        {"revoked_at": "2026-03-02T07:00:00.000000Z"},
    )
    with refused(NotNow, "This calendar link is revoked already"):
        revoke_feed(feed, by=operator, now=NOW)


def test_a_link_is_found_by_its_secret_even_when_it_is_revoked(link, operator):
    feed, text = link

    assert feed_named_by(text) == feed
    revoke_feed(feed, by=operator, now=NOW)
    assert feed_named_by(text).revoked_at == NOW


@pytest.mark.parametrize("change", [lambda text: "", lambda text: text[:-1], lambda text: f"{text}x" * 9])
def test_other_texts_find_nothing(link, change):
    assert feed_named_by(change(link[1])) is None


def test_the_digest_is_no_key(link):
    assert feed_named_by(link[0].digest) is None


def test_links_of_people_who_left_find_nothing(link, operator_user):
    operator_user.is_active = False
    operator_user.save()

    assert feed_named_by(link[1]) is None


def test_reading_is_noted_to_the_minute_without_an_entry(link):
    feed, text = link
    entries = OperatorAuditLog.objects.count()

    note_feed_use(feed, now=NOW)
    with nothing_changes():
        note_feed_use(feed_named_by(text), now=NOW + timedelta(seconds=59))
    note_feed_use(feed_named_by(text), now=NOW + timedelta(seconds=60))

    seen = CalendarFeed.objects.get()
    assert (seen.last_used_at, seen.version) == (NOW + timedelta(seconds=60), 1)
    assert OperatorAuditLog.objects.count() == entries
