"""Programs that ask at the same moment."""

import threading

import pytest
from django.contrib.auth.models import Group
from django.db import close_old_connections, connections

from campaigns.models import Campaign, Client, OperatorAuditLog
from campaigns.tests.api.campaign_bodies import LAUNCH
from campaigns.tests.api.program import program_of
from conftest import user_named
from operator_tasks.roles import ROLES, sync

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def programs():
    """Four programs of one manager; tests with real transactions begin without groups."""
    for name in ROLES:
        Group.objects.get_or_create(name=name)
    sync()
    maria = user_named("maria", "manager")
    return [program_of(maria) for _number in range(4)]


def at_once(*asks):
    barrier, answers = threading.Barrier(len(asks)), [None] * len(asks)

    def run(place, ask):
        close_old_connections()
        barrier.wait(timeout=20)
        try:
            answers[place] = ask()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(asks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def test_an_unknown_client_that_several_name_is_made_once(programs):
    answers = at_once(
        *(
            lambda program=program, number=number: program.post(
                "/campaigns/", {"client_name": "Umbra", **LAUNCH, "name": f"Launch {number}"}
            )
            for number, program in enumerate(programs)
        )
    )

    made = [answer.json()["client"] for answer in answers if answer.status_code == 201]
    late = [answer.json()["detail"] for answer in answers if answer.status_code != 201]
    assert set(made) == {Client.objects.get().pk}
    assert set(late) <= {"There is a client of this name already; use that one."}
    assert Campaign.objects.count() == len(made) >= 1
    assert OperatorAuditLog.objects.filter(action="client.created").count() == 1


def test_of_two_cadences_for_one_version_one_is_refused(programs):
    made = programs[0].post("/campaigns/", {"client_name": "Umbra", **LAUNCH}).json()
    address = f"/campaigns/{made['id']}/"

    answers = at_once(
        *(
            lambda program=program, posts=posts: program.patch(
                address, {"cadence": {"x": posts}}, {"If-Match": '"v1"'}
            )
            for posts, program in enumerate(programs, start=1)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    won = next(answer.json() for answer in answers if answer.status_code == 200)
    assert (won["version"], programs[0].get(address).json()) == (2, won)
