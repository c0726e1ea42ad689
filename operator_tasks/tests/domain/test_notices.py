"""The outbox: who is to hear of what, entered once for each person and event."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import transaction

from campaigns.domain.campaigns import activate_campaign, create_campaign
from campaigns.domain.clients import set_members
from campaigns.errors import NotNow
from campaigns.models import Preferences
from campaigns.tests.witness import how_often, nothing_changes, refused
from conftest import CADENCE, NOW, brief, hours, user_named
from operator_tasks.domain.ledger import set_automation
from operator_tasks.domain.notices import digest_day, enter_digests, last_notice, retry_notice
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.sending import send_due
from operator_tasks.domain.tasks import create_manual_task
from operator_tasks.domain.ticking import tick_all
from operator_tasks.domain.transitions import complete_task
from operator_tasks.models import Notice, OperatorTask
from operator_tasks.tests.post_office import chooses, outbox, send
from operator_tasks.tests.rows import CLOCK

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def mornings(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user, kind="digest").order_by("key").values_list("key", flat=True))


def entered_at(user: User, *moments: datetime) -> list[int]:
    """How many digests each of these moments enters for the one person there is."""
    assert User.objects.filter(groups__name__in=["operator", "manager"]).get() == user
    return [enter_digests(now=moment) for moment in moments]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def make_late(tasks: list[OperatorTask]) -> datetime:
    """Tick when the first task has become overdue; an escalation opens."""
    now = tasks[0].due_at + hours(1)
    tick_all(by=CLOCK, now=now)
    return now


def told_of_escalation() -> list[str]:
    return [name for name, kind, _state in outbox() if kind == "escalation"]


def test_an_escalation_is_for_the_members_and_where_no_manager_is_one_for_all_managers(tasks):
    user_named("olga", "operator")

    now = make_late(tasks)

    task = OperatorTask.objects.get(system_kind="escalation")
    assert outbox("user__username", "kind", "key", "state", "attempts", "try_at", "created_at") == [
        ("maria", "escalation", str(task.pk), "waiting", 0, now, now),
        ("omar", "escalation", str(task.pk), "waiting", 0, now, now),
    ]


def test_a_manager_who_is_a_member_stands_for_all_managers(tasks, client_acme, operator_user, manager):
    mona = user_named("mona", "manager")
    set_members(client_acme, [operator_user.pk, mona.pk], by=manager, now=NOW)

    make_late(tasks)

    assert told_of_escalation() == ["omar", "mona"]


@pytest.mark.parametrize("way", ["no address", "inactive", "switched off", "no role"])
def test_who_cannot_or_does_not_want_to_be_mailed_is_left_out(tasks, operator_user, way):
    if way == "switched off":
        chooses(operator_user, escalation_mail=False)
    elif way == "no role":
        operator_user.groups.clear()
    else:
        operator_user.email = "" if way == "no address" else operator_user.email
        operator_user.is_active = way != "inactive"
        operator_user.save()

    make_late(tasks)

    assert told_of_escalation() == ["maria"]


def test_viewers_hear_of_nothing(tasks, client_acme, operator_user, manager):
    vera = user_named("vera", "viewer")
    set_members(client_acme, [operator_user.pk, vera.pk], by=manager, now=NOW)

    make_late(tasks)
    enter_digests(now=MONDAY + hours(9))

    assert {name for name, *_rest in outbox()} == {"maria", "omar"}


def test_an_escalation_that_is_updated_five_times_is_mailed_once(tasks):
    make_late(tasks)
    moments = sorted({task.due_at + hours(1) for task in tasks if task.due_at > tasks[0].due_at})[:5]
    for moment in moments:
        tick_all(by=CLOCK, now=moment)

    assert (len(moments), how_often("escalation.opened"), how_often("escalation.updated")) == (5, 1, 5)
    assert told_of_escalation() == ["maria", "omar"]
    assert (send(moments[-1]), send(moments[-1] + hours(1))) == ({"sent": 2}, {})


def test_a_new_escalation_is_a_new_mail(tasks, manager):
    now = make_late(tasks)
    escalation = OperatorTask.objects.get(system_kind="escalation")
    complete_task(escalation, proof=ProofInput("TEXT", "Talked to omar"), by=manager, now=now)

    tick_all(by=CLOCK, now=now + hours(25))

    assert told_of_escalation() == ["maria", "omar"] * 2


def test_an_escalation_that_is_rolled_back_leaves_no_mail(tasks):
    with nothing_changes(), transaction.atomic():
        make_late(tasks)
        assert told_of_escalation() == ["maria", "omar"]
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/Berlin", "2026-03-02 07:00"),
        ("America/New_York", "2026-03-02 13:00"),
        ("Asia/Tokyo", "2026-03-01 23:00"),
        ("Asia/Kolkata", "2026-03-02 02:30"),
    ],
)
def test_the_readers_zone_decides_when_morning_is(operator_user, zone, first):
    chooses(operator_user, time_zone=zone)
    eight = utc(first)

    entered = entered_at(operator_user, eight - timedelta(seconds=1), eight, eight + hours(1))

    assert (entered, mornings(operator_user)) == ([0, 1, 0], ["2026-03-02"])


@pytest.mark.parametrize(
    ("zone", "moments", "days"),
    [
        # 02:00 to 03:00 does not exist on the 29th of March in Berlin, on the 8th of March in New York.
        (
            "Europe/Berlin",
            ["2026-03-28 01:00", "2026-03-29 00:59", "2026-03-29 01:00", "2026-03-30 00:00"],
            ["2026-03-28", "2026-03-29", "2026-03-30"],
        ),
        ("America/New_York", ["2026-03-08 06:59", "2026-03-08 07:00"], ["2026-03-08"]),
        # It happens twice on the 25th of October in Berlin, from 01:00 to 02:00 on the 1st of November there.
        ("Europe/Berlin", ["2026-10-25 00:00", "2026-10-25 01:00", "2026-10-25 02:00"], ["2026-10-25"]),
        ("America/New_York", ["2026-11-01 06:00", "2026-11-01 07:00"], ["2026-11-01"]),
    ],
)
def test_a_change_of_clocks_neither_skips_nor_doubles_a_morning(operator_user, zone, moments, days):
    chooses(operator_user, time_zone=zone, digest="daily", digest_hour=2)

    entered_at(operator_user, *[utc(moment) for moment in moments])

    assert mornings(operator_user) == days


@pytest.mark.parametrize("hour", [0, 2, 3, 23])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_a_year_of_quarter_hours_has_one_morning_on_each_of_its_days(zone, hour):
    chosen = Preferences(time_zone=zone, digest="daily", digest_hour=hour)
    start = datetime(2026, 1, 1, tzinfo=chosen.zone).astimezone(UTC)

    found = {digest_day(chosen, start + timedelta(minutes=15 * count)) for count in range(365 * 96)}

    assert found - {None} == {date(2026, 1, 1) + timedelta(days=day) for day in range(365)}


@pytest.mark.parametrize(
    ("choice", "days"),
    [
        ("never", []),
        ("workdays", ["2026-03-06", "2026-03-09"]),
        ("daily", ["2026-03-06", "2026-03-07", "2026-03-08", "2026-03-09"]),
    ],
)
def test_days_are_as_chosen(operator_user, choice, days):
    chooses(operator_user, digest=choice)

    entered_at(operator_user, *[utc(f"2026-03-0{day} 08:00") for day in (6, 7, 8, 9)])

    assert mornings(operator_user) == days


@pytest.mark.parametrize(
    ("hour", "moment", "entered"),
    [(8, "17:59", 1), (8, "18:00", 0), (18, "17:59", 0), (18, "23:59", 1), (23, "23:59", 1), (0, "00:00", 1)],
)
def test_a_late_morning_is_made_up_for_until_the_evening(operator_user, hour, moment, entered):
    chooses(operator_user, digest_hour=hour)

    assert entered_at(operator_user, utc(f"2026-03-02 {moment}")) == [entered]


def test_digests_are_for_active_people_with_an_address_who_work(operator_user, manager_user):
    user_named("vera", "viewer")
    for name, changes in {"gone": {"is_active": False}, "mute": {"email": ""}}.items():
        User.objects.filter(pk=user_named(name, "operator").pk).update(**changes)

    assert enter_digests(now=MONDAY + hours(8)) == 2
    assert [name for name, *_rest in outbox()] == ["omar", "maria"]


def test_entering_costs_the_same_for_one_person_and_for_twenty(operator_user, django_assert_num_queries):
    with django_assert_num_queries(3):
        enter_digests(now=MONDAY + hours(8))
    for number in range(20):
        user_named(f"olga{number}", "operator")
    with django_assert_num_queries(3):
        enter_digests(now=MONDAY + hours(8))
    with django_assert_num_queries(2):
        enter_digests(now=MONDAY + hours(8))


def simulated(client, by, *, sends_at) -> list[tuple]:
    """Thirty days from Monday, with work that falls due each third day and is done in the evening."""
    values = brief(end_date=date(2026, 4, 20))
    campaign = create_campaign(client=client, cadence=CADENCE, values=values, by=by, now=NOW)
    campaign = activate_campaign(campaign, by=by, now=NOW)
    for day in range(0, 30, 3):
        due = MONDAY + timedelta(days=day, hours=10)
        create_manual_task(campaign, title=f"Call {day}", due_at=due, by=by, now=NOW)
    for now in (MONDAY + timedelta(days=day, hours=hour) for day in range(30) for hour in range(7, 22)):
        if now.hour in (9, 11, 20, 21):
            tick_all(by=CLOCK, now=now)
        if now.hour == 20:
            for task in OperatorTask.objects.overdue(now):
                complete_task(task, proof=ProofInput("TEXT", "called"), by=by, now=now)
        if now.hour in sends_at:
            enter_digests(now=now)
            send(now)
    return sorted(outbox("user__username", "kind", "key"))


@pytest.mark.parametrize("sends_at", [range(7, 22), range(8, 22, 4), (17,)], ids=["each hour", "some", "one"])
def test_thirty_days_with_skipped_runs_leave_the_same_notices(client_acme, manager, sends_at):
    found = simulated(client_acme, manager, sends_at=sends_at)

    days = [MONDAY.date() + timedelta(days=day) for day in range(30)]
    workdays = [day.isoformat() for day in days if day.isoweekday() <= 5]
    opened = OperatorTask.objects.filter(system_kind="escalation").values_list("pk", flat=True)
    assert len(opened) == 10
    assert found == sorted(
        (name, kind, key)
        for name in ("maria", "omar")
        for kind, keys in (("digest", workdays), ("escalation", [str(pk) for pk in opened]))
        for key in keys
    )
    assert set(outbox("state")) <= {("sent",), ("skipped",)}
    assert len(message_ids()) == len(set(message_ids())) == Notice.objects.filter(state="sent").count()


def message_ids() -> list[str]:
    return [sent.extra_headers["Message-ID"] for sent in mail.outbox]


def test_while_automation_is_held_the_outbox_fills_and_keeps(tasks, manager):
    set_automation(paused=True, by=manager, now=NOW)

    make_late(tasks)

    assert told_of_escalation() == ["maria", "omar"]


def test_a_failed_notice_is_given_new_attempts(operator_user):
    enter_digests(now=MONDAY + hours(8))
    Notice.objects.update(state="failed", attempts=6, error="refused")

    retry_notice(Notice.objects.get(), now=MONDAY + hours(9))

    assert outbox("state", "attempts", "error", "try_at") == [("waiting", 0, "", MONDAY + hours(9))]


@pytest.mark.parametrize(
    ("state", "label"),
    [("waiting", "Waiting"), ("sending", "Being sent"), ("sent", "Sent"), ("skipped", "Not needed")],
)
def test_only_failed_notices_are_sent_again(operator_user, state, label):
    enter_digests(now=MONDAY + hours(8))
    Notice.objects.update(state=state)

    with refused(NotNow, f"Only failed notices can be sent again; this one is “{label}”."):
        retry_notice(Notice.objects.get(), now=MONDAY + hours(9))


def test_the_task_can_tell_who_was_mailed(tasks, operator_user, manager):
    now = make_late(tasks)
    task = OperatorTask.objects.get(system_kind="escalation")
    before = last_notice(task)
    Notice.objects.filter(user=operator_user).update(state="failed")
    send_due(clock=lambda: now)

    after = last_notice(task)

    assert (before.sent_at, before.sent_to, before.waiting_for) == (None, (), ("maria", "omar"))
    assert (after.sent_at, after.sent_to, after.waiting_for, after.failed_for) == (
        now,
        ("maria",),
        (),
        ("omar",),
    )
    assert last_notice(tasks[0]) is None
