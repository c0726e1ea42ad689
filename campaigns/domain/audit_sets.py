"""Changes of many rows at once: a detail for each row, and one entry in the chain of each campaign that is touched."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, models
from django.db.models import Case, F, Func, IntegerField, Q, TextField, UUIDField, Value, When

from campaigns.actor import Actor
from campaigns.domain.audit import collect, entry_about, together
from campaigns.domain.audit_batch import copy_details, digest_of, digests_of, json_of, same_batch
from campaigns.models import AuditedModel, AuditItem


def recorded_batch(
    action: str,
    rows: models.QuerySet[Any],
    chain_row: AuditedModel,
    *,
    by: Actor,
    now: datetime,
    audited: dict[str, tuple[str, str]],
    changes: dict[str, Any],
    limit: int,
) -> int:
    """Change many rows of one chain in set-based statements; return how many changed.

    `audited` gives for each field its text before and after as SQL expressions take it: the name of a column,
    and the new value. Details go to `AuditItem` by INSERT…SELECT, and one entry in the chain of `chain_row`
    carries their count and digest. At most `limit` rows change, so that nobody waits long for the locks.
    """
    with together():
        batch = uuid4()
        copy_details(
            rows.order_by("pk")[:limit],
            batch=same_batch(batch),
            action=Value(action, output_field=TextField()),
            before=json_of({name: F(column) for name, (column, _new) in audited.items()}),
            after=json_of({name: Value(new) for name, (_column, new) in audited.items()}),
            now=now,
        )
        count, digest = digest_of(batch)
        if count == 0:
            return 0
        _change(rows.model, AuditItem.objects.filter(batch=batch), changes, now)
        _enter(action, chain_row, batch, count, digest, by=by, now=now)
        return count


@dataclass(frozen=True)
class Move:
    """What becomes of the rows that a condition finds; of several moves the first that fits is made."""

    action: str
    when: Q
    to: str


@dataclass(frozen=True)
class Moved:
    """How many rows of one campaign made one move, and the batch that names them."""

    chain: int
    move: Move
    batch: UUID
    count: int


def recorded_moves(
    rows: models.QuerySet[Any],
    campaigns: Mapping[int, AuditedModel],
    moves: Sequence[Move],
    *,
    by: Actor,
    now: datetime,
    changes: dict[str, Any],
    limit: int,
) -> list[Moved]:
    """Move the status of the first `limit` of `rows` that fit a move, all of these locked campaigns.

    Each row makes the first of the `moves` whose condition holds, in one statement for all. Every campaign and
    move has a batch, and an entry in the campaign's chain with its count and digest. The batch is numbered by the
    database: 64 bits of chance, then the campaign, then the move.
    """
    with together():
        chance = secrets.token_hex(8)
        target = Case(*(When(move.when, then=Value(move.to)) for move in moves), output_field=TextField())
        # Asked as one expression, so that the order of the rows alone chooses the index.
        fit = rows.annotate(move=_number_of(moves)).filter(move__isnull=False)
        # Locked in the order of their keys, as by everybody who locks several.
        chosen = rows.model._base_manager.filter(pk__in=fit.values("pk")[:limit]).order_by("pk")
        copy_details(
            chosen,
            batch=_batch_of(chance, moves),
            action=Case(
                *(When(move.when, then=Value(move.action)) for move in moves), output_field=TextField()
            ),
            before=json_of({"status": F("status")}),
            after=json_of({"status": target}),
            now=now,
        )
        ends = (UUID(chance + "0" * 16), UUID(chance + "f" * 16))
        items = AuditItem.objects.filter(batch__range=ends)
        found = list(digests_of(items))
        if not found:
            return []
        _change(rows.model, items, {"status": target, **changes}, now)
        moved = []
        for batch, count, digest in found:
            chain, move = int(batch.hex[16:30], 16), moves[int(batch.hex[30:], 16)]
            _enter(move.action, campaigns[chain], batch, count, digest, by=by, now=now)
            moved.append(Moved(chain, move, batch, count))
        return moved


def _number_of(moves: Sequence[Move]) -> Case:
    numbered = (When(move.when, then=Value(place)) for place, move in enumerate(moves))
    return Case(*numbered, output_field=IntegerField())


def _batch_of(chance: str, moves: Sequence[Move]) -> Any:
    template = (
        f"('{chance}' || lpad(to_hex(%(expressions)s), 16, '0'))::uuid"
        if connection.vendor == "postgresql"
        else f"'{chance}' || printf('%%%%016x', %(expressions)s)"
    )
    return Func(F("campaign_id") * 256 + _number_of(moves), template=template, output_field=UUIDField())


def _change(model: Any, items: models.QuerySet[Any], changes: dict[str, Any], now: datetime) -> None:
    model._base_manager.filter(pk__in=items.values("entity_id")).update(
        version=F("version") + 1, updated_at=now, **changes
    )


def _enter(
    action: str, row: AuditedModel, batch: UUID, count: int, digest: str, *, by: Actor, now: datetime
) -> None:
    told = {"batch": str(batch), "count": count, "digest": digest}
    collect(entry_about(action, row, by=by, now=now, before=None, after=told))
