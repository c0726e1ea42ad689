"""One press of the button is one completion, however often a bad network sends it."""

from uuid import UUID

import pytest

from campaigns.domain.audit_verify import verify
from campaigns.errors import InvalidInput, StaleVersion
from campaigns.tests.witness import how_often, nothing_changes, refused
from conftest import actor_for, linkedin_proof, user_named
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.transitions import complete_task, replace_proof, undo_task
from operator_tasks.models import OperatorTask, TaskProof

KEY, OTHER_KEY = UUID(int=1), UUID(int=2)


def keyed(key: UUID | None = KEY, number: int = 0) -> ProofInput:
    given = linkedin_proof(number)
    return ProofInput(given.proof_type, given.value, submission_key=key)


def complete(task: OperatorTask, by, proof: ProofInput | None = None) -> OperatorTask:
    return complete_task(task, proof=proof or keyed(), by=by, now=task.due_at, seen_version=task.version)


def test_the_same_press_sent_again_changes_nothing(linkedin_task, operator):
    done = complete(linkedin_task, operator)

    with nothing_changes():
        again = complete(linkedin_task, operator)

    assert (again.pk, again.status, again.version) == (done.pk, "DONE", done.version)
    assert how_often("task.completed") == 1
    assert TaskProof.objects.get().submission_key == KEY
    assert verify().faults == ()


def test_a_second_press_is_refused_as_ever(linkedin_task, operator):
    complete(linkedin_task, operator)

    with refused(StaleVersion, "changed meanwhile"):
        complete(linkedin_task, operator, keyed(OTHER_KEY))
    with refused(StaleVersion, "changed meanwhile"):
        complete(linkedin_task, operator, keyed(None))


def test_a_press_that_was_undone_does_not_come_back(linkedin_task, operator):
    done = complete(linkedin_task, operator)
    undo_task(done, by=operator, now=linkedin_task.due_at)

    with nothing_changes():
        again = complete(linkedin_task, operator)
    assert again.status != "DONE"


def test_a_refused_press_may_be_tried_again_with_its_key(linkedin_task, operator):
    with refused(InvalidInput, "There is no link in this"):
        complete(linkedin_task, operator, ProofInput("URL", "nonsense", submission_key=KEY))

    assert complete(linkedin_task, operator).status == "DONE"


def test_a_key_of_another_task_or_person_is_refused(tasks, operator):
    first, second = [task for task in tasks if task.platform == "linkedin"][:2]
    complete(first, operator)
    olga = actor_for(user_named("olga", "operator"))

    with refused(InvalidInput, "sent for something else before"):
        complete(second, operator, keyed(number=1))
    with refused(InvalidInput, "sent for something else before"):
        complete(first, olga)


def test_better_proof_is_kept_once(linkedin_task, operator):
    done = complete(linkedin_task, operator)
    better = keyed(OTHER_KEY, 1)
    replaced = replace_proof(done, proof=better, by=operator, now=linkedin_task.due_at)

    with nothing_changes():
        again = replace_proof(done, proof=better, by=operator, now=linkedin_task.due_at)

    assert (again.proof_id, again.version) == (replaced.proof_id, replaced.version)


@pytest.mark.parametrize("key", [None, KEY])
def test_a_key_is_no_duty(linkedin_task, operator, key):
    assert complete(linkedin_task, operator, keyed(key)).proof.submission_key == key
