"""How long the outbox remembers, and that asking it stays cheap however much it remembers."""

import pytest
from django.db import connection
from django.db.models import Count

from conftest import hours
from operator_tasks.domain.notices import KEPT, enter_digests, forget_settled
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.ticking import tick_all
from operator_tasks.domain.transitions import complete_task
from operator_tasks.models import Notice, OperatorTask
from operator_tasks.tests.post_office import EIGHT, outbox, send
from operator_tasks.tests.rows import CLOCK

WHOLE_TABLE = {"sqlite": "SCAN", "postgresql": "Seq Scan"}[connection.vendor]


@pytest.fixture
def large_tables(db):
    """A server reads small tables whole, whatever their indexes; here it plans as if they were large."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


def test_no_question_of_each_minute_reads_the_whole_outbox(operator_user, large_tables):
    states = ["waiting", "sending", "failed"]
    unsettled = Notice.objects.filter(state__in=states).order_by().values_list("state").annotate(Count("pk"))
    questions = [
        Notice.objects.filter(kind="digest", key__in=["2026-03-02"]).values_list("user_id", "key").order_by(),
        Notice.objects.filter(state__in=states[:2], try_at__lte=EIGHT).order_by(),
        Notice.objects.filter(state__in=["sent", "skipped"], created_at__lt=EIGHT).order_by(),
        unsettled,
    ]

    assert [WHOLE_TABLE in question.explain() for question in questions] == [False] * 4


def test_what_is_settled_is_forgotten_after_sixty_days(
    operator_user, manager_user, django_assert_num_queries
):
    enter_digests(now=EIGHT)
    enter_digests(now=EIGHT + hours(24))
    send(EIGHT)
    Notice.objects.filter(user=manager_user, key="2026-03-02").update(state="failed")
    with django_assert_num_queries(1):
        assert forget_settled(now=EIGHT + KEPT) == 0

    forgotten = forget_settled(now=EIGHT + hours(1) + KEPT)

    assert (forgotten, forget_settled(now=EIGHT + hours(1) + KEPT)) == (1, 0)
    assert sorted(outbox("user__username", "key", "state")) == [
        ("maria", "2026-03-02", "failed"),
        ("maria", "2026-03-03", "waiting"),
        ("omar", "2026-03-03", "waiting"),
    ]


def test_the_mail_of_an_open_escalation_stays_and_none_is_entered_again(tasks, manager):
    now = tasks[0].due_at + hours(1)
    tick_all(by=CLOCK, now=now)
    send(now)
    later = now + KEPT + hours(1)

    assert forget_settled(now=later) == 0

    escalation = OperatorTask.objects.get(system_kind="escalation")
    complete_task(escalation, proof=ProofInput("TEXT", "Talked to omar"), by=manager, now=now)
    assert forget_settled(now=later) == 2
    tick_all(by=CLOCK, now=now + hours(1))
    assert outbox() == []
