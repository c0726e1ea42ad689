"""The earlier module's database is taken over: in our words, with aware times, once, and what has no place is told."""

import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campaigns.domain.audit_verify import verify
from campaigns.domain.clients import create_client
from campaigns.models import Campaign, CampaignPlan, Client, MetricEntry, OperatorAuditLog
from campaigns.tests.witness import nothing_changes
from conftest import NOW
from operator_tasks.models import OperatorTask
from operator_tasks.tests.domain.takeover.earlier_world import earlier_database

COUNTS = (
    "2 campaigns, 2 lines of cadence, 1 plans, 2 calendar items, 1 open escalations that were left out, 6 tasks, "
    "2 metrics, 2 entries of the audit log"
)
NOTES = [
    "“Spring launch”: the platform “myspace” is not known here; its cadence was left out.",
    "“Spring launch”: item 3 has no platform or time that is known; it was left out.",
    "“Spring launch”: task 1 is a second one of item 1; it was taken over without it.",
    "“Spring launch”: task 7 has no platform or time that is known; it was left out.",
    "“Spring launch”: impressions of linkedin on 2026-03-02 was logged twice; the later value counts.",
    "“Spring launch”: metric 4 (joy) has no place here; it was left out.",
    "“Spring launch”: metric 5 (clicks) has no place here; it was left out.",
]


def taken_over(url: str, **options) -> tuple[str, list[str]]:
    """What the command says: its first line, and its notes."""
    told = StringIO()
    call_command("import_aicmo", url, stdout=told, **options)
    first, *notes = told.getvalue().splitlines()
    return first, [note.strip() for note in notes]


@pytest.fixture
def url(tmp_path, db) -> str:
    return earlier_database(tmp_path / "aicmo.sqlite3")


@pytest.fixture
def acme(manager) -> Client:
    """The client is here already, in Berlin."""
    return create_client(name="ACME", time_zone="Europe/Berlin", by=manager, now=NOW)


def test_command_tells_what_was_taken_over_and_what_was_not(url, acme):
    assert taken_over(url) == (f"Took over: {COUNTS}.", NOTES)


def test_campaign_keeps_its_days_in_the_zone_of_its_client(url, acme):
    taken_over(url)

    found = Campaign.objects.order_by("name").values_list(
        "client", "name", "status", "start_date", "end_date", "time_zone", "completed_at"
    )
    days = (date(2026, 3, 2), date(2026, 3, 31), "Europe/Berlin")
    assert list(found) == [
        (acme.pk, "Autumn", "COMPLETED", *days, datetime(2026, 3, 1, 8, tzinfo=UTC)),
        (acme.pk, "Spring launch", "ACTIVE", *days, None),
    ]
    cadence = Campaign.objects.get(name="Spring launch").cadences
    assert dict(cadence.values_list("platform", "posts_per_week")) == {"linkedin": 3, "x": 1}


def test_client_that_is_new_here_gets_the_zone_that_was_told(url):
    taken_over(url, time_zone="Asia/Tokyo")

    assert Client.objects.values_list("name", "time_zone").get() == ("Acme", "Asia/Tokyo")
    assert Campaign.objects.get(name="Spring launch").start_date == date(2026, 3, 2)


def test_plan_keeps_what_it_says(url, acme):
    taken_over(url)

    plan = CampaignPlan.objects.get()
    assert (
        plan.number,
        plan.angles,
        plan.positioning,
        plan.messaging,
        plan.weekly_themes,
        plan.generated_by,
    ) == (
        1,
        ["Chairs"],
        "Audits pay",
        {"trust": ["We count twice"]},
        ["Chairs", "Lamps"],
        "aicmo",
    )


def test_tasks_have_our_statuses_and_finished_ones_their_proof(url, acme):
    taken_over(url)

    found = OperatorTask.objects.filter(campaign__name="Spring launch").order_by("pk")
    columns = (
        "status",
        "task_type",
        "platform",
        "calendar_item__import_key",
        "blocked_reason",
        "proof__value",
    )
    address = "https://www.linkedin.com/feed/update/urn:li:activity:7434000000000000000/"
    assert [row for row in found.values_list(*columns) if row[0] in ("DONE", "BLOCKED", "MISSED")] == [
        ("DONE", "POST", "linkedin", "aicmo:1", "", address),
        ("DONE", "POST", "linkedin", None, "", "The earlier module kept no proof."),
        ("BLOCKED", "ENGAGE", "linkedin", None, "The earlier module kept no reason.", None),
        ("MISSED", "POST", "x", "aicmo:2", "", None),
    ]
    done = found.filter(proof__canonical_url=address).get()
    assert done.completed_at == datetime(2026, 3, 2, 10, 0, 0, 123456, tzinfo=UTC)
    assert (done.is_late, done.proof.is_weak) == (True, True)


def test_metrics_keep_the_last_value_of_a_day(url, acme):
    taken_over(url)

    found = MetricEntry.objects.order_by("metric_name").values_list("metric_name", "metric_value", "date")
    day = date(2026, 3, 2)
    assert list(found) == [
        ("engagements", Decimal("45.0000"), day),
        ("impressions", Decimal("1300.5000"), day),
    ]


def test_history_is_kept_as_what_another_told(url, acme):
    taken_over(url)

    campaign = Campaign.objects.get(name="Spring launch")
    kept = OperatorAuditLog.objects.filter(action__startswith="imported.").order_by("seq")
    assert list(kept.values_list("chain", "at", "actor_label", "action", "entity_label", "after")) == [
        (
            campaign.pk,
            datetime(2026, 3, 1, 8, tzinfo=UTC),
            "operator",
            "imported.created_campaign",
            "campaign 1",
            '{"earlier":"{\\"rate\\": 0.5}"}',
        ),
        (campaign.pk, campaign.created_at, "aol_daemon", "imported.completed_task", "task 2", ""),
    ]
    assert verify().faults == ()


def test_twice_is_once(url, acme):
    taken_over(url)

    with nothing_changes():
        assert taken_over(url) == ("Took over: 2 campaigns that were here already.", [])


def test_dry_run_tells_the_same_and_changes_nothing(url, acme):
    with nothing_changes():
        assert taken_over(url, dry_run=True) == (f"Would take over: {COUNTS}.", NOTES)


def test_name_that_another_campaign_of_the_client_has_is_left_out_and_named(url, campaign):
    first, notes = taken_over(url)

    assert first.startswith("Took over: 1 campaigns")
    assert notes[0] == "“Spring launch”: the client has another campaign of this name; rename one of the two."


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sqlite:////no/such/file", "There is no file /no/such/file. Name it as sqlite:////path/to/file."),
        ("mysql://host/name", "Name the database as sqlite:////path/to/file or postgresql://user@host/name."),
        ("words", "Name the database as sqlite:////path/to/file or postgresql://user@host/name."),
    ],
)
def test_what_is_no_database_is_refused(db, url, told):
    with pytest.raises(CommandError) as refusal:
        taken_over(url)

    assert str(refusal.value) == told


def test_database_of_something_else_is_refused(db, tmp_path):
    sqlite3.connect(tmp_path / "other.sqlite3").execute("CREATE TABLE songs (id)")

    with pytest.raises(CommandError, match="has no table campaign_ops_campaigns that can be read"):
        taken_over(f"sqlite:///{tmp_path}/other.sqlite3")
