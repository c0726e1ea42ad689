"""Away days in the admin, and tasks that are shared out by rule from their list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import activate_campaign
from campaigns.tests.admin.pages import act, add, change_url, delete_url, errors_of, fields_of, list_url, told
from campaigns.tests.admin.worlds import last_entries, planned
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.tasks import assign_task
from operator_tasks.models import AwayPeriod


@pytest.fixture
def tasks(client_acme, manager):
    now = timezone.now()
    campaign = activate_campaign(planned(client_acme, manager), by=manager, now=now)
    generate_calendar(campaign, days_ahead=14, by=manager, now=now)
    return list(plan_tasks(campaign, by=manager, now=now).created)


def test_days_are_entered_and_taken_back(browser, operator_user):
    today = timezone.now().date()

    add(browser, AwayPeriod, user=operator_user.pk, starts_on=today, ends_on=today, note="Ill")
    period = AwayPeriod.objects.get()
    listed = browser.get(list_url(AwayPeriod)).content.decode()
    gone = browser.post(delete_url(period), fields_of(browser.get(delete_url(period))), follow=True)

    assert (period.user, period.note) == (operator_user, "Ill")
    assert change_url(period) in listed
    assert gone.status_code == 200
    assert not AwayPeriod.objects.exists()
    assert last_entries(2) == [
        ("away_period.entered", "admin", "maria"),
        ("away_period.deleted", "admin", "maria"),
    ]


def test_days_that_are_over_are_refused_beside_their_field(browser, operator_user):
    past = timezone.now().date() - timedelta(days=9)

    answer = add(browser, AwayPeriod, user=operator_user.pk, starts_on=past, ends_on=past)

    assert (answer.status_code, list(errors_of(answer))) == (400, ["ends_on"])


def test_chosen_tasks_are_shared_out_and_refusals_named(browser, tasks, operator_user, manager):
    held = assign_task(tasks[0], to=operator_user, by=manager, now=timezone.now())

    answer = act(browser, [held, *tasks[1:3]], "assign_evenly")

    said = told(answer)
    assert said[0] == "2 tasks: shared out."
    assert [sentence.rpartition(": ")[2] for sentence in said[1:3]] == ["omar", "omar"]
    assert said[3].endswith("omar has this task and is there on its day; release it first.")
