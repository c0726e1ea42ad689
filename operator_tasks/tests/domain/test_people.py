"""Who works here, and who works for one client."""

from campaigns.domain.clients import create_client
from conftest import NOW, user_named
from operator_tasks.domain.people import people_for, people_who_work


def names(people) -> list[str]:
    return [user.username for user in people]


def test_people_who_work_are_operators_and_managers(operator_user, manager_user):
    user_named("vera", "viewer")
    gone = user_named("olga", "operator")
    gone.is_active = False
    gone.save()

    assert names(people_who_work()) == ["maria", "omar"]


def test_a_client_has_its_members_who_work_and_those_who_see_all(client_acme, manager_user, manager):
    user_named("olga", "operator")
    rival = create_client(name="Rival", time_zone="Europe/Berlin", by=manager, now=NOW)

    assert (names(people_for(client_acme)), names(people_for(rival))) == (["maria", "omar"], ["maria"])
