"""`manage.py tick` applies the clock once; with --dry-run it only says what would change."""

from campaigns.tests.witness import nothing_changes, told

TOLD = "due 0, overdue 1, missed 0, escalations 1, completed campaigns 0"
NOTHING = "due 0, overdue 0, missed 0, escalations 0, completed campaigns 0"


def test_tick_moves_tasks_and_says_how_many(running, run):
    assert run("tick") == [f"Changed: {TOLD}"]

    assert list(running.tasks.order_by("pk").values_list("task_type", "status")) == [
        ("MANUAL", "OVERDUE"),
        ("REVIEW", "DUE"),
    ]
    assert told("escalation.opened")[:2] == ("tick", "command")


def test_tick_again_changes_nothing(running, run):
    run("tick")

    assert run("tick") == [f"Changed: {NOTHING}"]


def test_dry_run_says_the_same_and_changes_nothing(running, run):
    with nothing_changes():
        assert run("tick", "--dry-run") == [f"Would change: {TOLD}"]
    assert run("tick") == [f"Changed: {TOLD}"]


def test_empty_workspace_has_nothing_to_tick(run):
    assert run("tick") == [f"Changed: {NOTHING}"]
