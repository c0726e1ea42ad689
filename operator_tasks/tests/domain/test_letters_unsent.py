"""Mail that is not sent after all, because nobody wants it any more or nothing is left to say."""

from datetime import timedelta

import pytest
from django.core import mail

from campaigns.domain.clients import set_members
from conftest import NOW, hours, linkedin_proof
from operator_tasks.domain.notices import enter_digests
from operator_tasks.domain.tasks import create_manual_task
from operator_tasks.domain.ticking import tick_all
from operator_tasks.domain.transitions import complete_task
from operator_tasks.models import Notice
from operator_tasks.tests.post_office import EIGHT, chooses, escalated, letters, outbox, send
from operator_tasks.tests.rows import CLOCK


def changed(user, **values) -> None:
    type(user).objects.filter(pk=user.pk).update(**values)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda user: changed(user, is_active=False), "The person cannot be mailed any more."),
        (lambda user: changed(user, email=""), "The person cannot be mailed any more."),
        (lambda user: user.groups.clear(), "The person cannot be mailed any more."),
        (
            lambda user: chooses(user, digest="never", escalation_mail=False),
            "The person has switched this mail off.",
        ),
    ],
    ids=["inactive", "no address", "no role", "switched off"],
)
def test_who_left_or_said_no_meanwhile_gets_nothing(tasks, operator_user, change, why):
    now = escalated(tasks)
    enter_digests(now=EIGHT)
    change(operator_user)

    send(max(now, EIGHT))

    assert [to for to, _subject in letters()].count("omar@example.com") == 0
    found = Notice.objects.filter(user=operator_user).order_by("kind")
    assert list(found.values_list("kind", "state", "error")) == [
        ("digest", "skipped", why),
        ("escalation", "skipped", why),
    ]


def test_who_is_no_member_any_more_gets_nothing(tasks, client_acme, operator_user, manager):
    now = escalated(tasks)
    set_members(client_acme, [], by=manager, now=now)

    send(now)

    assert letters() == [("maria@example.com", "1 task is overdue: Spring launch, Acme")]
    assert outbox("user__username", "error")[1] == (
        "omar",
        "The person does not work for this client any more.",
    )


@pytest.mark.parametrize("ticked", [False, True], ids=["still open", "closed by the tick"])
def test_an_escalation_that_is_resolved_before_it_is_sent_is_not_mailed(tasks, operator, ticked):
    now = escalated(tasks)
    complete_task(tasks[0], proof=linkedin_proof(), by=operator, now=now)
    if ticked:
        tick_all(by=CLOCK, now=now + hours(0.1))

    assert send(now + hours(0.1)) == {"skipped": 2}
    assert outbox("state", "error") == [("skipped", "Nothing was open.")] * 2


@pytest.mark.parametrize("later", [hours(10), timedelta(days=1)], ids=["at 18:00", "the next day"])
def test_a_morning_mail_is_not_sent_in_the_evening(calls, later):
    enter_digests(now=EIGHT)

    assert send(EIGHT + later) == {"skipped": 2}
    assert outbox("error") == [("The day was over before it could be sent.",)] * 2


def test_links_lead_to_where_the_product_is_reached(tasks, settings):
    settings.SITE_URL = "https://ops.example.com"
    now = escalated(tasks)

    send(now)

    for sent in mail.outbox:
        assert sent.extra_headers["Message-ID"].endswith("@ops.example.com>")
        assert "http://127.0.0.1" not in sent.body


@pytest.mark.parametrize("count", [1, 3])
def test_a_digest_costs_the_same_for_one_task_and_for_three(
    active_campaign, operator_user, manager, django_assert_num_queries, count
):
    for number in range(count):
        create_manual_task(
            active_campaign, title=f"Call {number}", due_at=EIGHT - hours(1), by=manager, now=NOW
        )
    enter_digests(now=EIGHT)
    Notice.objects.exclude(user=operator_user).delete()

    with django_assert_num_queries(11):
        assert send(EIGHT) == {"sent": 1}
