"""`manage.py escalate` makes the escalations true; with --dry-run it only says what would change."""

from django.utils import timezone

from campaigns.tests.witness import nothing_changes, told
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.transitions import complete_task


def test_escalate_finds_nothing_to_change_after_a_tick(running, run):
    run("tick")

    with nothing_changes():
        assert run("escalate") == ["Changed: escalations 0"]


def test_escalate_closes_what_is_resolved(running, run, operator):
    run("tick")
    late = running.tasks.get(task_type="MANUAL")
    complete_task(late, proof=ProofInput("TEXT", "called"), by=operator, now=timezone.now())

    with nothing_changes():
        assert run("escalate", "--dry-run") == ["Would change: escalations 1"]
    assert run("escalate") == ["Changed: escalations 1"]
    assert told("escalation.resolved")[:2] == ("escalate", "command")
