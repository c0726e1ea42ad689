"""escalation: every campaign has late work and an escalation that tells of it, and a hundred are still to open."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from benchmarks import in_sql, little_world
from benchmarks.contest import Contender, Contest
from benchmarks.little_world import BEGUN, BY, TASKS
from campaigns.models import Campaign
from operator_tasks.domain.escalation import campaigns_to_settle, settle_escalations
from operator_tasks.models import OperatorTask

FRESH = 100
HOUSE = "system_kind = 'escalation'"
PROOFS = "operator_tasks_taskproof"


def contests(size: int) -> Iterator[Contest]:
    first = _campaigns(size)
    at = int(BEGUN.timestamp())
    late = little_world.task_values(f"{first} + n", in_sql.moment(f"{at} - 3600"))
    late |= {"id": "n + 1", "status": "'OVERDUE'", "escalated_at": in_sql.literal(BEGUN)}
    late["updated_at"] = in_sql.moment(f"{at} - 86400")
    in_sql.execute(in_sql.insert_series(OperatorTask, size, late))
    in_sql.execute(f'UPDATE "campaigns_campaign" SET last_tick_at = {in_sql.literal(BEGUN)}')
    house = late | {
        "id": f"n + 1 + {size}",
        "system_kind": "'escalation'",
        "task_type": "'REVIEW'",
        "platform": "'internal'",
        "content_type": "''",
        "status": "'DUE'",
        "title": "'1 task is overdue'",
        "listed_tasks": _json("'[' || (n + 1) || ']'"),
    }
    in_sql.execute(in_sql.insert_series(OperatorTask, size, house))
    in_sql.settle()
    yield Contest(
        "escalation",
        size,
        ours=Contender(_settle, lambda: _unopened(first)),
        raw=Contender(lambda: _raw(house), lambda: _unopened(first)),
        note=f"{FRESH} open; ours also enters the mail about each and locks one campaign at a time.",
    )


def _settle() -> None:
    settle_escalations(campaigns_to_settle(BEGUN), by=BY, now=BEGUN)


def _json(text: str) -> str:
    return f"({text})::jsonb" if in_sql.is_postgresql() else text


def _campaigns(size: int) -> int:
    """So many campaigns like one that the real verbs made; the key of the first."""
    made = little_world.campaign(little_world.client())
    row = Campaign.objects.filter(pk=made.pk).values().get()
    values = {name: _literal(value) for name, value in row.items() if value not in (None, "")}
    own = {"id": f"{made.pk + 1} + n", "name": "'Copy ' || n", "name_key": "'copy ' || n"}
    values |= own | {"blackout_dates": _json("'[]'"), "automation_paused": "FALSE"}
    in_sql.execute(in_sql.insert_series(Campaign, size, values))
    return int(made.pk) + 1


def _literal(value: Any) -> str:
    return str(value) if isinstance(value, int) else f"'{value}'"


def _unopened(first: int) -> None:
    """The first campaigns have late work that nobody was told of."""
    few = f"campaign_id < {first + FRESH}"
    in_sql.execute('DELETE FROM "operator_tasks_notice"')
    in_sql.execute(f'DELETE FROM "{TASKS}" WHERE {HOUSE} AND {few}')
    in_sql.execute(f'UPDATE "{TASKS}" SET escalated_at = NULL WHERE {few}')


def _raw(house: dict[str, str]) -> None:
    """The missing tasks by one INSERT…SELECT, an audit row for each, and the mark on what they list."""
    own = {
        "campaign_id": "t.campaign_id",
        "listed_tasks": _json("'[' || t.id || ']'"),
        "copy_text": "t.title",
    }
    one = {name: value for name, value in house.items() if name != "id"} | own
    one["due_at"] = in_sql.literal(BEGUN)
    series = in_sql.insert_series(OperatorTask, 1, one)
    insert = series[series.index("INSERT INTO") :].replace("FROM series WHERE 1 = 1", f'FROM "{TASKS}" t')
    late = "t.status = 'OVERDUE' AND t.escalated_at IS NULL AND t.cancelled_at IS NULL"
    with transaction.atomic():
        in_sql.execute(f"{insert} WHERE {late}")
        in_sql.execute(
            little_world.audit_of(TASKS, f'{HOUSE} AND id > (SELECT MAX(id) - {FRESH} FROM "{TASKS}")')
        )
        mark = f"SET escalated_at = {in_sql.literal(BEGUN)}"
        in_sql.execute(f"UPDATE \"{TASKS}\" {mark} WHERE status = 'OVERDUE' AND escalated_at IS NULL")
