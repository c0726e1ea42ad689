"""The verbs of campaigns as actions: asked for, confirmed, carried out row by row, told one by one."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from campaigns.admin.actions import MOST_ROWS
from campaigns.domain.campaigns import activate_campaign, edit_campaign
from campaigns.models import Campaign
from campaigns.tests.admin.pages import act, confirm, list_url, told
from campaigns.tests.admin.worlds import audit_count, last_entries, planned


def fresh(campaign):
    return Campaign.objects.get(pk=campaign.pk)


def ask(browser, rows, action):
    """The page that asks before an action is carried out."""
    chosen = [row.pk for row in rows]
    return browser.post(list_url(Campaign), {"action": action, "index": 0, "_selected_action": chosen})


@pytest.fixture
def running(autumn, manager):
    return activate_campaign(autumn, by=manager, now=timezone.now())


def test_activate_does_the_allowed_and_names_the_refused(browser, running, client_acme, manager):
    winter = planned(client_acme, manager, name="Winter")

    response = act(browser, [running, winter], "activate")

    assert told(response) == [
        "1 campaign: activated.",
        "Autumn: A campaign that is active cannot be changed this way; reload the page to see what it allows.",
    ]
    assert fresh(winter).status == "ACTIVE"
    assert last_entries(1) == [("campaign.activated", "admin", "maria")]


def test_pause_asks_for_a_reason(browser, running):
    page = ask(browser, [running], "pause")
    refused = confirm(browser, page, reason=" ")
    paused = confirm(browser, page, reason="Client asked")

    assert (page.status_code, refused.status_code) == (200, 400)
    assert told(paused) == ["1 campaign: paused."]
    assert fresh(running).status == "PAUSED"


def test_resume_asks_for_a_policy(browser, running):
    act(browser, [running], "pause", reason="Client asked")

    response = act(browser, [running], "resume", policy="keep")

    assert told(response) == ["1 campaign: resumed."]
    assert fresh(running).status == "ACTIVE"


def test_complete_shows_and_confirms_the_open_tasks(browser, running):
    page = ask(browser, [running], "complete")

    response = confirm(browser, page)

    assert "0 open tasks" in page.content.decode()
    assert told(response) == ["1 campaign: completed."]
    assert fresh(running).status == "COMPLETED"


def test_complete_with_another_number_of_open_tasks_is_refused(browser, running):
    page = ask(browser, [running], "complete")

    response = confirm(browser, page, **{f"count_{running.pk}": 7})

    assert told(response) == ["Autumn: 0 tasks are open now; look at them and confirm again."]
    assert fresh(running).status == "ACTIVE"


def test_reopen_and_archive(browser, running):
    act(browser, [running], "complete")

    reopened = act(browser, [running], "reopen", reason="More to do", end_date="")
    act(browser, [running], "complete")
    archived = act(browser, [running], "archive")

    assert told(reopened) == ["1 campaign: reopened."]
    assert told(archived) == ["1 campaign: archived."]
    assert fresh(running).archived_at is not None


def test_generate_calendar_tells_what_it_made(browser, running):
    first = act(browser, [running], "generate_calendar", days_ahead="7")
    second = act(browser, [running], "generate_calendar", days_ahead="7")

    made = running.calendar_items.count()
    assert made > 0
    assert told(first)[0] == "1 campaign: calendar generated."
    assert told(first)[1].startswith(f"Autumn: {made} calendar items made, 0 kept,")
    assert told(second)[1].startswith(f"Autumn: 0 calendar items made, {made} kept,")


def test_generate_calendar_refuses_days_out_of_range(browser, running):
    page = ask(browser, [running], "generate_calendar")

    response = confirm(browser, page, days_ahead="400")

    assert response.status_code == 400
    assert running.calendar_items.count() == 0


def test_hold_and_release_automation(browser, running):
    act(browser, [running], "hold_automation")
    held = fresh(running).automation_paused
    act(browser, [running], "release_automation")

    assert (held, fresh(running).automation_paused) == (True, False)
    assert last_entries(2) == [
        ("campaign.automation_held", "admin", "maria"),
        ("campaign.automation_released", "admin", "maria"),
    ]


def test_row_that_changed_since_it_was_listed_is_refused(browser, running, manager):
    page = ask(browser, [running], "pause")
    edit_campaign(running, values={"name": "Winter"}, by=manager, now=timezone.now())
    before = audit_count()

    response = confirm(browser, page, reason="Client asked")

    assert [text.partition(": you saw")[0] for text in told(response)] == [
        "Winter: Winter was changed meanwhile"
    ]
    assert fresh(running).status == "ACTIVE"
    assert audit_count() == before


def test_confirmation_without_a_version_is_refused(browser, running):
    answers = {"action": "pause", "confirmed": "yes", "_selected_action": running.pk, "reason": "So"}

    response = browser.post(list_url(Campaign), answers, follow=True)

    assert told(response) == ["Autumn: Choose it from the list again; the page was not complete."]
    assert fresh(running).status == "ACTIVE"


@pytest.mark.parametrize("key", ["abc", "9" * 30, "-1"])
def test_keys_that_are_none_are_refused(browser, running, key):
    response = browser.post(
        list_url(Campaign), {"action": "activate", "index": 0, "_selected_action": key}, follow=True
    )

    assert response.status_code == 200
    assert told(response) == ["Choose rows from the list; nothing was changed."]


def test_too_many_rows_are_refused(browser, client_acme, manager):
    rows = [planned(client_acme, manager, name=f"Campaign {number}") for number in range(MOST_ROWS + 1)]

    response = browser.post(
        list_url(Campaign),
        {"action": "activate", "index": 0, "_selected_action": rows[0].pk, "select_across": 1},
        follow=True,
    )

    assert told(response) == ["Choose at most 100 rows at a time; nothing was changed."]


def test_action_needs_the_permission_of_its_verb(browser, running, manager_user):
    manager_user.groups.clear()
    for codename in ("view_campaign", "change_campaign", "see_every_client", "pause_automation"):
        manager_user.user_permissions.add(Permission.objects.get(codename=codename))

    response = browser.post(
        list_url(Campaign),
        {"action": "pause", "index": 0, "_selected_action": running.pk},
        follow=True,
    )

    offered = [name for name, _label in response.context["action_form"].fields["action"].choices if name]
    assert offered == ["hold_automation", "release_automation"]
    assert told(response) == ["No action selected."]
    assert fresh(running).status == "ACTIVE"


def test_delete_selected_is_not_offered(browser, autumn):
    response = browser.post(
        list_url(Campaign),
        {"action": "delete_selected", "index": 0, "_selected_action": autumn.pk, "post": "yes"},
        follow=True,
    )

    assert told(response) == ["No action selected."]
    assert Campaign.objects.filter(pk=autumn.pk).exists()
