"""`manage.py send_notices` sends what is due; with --dry-run it only says what to whom."""

from zoneinfo import ZoneInfo

from django.core import mail
from django.utils import timezone

from campaigns.tests.witness import nothing_changes
from operator_tasks.models import Notice, OperatorTask
from operator_tasks.tests.post_office import chooses


def escalation_alone(run, *users) -> str:
    """The clock on the wall decides about digests, so nobody here has one; return the notice's name."""
    for user in users:
        chooses(user, digest="never")
    run("tick")
    return f"escalation {OperatorTask.objects.get(system_kind='escalation').pk}"


def test_sends_what_is_due_once(running, run, operator_user, manager_user):
    escalation_alone(run, operator_user, manager_user)

    assert run("send_notices") == ["Sent 2, not needed 0, put off 0, failed 0."]
    assert run("send_notices") == ["Sent 0, not needed 0, put off 0, failed 0."]
    assert [sent.to for sent in mail.outbox] == [["maria@example.com"], ["omar@example.com"]]


def test_dry_run_says_what_would_be_sent_to_whom_and_sends_nothing(running, run, operator_user, manager_user):
    name = escalation_alone(run, operator_user, manager_user)
    chooses(operator_user, escalation_mail=False)

    with nothing_changes():
        lines = run("send_notices", "--dry-run")

    assert lines == [
        f"Would send {name} to maria@example.com: 1 task is overdue: Spring launch, Acme",
        f"Would not send {name} to omar: The person has switched this mail off.",
    ]
    assert mail.outbox == []


def test_dry_run_names_digests_that_are_not_entered_yet(running, run, operator_user, manager_user):
    # Wherever it is noon now: after 18:00 it would be too late for the mail of a morning.
    noon = 12 - timezone.now().hour
    zone = f"Etc/GMT{-noon:+d}" if noon else "UTC"
    for user in (operator_user, manager_user):
        chooses(user, time_zone=zone, digest="daily", digest_hour=0)

    day = f"{timezone.now().astimezone(ZoneInfo(zone)):%Y-%m-%d}"
    assert run("send_notices", "--dry-run") == [
        f"Would send digest {day} to maria@example.com: 1 task of the team is overdue",
        f"Would send digest {day} to omar@example.com: 1 overdue",
    ]
    assert not Notice.objects.exists()


def test_empty_workspace_sends_nothing(run):
    assert run("send_notices", "--dry-run") == ["Nothing is due."]
    assert run("send_notices") == ["Sent 0, not needed 0, put off 0, failed 0."]
