"""Campaigns and rows that several lines begin with, and what they look like in the earlier module's tables."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from benchmarks import in_sql
from benchmarks.earlier import CalendarItem as EarlierItem
from benchmarks.earlier import Campaign as EarlierCampaign
from benchmarks.earlier import EarlierModule
from campaigns.actor import Actor
from campaigns.domain.campaigns import CadenceLine, activate_campaign, create_campaign
from campaigns.domain.clients import create_client
from campaigns.models import CalendarItem, Campaign, Client
from operator_tasks.models import OperatorTask, SopVersion

BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAIVE = BEGUN.replace(tzinfo=None)
BY = Actor.system("bench")
INSTRUCTIONS = "Open the page of the company and begin a post. " * 12
numbers = count(1)


def client() -> Client:
    return create_client(name=f"Client {next(numbers)}", time_zone="Europe/Berlin", by=BY, now=BEGUN)


def campaign(of: Client, *lines: CadenceLine, days: int = 400) -> Campaign:
    """An active campaign that begins today."""
    values = {
        "name": f"Campaign {next(numbers)}",
        "objective": "Win 20 audits",
        "start_date": BEGUN.date(),
        "end_date": BEGUN.date() + timedelta(days=days),
        "primary_cta": "Reply with AUDIT",
    }
    cadence = lines or (CadenceLine("linkedin", "post", 3),)
    made = create_campaign(client=of, cadence=cadence, values=values, by=BY, now=BEGUN)
    return activate_campaign(made, by=BY, now=BEGUN)


def add_items(to: Campaign, how_many: int) -> None:
    """So many posts, half an hour apart."""
    begun = int(BEGUN.timestamp()) + 7200
    values = {
        **_common(to.pk),
        "platform": "'linkedin'",
        "content_type": "'post'",
        "scheduled_at": in_sql.moment(f"{begun} + n * 1800"),
        "title": "'Post ' || n",
        "copy_text": "'Audits pay for themselves: here is what number ' || n || ' found.'",
    }
    in_sql.execute(in_sql.insert_series(CalendarItem, how_many, values))


def task_values(campaign_id: object, due_at: str) -> dict[str, str]:
    """The columns of a post that waits, over `n`."""
    return {
        **_common(campaign_id),
        "listed_tasks": "'[]'",
        "task_type": "'POST'",
        "platform": "'linkedin'",
        "content_type": "'post'",
        "due_at": due_at,
        "title": "'Post ' || n || ' of the campaign'",
        "sop_version_id": str(first_sop()),
        "instructions_text": f"'{INSTRUCTIONS}'",
        "copy_text": "'Audits pay for themselves: here is what number ' || n || ' found.'",
        "status": "'PENDING'",
    }


def first_sop() -> int:
    return int(SopVersion.objects.order_by("pk").values_list("pk", flat=True)[0])


def _common(campaign_id: object) -> dict[str, str]:
    at = in_sql.literal(BEGUN)
    return {"campaign_id": str(campaign_id), "version": "1", "created_at": at, "updated_at": at}


def audit_of(table: str, condition: str) -> str:
    """A plain audit row for each row of a table, which is what raw SQL writes beside its change."""
    batch = f"'{uuid4().hex}'" + ("::uuid" if in_sql.is_postgresql() else "")
    return (
        'INSERT INTO "campaigns_audititem" '
        "(batch, at, action, entity_type, entity_id, entity_version, before, after) "
        f"SELECT {batch}, {in_sql.literal(BEGUN)}, 'raw', '{table}', id, version, '', 'made' "
        f'FROM "{table}" WHERE {condition}'
    )


def earlier_campaign(module: EarlierModule, items: int = 0) -> int:
    """A campaign of the earlier module, with posts half an hour apart."""
    key = next(numbers)
    module.fill(EarlierCampaign, [{"id": key, "name": f"Campaign {key}", "start_date": NAIVE}])
    rows = [
        {
            "campaign_id": key,
            "platform": "linkedin",
            "content_type": "post",
            "scheduled_at": NAIVE + timedelta(minutes=30 * number),
            "title": f"Post {number}",
            "copy_text": f"Audits pay for themselves: here is what number {number} found.",
        }
        for number in range(items)
    ]
    if rows:
        module.fill(EarlierItem, rows)
    return key


TASKS = OperatorTask._meta.db_table
ITEMS = CalendarItem._meta.db_table
