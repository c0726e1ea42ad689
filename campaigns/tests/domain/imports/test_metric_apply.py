"""Exports in a campaign: twice the same as once, newer replaces older, and all of it in the audit log."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from campaigns.choices import Granularity, Platform
from campaigns.domain.audit_verify import verify
from campaigns.domain.campaigns import activate_campaign, complete_campaign, create_campaign
from campaigns.domain.housekeeping import delete_campaign
from campaigns.domain.imports.metric_apply import MetricImport, import_metrics, moment_of_export
from campaigns.domain.imports.metric_plan import preview_metrics_import
from campaigns.domain.imports.metric_rows import MetricFile, MetricRow
from campaigns.domain.metrics import correct_metric
from campaigns.errors import InvalidInput, NotAllowed, NotNow
from campaigns.metric_names import MetricName
from campaigns.models import AuditItem, MetricEntry
from campaigns.tests.witness import how_often, nothing_changes, refused, told
from conftest import CADENCE, LINKEDIN_POST, NOW, brief, hours, linkedin_proof
from operator_tasks.domain.transitions import complete_task

DAY = date(2026, 3, 1)


def row(value: str = "10", **changes) -> MetricRow:
    values = {
        "row_number": 2,
        "platform": Platform.LINKEDIN,
        "day": DAY,
        "metric_name": MetricName.IMPRESSIONS,
        "value": Decimal(value),
        **changes,
    }
    return MetricRow(**values)


def post(value: str = "10", number: int = 0, **changes) -> MetricRow:
    link = f"https://www.linkedin.com/feed/update/urn:li:activity:{LINKEDIN_POST + number}"
    return row(value, granularity=Granularity.POST, external_id=link, link=link, **changes)


def imported(campaign, rows, by, as_of=NOW, **changes) -> MetricImport:
    values = {"source_format": "linkedin_page_content", "file_name": "page.xls", "now": NOW, **changes}
    return import_metrics(campaign, rows, as_of=as_of, by=by, **values)


def stored() -> list[tuple]:
    return list(
        MetricEntry.objects.order_by("pk").values_list(
            "metric_name", "metric_value", "granularity", "identity", "version", "task_id"
        )
    )


def plan(campaign, rows, by, as_of=NOW, **changes):
    file = MetricFile("linkedin_page_content", "LinkedIn page", tuple(rows), (), len(rows), **changes)
    return preview_metrics_import(campaign, file, as_of=as_of, by=by, now=NOW)


def test_values_are_stored_and_told_as_one_batch(active_campaign, operator):
    done = imported(active_campaign, [row(), row("3", metric_name=MetricName.LIKES)], operator)

    assert done == MetricImport(created=2, updated=0, unchanged=0, older=0)
    assert stored() == [
        ("impressions", Decimal(10), "day", "2026-03-01", 1, None),
        ("likes", Decimal(3), "day", "2026-03-01", 1, None),
    ]
    who, via, noun, version, before, after = told("metrics.imported")
    assert (who, via, noun, version, before) == ("omar", "page", "campaign", active_campaign.version, {})
    assert {name: after[name] for name in ("count", "created", "updated", "file", "format")} == {
        "count": 2,
        "created": 2,
        "updated": 0,
        "file": "page.xls",
        "format": "linkedin_page_content",
    }
    assert verify().faults == ()


def test_the_same_export_again_changes_nothing(active_campaign, operator):
    imported(active_campaign, [row(), post()], operator)

    with nothing_changes():
        again = imported(active_campaign, [row(), post()], operator, as_of=NOW + hours(2))
    assert again == MetricImport(created=0, updated=0, unchanged=2, older=0)


def test_a_newer_export_replaces_and_an_older_one_does_not(active_campaign, operator):
    imported(active_campaign, [row("10")], operator)

    newer = imported(active_campaign, [row("12")], operator, as_of=NOW + hours(2), now=NOW + hours(2))
    older = imported(active_campaign, [row("11")], operator, as_of=NOW + hours(1), now=NOW + hours(3))

    assert newer == MetricImport(created=0, updated=1, unchanged=0, older=0)
    assert older == MetricImport(created=0, updated=0, unchanged=0, older=1)
    assert stored() == [("impressions", Decimal(12), "day", "2026-03-01", 2, None)]
    assert list(AuditItem.objects.order_by("pk").values_list("entity_version", "before", "after"))[1] == (
        2,
        '{"as_of":"2026-03-02T06:00:00.000000Z","metric_value":"10"}',
        '{"as_of":"2026-03-02T08:00:00.000000Z","metric_value":"12"}',
    )
    assert how_often("metrics.imported") == 2
    assert verify().faults == ()


def test_a_correction_by_hand_outlives_an_export_from_before(active_campaign, operator):
    imported(active_campaign, [row("10")], operator)
    correct_metric(MetricEntry.objects.get(), metric_value=15, by=operator, now=NOW + hours(2))

    assert imported(active_campaign, [row("10")], operator, as_of=NOW + hours(1)).older == 1
    assert stored()[0][1] == 15


def test_formats_and_granularities_do_not_meet(active_campaign, operator):
    imported(active_campaign, [row("10"), post("4")], operator)
    imported(active_campaign, [row("11")], operator, source_format="day_table")

    assert [line[1] for line in stored()] == [10, 4, 11]


def test_numbers_of_a_post_join_the_task_it_proves(active_campaign, operator, linkedin_task):
    imported(active_campaign, [post("4")], operator)
    assert stored()[0][-1] is None
    done_at = NOW + hours(9)
    complete_task(linkedin_task, proof=linkedin_proof(), by=operator, now=done_at)

    assert plan(active_campaign, [post("4")], operator, as_of=done_at).on_tasks == 1
    again = imported(active_campaign, [post("4"), post("6", number=1)], operator, as_of=done_at, now=done_at)

    assert again == MetricImport(created=1, updated=1, unchanged=0, older=0)
    assert [line[-1] for line in stored()] == [linkedin_task.pk, None]


def test_a_preview_says_what_would_happen_and_changes_nothing(active_campaign, operator):
    imported(active_campaign, [row("10"), post("40")], operator)
    later = NOW + hours(2)
    rows = [row("12"), post("30", row_number=3), post("2000000000", number=1, row_number=4)]

    with nothing_changes():
        seen = plan(active_campaign, rows, operator, as_of=later)

    assert (seen.new, seen.changed, seen.same, seen.older, seen.writes) == (1, 2, 0, 0, 3)
    assert [(one.granularity, one.values, one.total, one.new, one.changed) for one in seen.counts] == [
        ("day", 1, Decimal(12), 0, 1),
        ("post", 2, Decimal(2000000030), 1, 1),
    ]
    assert seen.doubts == (
        "Row 3: Impressions has fallen from 40 to 30.",
        "Row 4: Impressions of 2,000,000,000 is unlikely.",
    )


def test_only_counts_are_summed_in_a_preview(active_campaign, operator):
    rows = [
        row("10", metric_name=MetricName.FOLLOWERS),
        row("12", metric_name=MetricName.FOLLOWERS, day=DAY + timedelta(days=1)),
        row("0.5", metric_name=MetricName.CTR),
    ]

    assert [(one.total, one.last) for one in plan(active_campaign, rows, operator).counts] == [
        (None, Decimal(12)),
        (None, None),
    ]


def test_many_doubts_are_cut(active_campaign, operator):
    seen = plan(active_campaign, [row()], operator, doubts=("a",) * 25)

    assert seen.doubts == (*("a",) * 20, "And 5 more doubts of this kind.")


def test_the_moment_of_an_export(active_campaign):
    file = MetricFile("a", "A", (), (), 0, as_of=NOW - hours(1))

    assert moment_of_export(file, active_campaign, exported_on=None, now=NOW) == NOW - hours(1)
    assert moment_of_export(file, active_campaign, exported_on=NOW.date(), now=NOW) == NOW
    said = moment_of_export(file, active_campaign, exported_on=DAY, now=NOW)
    assert said.isoformat() == "2026-03-01T23:59:59+01:00"


def test_closed_campaigns_are_refused(client_acme, campaign, manager, operator):
    with refused(NotNow, "not active yet"):
        imported(campaign, [row()], operator)
    active = activate_campaign(campaign, by=manager, now=NOW)
    complete_campaign(active, by=manager, now=NOW)
    with refused(NotAllowed, "ask a manager"):
        imported(active, [row()], operator)
    with refused(NotAllowed, "ask a manager"):
        plan(type(active).objects.get(), [row()], operator)


def test_a_name_that_cannot_be_stored_is_refused(active_campaign, operator):
    with refused(InvalidInput, "rename the file"):
        imported(active_campaign, [row()], operator, file_name="a\u202eb.csv")


def test_what_another_campaign_has_is_not_touched(active_campaign, client_acme, manager, operator):
    values = brief(name="Another")
    other = create_campaign(client=client_acme, cadence=CADENCE, values=values, by=manager, now=NOW)
    activate_campaign(other, by=manager, now=NOW)
    imported(active_campaign, [row("10")], operator)

    assert imported(other, [row("12")], operator).created == 1
    assert [line[1] for line in stored()] == [10, 12]


@pytest.mark.parametrize(("count", "queries"), [(1, 10), (3, 10), (600, 12)])
def test_statements_grow_with_batches_not_with_values(
    active_campaign, operator, count, queries, django_assert_num_queries
):
    rows = [row("10", day=DAY - timedelta(days=place)) for place in range(count)]

    with django_assert_num_queries(queries):
        imported(active_campaign, rows, operator)


def test_imported_values_deleted_with_their_campaign_leave_no_fault(active_campaign, operator, manager):
    imported(active_campaign, [row(), post()], operator)

    delete_campaign(active_campaign, by=manager, now=NOW)

    assert (MetricEntry.objects.count(), verify().faults) == (0, ())
