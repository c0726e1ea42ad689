"""Sending: one claim a mail, one booking a claim, and failures that come back by themselves."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from campaigns.domain.campaigns import pause_campaign, resume_campaign
from campaigns.domain.housekeeping import hold_automation
from campaigns.tests.witness import nothing_changes
from conftest import hours
from operator_tasks.domain.notices import enter_digests
from operator_tasks.domain.sending import MOST_A_RUN, claim, outgoing, send_due
from operator_tasks.domain.ticking import tick_all
from operator_tasks.models import Notice
from operator_tasks.tests import post_office
from operator_tasks.tests.post_office import letters, outbox, send
from operator_tasks.tests.rows import CLOCK

MINUTE = timedelta(minutes=1)
EIGHT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def morning(tasks, operator_user) -> datetime:
    """Eight o'clock on Monday the 2nd, when omar's digest has been entered and his first task is late."""
    assert tasks[0].due_at < EIGHT
    enter_digests(now=EIGHT)
    Notice.objects.exclude(user=operator_user).delete()
    return EIGHT


def late(tasks) -> datetime:
    """When the first task is overdue, and maria and omar are to hear of it."""
    now = tasks[0].due_at + hours(1)
    tick_all(by=CLOCK, now=now)
    return now


def state() -> tuple:
    return outbox("state", "attempts", "try_at", "error")[0]


def test_sent_once_however_often_it_runs(morning):
    assert [send(morning), send(morning), send(morning + hours(2))] == [{"sent": 1}, {}, {}]
    assert letters() == [("omar@example.com", "1 overdue")]
    assert outbox("state", "attempts", "sent_at", "token", "error") == [("sent", 1, morning, None, "")]


def test_nothing_is_sent_before_its_time(morning):
    with nothing_changes():
        assert send(morning - MINUTE) == {}


def test_of_two_senders_one_claims(morning):
    first, second = claim(Notice.objects.get().pk, now=morning), claim(Notice.objects.get().pk, now=morning)

    assert (first.state, first.attempts, second) == ("sending", 1, None)
    with nothing_changes():
        assert send(morning + 4 * MINUTE) == {}


def test_killed_after_the_claim_it_is_sent_when_the_lease_is_over(morning):
    claim(Notice.objects.get().pk, now=morning)

    assert [send(morning + 5 * MINUTE - timedelta(seconds=1)), send(morning + 5 * MINUTE)] == [
        {},
        {"sent": 1},
    ]
    assert outbox("state", "attempts") == [("sent", 2)]


def test_killed_between_the_servers_yes_and_the_booking_it_goes_out_again_as_the_same_mail(morning, settings):
    settings.EMAIL_BACKEND = post_office.DYING
    with pytest.raises(KeyboardInterrupt):
        send(morning)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert send(morning + 5 * MINUTE) == {"sent": 1}
    first, second = (sent.extra_headers["Message-ID"] for sent in mail.outbox)
    assert first == second


def test_a_sender_that_was_overtaken_books_nothing(morning, settings):
    settings.EMAIL_BACKEND = post_office.OVERTAKEN
    post_office.Overtaken.later = morning + 6 * MINUTE

    assert send(morning) == {}
    assert outbox("state", "attempts", "sent_at") == [("sent", 2, morning + 6 * MINUTE)]


def test_a_server_that_does_not_answer_is_tried_again_ever_more_rarely(tasks, settings):
    now = late(tasks)
    Notice.objects.filter(user__username="maria").delete()
    settings.EMAIL_BACKEND = post_office.DOWN
    told = "ConnectionRefusedError: [Errno 111] Connection refused"
    waits = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360)]

    for attempt, wait in enumerate(waits, start=1):
        assert send(now) == {"waiting": 1}
        assert state() == ("waiting", attempt, now + wait, told)
        assert send(now + wait - timedelta(seconds=1)) == {}
        now += wait
    assert send(now) == {"failed": 1}
    assert state() == ("failed", 6, now + timedelta(minutes=5), told)
    assert send(now + hours(24)) == {}


def test_a_server_that_is_down_is_asked_once_a_run(tasks, settings):
    now = late(tasks)
    settings.EMAIL_BACKEND = post_office.DOWN
    post_office.Down.calls.clear()

    assert send(now) == {"waiting": 1}
    assert (post_office.Down.calls, outbox("attempts")) == (["open"], [(1,), (0,)])


def test_an_address_that_is_refused_does_not_hold_up_the_others(tasks, settings):
    now = late(tasks)
    Notice.objects.filter(user__username="omar").update(try_at=now - MINUTE)
    settings.EMAIL_BACKEND = post_office.REFUSING

    assert send(now) == {"sent": 1, "waiting": 1}
    assert outbox("user__username", "state", "error") == [
        ("maria", "sent", ""),
        (
            "omar",
            "waiting",
            "SMTPRecipientsRefused: {'omar@example.com': (550, b'No such user')}",
        ),
    ]


def test_a_way_of_sending_that_takes_nothing_and_says_nothing_has_failed(morning, settings):
    settings.EMAIL_BACKEND = post_office.SILENT

    assert send(morning) == {"waiting": 1}
    assert state()[3] == "TookNothing: The mail was not taken, and no reason was given."


def test_recovered_it_is_sent_and_its_error_forgotten(morning, settings):
    settings.EMAIL_BACKEND = post_office.DOWN
    send(morning)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert send(morning + MINUTE) == {"sent": 1}
    assert state()[0::3] == ("sent", "")


def test_one_that_cannot_be_written_does_not_hold_up_the_others(tasks):
    now = late(tasks)
    Notice.objects.filter(user__username="maria").update(key="not a task")

    with pytest.raises(ExceptionGroup, match="1 notices failed: ValueError"):
        send(now)

    assert outbox() == [("maria", "escalation", "sending"), ("omar", "escalation", "sent")]


def test_begun_six_times_and_never_ended_it_is_given_up(morning):
    pk = Notice.objects.get().pk
    for attempt in range(6):
        assert claim(pk, now=morning + attempt * 5 * MINUTE).attempts == attempt + 1

    assert send(morning + hours(1)) == {}
    assert state()[0::3] == ("failed", "It was tried as often as allowed and never finished; read the log.")


def test_a_run_sends_no_more_than_its_share(tasks, operator_user):
    now = late(tasks)
    Notice.objects.all().delete()
    Notice.objects.bulk_create(
        Notice(user=operator_user, kind="digest", key=f"2026-02-{number:02}", try_at=now, created_at=now)
        for number in range(MOST_A_RUN + 7)
    )

    assert [send(now), send(now + MINUTE)] == [{"skipped": MOST_A_RUN}, {"skipped": 7}]


def test_escalations_go_before_the_mornings_mails(tasks):
    now = late(tasks)
    enter_digests(now=now)
    Notice.objects.filter(kind="digest").update(try_at=now - hours(1))

    send(now)

    assert [subject.partition(" ")[2] for _to, subject in letters()] == [
        "task is overdue: Spring launch, Acme",
        "task is overdue: Spring launch, Acme",
        "task of the team is overdue",
        "overdue, 1 today",
    ]


def test_a_run_that_takes_long_leaves_the_rest_for_the_next(tasks):
    now = late(tasks)
    ticks = iter([0, 1, 1, 2, 21, 21])

    counts = send_due(clock=lambda: now + timedelta(seconds=next(ticks)))

    assert counts == {**post_office.NOTHING, "sent": 1}
    assert send(now + MINUTE) == {"sent": 1}


@pytest.mark.parametrize("way", ["paused", "held"])
def test_a_campaign_that_is_held_keeps_its_mail_without_losing_attempts(tasks, manager, way):
    now = late(tasks)
    campaign = tasks[0].campaign
    if way == "paused":
        pause_campaign(campaign, reason="client asked", by=manager, now=now)
    else:
        hold_automation(campaign, held=True, by=manager, now=now)

    assert send(now) == {"waiting": 2}
    assert state() == ("waiting", 0, now + 15 * MINUTE, "The campaign is held.")
    if way == "paused":
        resume_campaign(campaign, by=manager, now=now + MINUTE)
    else:
        hold_automation(campaign, held=False, by=manager, now=now + MINUTE)
    assert send(now + 15 * MINUTE) == {"sent": 2}


def test_looking_at_what_would_go_out_changes_nothing(tasks):
    now = late(tasks)

    with nothing_changes():
        found = [(notice.user.username, found.subject) for notice, found in outgoing(now=now)]

    told = "1 task is overdue: Spring launch, Acme"
    assert (found, mail.outbox) == ([("maria", told), ("omar", told)], [])


def test_a_run_with_nothing_to_do_costs_two_queries(db, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert send_due(clock=lambda: EIGHT) == post_office.NOTHING
