"""What becomes of a calendar when the days of its campaign change."""

from datetime import date

import pytest

from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import edit_campaign
from campaigns.domain.window import OutsideWindow
from campaigns.models import CalendarItem
from campaigns.tests.witness import refused
from conftest import NOW
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.transitions import restore_task
from operator_tasks.models import OperatorTask

MOVED = {"start_date": date(2026, 3, 16), "end_date": date(2026, 3, 29)}


@pytest.fixture
def planned(campaign, manager):
    generate_calendar(campaign, days_ahead=14, by=manager, now=NOW)
    plan_tasks(campaign, by=manager, now=NOW)
    return campaign


def test_later_first_day_is_refused_while_posts_are_planned_for_the_old_one(planned, manager):
    with refused(OutsideWindow, "10 planned posts or tasks lie outside the new days"):
        edit_campaign(planned, values=MOVED, by=manager, now=NOW)


def test_later_first_day_takes_the_old_posts_out_and_frees_their_places(planned, manager):
    moved = edit_campaign(planned, values=MOVED, cancel_outside=True, by=manager, now=NOW)

    assert (CalendarItem.objects.live().count(), OperatorTask.objects.live().count()) == (0, 0)
    made = generate_calendar(moved, days_ahead=30, by=manager, now=NOW)
    assert len(made.created) == 10


def test_nearer_last_day_takes_posts_out_with_and_without_tasks(planned, manager):
    edit_campaign(planned, values={"end_date": date(2026, 3, 8)}, cancel_outside=True, by=manager, now=NOW)

    ends_at = type(planned).objects.get().ends_at
    assert not CalendarItem.objects.live().filter(scheduled_at__gte=ends_at).exists()
    gone = OperatorTask.objects.exclude(cancel_reason="").first()
    with refused(Exception, "lies outside the campaign"):
        restore_task(gone, by=manager, now=NOW)


def test_other_changes_ask_nothing_of_the_calendar(planned, manager):
    edit_campaign(planned, values={"primary_cta": "Call us"}, by=manager, now=NOW)

    assert CalendarItem.objects.live().count() == 10
