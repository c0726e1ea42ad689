"""`manage.py import_metrics` puts a platform's export into a campaign; the same file again changes nothing."""

import pytest
from django.core.management import CommandError

from campaigns.models import MetricEntry
from campaigns.tests.witness import nothing_changes, told

TEXT = "Date,Impressions,Unfollows,Create Post,Mood\n2026-01-30,5,1,2,x\nsoon,5,1,2,x\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "overview.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_import_tells_what_it_made_and_what_it_left_out(running, run, file):
    lines = run("import_metrics", str(file), "--campaign", str(running.pk))

    assert lines == [
        "overview.csv (x_overview): 2 rows read, 3 values created, 0 replaced, 0 the same, 0 newer already, 1 skipped.",
        "  row 3: “soon” is not a day; write it like 2026-01-31",
        "  unknown column: Mood",
    ]
    assert MetricEntry.objects.count() == 3
    assert told("metrics.imported")[:2] == ("import_metrics", "command")


def test_import_again_changes_nothing(running, run, file):
    run("import_metrics", str(file), "--campaign", str(running.pk))

    with nothing_changes():
        lines = run("import_metrics", str(file), "--campaign", str(running.pk))
    assert "0 values created, 0 replaced, 3 the same" in lines[0]


def test_a_dry_run_says_what_would_happen(running, run, file):
    with nothing_changes():
        lines = run("import_metrics", str(file), "--campaign", str(running.pk), "--dry-run")
    assert "3 values would be created" in lines[0]


def test_what_the_file_leaves_open_can_be_said(running, run, tmp_path):
    path = tmp_path / "numbers.csv"
    path.write_text("Date,Impressions,Likes\n03/04/2025,5,1\n", encoding="utf-8")
    asked = ("import_metrics", str(path), "--campaign", str(running.pk))

    with nothing_changes(), pytest.raises(CommandError, match="Choose one"):
        run(*asked)
    run(*asked, "--platform", "linkedin", "--day-order", "dmy", "--format", "day_table")
    assert str(MetricEntry.objects.values_list("date", flat=True).first()) == "2025-04-03"


@pytest.mark.parametrize(("name", "campaign"), [("overview.csv", "99999"), ("missing.csv", "")])
def test_what_is_not_there_is_refused(running, run, file, name, campaign):
    with nothing_changes(), pytest.raises(CommandError):
        run("import_metrics", str(file.parent / name), "--campaign", campaign or str(running.pk))
