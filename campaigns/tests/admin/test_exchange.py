"""Files in and out of the admin: exported as filtered, shown before they are imported, carried out by verbs."""

import csv
import io
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from campaigns.domain.calendar import edit_item, generate_calendar
from campaigns.domain.campaigns import activate_campaign
from campaigns.domain.metrics import log_metric
from campaigns.models import CalendarItem, Campaign, MetricEntry, OperatorAuditLog
from campaigns.tests.admin.pages import fields_of, list_url, told
from campaigns.tests.admin.worlds import planned
from campaigns.tests.witness import nothing_changes
from conftest import user_named

BRIEF = ["client", "name", "start_date", "end_date", "cadence"]
SPRING = ["Acme", "Spring", "2027-03-01", "2027-03-31", "linkedin post 3 on mon wed fri at 09:00; x post 2"]


def exported(browser, model, kind="csv", **query):
    answer = browser.get(f"{list_url(model)}export.{kind}", query)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def table_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def csv_of(header, *rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def xlsx_of(*rows, merge="") -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    book.save(file)
    return file.getvalue()


def preview(browser, model, data: bytes, name="rows.csv"):
    return browser.post(f"{list_url(model)}import/", {"file": SimpleUploadedFile(name, data)})


def carry_out(browser, model, page):
    """Press the button of the preview."""
    seen = {"seen": fields_of(page)["seen"]}
    return browser.post(f"{list_url(model)}import/", seen, follow=True)


def imported(browser, model, data: bytes, name="rows.csv"):
    page = preview(browser, model, data, name)
    assert page.context["told"].errors == ()
    return carry_out(browser, model, page)


def counts(page) -> tuple[int, int, int]:
    found = page.context["told"]
    return found.new, found.changed, found.same


def errors(page) -> list[tuple[int, str, str]]:
    return [(error.number, error.column, error.sentence) for error in page.context["told"].errors]


class TestCampaigns:
    def test_a_new_campaign_comes_with_its_cadence_by_the_verb(self, browser, client_acme):
        answer = imported(browser, Campaign, csv_of(BRIEF, SPRING))

        spring = Campaign.objects.get(name="Spring")
        lines = spring.cadences.values_list("platform", "content_type", "posts_per_week", "weekdays", "times")
        newest = OperatorAuditLog.objects.filter(entity_type="campaign").latest("seq")
        assert told(answer) == ["The file is imported: 1 new, 0 changed, 0 as they were."]
        assert (spring.client, spring.time_zone, spring.status) == (client_acme, "Europe/Berlin", "PLANNED")
        assert list(lines) == [("linkedin", "post", 3, [1, 3, 5], ["09:00"]), ("x", "post", 2, [], [])]
        assert (newest.action, newest.via, newest.actor_label) == ("campaign.created", "admin", "maria")

    def test_a_preview_changes_nothing_and_says_what_would_change(self, browser, autumn):
        row = ["Acme", "Autumn", "A new objective", "linkedin post 4; x post 2"]
        with nothing_changes():
            page = preview(browser, Campaign, csv_of(["client", "name", "objective", "cadence"], row))

        changes = [(change.column, change.before, change.after) for change in page.context["rows"][0].changes]
        assert counts(page) == (0, 1, 0)
        assert changes == [
            ("objective", "First line\nSecond line", "A new objective"),
            ("cadence", "linkedin post 3; x post 2", "linkedin post 4; x post 2"),
        ]
        carry_out(browser, Campaign, page)
        autumn.refresh_from_db()
        assert autumn.objective == "A new objective"
        assert [line.posts_per_week for line in autumn.cadences.order_by("platform")] == [4, 2]

    def test_what_was_exported_imports_as_nothing_new(self, browser, autumn):
        for kind in ("csv", "xlsx"):
            page = preview(browser, Campaign, exported(browser, Campaign, kind), f"campaigns.{kind}")
            assert (kind, counts(page), errors(page)) == (kind, (0, 0, 1), [])
            assert "There is nothing to import" in page.content.decode()

    def test_the_file_holds_what_the_list_shows(self, browser, autumn, client_acme, manager):
        planned(client_acme, manager, name="Winter")
        rows = table_of(exported(browser, Campaign, q="Wint"))

        first = autumn.start_date
        assert rows == [
            {
                "id": str(Campaign.objects.get(name="Winter").pk),
                "client": "Acme",
                "name": "Winter",
                "venture_name": "",
                "objective": "First line\nSecond line",
                "start_date": first.isoformat(),
                "end_date": (first + timedelta(days=14)).isoformat(),
                "primary_cta": "Reply with AUDIT",
                "lead_capture_method": "",
                "time_zone": "Europe/Berlin",
                "blackout_dates": "",
                "cadence": "linkedin post 3; x post 2",
                "status": "PLANNED",
            }
        ]

    def test_one_wrong_row_and_nothing_is_done(self, browser, client_acme):
        rows = [
            SPRING,
            ["Nobody", *SPRING[1:]],
            ["Acme", "", *SPRING[2:]],
            ["Acme", "Summer", "31.3.", "2027-03-31", "linkedin post 3"],
            ["Acme", "Fall", "2027-03-01", "2027-02-01", "linkedin post 3"],
            ["Acme", "Late", "2027-03-01", "2027-03-31", "myspace post 3"],
        ]
        with nothing_changes():
            page = preview(browser, Campaign, csv_of(BRIEF, *rows))

        unreadable = (
            "“myspace post 3” is no line of a cadence. Write: linkedin post 3 on mon wed at 09:00; x post 2"
        )
        assert page.status_code == 400
        assert errors(page) == [
            (3, "client", "There is no client of this name. Add the client first."),
            (4, "name", "A new row needs a value here."),
            (5, "start_date", "Write the day as 2026-03-31."),
            (6, "end_date", "The last day is before the first; correct one of the two."),
            (7, "cadence", unreadable),
        ]
        assert "seen" not in fields_of(page)

    def test_keys_of_others_are_not_found(self, browser, client_acme):
        page = preview(browser, Campaign, csv_of(["id", "name"], ["99", "X"], ["9" * 30, "Y"], ["x", "Z"]))

        sentence = "No row of this list has this key. Leave the cell empty for a new one."
        assert errors(page) == [(number, "id", sentence) for number in (2, 3, 4)]

    def test_a_campaign_stays_with_its_client(self, browser, autumn):
        page = preview(browser, Campaign, csv_of(["id", "client"], [autumn.pk, "Beta"]))
        assert errors(page) == [(2, "client", "A campaign stays with its client.")]

    def test_statuses_are_not_taken_from_files(self, browser, autumn):
        page = preview(browser, Campaign, csv_of(["id", "status"], [autumn.pk, "COMPLETED"]))
        assert counts(page) == (0, 0, 1)

    def test_columns_that_nobody_knows_are_named(self, browser, autumn):
        page = preview(browser, Campaign, csv_of(["id", "budget"], [autumn.pk, "9"]))
        assert [(number, column) for number, column, _sentence in errors(page)] == [(1, "budget")]

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "'+49 30' is the hotline"])
    def test_no_cell_runs_as_a_formula_and_none_is_changed_by_that(self, browser, autumn, text):
        edited = ["Acme", "Autumn", text]
        imported(browser, Campaign, csv_of(["client", "name", "primary_cta"], edited))
        data = exported(browser, Campaign)
        book = openpyxl.load_workbook(io.BytesIO(exported(browser, Campaign, "xlsx")))

        stored = Campaign.objects.get().primary_cta
        cell = next(cell for cell in book.active[2] if cell.value and str(cell.value).endswith(stored))
        assert table_of(data)[0]["primary_cta"] == cell.value == ("'" + stored if stored != "x" else "x")
        assert cell.data_type == "s"
        assert counts(preview(browser, Campaign, data)) == (0, 0, 1)


class TestFiles:
    def test_days_of_a_workbook_are_days(self, browser, client_acme):
        rows = [
            BRIEF,
            ["Acme", "Spring", date(2027, 3, 1), date(2027, 3, 31), SPRING[4]],
        ]
        page = preview(browser, Campaign, xlsx_of(*rows), "rows.xlsx")

        assert (counts(page), errors(page)) == ((1, 0, 0), [])

    def test_a_formula_is_read_as_its_result_and_merged_cells_are_named(self, browser, client_acme):
        rows = [
            BRIEF,
            SPRING,
            ["Acme", '=CONCATENATE("Sum","mer")', *SPRING[2:]],
            ["Acme", "Fall", *SPRING[2:]],
        ]
        page = preview(browser, Campaign, xlsx_of(*rows, merge="A3:A4"), "rows.xlsx")

        needed = "A new row needs a value here."
        assert errors(page) == [(3, "name", needed), (4, "client", needed)]

    def test_a_hundred_thousand_rows_are_too_many(self, browser, client_acme):
        many = b"\n".join([b",".join(name.encode() for name in BRIEF), *[b"Acme,A,,,"] * 100_000])
        page = preview(browser, Campaign, many)

        assert page.status_code == 400
        assert page.context["refusal"] == (
            "The file has more than 10,000 rows. Export a shorter time and import the parts."
        )

    def test_more_rows_than_verbs_are_to_run_are_refused(self, browser, client_acme):
        page = preview(browser, Campaign, csv_of(BRIEF, *[SPRING] * 301))
        assert page.context["refusal"] == "The file has more than 300 rows. Split it and import the parts."

    def test_a_zip_bomb_is_not_unpacked(self, browser, client_acme):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
            bomb.writestr("xl/workbook.xml", "<workbook/>")
            bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
        page = preview(browser, Campaign, file.getvalue(), "rows.xlsx")

        assert page.status_code == 400
        assert page.context["refusal"].startswith("The workbook unpacks to more than an export can hold.")

    @pytest.mark.parametrize(
        "data",
        [b"", b"PK\x03\x04broken", b"\xff\xfe\x00", b"name\n", b'a,b\n"', b"name,name\n1,2\n", b"\x00" * 50],
    )
    def test_broken_files_are_refused_in_a_sentence(self, browser, client_acme, data):
        page = preview(browser, Campaign, data)
        assert (page.status_code, bool(page.context["refusal"])) == (400, True)

    def test_no_file_at_all_is_asked_for(self, browser):
        page = browser.post(f"{list_url(Campaign)}import/", {})
        assert (page.status_code, page.context["form"].errors) == (400, {"file": ["This field is required."]})

    def test_another_persons_preview_is_not_carried_out(self, browser, client_acme, client):
        page = preview(browser, Campaign, csv_of(BRIEF, SPRING))
        client.force_login(user_named("mona", "manager"))
        with nothing_changes():
            answer = client.post(f"{list_url(Campaign)}import/", {"seen": fields_of(page)["seen"]})
            forged = client.post(f"{list_url(Campaign)}import/", {"seen": "1.x:y"})

        sentence = "The preview is too old or was another person's. Choose the file again."
        assert [(each.status_code, each.context["refusal"]) for each in (answer, forged)] == [
            (400, sentence)
        ] * 2

    def test_a_preview_is_carried_out_once(self, browser, client_acme):
        page = preview(browser, Campaign, csv_of(BRIEF, SPRING))
        carry_out(browser, Campaign, page)
        again = carry_out(browser, Campaign, page)

        assert (told(again), Campaign.objects.count()) == (["This file is imported already."], 1)

    def test_what_was_not_carried_out_is_not_called_imported(self, browser, client_acme):
        page = preview(browser, Campaign, csv_of(BRIEF, SPRING))
        cache.delete(f"admin-import:{fields_of(page)['seen'].split('.')[1]}")
        answers = [carry_out(browser, Campaign, page) for _press in range(2)]

        sentence = "The preview is too old or was another person's. Choose the file again."
        assert [(each.status_code, each.context["refusal"]) for each in answers] == [(400, sentence)] * 2

    def test_the_file_has_the_order_of_the_list(self, browser, autumn, client_acme, manager):
        planned(client_acme, manager, name="Winter")
        orders = [
            [row["name"] for row in table_of(exported(browser, Campaign, o=each))] for each in ("1", "-1")
        ]

        assert orders == [["Autumn", "Winter"], ["Winter", "Autumn"]]

    def test_a_preview_is_of_one_list(self, browser, client_acme):
        page = preview(browser, Campaign, csv_of(BRIEF, SPRING))
        elsewhere = browser.post(f"{list_url(CalendarItem)}import/", {"seen": fields_of(page)["seen"]})

        assert elsewhere.status_code == 400
        assert told(carry_out(browser, Campaign, page))[0].startswith("The file is imported: 1 new")

    def test_cells_behind_the_last_column_are_not_lost_in_silence(self, browser, client_acme):
        page = preview(browser, Campaign, csv_of(BRIEF, SPRING, [*SPRING, "and more"]))
        assert page.context["refusal"].startswith("More values than the header has columns: row 3.")

    @pytest.mark.parametrize("header", ["row", "Row number", "row_number"])
    def test_a_column_of_row_numbers_is_none_of_ours(self, browser, autumn, header):
        page = preview(browser, Campaign, csv_of(["id", header], [autumn.pk, "abc"]))
        assert [number for number, _column, _sentence in errors(page)] == [1]

    @pytest.mark.parametrize("query", [{"p": "999"}, {"e": "1"}])
    def test_the_page_of_the_list_is_no_filter_of_the_file(self, browser, autumn, query):
        assert len(table_of(exported(browser, Campaign, **query))) == 1

    @pytest.mark.parametrize("query", ["nonsense=1", "id__gt=abc", "start_date__year=99999"])
    def test_filters_that_are_none_lead_back_to_the_list(self, browser, autumn, query):
        answers = [browser.get(f"{list_url(Campaign)}{page}?{query}") for page in ("export.csv", "")]
        assert [answer.status_code for answer in answers] == [302, 302]

    def test_what_changed_since_the_preview_is_shown_once_more(self, browser, client_acme, manager):
        page = preview(browser, Campaign, csv_of(BRIEF, SPRING))
        planned(client_acme, manager, name="Spring")
        with nothing_changes():
            answer = carry_out(browser, Campaign, page)

        assert (answer.status_code, counts(answer)) == (409, (0, 1, 0))
        assert "Something was changed since the preview." in answer.context["refusal"]
        assert told(carry_out(browser, Campaign, answer)) == [
            "The file is imported: 0 new, 1 changed, 0 as they were."
        ]

    def test_who_may_not_write_may_not_import(self, outsider):
        assert outsider.get(f"{list_url(Campaign)}import/").status_code == 403
        assert outsider.get(f"{list_url(Campaign)}export.csv").status_code == 403


class TestCalendarItems:
    @pytest.fixture
    def item(self, autumn, manager):
        generate_calendar(autumn, days_ahead=14, by=manager, now=timezone.now())
        return autumn.calendar_items.order_by("scheduled_at").last()

    def test_items_go_out_with_local_times_and_come_back_unchanged(self, browser, item):
        data = exported(browser, CalendarItem)
        rows = {row["id"]: row for row in table_of(data)}
        page = preview(browser, CalendarItem, data)

        local = item.scheduled_at.astimezone(item.campaign.zone)
        assert rows[str(item.pk)]["scheduled_for"] == f"{local:%Y-%m-%d %H:%M}"
        assert (counts(page)[:2], errors(page)) == ((0, 0), [])

    def test_copy_and_time_are_changed_by_verbs(self, browser, item):
        moved = item.scheduled_at.astimezone(item.campaign.zone).replace(hour=16, minute=5)
        row = [item.pk, f"{moved:%Y-%m-%d %H:%M}", "Audits calm."]
        imported(browser, CalendarItem, csv_of(["id", "scheduled_for", "copy_text"], row))

        item.refresh_from_db()
        actions = list(OperatorAuditLog.objects.order_by("-id").values_list("action", flat=True)[:2])
        assert (item.copy_text, item.scheduled_at) == ("Audits calm.", moved)
        assert actions == ["calendar_item.rescheduled", "calendar_item.edited"]

    def test_a_new_item_is_made_once_however_often_its_file_comes(self, browser, autumn):
        day = autumn.end_date.isoformat()
        header = ["client", "campaign", "platform", "content_type", "scheduled_for", "title"]
        file = csv_of(header, ["Acme", "Autumn", "linkedin", "post", f"{day} 10:00", "Launch"])
        imported(browser, CalendarItem, file)
        spelt = csv_of(header, ["Acme", "Autumn", "linkedin", "post", f"{day}T10:00:00", "Launch"])

        assert [counts(preview(browser, CalendarItem, each)) for each in (file, spelt)] == [(0, 0, 1)] * 2
        assert CalendarItem.objects.get().title == "Launch"

    def test_items_that_are_there_are_found_without_their_keys(self, browser, item):
        rows = table_of(exported(browser, CalendarItem))
        header = [name for name in rows[0] if name not in ("id", "out_of_the_plan")]
        page = preview(
            browser, CalendarItem, csv_of(header, *[[row[name] for name in header] for row in rows])
        )

        assert (counts(page)[:2], errors(page)) == ((0, 0), [])

    def test_a_refusal_names_the_column_as_the_file_does(self, browser, autumn):
        header = ["client", "campaign", "platform", "content_type", "scheduled_for"]
        page = preview(
            browser, CalendarItem, csv_of(header, ["Acme", "Autumn", "linkedin", "post", "2001-01-01 10:00"])
        )
        assert [(number, column) for number, column, _sentence in errors(page)] == [(2, "scheduled_for")]

    def test_what_the_verb_refuses_is_said_at_its_row(self, browser, item, manager):
        edit_item(item, values={"title": "Kept"}, by=manager, now=timezone.now())
        rows = [[item.pk, "x", "Kept", "", ""], [item.pk, "linkedin", "Kept", "tomorrow", ""]]
        rows[1][1] = item.platform
        rows[0][1] = "pinterest"
        page = preview(
            browser, CalendarItem, csv_of(["id", "platform", "title", "scheduled_for", "notes"], *rows)
        )
        assert errors(page) == [
            (2, "platform", "An item stays where it is; make a new one there instead."),
            (3, "scheduled_for", "Write the time as 2026-11-22 09:30."),
        ]


class TestMetrics:
    @pytest.fixture
    def autumn(self, autumn, manager):
        return activate_campaign(autumn, by=manager, now=timezone.now())

    def test_values_are_logged_and_corrected_by_verbs(self, browser, autumn):
        day = autumn.start_date.isoformat()
        header = ["client", "campaign", "platform", "date", "metric_name", "metric_value"]
        imported(
            browser, MetricEntry, csv_of(header, ["Acme", "Autumn", "linkedin", day, "impressions", "120"])
        )
        page = preview(
            browser, MetricEntry, csv_of(header, ["Acme", "Autumn", "linkedin", day, "impressions", "130"])
        )

        change = page.context["rows"][0].changes
        assert (counts(page), [(each.before, each.after) for each in change]) == ((0, 1, 0), [("120", "130")])
        carry_out(browser, MetricEntry, page)
        actions = list(OperatorAuditLog.objects.order_by("-id").values_list("action", flat=True)[:2])
        assert (MetricEntry.objects.get().metric_value, actions) == (
            130,
            ["metric.corrected", "metric.logged"],
        )

    def test_a_day_of_a_workbook_means_the_same_day(self, browser, autumn, manager):
        told_of = {"platform": "x", "metric_name": "likes", "metric_value": "4"}
        log_metric(autumn, day=autumn.start_date, **told_of, by=manager, now=timezone.now())
        header = ["client", "campaign", "date", *told_of]
        file = xlsx_of(header, ["Acme", "Autumn", autumn.start_date, "x", "likes", 4])

        assert counts(preview(browser, MetricEntry, file, "rows.xlsx")) == (0, 0, 1)

    def test_what_was_exported_comes_back_unchanged(self, browser, autumn, manager):
        log_metric(
            autumn,
            platform="x",
            day=autumn.start_date,
            metric_name="engagement_rate",
            metric_value="0.0431",
            by=manager,
            now=timezone.now(),
        )
        page = preview(browser, MetricEntry, exported(browser, MetricEntry, "xlsx"), "metrics.xlsx")

        assert (counts(page), errors(page)) == ((0, 0, 1), [])

    def test_what_the_preview_shows_is_what_is_stored(self, browser, autumn):
        day = autumn.start_date.isoformat()
        header = ["client", "campaign", "platform", "date", "metric_name", "metric_value"]
        file = csv_of(header, ["Acme", "Autumn", "linkedin", day, "clicks", "1000.00004"])
        page = preview(browser, MetricEntry, file)

        assert page.context["rows"][0].changes[-1].after == "1000"
        carry_out(browser, MetricEntry, page)
        assert counts(preview(browser, MetricEntry, file)) == (0, 0, 1)

    def test_wrong_values_are_said_at_their_rows(self, browser, autumn):
        day = autumn.start_date.isoformat()
        header = ["client", "campaign", "platform", "date", "metric_name", "metric_value"]
        rows = [
            ["Acme", "Autumn", "linkedin", day, "impressions", "-1"],
            ["Acme", "Autumn", "linkedin", day, "impressions", "many"],
            ["Acme", "Winter", "linkedin", day, "impressions", "1"],
            ["Acme", "Autumn", "linkedin", "2199-01-01", "impressions", "1"],
        ]
        page = preview(browser, MetricEntry, csv_of(header, *rows))

        places = [(number, column) for number, column, _sentence in errors(page)]
        assert places == [(2, "metric_value"), (3, "metric_value"), (4, "campaign"), (5, "date")]
