"""Clients, accounts, plans, calendar items and metrics: each page of the admin ends in its verb."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from campaigns.domain.calendar import add_item
from campaigns.domain.campaigns import activate_campaign
from campaigns.domain.clients import add_account
from campaigns.domain.metrics import log_metric
from campaigns.domain.plans import save_plan
from campaigns.models import Account, CalendarItem, CampaignPlan, Client, MetricEntry
from campaigns.tests.admin.pages import act, add, change_url, delete_url, edit, errors_of, fields_of, told
from campaigns.tests.admin.worlds import audit_count, last_entries


def in_days(days, zone, hour=9):
    """A full hour of a later day, on the clocks of a zone."""
    local = timezone.now().astimezone(zone) + timedelta(days=days)
    return local.replace(hour=hour, minute=0, second=0, microsecond=0)


def item_of(campaign, by, **values):
    at = in_days(3, campaign.zone)
    now = timezone.now()
    return add_item(
        campaign,
        platform="linkedin",
        content_type="post",
        scheduled_at=at,
        values={"title": "Teaser", "copy_text": "One\nTwo", **values},
        by=by,
        now=now,
    )


def test_add_client_with_members(browser, operator_user):
    response = add(browser, Client, name="Bolt", time_zone="Asia/Tokyo", members=[operator_user.pk])

    made = Client.objects.get(name="Bolt")
    assert response.status_code == 302
    assert [member.user for member in made.memberships.all()] == [operator_user]
    assert last_entries(2) == [
        ("client.created", "admin", "maria"),
        ("client_membership.created", "admin", "maria"),
    ]


def test_edit_client_and_its_members(browser, client_acme, manager_user):
    response = edit(browser, client_acme, notes="Pays late", members=[manager_user.pk])

    assert response.status_code == 302
    assert [member.user for member in client_acme.memberships.all()] == [manager_user]
    assert last_entries(3) == [
        ("client.edited", "admin", "maria"),
        ("client_membership.deleted", "admin", "maria"),
        ("client_membership.created", "admin", "maria"),
    ]


def test_second_client_of_a_name_is_refused(browser, client_acme):
    response = add(browser, Client, name="ACME", time_zone="UTC")

    assert response.status_code == 409
    assert errors_of(response) == {"__all__": ["There is a client of this name already; use that one."]}


def test_add_and_edit_account(browser, client_acme):
    added = add(browser, Account, client=client_acme.pk, platform="x", handle="@acme")
    account = Account.objects.get()
    edited = edit(browser, account, handle="@acme_eu", platform="linkedin")

    fresh = Account.objects.get()
    assert (added.status_code, edited.status_code) == (302, 302)
    assert (fresh.handle, fresh.platform) == ("@acme_eu", "x")
    assert last_entries(2) == [
        ("account.created", "admin", "maria"),
        ("account.edited", "admin", "maria"),
    ]


def test_add_plan_makes_the_next_version(browser, autumn):
    response = add(
        browser,
        CampaignPlan,
        campaign=autumn.pk,
        angles="Save time\r\n\r\nSave money",
        messaging="Trust: We answer\r\nTrust: We stay\r\nPrice: Fair",
        weekly_themes="Kick-off",
    )

    plan = CampaignPlan.objects.get()
    assert response.status_code == 302
    assert (plan.number, plan.angles, plan.weekly_themes) == (1, ["Save time", "Save money"], ["Kick-off"])
    assert plan.messaging == {"Trust": ["We answer", "We stay"], "Price": ["Fair"]}
    assert last_entries(1) == [("plan.created", "admin", "maria")]


def test_empty_plan_and_bad_theme_are_refused(browser, autumn):
    empty = add(browser, CampaignPlan, campaign=autumn.pk)
    bad = add(browser, CampaignPlan, campaign=autumn.pk, messaging="no colon")

    assert (empty.status_code, bad.status_code) == (400, 400)
    assert errors_of(bad) == {
        "messaging": ["Line 1 is not a theme with a message; write it as “Theme: message”."]
    }
    assert CampaignPlan.objects.count() == 0


def test_plan_is_never_changed(browser, autumn, manager):
    plan = save_plan(autumn, angles=["A"], by=manager, now=timezone.now())

    page = browser.get(change_url(plan))
    answers = [
        browser.post(change_url(plan), {"positioning": "B", "seen_version": 1}),
        browser.post(delete_url(plan), {"post": "yes", "seen_version": 1}),
    ]

    assert page.status_code == 200
    assert [answer.status_code for answer in answers] == [403, 403]
    assert CampaignPlan.objects.get().positioning == ""


def test_add_calendar_item_reads_the_time_on_the_campaigns_clock(browser, autumn):
    wanted = in_days(2, autumn.zone, hour=7)

    response = add(
        browser,
        CalendarItem,
        campaign=autumn.pk,
        platform="linkedin",
        content_type="post",
        scheduled_at=wanted.strftime("%Y-%m-%dT%H:%M"),
        title="Hello",
    )

    item = CalendarItem.objects.get()
    assert response.status_code == 302
    assert (item.scheduled_at, item.title) == (wanted, "Hello")
    assert last_entries(1) == [("calendar_item.created", "admin", "maria")]


def test_untouched_calendar_item_stays(browser, autumn, manager):
    item = item_of(autumn, manager)
    before = audit_count()

    response = edit(browser, item)

    assert response.status_code == 302
    assert audit_count() == before


def test_edit_and_move_calendar_item(browser, autumn, manager):
    item = item_of(autumn, manager)
    account = add_account(autumn.client, platform="linkedin", handle="acme", by=manager, now=timezone.now())
    wanted = in_days(4, autumn.zone)

    response = edit(
        browser, item, title="Big news", account=account.pk, scheduled_at=f"{wanted:%Y-%m-%dT%H:%M}"
    )

    fresh = CalendarItem.objects.get()
    assert response.status_code == 302
    assert (fresh.title, fresh.account, fresh.scheduled_at) == ("Big news", account, wanted)
    assert last_entries(2) == [
        ("calendar_item.edited", "admin", "maria"),
        ("calendar_item.rescheduled", "admin", "maria"),
    ]


def test_refused_move_takes_the_edit_back(browser, autumn, manager):
    item = item_of(autumn, manager)
    before = audit_count()

    response = edit(browser, item, title="Big news", scheduled_at="2020-01-01T09:00")

    assert response.status_code == 400
    assert errors_of(response) == {"scheduled_at": ["This time has passed; choose a later one."]}
    assert CalendarItem.objects.get().title == "Teaser"
    assert audit_count() == before


def test_tampered_calendar_item_changes_nothing(browser, autumn, manager):
    item = item_of(autumn, manager)
    before = audit_count()

    edit(browser, item, platform="x", cancelled_at="2026-01-01", slot_week=1, version=9, campaign=99)

    fresh = CalendarItem.objects.get()
    assert audit_count() == before
    assert (fresh.platform, fresh.cancelled_at, fresh.slot_week) == ("linkedin", None, None)


def test_deleted_calendar_item_is_cancelled_and_can_be_restored(browser, autumn, manager):
    item = item_of(autumn, manager)

    browser.post(delete_url(item), fields_of(browser.get(delete_url(item))))
    cancelled = CalendarItem.objects.get()
    act(browser, [item], "restore")

    assert cancelled.cancel_reason == "item_deleted"
    assert CalendarItem.objects.get().cancelled_at is None
    assert last_entries(2) == [
        ("calendar_item.cancelled", "admin", "maria"),
        ("calendar_item.restored", "admin", "maria"),
    ]


def test_take_items_out_of_the_plan_names_the_refused(browser, autumn, manager):
    item = item_of(autumn, manager)
    gone = item_of(autumn, manager, title="Gone")
    browser.post(delete_url(gone), fields_of(browser.get(delete_url(gone))))

    response = act(browser, [item, gone], "cancel")

    assert told(response)[-2:] == [
        "1 calendar item: taken out of the plan.",
        f"Gone ({in_days(3, autumn.zone):%Y-%m-%d %H:%M}): "
        "This calendar item was cancelled; restore it first.",
    ]


def test_log_correct_and_delete_metric(browser, autumn, manager):
    activate_campaign(autumn, by=manager, now=timezone.now())
    today = str(autumn.local_date(timezone.now()))

    values = {"platform": "linkedin", "date": today, "metric_name": "clicks", "metric_value": "12"}
    added = add(browser, MetricEntry, campaign=autumn.pk, **values)
    entry = MetricEntry.objects.get()
    corrected = edit(browser, entry, metric_value="15", metric_name="likes", identity="x")
    fresh = MetricEntry.objects.get()
    deleted = browser.post(delete_url(entry), fields_of(browser.get(delete_url(entry))))

    assert [answer.status_code for answer in (added, corrected, deleted)] == [302, 302, 302]
    assert (fresh.metric_value, fresh.metric_name) == (Decimal(15), "clicks")
    assert MetricEntry.objects.count() == 0
    assert last_entries(3) == [
        ("metric.logged", "admin", "maria"),
        ("metric.corrected", "admin", "maria"),
        ("metric.deleted", "admin", "maria"),
    ]


def test_metric_refusal_stands_beside_its_field(browser, autumn, manager):
    activate_campaign(autumn, by=manager, now=timezone.now())
    today = autumn.local_date(timezone.now())
    entry = log_metric(
        autumn,
        platform="x",
        day=today,
        metric_name="ctr",
        metric_value="0.5",
        by=manager,
        now=timezone.now(),
    )

    response = edit(browser, entry, metric_value="4.2")

    assert response.status_code == 400
    assert errors_of(response) == {
        "metric_value": ["A rate lies between 0 and 1: write 0.042 for 4.2 percent."]
    }
    assert MetricEntry.objects.get().metric_value == Decimal("0.5")
