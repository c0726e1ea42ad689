"""`manage.py weekly_summary` writes the finished weeks that lack a summary; --dry-run only counts them."""

from campaigns.tests.witness import nothing_changes, told
from operator_tasks.models import OperatorTask, WeeklySummary


def test_weekly_summary_writes_what_is_missing_once(running, run):
    with nothing_changes():
        would = run("weekly_summary", "--dry-run")

    wrote = run("weekly_summary")

    count = WeeklySummary.objects.count()
    # Three weeks hold two or three Mondays at eight, whatever day it is.
    assert count in {2, 3}
    assert (would, wrote) == ([f"Would write {count} summaries."], [f"Wrote {count} summaries."])
    assert OperatorTask.objects.filter(task_type="ANALYZE").count() == 1
    assert told("summary.written")[:2] == ("weekly_summary", "command")
    assert run("weekly_summary") == ["Wrote 0 summaries."]
