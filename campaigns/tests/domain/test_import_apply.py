"""A calendar file in a campaign: all of it or nothing, and twice the same as once."""

from datetime import UTC, date, datetime

import pytest

from campaigns.choices import Platform
from campaigns.domain.calendar import delete_item, edit_item
from campaigns.domain.campaigns import complete_campaign, create_campaign
from campaigns.domain.imports.apply import ImportedCalendar, import_calendar, preview_calendar_import
from campaigns.domain.imports.calendar_rows import SkippedRow
from campaigns.errors import InvalidInput, NotNow
from campaigns.models import CalendarItem
from campaigns.tests.witness import how_often, nothing_changes, refused, told
from conftest import CADENCE, NOW, brief
from operator_tasks.domain.planning import plan_tasks

HEADER = "message,type,link,time\n"
TWO = "Beans today,image,[IMAGE_01],2026-03-03 09:00\nCups tomorrow,carousel,,2026-03-04 21:30\n"
OUTSIDE = "Too early,image,,2026-03-01 09:00\nToo late,image,,2026-03-17 00:00\n"


def put_in(campaign, manager, body=TWO, name="plan_linkedin.csv", **options) -> ImportedCalendar:
    return import_calendar(campaign, (HEADER + body).encode(), file_name=name, **options, by=manager, now=NOW)


def rows() -> list[tuple]:
    columns = ("platform", "content_type", "scheduled_at", "title", "copy_text", "asset_ref", "slot_week")
    return list(CalendarItem.objects.order_by("pk").values_list(*columns))


def test_import_makes_an_item_of_each_row_on_the_campaigns_clock(campaign, manager):
    done = put_in(campaign, manager)

    assert rows() == [
        (
            "linkedin",
            "post",
            datetime(2026, 3, 3, 8, tzinfo=UTC),
            "Beans today",
            "Beans today",
            "[IMAGE_01]",
            None,
        ),
        (
            "linkedin",
            "carousel",
            datetime(2026, 3, 4, 20, 30, tzinfo=UTC),
            "Cups tomorrow",
            "Cups tomorrow",
            "",
            None,
        ),
    ]
    assert (done.format, done.rows_read, done.kept, done.skipped) == ("vistasocial", 2, 0, ())
    assert list(done.created) == list(CalendarItem.objects.order_by("pk"))


def test_import_leaves_one_entry_for_each_item_and_one_for_the_file(campaign, manager):
    put_in(campaign, manager)

    assert how_often("calendar_item.imported") == 2
    assert told("calendar.imported") == (
        "maria",
        "page",
        "campaign",
        1,
        {},
        {"file": "plan_linkedin.csv", "format": "vistasocial", "created": 2, "kept": 0},
    )


def test_import_twice_is_the_same_as_once(campaign, manager):
    put_in(campaign, manager)

    with nothing_changes():
        again = put_in(campaign, manager)
    assert (again.created, again.kept) == ((), 2)


def test_import_again_keeps_edits_and_does_not_bring_back_what_was_deleted(campaign, manager):
    first, second = put_in(campaign, manager).created
    edit_item(first, values={"copy_text": "Beans, roasted today"}, by=manager, now=NOW)
    delete_item(second, by=manager, now=NOW)

    with nothing_changes():
        put_in(campaign, manager)


def test_import_keeps_rows_that_are_alike_apart(campaign, manager):
    alike = "Beans today,image,,2026-03-03 09:00\n"

    assert len(put_in(campaign, manager, alike * 2).created) == 2
    assert len(put_in(campaign, manager, alike * 3).created) == 1
    with nothing_changes():
        put_in(campaign, manager, alike * 3)


def test_import_keeps_rows_outside_the_campaign_and_says_which(campaign, manager):
    done = put_in(campaign, manager, OUTSIDE + TWO)

    why = "is outside the campaign (2026-03-02 to 2026-03-16); it is kept, and gets no task."
    assert done.outside == (SkippedRow(2, f"2026-03-01 {why}"), SkippedRow(3, f"2026-03-17 {why}"))
    assert (done.rows_read, len(done.created), done.skipped) == (4, 4, ())
    assert [task.due_at.date() for task in plan_tasks(campaign, by=manager, now=NOW).created] == [
        date(2026, 3, 3),
        date(2026, 3, 4),
    ]


def test_import_makes_one_item_for_each_platform_named(campaign, manager):
    put_in(campaign, manager, TWO, name="plan.csv", platforms=(Platform.X, Platform.THREADS))

    assert [row[0] for row in rows()] == ["x", "threads", "x", "threads"]


def test_import_refuses_the_whole_file_for_a_time_the_clocks_leap_over(client_acme, manager):
    campaign = create_campaign(
        client=client_acme, cadence=CADENCE, values=brief(end_date=date(2026, 3, 31)), by=manager, now=NOW
    )

    with refused(InvalidInput, "Row 4: 2026-03-29 02:30 does not exist in Europe/Berlin"):
        put_in(campaign, manager, TWO + "In the gap,image,,2026-03-29 02:30\n")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("Beans,image,,tomorrow\n", "Row 2: .*tomorrow.* is not a date and time"),
        ("Beans,poem,,2026-03-03 09:00\n", "poem.* is not a known type"),
        (",image,,2026-03-03 09:00\n", "nothing to publish"),
        ("Be\x00ans,image,,2026-03-03 09:00\n", "."),
    ],
)
def test_import_refuses_the_whole_file_for_a_row_it_cannot_read(campaign, manager, body, sentence):
    with refused(InvalidInput, sentence):
        put_in(campaign, manager, TWO + body if not body.startswith("Beans,image") else body)


def test_import_refuses_a_file_of_an_unknown_kind_and_a_platform_nobody_named(campaign, manager):
    with refused(InvalidInput, "belong to no known calendar format"):
        import_calendar(campaign, b"a,b\n1,2\n", file_name="x.csv", by=manager, now=NOW)
    with refused(InvalidInput, "does not say which platform it is for"):
        put_in(campaign, manager, name="plan.csv")
    with refused(InvalidInput, "Nothing is published on internal"):
        put_in(campaign, manager, platforms=(Platform.INTERNAL,))


def test_import_refuses_a_file_name_that_cannot_be_stored(campaign, manager):
    with refused(InvalidInput, "cannot be stored"):
        put_in(campaign, manager, name="\udcff_linkedin.csv")


def test_completed_campaign_refuses_import_and_preview_alike(active_campaign, manager):
    complete_campaign(active_campaign, by=manager, now=NOW)
    data = (HEADER + TWO).encode()

    with refused(NotNow, "The campaign is completed. Reopen it before importing"):
        put_in(active_campaign, manager)
    with refused(NotNow, "The campaign is completed. Reopen it before importing"):
        preview_calendar_import(active_campaign, data, file_name="plan_linkedin.csv")


def test_preview_tells_the_same_and_saves_nothing(campaign, manager):
    with nothing_changes():
        preview = preview_calendar_import(
            campaign, (HEADER + OUTSIDE + TWO).encode(), file_name="plan_linkedin.csv"
        )

    done = put_in(campaign, manager, OUTSIDE + TWO)

    assert [item.title for item in preview.created] == [item.title for item in done.created]
    assert (preview.rows_read, preview.kept, preview.outside) == (done.rows_read, done.kept, done.outside)


def test_rows_in_the_past_become_history(campaign, manager):
    done = import_calendar(
        campaign,
        (HEADER + TWO).encode(),
        file_name="plan_linkedin.csv",
        by=manager,
        now=datetime(2026, 3, 4, tzinfo=UTC),
    )

    assert [item.scheduled_at.day for item in done.created] == [3, 4]
