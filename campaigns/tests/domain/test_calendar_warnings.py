from datetime import timedelta

import pytest

from campaigns.domain.calendar import add_item, delete_item
from campaigns.domain.calendar_warnings import Neighbour, Warnings, warnings_for
from campaigns.domain.campaigns import CadenceLine, create_campaign
from campaigns.domain.clients import add_account, create_client
from campaigns.models import CalendarItem
from conftest import NOW, brief, hours

AT = NOW + hours(30)


def added(campaign, by, at=AT, *, platform="linkedin", **values):
    told = {"platform": platform, "content_type": "post", "values": values}
    return add_item(campaign, scheduled_at=at, by=by, now=NOW, **told)


def warnings(*items, now=NOW):
    return warnings_for(items, among=CalendarItem.objects.live(), now=now)


def as_neighbour(item):
    return Neighbour(item.pk, str(item.title or "Post"), item.campaign.name, item.scheduled_at)


def also(campaign, by, **changes):
    """Another campaign, of the same client unless told otherwise."""
    told = {"client": campaign.client, "cadence": (CadenceLine("linkedin", "post", 3),), **changes}
    return create_campaign(values=brief(name="Summer sale"), by=by, now=NOW, **told)


def test_posts_of_one_account_less_than_an_hour_apart_clash(campaign, manager):
    first = added(campaign, manager, title="First")
    second = added(campaign, manager, AT + timedelta(minutes=59), title="Second")
    third = added(campaign, manager, AT + timedelta(minutes=119), title="Third")

    assert warnings(first, second, third) == {
        first.pk: Warnings(clashes=(as_neighbour(second),)),
        second.pk: Warnings(clashes=(as_neighbour(first),)),
    }


def test_posts_on_other_platforms_and_accounts_do_not_clash(campaign, manager):
    account = add_account(campaign.client, platform="linkedin", handle="@two", by=manager, now=NOW)
    items = [
        added(campaign, manager),
        added(campaign, manager, platform="x"),
        added(campaign, manager, account_id=account.pk),
    ]

    assert warnings(*items) == {}


def test_campaigns_of_one_client_get_in_each_others_way(campaign, manager):
    here = added(campaign, manager)
    there = added(also(campaign, manager), manager)

    assert warnings(here) == {here.pk: Warnings(clashes=(as_neighbour(there),))}


def test_another_client_is_in_nobodys_way(campaign, manager):
    globex = create_client(name="Globex", time_zone="Asia/Tokyo", by=manager, now=NOW)
    here = added(campaign, manager, copy_text="Hello")
    added(also(campaign, manager, client=globex), manager, copy_text="Hello")

    assert warnings(here) == {}


@pytest.mark.parametrize("words", ["Hello world", "  HELLO\n world ", "Hello\u00a0world"])
def test_the_same_words_within_thirty_days_repeat(campaign, manager, words):
    first = added(campaign, manager, copy_text="Hello world")
    second = added(campaign, manager, AT + timedelta(days=3), copy_text=words)

    assert warnings(first, second) == {
        first.pk: Warnings(repeats=(as_neighbour(second),)),
        second.pk: Warnings(repeats=(as_neighbour(first),)),
    }


def test_no_words_repeat_nothing(campaign, manager):
    items = [added(campaign, manager), added(campaign, manager, AT + timedelta(days=3), copy_text=" ")]

    assert warnings(*items) == {}


def test_the_same_words_after_thirty_days_do_not_repeat(client_acme, campaign, manager):
    longer = create_campaign(
        client=client_acme,
        cadence=(CadenceLine("linkedin", "post", 3),),
        values=brief(name="Long", end_date=brief()["end_date"] + timedelta(days=60)),
        by=manager,
        now=NOW,
    )
    first = added(longer, manager, copy_text="Hello")
    later = added(longer, manager, AT + timedelta(days=30), copy_text="Hello")

    assert warnings(first, later) == {}


def test_what_is_over_is_not_warned_of_but_still_in_the_way(campaign, manager):
    over = added(campaign, manager, copy_text="Hello")
    coming = added(campaign, manager, AT + timedelta(days=3), copy_text="Hello")

    assert warnings(over, coming, now=AT + hours(1)) == {coming.pk: Warnings(repeats=(as_neighbour(over),))}


def test_deleted_items_are_in_nobodys_way(campaign, manager):
    stays, gone = added(campaign, manager), added(campaign, manager)
    gone = delete_item(gone, by=manager, now=NOW)

    assert warnings(stays, gone) == {}


def test_at_most_five_neighbours_are_named(campaign, manager):
    items = [added(campaign, manager, AT + timedelta(minutes=number)) for number in range(9)]

    assert {len(found.clashes) for found in warnings(*items).values()} == {5}


@pytest.mark.parametrize("count", [1, 3, 50])
def test_warnings_ask_one_query(campaign, manager, count, django_assert_num_queries):
    for number in range(count):
        added(campaign, manager, AT + timedelta(minutes=number))
    items = list(CalendarItem.objects.select_related("campaign"))

    with django_assert_num_queries(1):
        warnings(*items)
