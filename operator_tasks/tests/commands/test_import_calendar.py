"""`manage.py import_calendar` puts a scheduling tool's CSV into a campaign, all of it or nothing."""

from datetime import timedelta

import pytest
from django.core.management import CommandError
from django.utils import timezone

from campaigns.models import CalendarItem
from campaigns.tests.witness import nothing_changes, told

HEADER = "message,type,link,time\n"


@pytest.fixture
def file(tmp_path):
    tomorrow = timezone.now() + timedelta(days=1)
    path = tmp_path / "plan_linkedin.csv"
    path.write_text(
        f"{HEADER}Beans,image,,{tomorrow:%Y-%m-%d} 09:00\nOld,image,,2020-01-01 09:00\n", encoding="utf-8"
    )
    return path


def test_import_tells_what_it_made_and_which_rows_it_left_out(running, run, file):
    lines = run("import_calendar", str(file), "--campaign", str(running.pk))

    assert lines == [
        "plan_linkedin.csv (vistasocial): 2 rows read, 2 items created, 0 were there already, 0 rows skipped.",
        f"  row 3: 2020-01-01 is outside the campaign ({running.start_date} to {running.end_date}); "
        "it is kept, and gets no task.",
    ]
    assert CalendarItem.objects.values_list("platform", "title").latest("scheduled_at") == (
        "linkedin",
        "Beans",
    )
    assert told("calendar.imported")[:2] == ("import_calendar", "command")


def test_import_again_adds_nothing(running, run, file):
    run("import_calendar", str(file), "--campaign", str(running.pk))

    with nothing_changes():
        lines = run("import_calendar", str(file), "--campaign", str(running.pk))
    assert "0 items created, 2 were there already" in lines[0]


def test_dry_run_says_the_same_and_changes_nothing(running, run, file):
    with nothing_changes():
        lines = run("import_calendar", str(file), "--campaign", str(running.pk), "--dry-run")
    assert "2 items would be created" in lines[0]


def test_platforms_can_be_named(running, run, file):
    run(
        "import_calendar",
        str(file),
        "--campaign",
        str(running.pk),
        "--platform",
        "twitter",
        "--platform",
        "threads",
    )

    assert sorted(CalendarItem.objects.values_list("platform", flat=True)) == ["threads", "threads", "x", "x"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--campaign", "999999"], "There is no campaign 999999. Load one with load_campaign first"),
        (["--platform", "myspace"], "myspace is not a platform. Choose one of linkedin"),
        (["--platform", "internal"], "Nothing is published on internal"),
    ],
)
def test_wrong_options_are_one_clear_line(running, run, file, options, sentence):
    campaign = [] if "--campaign" in options else ["--campaign", str(running.pk)]

    with nothing_changes(), pytest.raises(CommandError, match=sentence):
        run("import_calendar", str(file), *campaign, *options)


def test_file_that_is_missing_or_no_calendar_is_one_clear_line(running, run, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")

    for path, sentence in (
        (tmp_path / "none.csv", "cannot be read: No such file or directory. Check the path"),
        (tmp_path, "cannot be read: Is a directory. Check the path"),
        (other, "belong to no known calendar format"),
    ):
        with nothing_changes(), pytest.raises(CommandError, match=sentence):
            run("import_calendar", str(path), "--campaign", str(running.pk))
