"""What a calendar link shows, as a calendar program reads it: whole events, their zones, changes and ends."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from campaigns.domain.calendar import add_item, delete_item, edit_item, move_item, restore_item
from campaigns.domain.calendar_feeds import create_feed
from campaigns.domain.campaigns import create_campaign
from campaigns.domain.clients import create_client, set_members
from campaigns.domain.housekeeping import archive_campaign
from conftest import CADENCE, NOW, actor_for, brief, hours, linkedin_proof, user_named
from operator_tasks.domain.escalation import escalate_all
from operator_tasks.domain.feed_events import feed_calendar
from operator_tasks.domain.feed_text import calendar_text, fingerprint
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.tasks import assign_task, create_manual_task
from operator_tasks.domain.ticking import tick_all
from operator_tasks.domain.transitions import block_task, cancel_task, complete_task, miss_task

pytestmark = pytest.mark.django_db
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://ops.example.com"


def link_of(user, campaign=None):
    return create_feed(user, campaign, by=actor_for(user), now=NOW)[0]


def events(feed, now=NOW) -> list[dict]:
    """Each event as a calendar program reads it, with the zone's name beside the times."""
    text = Calendar.from_ical(calendar_text(feed_calendar(feed, now=now)))
    return [
        {
            **{name.lower(): str(entry[name]) for name in ("UID", "SUMMARY", "DESCRIPTION", "URL", "STATUS")},
            "start": entry["DTSTART"].dt,
            "end": entry["DTEND"].dt,
            "zone": entry["DTSTART"].params.get("TZID", "UTC"),
            "sequence": entry["SEQUENCE"],
            "stamps": (entry["DTSTAMP"].dt, entry["LAST-MODIFIED"].dt),
            "categories": [str(category) for category in entry["CATEGORIES"].cats],
        }
        for entry in text.walk("VEVENT")
    ]


def event(feed, uid, now=NOW) -> dict:
    [found] = [each for each in events(feed, now) if each["uid"] == uid]
    return found


@pytest.fixture
def item(active_campaign, manager):
    return add_item(
        active_campaign,
        platform="linkedin",
        content_type="post",
        scheduled_at=datetime(2026, 3, 4, 9, 0, tzinfo=BERLIN),
        values={"title": "Three audits, one week; calm\x07and \x07quiet"},
        by=manager,
        now=NOW,
    )


def test_a_post_and_its_task_are_one_event(item, active_campaign, operator_user, manager):
    feed = link_of(operator_user)

    alone = {
        "uid": f"item-{item.pk}@ops.example.com",
        "summary": "LinkedIn · Three audits, one week; calm and quiet · Acme",
        "description": "Status: No task yet\nCampaign: Spring launch (Active)\n"
        f"https://ops.example.com/calendar/items/{item.pk}/",
        "url": f"https://ops.example.com/calendar/items/{item.pk}/",
        "status": "CONFIRMED",
        "start": datetime(2026, 3, 4, 9, 0, tzinfo=BERLIN),
        "end": datetime(2026, 3, 4, 9, 15, tzinfo=BERLIN),
        "zone": "Europe/Berlin",
        "sequence": 0,
        "stamps": (NOW, NOW),
        "categories": ["LinkedIn", "Post"],
    }
    assert events(feed) == [alone]

    [task] = plan_tasks(active_campaign, by=manager, now=NOW + hours(1)).created

    url = f"https://ops.example.com/tasks/{task.pk}/"
    assert events(feed) == [
        {
            **alone,
            "description": f"Status: Pending\nCampaign: Spring launch (Active)\n{url}",
            "url": url,
            "end": datetime(2026, 3, 4, 9, 0, tzinfo=BERLIN) + timedelta(minutes=task.sop_version.minutes),
            "sequence": 1,
            "stamps": (NOW + hours(1), NOW + hours(1)),
        }
    ]


def test_a_task_without_a_post_is_an_event_of_its_own(active_campaign, operator_user, manager):
    due = datetime(2026, 3, 5, 14, 30, tzinfo=BERLIN)
    task = create_manual_task(active_campaign, title="Call the client", due_at=due, by=manager, now=NOW)

    url = f"https://ops.example.com/tasks/{task.pk}/"
    assert events(link_of(operator_user)) == [
        {
            "uid": f"task-{task.pk}@ops.example.com",
            "summary": "Internal · Call the client · Acme",
            "description": f"Status: Pending\nCampaign: Spring launch (Active)\n{url}",
            "url": url,
            "status": "CONFIRMED",
            "start": due,
            "end": due + timedelta(minutes=15),
            "zone": "Europe/Berlin",
            "sequence": 0,
            "stamps": (NOW, NOW),
            "categories": ["Internal", "Manual"],
        }
    ]


def test_the_calendar_tells_its_name_and_how_often_to_ask(item, operator_user, active_campaign):
    def head(feed):
        text = Calendar.from_ical(calendar_text(feed_calendar(feed, now=NOW)))
        described = [str(zone["TZID"]) for zone in text.walk("VTIMEZONE")]
        names = ("VERSION", "PRODID", "X-WR-CALNAME", "REFRESH-INTERVAL")
        return [text[name].to_ical().decode() for name in names], described

    assert head(link_of(operator_user, active_campaign)) == (
        ["2.0", "-//CampaignOps//CampaignOps//EN", "Spring launch · CampaignOps", "PT1H"],
        ["Europe/Berlin"],
    )
    assert head(link_of(operator_user))[0][2] == "CampaignOps"


def test_a_move_and_an_edit_raise_the_sequence(item, active_campaign, operator_user, manager):
    plan_tasks(active_campaign, by=manager, now=NOW)
    feed, uid = link_of(operator_user), f"item-{item.pk}@ops.example.com"
    before = event(feed, uid)
    to = datetime(2026, 3, 6, 18, 0, tzinfo=BERLIN)

    item = move_item(item, to=to, by=manager, now=NOW + hours(1))
    moved = event(feed, uid)
    edit_item(item, values={"title": "Two audits"}, by=manager, now=NOW + hours(2))
    edited = event(feed, uid)

    assert (moved["start"], moved["stamps"][0]) == (to, NOW + hours(1))
    assert edited["summary"] == "LinkedIn · Two audits · Acme"
    assert before["sequence"] < moved["sequence"] < edited["sequence"]


def test_what_is_deleted_stays_cancelled_for_thirty_days(item, active_campaign, operator_user, manager):
    plan_tasks(active_campaign, by=manager, now=NOW)
    feed, uid = link_of(operator_user), f"item-{item.pk}@ops.example.com"
    before = event(feed, uid)

    item = delete_item(item, by=manager, now=NOW)

    gone = event(feed, uid, NOW + timedelta(days=30))
    assert (gone["status"], gone["summary"]) == ("CANCELLED", f"Cancelled: {before['summary']}")
    assert gone["description"].startswith("Status: Cancelled\n")
    assert gone["sequence"] > before["sequence"]
    assert events(feed, NOW + timedelta(days=30, seconds=1)) == []
    restore_item(item, by=manager, now=NOW)
    back = event(feed, uid)
    assert (back["status"], back["summary"]) == ("CONFIRMED", before["summary"])
    assert back["sequence"] > gone["sequence"]


def test_a_cancelled_task_of_its_own_is_cancelled_too(active_campaign, operator_user, manager):
    task = create_manual_task(active_campaign, title="Call", due_at=NOW + hours(9), by=manager, now=NOW)
    cancel_task(task, reason="not needed", by=manager, now=NOW)

    [told] = events(link_of(operator_user))

    assert (told["status"], told["summary"], told["sequence"]) == (
        "CANCELLED",
        "Cancelled: Internal · Call · Acme",
        1,
    )


def test_each_status_is_told_in_words(tasks, active_campaign, operator_user, manager):
    posts = [task for task in tasks if task.platform == "linkedin"]
    missed = next(task for task in tasks if task.platform == "x")
    later = max(posts[0].due_at, missed.due_at) + hours(1)
    feed = link_of(operator_user)
    tick_all(by=actor_for(operator_user), now=later)
    complete_task(posts[0], proof=linkedin_proof(), by=manager, now=later)
    block_task(posts[1], reason="reason-of-the-block", by=manager, now=later)
    miss_task(missed, reason="late", by=manager, now=later)

    shown = {each["url"].split("/")[-2]: each for each in events(feed, later)}

    def words(task):
        told = shown[str(task.pk)]
        return told["summary"].partition(" · ")[0], told["description"].partition("\n")[0], told["status"]

    assert [words(task) for task in (posts[0], posts[1], missed, posts[2])] == [
        ("✓ Done: LinkedIn", "Status: Done", "CONFIRMED"),
        ("LinkedIn", "Status: Blocked", "CONFIRMED"),
        ("Missed: X", "Status: Missed", "CONFIRMED"),
        ("LinkedIn", "Status: Pending", "CONFIRMED"),
    ]
    assert "reason-of-the-block" not in str(shown)
    engaging = [each["summary"] for each in shown.values() if each["categories"] == ["LinkedIn", "Engage"]]
    assert [text.partition(":")[0] for text in engaging] == [
        "LinkedIn · Engage after 2 h",
        "LinkedIn · Engage after 24 h",
    ]


def test_a_link_for_everything_leaves_out_the_tasks_of_others(
    item, active_campaign, client_acme, operator_user, manager_user, manager
):
    def make(title, to=None):
        task = create_manual_task(active_campaign, title=title, due_at=NOW + hours(9), by=manager, now=NOW)
        return assign_task(task, to=to, by=manager, now=NOW) if to else task

    olga = user_named("olga", "operator")
    set_members(client_acme, [operator_user.pk, olga.pk], by=manager, now=NOW)
    make("for nobody")
    make("for omar", operator_user)
    make("for olga", olga)
    [post] = plan_tasks(active_campaign, by=manager, now=NOW).created
    assign_task(post, to=olga, by=manager, now=NOW)

    def titles(feed):
        return sorted(each["summary"].split(" · ")[1] for each in events(feed))

    audits = "Three audits, one week; calm and quiet"
    assert titles(link_of(operator_user)) == [audits, "for nobody", "for omar"]
    assert titles(link_of(operator_user, active_campaign)) == [audits, "for nobody", "for olga", "for omar"]


def test_a_link_shows_what_its_person_sees_at_the_moment_of_asking(
    item, active_campaign, operator_user, manager, client_acme
):
    everything, one = link_of(operator_user), link_of(operator_user, active_campaign)
    globex = create_client(name="Globex", by=manager, now=NOW)
    other = create_campaign(client=globex, cadence=CADENCE, values=brief(), by=manager, now=NOW)
    create_manual_task(other, title="Elsewhere", due_at=NOW + hours(9), by=manager, now=NOW)

    assert [each["uid"] for each in events(everything)] == [f"item-{item.pk}@ops.example.com"]

    set_members(client_acme, [], by=manager, now=NOW)

    assert (events(everything), events(one)) == ([], [])
    assert feed_calendar(one, now=NOW).name == "CampaignOps"


def test_viewers_find_no_tasks_of_the_house(tasks, client_acme, operator_user, manager):
    vera = user_named("vera", "viewer")
    set_members(client_acme, [operator_user.pk, vera.pk], by=manager, now=NOW)
    later = tasks[0].due_at + hours(1)
    tick_all(by=manager, now=later)
    escalate_all(by=manager, now=later)

    def of_the_house(user):
        return [each["summary"] for each in events(link_of(user), later) if "Review" in each["categories"]]

    assert of_the_house(operator_user) == ["Internal · 1 task is overdue · Acme"]
    assert of_the_house(vera) == []


def test_viewers_are_shown_all_tasks_whoever_has_them(linkedin_task, client_acme, operator_user, manager):
    vera = user_named("vera", "viewer")
    set_members(client_acme, [operator_user.pk, vera.pk], by=manager, now=NOW)
    before = len(events(link_of(vera)))
    call = create_manual_task(
        linkedin_task.campaign, title="Call", due_at=NOW + hours(9), by=manager, now=NOW
    )
    assign_task(call, to=operator_user, by=manager, now=NOW)

    assert len(events(link_of(vera))) == before + 1


def test_archived_campaigns_are_left_out_of_everything(campaign, operator_user, manager):
    create_manual_task(campaign, title="Call", due_at=NOW + hours(9), by=manager, now=NOW)
    everything, one = link_of(operator_user), link_of(operator_user, campaign)

    archive_campaign(campaign, by=manager, now=NOW)

    assert events(everything) == []
    assert [each["summary"] for each in events(one)] == ["Internal · Call · Acme"]


@pytest.mark.parametrize(
    ("wall_clock", "start"),
    [
        ("2026-03-07 09:30", datetime(2026, 3, 7, 14, 30, tzinfo=UTC)),
        ("2026-03-08 09:30", datetime(2026, 3, 8, 13, 30, tzinfo=UTC)),
        ("2026-10-31 09:30", datetime(2026, 10, 31, 13, 30, tzinfo=UTC)),
        ("2026-11-01 09:30", datetime(2026, 11, 1, 14, 30, tzinfo=UTC)),
    ],
)
def test_wall_clocks_stay_across_changes_of_the_clock(in_new_york, operator_user, wall_clock, start):
    in_new_york(start)

    [told] = events(link_of(operator_user))

    assert (f"{told['start']:%Y-%m-%d %H:%M}", told["zone"]) == (wall_clock, "America/New_York")
    assert told["start"].astimezone(UTC) == start
    assert told["end"] - told["start"] == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("start", "zone"),
    [
        (datetime(2026, 11, 1, 5, 40, tzinfo=UTC), "America/New_York"),
        (datetime(2026, 11, 1, 5, 50, tzinfo=UTC), "UTC"),
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "UTC"),
        (datetime(2026, 11, 1, 7, 0, tzinfo=UTC), "America/New_York"),
    ],
    ids=["the first time", "ends in the second", "the second time", "after it"],
)
def test_an_hour_that_clocks_show_twice_is_not_mistaken(in_new_york, operator_user, start, zone):
    in_new_york(start)

    [told] = events(link_of(operator_user))

    assert (told["start"].astimezone(UTC), told["zone"]) == (start, zone)
    assert told["end"].astimezone(UTC) - start == timedelta(minutes=15)


@pytest.fixture
def in_new_york(client_acme, manager):
    def make(due_at):
        dates = {"start_date": date(2026, 3, 2), "end_date": date(2026, 12, 31)}
        values = brief(**dates, time_zone="America/New_York")
        made = create_campaign(client=client_acme, cadence=CADENCE, values=values, by=manager, now=NOW)
        create_manual_task(made, title="Call", due_at=due_at, by=manager, now=NOW)

    return make


def test_only_a_month_back_and_thirteen_ahead_are_shown(active_campaign, operator_user, manager):
    due = NOW + hours(9)
    create_manual_task(active_campaign, title="Call", due_at=due, by=manager, now=NOW)
    feed = link_of(operator_user)

    seen = [due + timedelta(days=30), due + timedelta(days=30, seconds=1), due - timedelta(days=400)]
    assert [len(events(feed, now)) for now in [*seen, due - timedelta(days=399)]] == [1, 0, 0, 1]


def test_a_calendar_that_cannot_hold_everything_says_so(tasks, operator_user, monkeypatch):
    monkeypatch.setattr("operator_tasks.domain.feed_events.MOST_OF_EACH", 9)
    found = feed_calendar(link_of(operator_user), now=NOW)

    assert (len(found.events), found.is_cut) == (9, True)
    assert [each.uid for each in found.events] == [
        f"item-{task.calendar_item_id}@ops.example.com" for task in tasks[:9]
    ]
    told = Calendar.from_ical(calendar_text(found))["X-WR-CALDESC"]
    assert str(told).startswith("There is more than a calendar can hold")


def test_the_fingerprint_changes_with_what_is_shown_alone(item, operator_user, manager):
    feed = link_of(operator_user)

    def seen(now=NOW):
        return fingerprint(feed_calendar(feed, now=now))

    first = seen()
    assert seen(NOW + hours(5)) == first
    edit_item(item, values={"title": "Two audits"}, by=manager, now=NOW)
    assert seen() != first


@pytest.mark.parametrize("count", [1, 3, 10])
def test_a_calendar_costs_the_same_for_one_and_for_many(
    tasks, operator_user, manager, active_campaign, count, django_assert_num_queries
):
    for task in tasks[count:]:
        cancel_task(task, reason="not needed", by=manager, now=NOW - timedelta(days=31))
    for number in range(count):
        due = NOW + hours(number + 1)
        create_manual_task(active_campaign, title="Call", due_at=due, by=manager, now=NOW)
    feed = link_of(operator_user, active_campaign)
    feed.user = type(feed.user).objects.get(pk=feed.user_id)

    with django_assert_num_queries(6):
        found = feed_calendar(feed, now=NOW)
    assert len(found.events) == 2 * count
