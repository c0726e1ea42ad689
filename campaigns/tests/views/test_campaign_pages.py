from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.domain.campaigns import edit_campaign
from campaigns.domain.clients import add_account
from campaigns.domain.plans import save_plan
from campaigns.models import Campaign, Client
from campaigns.models.cadence import MOST_POSTS_A_WEEK
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.models import OperatorTask

NEW = "/campaigns/new/"
PAGE_QUERIES = 18


def rows(*lines: dict, initial: int = 0) -> dict:
    data = {"cadence-TOTAL_FORMS": len(lines), "cadence-INITIAL_FORMS": initial}
    for number, line in enumerate(lines):
        data |= {f"cadence-{number}-{name}": value for name, value in line.items()}
    return data


LINKEDIN = {"platform": "linkedin", "content_type": "post", "posts_per_week": 3}


def sent(**changes) -> dict:
    return {
        "name": "Autumn",
        "objective": "Be seen",
        "start_date": "2026-10-01",
        "end_date": "2026-12-31",
        "time_zone": "Europe/Berlin",
        **changes,
    }


def edited(campaign: Campaign, *lines: dict, **changes) -> dict:
    return {
        "version": campaign.version,
        "name": campaign.name,
        "objective": campaign.objective,
        "primary_cta": campaign.primary_cta,
        "start_date": campaign.start_date.isoformat(),
        "end_date": campaign.end_date.isoformat(),
        "time_zone": campaign.time_zone,
        **rows(*(lines or (LINKEDIN,)), initial=min(2, len(lines))),
        **changes,
    }


def test_anonymous_is_sent_to_the_login(client, planned):
    response = client.get(f"/campaigns/{planned.pk}/")

    assert (response.status_code, response.url) == (302, f"/login/?next=/campaigns/{planned.pk}/")


def test_create_makes_campaign_cadence_and_client(managing):
    data = sent(new_client_name="Initech", new_client_time_zone="America/New_York", time_zone="")
    wednesdays = {"weekdays": ["3"], "times": "9:00, 13:30"}

    response = managing.post(NEW, {**data, **rows({**LINKEDIN, **wednesdays}, {"platform": ""})})

    campaign = Campaign.objects.get()
    assert (response.status_code, response.url) == (302, f"/campaigns/{campaign.pk}/")
    assert (campaign.client.name, campaign.time_zone) == ("Initech", "America/New_York")
    cadence = campaign.cadences.values_list("platform", "posts_per_week", "weekdays", "times")
    assert list(cadence) == [("linkedin", 3, [3], ["09:00", "13:30"])]


def test_create_refused_leaves_no_client_behind(managing):
    data = sent(
        new_client_name="Initech", new_client_time_zone="UTC", start_date="2026-12-01", end_date="2026-11-01"
    )

    response = managing.post(NEW, {**data, **rows(LINKEDIN)})

    assert response.status_code == 400
    assert response.context["form"].errors["end_date"] == [
        "The last day is before the first; correct one of the two."
    ]
    assert (Campaign.objects.count(), Client.objects.count()) == (0, 0)


def test_create_names_all_that_is_wrong_at_once(managing, client_acme):
    wrong = {
        "name": "",
        "start_date": "2026-12-01",
        "end_date": "2026-11-01",
        "blackout_dates": "2026-12-24\nsoon\n0001-01-01\n24.12.",
    }

    response = managing.post(NEW, {**sent(client=client_acme.pk, **wrong), **rows(LINKEDIN)})

    assert (response.status_code, dict(response.context["form"].errors)) == (
        400,
        {
            "name": ["This field is required."],
            "end_date": ["The last day is before the first; correct one of the two."],
            "blackout_dates": [
                "soon is not a day; write it as 2026-12-24.",
                "0001-01-01: choose a day from 2000 to 2299.",
                "24.12. is not a day; write it as 2026-12-24.",
            ],
        },
    )


@pytest.mark.parametrize("posts", ["-1", "1000", "many"])
def test_create_says_how_many_posts_a_week_there_can_be(managing, client_acme, posts):
    line = {**LINKEDIN, "posts_per_week": posts}

    response = managing.post(NEW, {**sent(client=client_acme.pk), **rows(line)})

    assert response.status_code == 400
    assert response.context["rows"].forms[0].errors["posts_per_week"] == [
        f"Write a whole number from 0 to {MOST_POSTS_A_WEEK}."
    ]


def test_create_refuses_an_empty_cadence_above_its_lines(managing, client_acme):
    response = managing.post(NEW, {**sent(client=client_acme.pk), **rows({"platform": ""})})

    assert response.status_code == 400
    assert response.context["form"].errors["cadence"] == ["Ask for at least one post a week on one platform."]
    assert "Ask for at least one post a week" in response.content.decode()


def test_create_asks_for_one_client(managing, client_acme):
    neither = managing.post(NEW, {**sent(), **rows(LINKEDIN)})
    both = managing.post(NEW, {**sent(client=client_acme.pk, new_client_name="Initech"), **rows(LINKEDIN)})

    assert (neither.status_code, both.status_code) == (400, 400)
    assert list(neither.context["form"].errors) == ["client"]
    assert list(both.context["form"].errors) == ["new_client_name"]


def test_create_names_the_line_that_is_wrong(managing, client_acme):
    line = {"platform": "x", "times": "25:00"}

    response = managing.post(NEW, {**sent(client=client_acme.pk), **rows(LINKEDIN, line)})

    assert response.status_code == 400
    assert response.context["rows"].errors == [
        {},
        {
            "times": ["25:00 is not a time of day; write it as 09:30."],
            "posts_per_week": ["Say how many posts a week."],
        },
    ]


def test_a_second_campaign_of_the_same_name_is_a_conflict(managing, planned):
    response = managing.post(
        NEW, {**sent(client=planned.client_id, name=" spring  LAUNCH"), **rows(LINKEDIN)}
    )

    assert response.status_code == 409
    assert Campaign.objects.count() == 1


def test_edit_changes_brief_and_cadence(managing, planned, manager):
    account = add_account(planned.client, platform="linkedin", handle="@acme", by=manager, now=timezone.now())
    lines = ({**LINKEDIN, "posts_per_week": 5, "account": account.pk}, {"platform": "x", "DELETE": "on"})

    response = managing.post(
        f"/campaigns/{planned.pk}/edit/",
        edited(planned, *lines, name="Launch", blackout_dates="2026-12-24\n"),
    )

    planned.refresh_from_db()
    assert (response.status_code, planned.name, planned.blackout_dates) == (302, "Launch", ["2026-12-24"])
    cadence = planned.cadences.values_list("platform", "posts_per_week", "account")
    assert list(cadence) == [("linkedin", 5, account.pk)]


def test_edit_refuses_an_account_of_another_platform(managing, planned, manager):
    account = add_account(planned.client, platform="x", handle="@acme", by=manager, now=timezone.now())

    response = managing.post(
        f"/campaigns/{planned.pk}/edit/", edited(planned, {**LINKEDIN, "account": account.pk})
    )

    assert response.status_code == 400
    assert list(response.context["rows"].errors[0]) == ["account"]


def test_stale_edit_shows_both_and_passes_the_second_time(managing, planned, manager):
    form = edited(planned, name="Mine")
    edit_campaign(planned, values={"name": "Theirs"}, by=manager, now=timezone.now())

    refused = managing.post(f"/campaigns/{planned.pk}/edit/", form)

    assert refused.status_code == 412
    shown = [(each.label, each.stored, each.written) for each in refused.context["form"].differences]
    assert shown == [("Name", "Theirs", "Mine")]
    planned.refresh_from_db()
    assert planned.name == "Theirs"

    again = managing.post(
        f"/campaigns/{planned.pk}/edit/", {**form, "version": refused.context["form"]["version"].value()}
    )
    planned.refresh_from_db()
    assert (again.status_code, planned.name) == (302, "Mine")


def test_edit_offers_to_cancel_what_lies_outside(managing, running, items, manager):
    plan_tasks(running, by=manager, now=timezone.now())
    tomorrow = (timezone.now() + timedelta(days=1)).date().isoformat()
    form = edited(running, end_date=tomorrow)

    refused = managing.post(f"/campaigns/{running.pk}/edit/", form)

    assert refused.status_code == 409
    assert refused.context["form"].offers_cancel
    assert "lie outside the new days" in refused.context["form"].errors["end_date"][0]

    done = managing.post(f"/campaigns/{running.pk}/edit/", {**form, "cancel_outside": "on"})
    left = OperatorTask.objects.open().filter(
        campaign=running, due_at__gte=timezone.now() + timedelta(days=3)
    )
    assert (done.status_code, left.count()) == (302, 0)


def test_detail_shows_brief_plan_and_verbs_to_a_manager(managing, planned):
    response = managing.get(f"/campaigns/{planned.pk}/")

    assert [box.kind.name for box in response.context["boxes"]] == [
        "activate",
        "hold_automation",
        "archive",
        "delete",
    ]
    assert [entry.action for entry in response.context["trail"]] == [
        "cadence.created",
        "cadence.created",
        "campaign.created",
    ]


def test_detail_keeps_verbs_and_audit_from_others(operating, viewing, planned):
    for browser in (operating, viewing):
        response = browser.get(f"/campaigns/{planned.pk}/")

        assert (response.status_code, response.context["boxes"], response.context["trail"]) == (200, [], [])
        assert browser.get(f"/campaigns/{planned.pk}/audit/").status_code == 403
        assert browser.get(f"/campaigns/{planned.pk}/edit/").status_code == 403
        assert browser.get(NEW).status_code == 403


@pytest.mark.parametrize("page", ["", "metrics/", "plans/", "plans/1/"])
def test_pages_of_another_client_are_not_found(operating, foreign, page):
    assert operating.get(f"/campaigns/{foreign.pk}/{page}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_number_of_queries(
    managing, running, manager, items, count, django_assert_num_queries
):
    for number in range(count):
        save_plan(running, angles=[f"Angle {number}"], by=manager, now=timezone.now())
        add_account(running.client, platform="x", handle=f"@acme{number}", by=manager, now=timezone.now())

    with django_assert_num_queries(PAGE_QUERIES):
        managing.get(f"/campaigns/{running.pk}/")


def test_page_shows_the_latest_plans_and_leads_to_all(managing, running, manager):
    for number in range(8):
        save_plan(running, angles=[f"Angle {number}"], by=manager, now=timezone.now())

    response = managing.get(f"/campaigns/{running.pk}/")
    plans = managing.get(f"/campaigns/{running.pk}/plans/")

    assert [plan.number for plan in response.context["plans"]] == [8, 7, 6, 5, 4, 3]
    assert [plan.number for plan in plans.context["page"]] == [8, 7, 6, 5, 4, 3, 2, 1]
    assert f"/campaigns/{running.pk}/plans/" in response.content.decode()
