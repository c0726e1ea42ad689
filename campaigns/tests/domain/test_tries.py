"""Tries: counted for each person and thing, and free again by themselves or by being given back."""

from datetime import timedelta

from campaigns.domain.tries import give_back_tries, take_try

MINUTE = timedelta(minutes=1)


def taken(what, user, times: int) -> list[bool]:
    return [take_try(what, user, most=2, within=MINUTE) for _number in range(times)]


def test_as_many_as_there_are_for_each_person_and_thing(operator_user, manager_user):
    assert taken("knock", operator_user, 3) == [True, True, False]
    assert taken("ring", operator_user, 1) == [True]
    assert taken("knock", manager_user, 1) == [True]


def test_they_can_be_given_back(operator_user):
    taken("knock", operator_user, 2)

    give_back_tries("knock", operator_user, most=2)

    assert taken("knock", operator_user, 3) == [True, True, False]


def test_a_try_lapses(operator_user):
    assert take_try("knock", operator_user, most=1, within=timedelta(0))
    assert take_try("knock", operator_user, most=1, within=timedelta(0))
