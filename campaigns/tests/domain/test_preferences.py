"""What a person chose: the defaults, each change with its entry, and what is refused."""

from datetime import date, timedelta

import pytest

from campaigns.domain.preferences import NOTHING_CHOSEN, change_preferences, preferences_of, rests_on
from campaigns.errors import InvalidInput, NotAllowed, StaleVersion
from campaigns.models import Preferences
from campaigns.tests.witness import how_often, refused, told
from conftest import NOW


def test_who_chose_nothing_has_the_defaults_and_no_row(operator_user):
    chosen = preferences_of(operator_user)

    assert (chosen.version, chosen.time_zone, chosen.digest, chosen.digest_hour) == (0, "", "workdays", 8)
    assert (chosen.shortcuts, chosen.escalation_mail, chosen.zone.key) == (True, True, "UTC")
    assert Preferences.objects.count() == 0


def test_the_first_choice_and_the_next_each_leave_an_entry(operator_user, operator):
    first = change_preferences(
        operator_user, values={"theme": "dark"}, by=operator, now=NOW, seen_version=NOTHING_CHOSEN
    )
    second = change_preferences(
        operator_user, values={"theme": "light"}, by=operator, now=NOW, seen_version=first.version
    )

    assert told("preferences.chosen")[:4] == ("omar", "page", "preferences", 1)
    assert told("preferences.changed") == (
        "omar",
        "page",
        "preferences",
        2,
        {"theme": "dark"},
        {"theme": "light"},
    )
    assert (second.pk, second.theme, second.version) == (first.pk, "light", 2)


def test_saving_the_same_again_writes_nothing(operator_user, operator):
    change_preferences(operator_user, values={"theme": "dark"}, by=operator, now=NOW)
    change_preferences(operator_user, values={"theme": "dark"}, by=operator, now=NOW)

    assert (how_often("preferences.chosen"), how_often("preferences.changed")) == (1, 0)


@pytest.mark.parametrize("seen", [NOTHING_CHOSEN, 7])
def test_an_older_form_is_refused(operator_user, operator, seen):
    change_preferences(operator_user, values={"theme": "dark"}, by=operator, now=NOW)

    with refused(StaleVersion, "changed meanwhile"):
        change_preferences(operator_user, values={"theme": ""}, by=operator, now=NOW, seen_version=seen)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"time_zone": "Mars/Base"}, "Mars/Base"),
        ({"language": "xx"}, "not a valid choice"),
        ({"theme": "pink"}, "not a valid choice"),
        ({"digest_hour": 24}, "less than or equal to 23"),
    ],
)
def test_what_is_unknown_is_refused(operator_user, operator, values, sentence):
    with refused(InvalidInput, sentence):
        change_preferences(operator_user, values=values, by=operator, now=NOW)


def test_another_persons_are_refused_even_to_a_manager(operator_user, manager):
    with refused(NotAllowed, "another person's settings"):
        change_preferences(operator_user, values={"theme": "dark"}, by=manager, now=NOW)


@pytest.mark.parametrize(("digest", "days"), [("workdays", [5, 6]), ("daily", []), ("never", [])])
def test_only_who_reads_mail_on_workdays_rests_on_the_others(digest, days):
    monday = date(2026, 3, 2)
    week = [rests_on(Preferences(digest=digest), monday + timedelta(days=day)) for day in range(7)]

    assert [day for day, rests in enumerate(week) if rests] == days
