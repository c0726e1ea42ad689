"""What mail says: only what is still open when it is sent, to those who may see it, on the reader's clock."""

import re

from django.core import mail

from campaigns.domain.campaigns import activate_campaign, create_campaign, pause_campaign
from campaigns.domain.clients import add_account, create_client, set_members
from conftest import CADENCE, NOW, brief, hours, user_named
from operator_tasks.domain.letters import MOST_LISTED
from operator_tasks.domain.notices import enter_digests
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.tasks import assign_task, create_manual_task, edit_task
from operator_tasks.domain.transitions import block_task, complete_task
from operator_tasks.models import Notice, OperatorTask
from operator_tasks.tests.post_office import (
    EIGHT,
    body_for,
    chooses,
    escalated,
    letters,
    morning,
    outbox,
    path_of,
    send,
)

DIGEST = """\
2 overdue, 1 today
Monday 2 March 2026 · times in Europe/Berlin

Overdue (2)

- Call <Ada> & Grace
  Acme
  Mon 2 Mar, 07:30 · 2 h late
  {ada}

- Call Barbara
  Acme
  Mon 2 Mar, 08:54 · 6 min late
  {barbara}

Today (1)

- Call Edsger
  Acme
  Mon 2 Mar, 12:00 · in 3 h
  {edsger}

My day: http://127.0.0.1:8000/

-- 
You get this mail in the morning because you work with CampaignOps. It lists only what is still open.
Choose when it arrives, or switch it off: http://127.0.0.1:8000/settings/
"""  # noqa: W291


def test_the_whole_digest_of_an_operator(calls, operator_user):
    chooses(operator_user, time_zone="Europe/Berlin")

    enter_digests(now=EIGHT)
    Notice.objects.exclude(user=operator_user).delete()
    send(EIGHT)

    [sent] = mail.outbox
    notice = Notice.objects.get()
    ada, barbara, edsger, _tony = map(path_of, calls)
    assert (sent.subject, sent.from_email, sent.to, sent.cc, sent.bcc, sent.reply_to) == (
        "2 overdue, 1 today",
        "CampaignOps <campaignops@localhost>",
        ["omar@example.com"],
        [],
        [],
        [],
    )
    assert sent.body == DIGEST.format(ada=ada, barbara=barbara, edsger=edsger)
    assert sent.extra_headers == {
        "Message-ID": f"<notice.{notice.pk}.{int(EIGHT.timestamp())}@127.0.0.1>",
        "Date": "Mon, 02 Mar 2026 08:00:00 +0000",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<http://127.0.0.1:8000/settings/>",
    }
    parts = [part.get_content_type() for part in sent.message().walk()]
    assert parts == ["multipart/alternative", "text/plain", "text/html"]


def test_the_html_part_says_the_same_and_loads_nothing(calls, operator_user):
    morning()

    [html] = [sent.alternatives[0].content for sent in mail.outbox if sent.to == ["omar@example.com"]]
    ada, barbara, edsger, _tony = map(path_of, calls)
    assert re.findall(r'href="([^"]+)"', html) == [
        ada,
        barbara,
        edsger,
        "http://127.0.0.1:8000/",
        "http://127.0.0.1:8000/settings/",
    ]
    assert "Call &lt;Ada&gt; &amp; Grace" in html
    assert re.findall(r"<img|<script|<link|src=|url\(|@import|<form", html) == []


ESCALATION = """\
1 task is overdue: Spring launch, Acme
Monday 2 March 2026, 08:15 · times in UTC

Overdue (1)

- LinkedIn Post
  Acme · @acme
  Mon 2 Mar, 07:15 · 1 h late
  {task}

The escalation: {escalation}

-- 
You get this mail at once when overdue work of your clients is escalated. It lists only what is still open.
Switch it off: http://127.0.0.1:8000/settings/
"""  # noqa: W291


def test_the_whole_mail_of_an_escalation(tasks, client_acme, operator_user, manager):
    account = add_account(
        client_acme, platform="linkedin", handle="@acme", profile_url="", by=manager, now=NOW
    )
    edit_task(tasks[0], values={"account_id": account.pk}, by=manager, now=NOW)

    send(escalated(tasks))

    escalation = OperatorTask.objects.get(system_kind="escalation")
    assert letters() == [
        ("maria@example.com", "1 task is overdue: Spring launch, Acme"),
        ("omar@example.com", "1 task is overdue: Spring launch, Acme"),
    ]
    assert body_for(operator_user) == ESCALATION.format(
        task=path_of(tasks[0]), escalation=path_of(escalation)
    )


def test_nothing_open_means_no_mail(active_campaign, operator_user, manager_user):
    assert morning() == []
    assert outbox("state", "error") == [("skipped", "Nothing was open.")] * 2


def test_the_digest_lists_mine_and_nobodys_but_not_what_others_have(calls, operator_user, manager):
    olga = user_named("olga", "operator")
    ada, barbara, _edsger, _tony = calls
    assign_task(ada, to=operator_user, by=manager, now=NOW)
    set_members(ada.campaign.client, [operator_user.pk, olga.pk], by=manager, now=NOW)
    assign_task(barbara, to=olga, by=manager, now=NOW)

    assert sorted(morning()) == [
        ("maria@example.com", "2 tasks of the team are overdue"),
        ("olga@example.com", "1 overdue, 1 today"),
        ("omar@example.com", "1 overdue, 1 today"),
    ]
    assert ("Call <Ada>" in body_for(operator_user), "Barbara" in body_for(operator_user)) == (True, False)
    assert ("Call <Ada>" in body_for(olga), "Barbara" in body_for(olga)) == (False, True)


TEAM = """
Overdue by client

- Acme: 2 · the oldest 2 h late
- Bolt: 1 · the oldest 30 min late

My day:"""


def test_the_digest_of_a_manager_lists_what_is_theirs_and_counts_the_rest(calls, manager_user, manager):
    bolt = create_client(name="Bolt", time_zone="UTC", by=manager, now=NOW)
    other = create_campaign(client=bolt, cadence=CADENCE, values=brief(), by=manager, now=NOW)
    other = activate_campaign(other, by=manager, now=NOW)
    create_manual_task(other, title="Call Lin", due_at=EIGHT - hours(0.5), by=manager, now=NOW)
    assign_task(calls[2], to=manager_user, by=manager, now=NOW)

    morning()

    body = body_for(manager_user)
    assert body.startswith("1 today\nMonday 2 March 2026 · times in UTC\n\nToday (1)\n\n- Call Edsger\n")
    assert TEAM in body
    assert ("Call Lin" in body, "Ada" in body) == (False, False)


def test_done_and_blocked_work_and_paused_campaigns_are_not_listed(calls, operator, operator_user, manager):
    ada, barbara, edsger, _tony = calls
    enter_digests(now=EIGHT)
    complete_task(ada, proof=ProofInput("TEXT", "called"), by=operator, now=EIGHT)
    block_task(barbara, reason="no number", by=operator, now=EIGHT)
    Notice.objects.exclude(user=operator_user).delete()

    send(EIGHT)
    assert letters() == [("omar@example.com", "1 today")]
    pause_campaign(edsger.campaign, reason="client asked", by=manager, now=EIGHT)
    Notice.objects.update(state="waiting", try_at=EIGHT)
    assert send(EIGHT) == {"skipped": 1}


def test_at_most_twenty_tasks_are_listed_and_the_rest_counted(active_campaign, operator_user, manager):
    for number in range(18):
        create_manual_task(
            active_campaign, title=f"Late {number}", due_at=EIGHT - hours(1), by=manager, now=NOW
        )
    for number in range(14):
        create_manual_task(
            active_campaign, title=f"Soon {number}", due_at=EIGHT + hours(1), by=manager, now=NOW
        )

    morning()

    body = body_for(operator_user)
    assert (body.count("/tasks/"), MOST_LISTED) == (20, 20)
    assert body.splitlines()[0] == "18 overdue, 14 today"
    assert ("\nand 12 more\n" in body, body.count(" more")) == (True, 1)


def test_a_task_of_the_house_is_open_but_never_late(tasks, operator_user):
    escalated(tasks)
    enter_digests(now=EIGHT)
    send(EIGHT)

    sent = [one.body for one in mail.outbox if one.subject == "1 overdue, 1 today"]
    assert [body.partition("Today (1)")[2].splitlines()[2:5] for body in sent] == [
        ["- 1 task is overdue", "  Acme", "  open since Mon 2 Mar, 08:15"]
    ]


def test_today_ends_at_the_readers_midnight(calls, operator_user):
    """At 08:00 in UTC it is 21:00 in Auckland, so that what is due in three hours is due tomorrow."""
    chooses(operator_user, time_zone="Pacific/Auckland", digest_hour=20)

    assert ("omar@example.com", "2 overdue") in morning()


def test_it_speaks_the_readers_language(calls, operator_user):
    chooses(operator_user, language="de", time_zone="Europe/Berlin")

    morning()

    [html] = [sent.alternatives[0].content for sent in mail.outbox if sent.to == ["omar@example.com"]]
    assert '<html lang="de">' in html
    assert "Montag, 2. März 2026" in body_for(operator_user)


def changed(user, **values) -> None:
    type(user).objects.filter(pk=user.pk).update(**values)
