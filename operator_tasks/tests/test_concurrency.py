"""Races that only a server database can run: several threads, one barrier, one effect."""

import threading
from collections import Counter
from decimal import Decimal
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import close_old_connections, connection, connections, transaction

from campaigns.choices import Granularity, Platform
from campaigns.domain.audit_verify import verify
from campaigns.domain.calendar import generate_calendar
from campaigns.domain.campaigns import activate_campaign, create_campaign, edit_campaign, pause_campaign
from campaigns.domain.imports.metric_apply import import_metrics
from campaigns.domain.imports.metric_rows import MetricRow
from campaigns.domain.item_assets import attach_asset
from campaigns.domain.preferences import NOTHING_CHOSEN, change_preferences
from campaigns.errors import DomainError
from campaigns.metric_names import MetricName
from campaigns.models import Campaign, MetricEntry, OperatorAuditLog, Preferences
from campaigns.tests.witness import how_often
from conftest import CADENCE, NOW, brief, hours, linkedin_proof
from operator_tasks.domain import ledger
from operator_tasks.domain.checklists import tick_step
from operator_tasks.domain.notices import enter_digests
from operator_tasks.domain.planning import plan_tasks
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.sending import send_due
from operator_tasks.domain.sop_reports import report_step
from operator_tasks.domain.tasks import create_manual_task
from operator_tasks.domain.ticking import Ticked, tick_all, turned_slices
from operator_tasks.domain.transitions import block_task, complete_task
from operator_tasks.models import JobRun, Notice, OperatorTask, SopReport, TaskChecklist, TaskProof

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def race(*verbs):
    """Run all verbs at the same moment, each on its own connection; return what each answered."""
    barrier, answers = threading.Barrier(len(verbs)), [None] * len(verbs)

    def run(place, verb):
        close_old_connections()
        barrier.wait(timeout=20)
        try:
            verb()
            answers[place] = "done"
        except DomainError as refusal:
            answers[place] = type(refusal).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return Counter(answers)


def test_twenty_operators_complete_one_task_once(linkedin_task, manager):
    def complete():
        complete_task(
            OperatorTask.objects.get(pk=linkedin_task.pk), proof=linkedin_proof(), by=manager, now=NOW
        )

    answers = race(*[complete] * 20)

    assert answers == {"done": 1, "NotNow": 19}
    assert linkedin_task.follow_ups.count() == 2
    assert OperatorAuditLog.objects.filter(action="task.completed").count() == 1
    assert verify().faults == ()


def test_one_post_proves_only_one_of_two_tasks(tasks, manager):
    first, second = [task for task in tasks if task.platform == "linkedin"][:2]

    def complete(task):
        return lambda: complete_task(task, proof=linkedin_proof(), by=manager, now=NOW)

    answers = race(complete(first), complete(second))

    assert answers["done"] == 1
    assert OperatorTask.objects.filter(status="DONE").count() == 1


def test_calendar_generated_eight_times_at_once_is_made_once(active_campaign, manager):
    answers = race(*[lambda: generate_calendar(active_campaign, days_ahead=14, by=manager, now=NOW)] * 8)

    assert answers == {"done": 8}
    assert active_campaign.calendar_items.count() == 10


def test_tasks_planned_eight_times_at_once_are_made_once(active_campaign, manager):
    generate_calendar(active_campaign, days_ahead=14, by=manager, now=NOW)

    answers = race(*[lambda: plan_tasks(active_campaign, by=manager, now=NOW)] * 8)

    assert answers == {"done": 8}
    assert OperatorTask.objects.count() == 10


def test_ticks_at_once_move_each_task_once_and_open_one_escalation(tasks, clock):
    late = tasks[-1].due_at + hours(1)

    answers = race(*[lambda: tick_all(by=clock, now=late)] * 6)

    assert answers == {"done": 6}
    assert set(OperatorTask.objects.filter(task_type="POST").values_list("status", "version")) == {
        ("OVERDUE", 2)
    }
    assert OperatorTask.objects.filter(system_kind="escalation").count() == 1
    assert verify().faults == ()


def test_tick_does_not_wait_for_a_campaign_that_a_request_holds(client_acme, manager, clock):
    held, free = (_with_one_task(client_acme, manager, name) for name in ("Held", "Free"))
    now = NOW + hours(1.5)

    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=held.pk)
        answers = race(lambda: list(turned_slices(by=clock, now=now)))

    assert answers == {"done": 1}
    statuses = OperatorTask.objects.order_by("pk").values_list("campaign", "status")
    assert list(statuses) == [(held.pk, "PENDING"), (free.pk, "DUE")]
    assert tick_all(by=clock, now=now) == Ticked(due=1)
    assert verify().faults == ()


def _with_one_task(client, manager, name: str) -> Campaign:
    values = brief(name=name)
    made = create_campaign(client=client, cadence=CADENCE, values=values, by=manager, now=NOW)
    campaign = activate_campaign(made, by=manager, now=NOW)
    create_manual_task(campaign, title="Call", due_at=NOW + hours(2), by=manager, now=NOW)
    return campaign


def test_tick_against_complete_block_and_pause_ends_in_some_order(tasks, manager, clock):
    now = tasks[0].due_at + hours(1)
    first, second = tasks[0], tasks[1]

    answers = race(
        lambda: tick_all(by=clock, now=now),
        lambda: complete_task(first, proof=linkedin_proof(), by=manager, now=now),
        lambda: block_task(second, reason="no asset", by=manager, now=now),
        lambda: pause_campaign(first.campaign, reason="client asked", by=manager, now=now),
    )

    assert sum(answers.values()) == 4
    assert set(answers) <= {"done", "NotNow", "InvalidInput"}
    assert Campaign.objects.get().status == "PAUSED"
    assert verify().faults == ()


def test_two_edits_of_one_version_lose_nothing(campaign, manager):
    def edit(text):
        return lambda: edit_campaign(
            campaign, values={"primary_cta": text}, by=manager, now=NOW, seen_version=campaign.version
        )

    answers = race(edit("Call us"), edit("Write us"))

    assert answers == {"done": 1, "StaleVersion": 1}


def test_two_activations_happen_once(campaign, manager):
    answers = race(*[lambda: activate_campaign(campaign, by=manager, now=NOW)] * 2)

    assert answers == {"done": 1, "NotNow": 1}


def test_one_of_many_workers_claims_a_run(db):
    run = ledger.submit("campaign_tick", "2026-03-02T06:00Z", ring=lambda _run: None, now=NOW)
    claims = []

    race(*[lambda: claims.append(ledger.claim(run.pk, now=NOW))] * 8)

    assert sum(claim is not None for claim in claims) == 1
    assert JobRun.objects.get().attempts == 1


def test_of_many_senders_at_once_one_sends_the_mail(tasks, clock):
    now = tasks[0].due_at + hours(1)
    tick_all(by=clock, now=now)

    answers = race(*[lambda: send_due(clock=lambda: now)] * 8)

    assert answers == {"done": 8}
    assert sorted(sent.to for sent in mail.outbox) == [["maria@example.com"], ["omar@example.com"]]
    assert set(Notice.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_digests_entered_by_many_at_once_are_there_once(operator_user):
    morning = NOW + hours(2)

    assert race(*[lambda: enter_digests(now=morning)] * 8) == {"done": 8}
    assert list(Notice.objects.values_list("user", "key")) == [(operator_user.pk, "2026-03-02")]


def test_two_presses_that_are_one_complete_once_and_both_succeed(linkedin_task, operator):
    given = linkedin_proof()
    proof = ProofInput(given.proof_type, given.value, submission_key=UUID(int=1))

    def press():
        complete_task(linkedin_task, proof=proof, by=operator, now=NOW, seen_version=linkedin_task.version)

    assert race(*[press] * 2) == {"done": 2}
    assert TaskProof.objects.get().submission_key == UUID(int=1)
    assert linkedin_task.follow_ups.count() == 2
    assert (how_often("proof.added"), how_often("task.completed")) == (1, 1)
    assert verify().faults == ()


def test_first_ticks_at_once_share_one_list(linkedin_task, operator):
    def tick(step):
        return lambda: tick_step(linkedin_task, step=step, done=True, by=operator, now=NOW)

    assert race(tick(0), tick(1), tick(0), tick(1)) == {"done": 4}
    assert TaskChecklist.objects.get().ticked == [0, 1]
    assert how_often("checklist.ticked") == 2
    assert verify().faults == ()


def test_of_two_first_choices_one_is_kept_and_the_other_refused(operator_user, operator):
    def choose(theme):
        user = User.objects.get(pk=operator_user.pk)
        return lambda: change_preferences(
            user, values={"theme": theme}, by=operator, now=NOW, seen_version=NOTHING_CHOSEN
        )

    answers = race(choose("dark"), choose("light"))

    assert (answers["done"], answers["NotNow"] + answers["StaleVersion"]) == (1, 1)
    assert Preferences.objects.get().version == 1
    assert (how_often("preferences.chosen"), how_often("preferences.changed")) == (1, 0)


def test_an_export_imported_twice_at_once_is_there_once(active_campaign, manager):
    day, metric = NOW.date(), MetricName.IMPRESSIONS
    posts = [
        MetricRow(2, Platform.LINKEDIN, day, metric, Decimal(7), Granularity.POST, f"post {number}")
        for number in range(20)
    ]
    rows = [MetricRow(2, Platform.LINKEDIN, day, metric, Decimal(140)), *posts]
    told = {"source_format": "linkedin_page_content", "file_name": "posts.csv", "as_of": NOW}

    def put_in():
        import_metrics(active_campaign, rows, **told, by=manager, now=NOW)

    assert race(*[put_in] * 4) == {"done": 4}
    assert MetricEntry.objects.count() == 21
    assert how_often("metrics.imported") == 1
    assert verify().faults == ()


def test_an_asset_attached_twice_at_once_is_kept_once(tasks, manager, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    item = tasks[0].calendar_item

    def attach():
        document = SimpleUploadedFile("Carousel.pdf", b"%PDF-1.7 carousel")
        attach_asset(item, document, by=manager, now=NOW, seen_version=item.version)

    assert race(*[attach] * 4) == {"done": 1, "StaleVersion": 3}
    assert [file.read_bytes() for file in tmp_path.rglob("*.pdf")] == [b"%PDF-1.7 carousel"]
    assert how_often("calendar_item.asset_attached") == 1


def test_the_same_note_from_two_tasks_at_once_waits_once(tasks, operator):
    def report(task):
        return lambda: report_step(task, step=None, note="Wrong", by=operator, now=NOW)

    answers = race(*[report(task) for task in tasks if task.platform == "linkedin"][:4])

    assert answers == {"done": 1, "NotNow": 3}
    assert (SopReport.objects.count(), how_often("sop_report.made")) == (1, 1)


def test_two_hosts_enter_the_same_minute_once(db):
    def submit():
        ledger.submit("campaign_tick", "2026-03-02T06:00Z", ring=lambda _run: None, now=NOW)

    assert race(*[submit] * 8) == {"done": 8}
    assert JobRun.objects.count() == 1


def test_the_race_is_real(db):
    """The control: without the locks of the domain the same race loses updates."""
    JobRun.objects.create(name="control", key="x", created_at=NOW, attempts=0)
    seen = threading.Barrier(2)

    def add_one():
        run = JobRun.objects.get(name="control")
        seen.wait(timeout=20)
        run.attempts += 1
        run.save()

    race(add_one, add_one)

    assert JobRun.objects.get(name="control").attempts == 1
    assert connection.vendor == "postgresql"
