"""Programs that send the same request at the same moment: one effect, whatever each of them is answered."""

import threading
from collections import Counter

import pytest
from django.db import close_old_connections, connections

from campaigns.domain.audit_verify import verify
from campaigns.domain.calendar import generate_calendar
from campaigns.tests.api.program import program_of
from campaigns.tests.views.conftest import _folder_of_static_files, planned, running  # noqa: F401
from campaigns.tests.witness import how_often
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.models import OperatorTask, TaskProof

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

PROGRAMS = 20
NOTE = {"proof_type": "TEXT", "proof_value": "Posted by hand"}


@pytest.fixture
def post(running, manager) -> OperatorTask:  # noqa: F811  # the fixture of this name
    now = running.updated_at
    generate_calendar(running, days_ahead=21, by=manager, now=now)
    return plan_tasks(running, by=manager, now=now).created[0]


def at_once(ask):
    """What each of twenty threads was answered, each on a connection of its own."""
    barrier, answers = threading.Barrier(PROGRAMS), []

    def run():
        close_old_connections()
        barrier.wait(timeout=20)
        try:
            answers.append(ask())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(PROGRAMS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return answers


def effects(task):
    return {
        "status": OperatorTask.objects.get(pk=task.pk).status,
        "proofs": TaskProof.objects.count(),
        "follow-ups": task.follow_ups.count(),
        "entries": how_often("task.completed"),
        "faults": verify().faults,
    }


ONE_EFFECT = {"status": "DONE", "proofs": 1, "follow-ups": 2, "entries": 1, "faults": ()}


def test_twenty_requests_with_one_key_are_answered_alike_and_done_once(operator_user, post):
    program = program_of(operator_user)

    answers = at_once(
        lambda: program.post(f"/tasks/{post.pk}/complete/", NOTE, {"Idempotency-Key": "one-press"})
    )

    assert Counter(answer.status_code for answer in answers) == {200: PROGRAMS}
    assert len({(answer.content, answer["ETag"]) for answer in answers}) == 1
    assert sum(answer.has_header("Idempotency-Replayed") for answer in answers) == PROGRAMS - 1
    assert effects(post) == ONE_EFFECT


def test_twenty_requests_without_a_key_are_done_once_and_refused_otherwise(operator_user, post):
    program = program_of(operator_user)

    answers = at_once(lambda: program.post(f"/tasks/{post.pk}/complete/", NOTE))

    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: PROGRAMS - 1}
    refused = {answer.json()["detail"] for answer in answers if answer.status_code == 409}
    assert len(refused) == 1
    assert refused.pop().startswith("omar completed this task on ")
    assert effects(post) == ONE_EFFECT
