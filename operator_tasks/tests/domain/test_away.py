"""Away days: entered by each person or a manager, read on the clock of the person."""

from datetime import UTC, date, datetime, timedelta

import pytest

from campaigns.domain.preferences import change_preferences
from campaigns.errors import InvalidInput, NotAllowed, NotNow, StaleVersion
from campaigns.tests.witness import refused, told
from conftest import NOW, actor_for, user_named
from operator_tasks.domain.away import Absences, add_away, remove_away
from operator_tasks.models import AwayPeriod

FIRST, LAST = date(2026, 3, 4), date(2026, 3, 6)


@pytest.fixture
def period(operator_user, operator) -> AwayPeriod:
    return add_away(operator_user, starts_on=FIRST, ends_on=LAST, note=" Skiing ", by=operator, now=NOW)


def test_days_are_entered_with_their_entry(period, operator_user):
    assert list(AwayPeriod.objects.values_list("user", "starts_on", "ends_on", "note")) == [
        (operator_user.pk, FIRST, LAST, "Skiing")
    ]
    assert told("away_period.entered") == (
        "omar",
        "page",
        "away period",
        1,
        {},
        {
            "user_id": operator_user.pk,
            "starts_on": "2026-03-04",
            "ends_on": "2026-03-06",
            "note": "Skiing",
        },
    )


def test_a_manager_enters_them_for_others_and_takes_them_back(operator_user, manager):
    period = add_away(operator_user, starts_on=FIRST, ends_on=FIRST, by=manager, now=NOW)

    remove_away(period, by=manager, now=NOW, seen_version=1)

    assert not AwayPeriod.objects.exists()
    assert told("away_period.deleted")[:4] == ("maria", "page", "away period", 1)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "error", "sentence"),
    [
        (LAST, FIRST, InvalidInput, "before the first"),
        (date(2026, 2, 20), date(2026, 3, 1), InvalidInput, "are over"),
        (FIRST, FIRST + timedelta(days=367), InvalidInput, "a year at most"),
        (date(2030, 1, 1), date(2030, 1, 2), InvalidInput, "the next two years"),
        (FIRST, LAST, NotNow, "entered already"),
    ],
)
def test_days_that_make_no_sense_are_refused(
    period, operator_user, operator, starts_on, ends_on, error, sentence
):
    with refused(error, sentence):
        add_away(operator_user, starts_on=starts_on, ends_on=ends_on, by=operator, now=NOW)


def test_days_of_others_are_refused(period, manager_user, operator):
    nina = actor_for(user_named("nina", "operator"))

    with refused(NotAllowed, "Each person enters their own days"):
        add_away(manager_user, starts_on=FIRST, ends_on=LAST, by=operator, now=NOW)
    with refused(NotAllowed, "Each person enters their own days"):
        remove_away(period, by=nina, now=NOW)


def test_a_stale_page_takes_nothing_back(period, operator):
    with refused(StaleVersion, "changed"):
        remove_away(period, by=operator, now=NOW, seen_version=7)


def test_who_is_away_is_told_by_the_persons_own_clock(period, operator_user, operator):
    change_preferences(operator_user, values={"time_zone": "Asia/Tokyo"}, by=operator, now=NOW)
    operator_user.refresh_from_db()
    absences = Absences([operator_user], since=NOW)
    hours = [(3, 14), (3, 15), (6, 14), (6, 15)]

    away = [absences.is_away(operator_user, datetime(2026, 3, day, hour, tzinfo=UTC)) for day, hour in hours]

    assert away == [False, True, True, False]


def test_absences_are_read_in_one_query(period, operator_user, manager_user, django_assert_num_queries):
    for person in (operator_user, manager_user):
        person.refresh_from_db()
    with django_assert_num_queries(3):  # two people whose preferences were not read along
        Absences([operator_user, manager_user], since=NOW)


def test_people_see_their_own_and_managers_all(period, operator_user, manager_user):
    nina = user_named("nina", "operator")

    seen = {
        user.username: AwayPeriod.objects.visible_to(user).count()
        for user in (operator_user, manager_user, nina)
    }

    assert seen == {"omar": 1, "maria": 1, "nina": 0}
