"""As many tasks as an agency collects in years, written by the database itself."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone

from benchmarks import in_sql
from campaigns.actor import Actor
from campaigns.domain.campaigns import CadenceLine, activate_campaign, create_campaign
from campaigns.domain.clients import create_client, set_members
from campaigns.models import CalendarItem, Campaign
from operator_tasks.models import OperatorTask, SopVersion, TaskProof

CLIENTS, CAMPAIGNS_EACH, OF_OPERATOR = 10, 10, 3
DAYS_BACK, DAYS_AHEAD = 700, 60
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo")

# Digits of a task's number that say what it is; its time is a permutation of all numbers, independent of them.
_CAMPAIGN, _STATE, _KIND = "n % 100", "(n / 100) % 100", "(n / 10000) % 10"
_IS_FOLLOW_UP = f"{_KIND} >= 8"


def build(count: int) -> dict[str, User]:
    """A manager and an operator of 3 of 10 clients, 100 running campaigns, and `count` tasks of them.

    Of those whose time has passed 80 of 100 are done, 9 missed, 6 overdue, 1 blocked and 4 cancelled; 92 of 100
    have passed. One in five is a follow-up.
    """
    people = {role: _person(role) for role in ("manager", "operator")}
    by, now = Actor.system("bench"), timezone.now()
    for number in range(CLIENTS):
        client = create_client(name=f"Client {number}", time_zone=ZONES[number % len(ZONES)], by=by, now=now)
        if number < OF_OPERATOR:
            set_members(client, [people["operator"].pk], by=by, now=now)
        for place in range(CAMPAIGNS_EACH):
            values = {
                "name": f"Campaign {place}",
                "objective": "Win 20 audits",
                "start_date": now.date() - timedelta(days=DAYS_BACK + 2),
                "end_date": now.date() + timedelta(days=DAYS_AHEAD + 2),
                "primary_cta": "Reply with AUDIT",
            }
            cadence = (CadenceLine("linkedin", "post", 3),)
            campaign = create_campaign(client=client, cadence=cadence, values=values, by=by, now=now)
            activate_campaign(campaign, by=by, now=now)
    with transaction.atomic():
        for statement in _statements(count, now):
            in_sql.execute(statement)
    in_sql.settle()
    return people


def _person(role: str) -> User:
    user = User.objects.create_user(role, f"{role}@example.com")
    user.groups.add(Group.objects.get(name=role))
    return user


def _statements(count: int, now: Any) -> list[str]:
    """Items, tasks and proofs with equal keys; what refers to what is checked when the transaction ends."""
    first = Campaign.objects.order_by("pk").values_list("pk", flat=True)[0]
    sop = SopVersion.objects.order_by("pk").values_list("pk", flat=True)[0]
    span = (DAYS_BACK + DAYS_AHEAD) * 86400
    step = next(number for number in (7919, 7907, 7901) if count % number)
    seconds = f"{int(now.timestamp()) - DAYS_BACK * 86400} + (n * {step} % {count}) * {span // count or 1}"
    has_passed = f"n * {step} % {count} < {count * DAYS_BACK // (DAYS_BACK + DAYS_AHEAD)}"
    values = _Values(seconds, has_passed, first, sop)
    posts = f"NOT ({_IS_FOLLOW_UP})"
    return [
        in_sql.insert_series(CalendarItem, count, values.of_item(), posts),
        in_sql.insert_series(OperatorTask, count, values.of_task()),
        in_sql.insert_series(TaskProof, count, values.of_proof(), values.is_done),
    ]


class _Values:
    """For each column its value, as SQL over the number `n` of the row."""

    def __init__(self, seconds: str, has_passed: str, first_campaign: int, sop: int) -> None:
        self.is_done = f"{has_passed} AND {_STATE} < 80"
        self.has_passed, self.sop = has_passed, sop
        self.due, self.done = in_sql.moment(seconds), in_sql.moment(f"{seconds} + 1800")
        self.common = {
            "id": "n + 1",
            "version": "1",
            "created_at": in_sql.moment(f"{seconds} - 864000"),
            "updated_at": self.due,
            "campaign_id": f"{first_campaign} + {_CAMPAIGN}",
        }
        self.text = "'Post ' || n || ' of the campaign'"
        self.copy = "'Audits pay for themselves: here is what number ' || n || ' found. ' || '{}'".format(
            "Most offices pay for chairs that nobody sits on. " * 4
        )

    def of_item(self) -> dict[str, str]:
        return self.common | {
            "platform": "'linkedin'",
            "content_type": "'post'",
            "scheduled_at": self.due,
            "title": self.text,
            "copy_text": self.copy,
        }

    def of_task(self) -> dict[str, str]:
        past = f"{self.has_passed} AND {_STATE}"
        status = (
            f"CASE WHEN {past} < 80 THEN 'DONE' WHEN {past} < 89 THEN 'MISSED' "
            f"WHEN {past} < 95 THEN 'OVERDUE' WHEN {past} < 96 THEN 'BLOCKED' "
            f"ELSE 'PENDING' END"
        )
        is_cancelled = f"{past} >= 96"
        follows = f"{_IS_FOLLOW_UP} AND n >= 20000"
        return self.common | {
            "calendar_item_id": f"CASE WHEN {_IS_FOLLOW_UP} THEN NULL ELSE n + 1 END",
            "parent_id": f"CASE WHEN {follows} THEN n + 1 - 20000 ELSE NULL END",
            "follow_up_hours": f"CASE WHEN {follows} THEN 2 ELSE NULL END",
            "listed_tasks": "'[]'",
            "task_type": f"CASE WHEN {_IS_FOLLOW_UP} THEN 'FOLLOW_UP' ELSE 'POST' END",
            "platform": "'linkedin'",
            "content_type": "'post'",
            "due_at": self.due,
            "title": self.text,
            "sop_version_id": str(self.sop),
            "instructions_text": "'{}'".format("Open the page of the company and begin a post. " * 12),
            "copy_text": self.copy,
            "status": status,
            "blocked_reason": f"CASE WHEN {past} = 95 THEN 'Waits for the picture' ELSE '' END",
            "proof_id": f"CASE WHEN {self.is_done} THEN n + 1 ELSE NULL END",
            "completed_at": f"CASE WHEN {self.is_done} THEN {self.done} ELSE NULL END",
            "performed_at": f"CASE WHEN {self.is_done} THEN {self.due} ELSE NULL END",
            "completed_by_label": f"CASE WHEN {self.is_done} THEN 'operator' ELSE '' END",
            "cancelled_at": f"CASE WHEN {is_cancelled} THEN {self.due} ELSE NULL END",
            "cancel_reason": f"CASE WHEN {is_cancelled} THEN 'manual' ELSE '' END",
        }

    def of_proof(self) -> dict[str, str]:
        address = "'https://www.linkedin.com/feed/update/urn:li:activity:' || (7000000000000000000 + n)"
        return {name: value for name, value in self.common.items() if name != "campaign_id"} | {
            "task_id": "n + 1",
            "proof_type": "'URL'",
            "value": address,
            "canonical_url": address,
            "platform": "'linkedin'",
            "post_id": "'urn:li:activity:' || (7000000000000000000 + n)",
            "published_at": self.due,
        }
