"""The calendar made from the cadence: previewed without a trace, made once, and told in the items' own shape."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.domain.calendar import delete_item
from campaigns.domain.campaigns import CadenceLine, activate_campaign, complete_campaign
from campaigns.domain.clients import add_account
from campaigns.models import CalendarItem, OperatorAuditLog
from campaigns.tests.api.program import program_of
from campaigns.tests.views.conftest import planned_for
from campaigns.tests.witness import nothing_changes

pytestmark = pytest.mark.django_db


def a_week(client, by, **changes):
    """A campaign of one week that begins the day after tomorrow, so that no slot of it is late."""
    start = timezone.now().date() + timedelta(days=2)
    return planned_for(client, by, start_date=start, end_date=start + timedelta(days=6), **changes)


@pytest.fixture
def week(client_acme, manager):
    """Three posts on LinkedIn and two on X."""
    return a_week(client_acme, manager)


def test_what_the_cadence_calls_for_is_made_once(managing, week):
    address = f"/campaigns/{week.pk}/calendar/generate/"

    made = managing.post(address, {"days_ahead": 14})
    again = managing.post(address)

    assert (made.status_code, again.status_code) == (200, 200)
    keys = list(CalendarItem.objects.values_list("pk", flat=True))
    assert made.json() == {
        "created": 5,
        "kept": 0,
        "skipped": 0,
        "items": [managing.get(f"/calendar-items/{key}/").json() for key in keys],
        "notes": [],
    }
    assert sorted(row["platform"] for row in made.json()["items"]) == ["linkedin"] * 3 + ["x"] * 2
    assert again.json() == {"created": 0, "kept": 5, "skipped": 0, "items": [], "notes": []}
    told = OperatorAuditLog.objects.filter(action="calendar_item.created").values_list("via", "actor_label")
    assert list(told) == [("api", "maria")] * 5


def test_a_preview_tells_the_same_and_writes_nothing(managing, week):
    address = f"/campaigns/{week.pk}/calendar/generate/"
    managing.get("/platforms/x/")  # the use of the token is noted once a minute

    with nothing_changes():
        preview = managing.post(address, {"preview": True})

    made = managing.post(address, {"preview": False}).json()
    unwritten = dict.fromkeys(("id", "created_at", "updated_at"))
    assert preview.status_code == 200
    assert preview.json() == {**made, "items": [{**row, **unwritten} for row in made["items"]]}


def test_what_finds_no_day_is_left_out_with_its_reason(managing, client_acme, manager):
    day = timezone.now().date() + timedelta(days=4)
    line = CadenceLine("linkedin", "post", 1, weekdays=[day.isoweekday()])
    week = a_week(client_acme, manager, cadence=(line,), blackout_dates=[day.isoformat()])

    answer = managing.post(f"/campaigns/{week.pk}/calendar/generate/")

    assert answer.json() == {
        "created": 0,
        "kept": 0,
        "skipped": 1,
        "items": [],
        "notes": [
            f"No day from {week.start_date} to {week.end_date} is both a preferred weekday and free of "
            "blackouts. Add a weekday, or make the item by hand."
        ],
    }


def test_what_was_deleted_is_not_made_again(managing, week, manager):
    address = f"/campaigns/{week.pk}/calendar/generate/"
    managing.post(address)
    delete_item(CalendarItem.objects.all()[0], by=manager, now=timezone.now())

    assert managing.post(address).json() == {
        "created": 0,
        "kept": 4,
        "skipped": 0,
        "items": [],
        "notes": [],
    }


def test_a_key_that_is_sent_twice_makes_the_calendar_once(managing, week):
    address, key = f"/campaigns/{week.pk}/calendar/generate/", {"Idempotency-Key": "monday"}

    first = managing.post(address, {"days_ahead": 14}, key)
    second = managing.post(address, {"days_ahead": 14}, key)
    other = managing.post(address, {"days_ahead": 15}, key)

    assert first.json()["created"] == 5
    assert (second.status_code, second.json(), second["Idempotency-Replayed"]) == (200, first.json(), "true")
    assert (other.status_code, other.json()["type"]) == (409, "/api/problems/#key-of-another-request")


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"days_ahead": 0}, {"days_ahead": ["Ensure this value is greater than or equal to 1."]}),
        ({"days_ahead": 367}, {"days_ahead": ["Ensure this value is less than or equal to 366."]}),
        ({"days_ahead": "14"}, {"days_ahead": ["Write this as a whole number."]}),
        ({"preview": 1}, {"preview": ["Write true or false."]}),
        ({"days": 14}, {"days": ["There is no such field here; known: days_ahead, preview."]}),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_field(managing, week, sent, errors):
    answer = managing.post(f"/campaigns/{week.pk}/calendar/generate/", sent)

    assert (answer.status_code, answer.json()["errors"]) == (400, errors)
    assert CalendarItem.objects.count() == 0


@pytest.mark.parametrize("preview", [True, False])
def test_a_completed_campaign_is_refused(managing, week, manager, preview):
    now = timezone.now()
    complete_campaign(activate_campaign(week, by=manager, now=now), by=manager, now=now)

    answer = managing.post(f"/campaigns/{week.pk}/calendar/generate/", {"preview": preview})

    text = "The campaign is completed. Reopen it before changing its calendar."
    assert (answer.status_code, answer.json()["detail"]) == (409, text)


@pytest.mark.parametrize("preview", [True, False])
def test_only_those_who_plan_make_or_preview_it(
    managing, operating, viewing, manager_user, week, foreign, preview
):
    address, sent = f"/campaigns/{week.pk}/calendar/generate/", {"preview": preview}

    assert operating.post(address, sent).status_code == 403
    assert viewing.post(address, sent).status_code == 403
    assert program_of(manager_user, ("read",)).post(address, sent).status_code == 403
    assert operating.post(f"/campaigns/{foreign.pk}/calendar/generate/", sent).status_code == 403
    assert managing.post("/campaigns/999/calendar/generate/", sent).status_code == 404
    assert CalendarItem.objects.count() == 0
    assert program_of(manager_user, ("write",)).post(address, sent).status_code == 200


@pytest.mark.parametrize("posts", [1, 3, 30])
def test_the_cost_does_not_grow_with_the_items(
    managing, client_acme, manager, posts, django_assert_num_queries
):
    account = add_account(client_acme, platform="x", handle="@acme", by=manager, now=timezone.now())
    line = CadenceLine("x", "post", posts, account_id=account.pk)
    week = a_week(client_acme, manager, cadence=(line,))
    address, sent = f"/campaigns/{week.pk}/calendar/generate/", {"preview": True}
    managing.get("/platforms/x/")  # the use of the token is noted once a minute

    with django_assert_num_queries(10):
        rows = managing.post(address, sent).json()["items"]

    assert [row["account_handle"] for row in rows] == ["@acme"] * posts
