"""The campaign's admin page: the brief by verbs, the status by nothing that is typed."""

import json
from datetime import timedelta

from django.utils import timezone

from campaigns.domain.campaigns import activate_campaign, edit_campaign
from campaigns.models import Campaign, OperatorAuditLog
from campaigns.tests.admin.pages import add, change_url, delete_url, edit, errors_of, fields_of, told
from campaigns.tests.admin.worlds import audit_count, last_entries


def test_edit_writes_only_what_changed(browser, autumn):
    response = edit(browser, autumn, name="Autumn sale")

    entry = OperatorAuditLog.objects.latest("id")
    assert response.status_code == 302
    assert (entry.action, entry.via, entry.actor_label) == ("campaign.edited", "admin", "maria")
    assert json.loads(entry.before) == {"name": "Autumn"}
    assert json.loads(entry.after) == {"name": "Autumn sale"}


def test_save_without_a_change_writes_nothing(browser, autumn):
    before = audit_count()

    response = edit(browser, autumn)

    assert response.status_code == 302
    assert audit_count() == before
    assert Campaign.objects.get(pk=autumn.pk).version == autumn.version


def test_tampered_fields_change_nothing(browser, autumn):
    other_client = autumn.client_id + 1
    before = audit_count()

    response = edit(
        browser,
        autumn,
        status="ACTIVE",
        completed_at="2026-01-01",
        completed_at_0="2026-01-01",
        version=99,
        client=other_client,
        automation_paused="on",
        name_key="x",
    )

    fresh = Campaign.objects.get(pk=autumn.pk)
    assert response.status_code == 302
    assert audit_count() == before
    assert (fresh.status, fresh.completed_at, fresh.version) == ("PLANNED", None, autumn.version)
    assert (fresh.client_id, fresh.automation_paused) == (autumn.client_id, False)


def test_stale_page_is_refused(browser, autumn, manager):
    page = browser.get(change_url(autumn))
    edit_campaign(autumn, values={"name": "Winter"}, by=manager, now=timezone.now())
    before = audit_count()

    response = browser.post(change_url(autumn), {**fields_of(page), "primary_cta": "Call us"})

    fresh = Campaign.objects.get(pk=autumn.pk)
    assert response.status_code == 412
    assert errors_of(response) == {
        "__all__": [
            "Winter was changed meanwhile: you saw version 1, it is now version 2. "
            "Reload it, look at what changed, and try again."
        ]
    }
    assert (fresh.name, fresh.primary_cta) == ("Winter", "Reply with AUDIT")
    assert audit_count() == before


def test_page_without_its_version_is_refused(browser, autumn):
    fields = fields_of(browser.get(change_url(autumn)))
    del fields["seen_version"]

    response = browser.post(change_url(autumn), {**fields, "name": "Winter"})

    assert response.status_code == 400
    assert Campaign.objects.get(pk=autumn.pk).name == "Autumn"


def test_refusal_of_the_verb_stands_beside_its_field(browser, autumn, manager):
    activate_campaign(autumn, by=manager, now=timezone.now())

    response = edit(browser, autumn, time_zone="Asia/Tokyo")

    assert response.status_code == 409
    assert errors_of(response) == {
        "time_zone": ["This cannot be changed once the campaign is active; complete it and plan a new one."]
    }
    assert Campaign.objects.get(pk=autumn.pk).time_zone == "Europe/Berlin"


def test_bad_input_is_refused_by_the_form(browser, autumn):
    response = edit(browser, autumn, end_date="2001-01-01", blackout_dates="tomorrow")

    assert response.status_code == 400
    assert set(errors_of(response)) == {"end_date", "blackout_dates"}


def test_add_makes_a_campaign_with_its_cadence(browser, client_acme):
    today = timezone.localdate()

    response = add(
        browser,
        Campaign,
        client=client_acme.pk,
        name="Launch",
        start_date=str(today),
        end_date=str(today + timedelta(days=6)),
        blackout_dates=f"{today}\r\n",
        cadence_0="linkedin",
        cadence_1="post",
        cadence_2="3",
        cadence_2_0="x",
        cadence_2_1="thread",
        cadence_2_2="1",
    )

    made = Campaign.objects.get(name="Launch")
    lines = list(made.cadences.values_list("platform", "content_type", "posts_per_week"))
    assert response.status_code == 302
    assert (made.time_zone, made.blackout_dates) == ("Europe/Berlin", [str(today)])
    assert lines == [("linkedin", "post", 3), ("x", "thread", 1)]
    assert last_entries(3) == [
        ("campaign.created", "admin", "maria"),
        ("cadence.created", "admin", "maria"),
        ("cadence.created", "admin", "maria"),
    ]


def test_add_shows_a_refusal_and_makes_nothing(browser, client_acme, autumn):
    before = audit_count()

    response = add(
        browser,
        Campaign,
        client=client_acme.pk,
        name=" autumn ",
        start_date="2026-11-01",
        end_date="2026-11-30",
        cadence_0="linkedin",
        cadence_1="post",
        cadence_2="3",
    )

    assert response.status_code == 409
    assert errors_of(response) == {
        "__all__": ["This client has a campaign of this name already; choose another."]
    }
    assert audit_count() == before
    assert list(Campaign.objects.all()) == [autumn]


def test_add_without_cadence_is_refused(browser, client_acme):
    response = add(
        browser,
        Campaign,
        client=client_acme.pk,
        name="Launch",
        start_date="2026-11-01",
        end_date="2026-11-30",
        cadence_0="linkedin",
        cadence_1="post",
        cadence_2="0",
    )

    assert response.status_code == 400
    assert errors_of(response) == {"cadence": ["Ask for at least one post a week on one platform."]}


def test_delete_leaves_one_entry(browser, autumn):
    page = browser.get(delete_url(autumn))

    response = browser.post(delete_url(autumn), fields_of(page))

    assert response.status_code == 302
    assert list(Campaign.objects.all()) == []
    assert last_entries(1) == [("campaign.deleted", "admin", "maria")]


def test_delete_of_a_stale_page_is_refused(browser, autumn, manager):
    page = browser.get(delete_url(autumn))
    edit_campaign(autumn, values={"name": "Winter"}, by=manager, now=timezone.now())

    response = browser.post(delete_url(autumn), fields_of(page), follow=True)

    assert [text[:32] for text in told(response)] == ["Winter was changed meanwhile: yo"]
    assert Campaign.objects.filter(pk=autumn.pk).exists()


def test_delete_without_a_version_is_refused(browser, autumn):
    response = browser.post(delete_url(autumn), {"post": "yes"}, follow=True)

    assert told(response) == ["Open the row again and confirm there; nothing was deleted."]
    assert Campaign.objects.filter(pk=autumn.pk).exists()


def test_history_is_the_audit_log(browser, autumn):
    response = browser.get(change_url(autumn).replace("change", "history"), follow=True)

    assert response.status_code == 200
    assert [entry.action for entry in response.context["cl"].result_list] == ["campaign.created"]
