"""tick_half, tick_small, tick_none: the clock over all tasks, of which half, one in a thousand, or none moves."""

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from benchmarks import in_sql
from benchmarks.clock_world import BY, TICK_HALF, TICK_NONE, TICK_SMALL, ClockWorld, build
from benchmarks.contest import Contender, Contest
from operator_tasks.domain.ticking import turned_slices
from operator_tasks.models import OperatorTask

MOMENTS = {"tick_none": TICK_NONE, "tick_small": TICK_SMALL, "tick_half": TICK_HALF}


def contests(size: int) -> Iterator[Contest]:
    world = build(size)
    for line, now in MOMENTS.items():
        yield Contest(
            line,
            size,
            ours=Contender(lambda now=now: list(turned_slices(by=BY, now=now)), world.wind_back),
            raw=Contender(lambda now=now: raw_tick(now), world.wind_back),
            earlier=Contender(lambda now=now: _earlier_tick(world, now), world.wind_back_earlier),
            note="The clock alone, as in the other two; what late work opens is the line escalation.",
        )


def raw_tick(now: datetime) -> None:
    """One plain audit row for each task that moves, and one UPDATE, on the product's own tables."""
    table, at = OperatorTask._meta.db_table, in_sql.literal(now)
    soon = in_sql.moment(str(int(now.timestamp()) + 3600))
    target = f"CASE WHEN due_at < {at} THEN 'OVERDUE' ELSE 'DUE' END"
    # A second index, on the status, would mislead SQLite.
    moves = f"clock_at <= {at} AND status || '' IN ('PENDING', 'DUE') AND cancelled_at IS NULL AND due_at < {soon}"
    with transaction.atomic():
        in_sql.execute(
            'INSERT INTO "campaigns_audititem" '
            "(batch, at, action, entity_type, entity_id, entity_version, before, after) "
            f"SELECT {_batch()}, {at}, 'task.tick', 'task', id, version + 1, status, {target} "
            f'FROM "{table}" WHERE {moves}'
        )
        in_sql.execute(
            f'UPDATE "{table}" SET status = {target}, version = version + 1, updated_at = {at}, '
            f"miss_at = CASE WHEN due_at < {at} THEN {_later('due_at', 72)} END, "
            f"clock_at = CASE WHEN due_at < {at} THEN {_later('due_at', 72)} ELSE due_at END WHERE {moves}"
        )


def _batch() -> str:
    return f"'{uuid4().hex}'" + ("::uuid" if in_sql.is_postgresql() else "")


def _later(column: str, hours: int) -> str:
    if in_sql.is_postgresql():
        return f"{column} + interval '{hours} hours'"
    return f"strftime('%Y-%m-%d %H:%M:%S', {column}, '+{hours} hours')"


def _earlier_tick(world: ClockWorld, now: datetime) -> None:
    for key in world.campaigns:
        world.earlier.tick(key, now.replace(tzinfo=None))
