"""The arithmetic of the audit chains: canonical text, leaves, hashes, and adding entries to their chains."""

import hashlib
import json
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models.fields.files import FieldFile

from campaigns.actor import Actor
from campaigns.models import AuditChain, AuditedModel, OperatorAuditLog

FORMAT_VERSION = 1
GENESIS = "0" * 64


@dataclass(frozen=True)
class PendingEntry:
    """An audit entry that has no place in its chain yet."""

    chain: int
    at: datetime
    actor: Actor
    action: str
    entity_type: str
    entity_id: int
    entity_label: str
    entity_version: int | None
    before: str
    after: str
    notes: str = ""


def plain(value: Any) -> Any:
    """A value as the audit text holds it: UTC microseconds, decimals as text, no floats."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("A time without a zone has no place in an audit entry; give an aware one.")
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, FieldFile):
        return value.name or ""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", str(key)): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if value is None or isinstance(value, bool | int):
        return value
    raise TypeError(f"{type(value).__name__} has no place in an audit entry.")


def canonical(value: dict[str, Any]) -> str:
    """JSON with sorted keys and no spaces: the very text that is stored and hashed."""
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def snapshot(row: AuditedModel) -> dict[str, Any]:
    """The audited fields of a row, in their plain form."""
    left_out = {"id", "version", "created_at", "updated_at", *row.unaudited_fields}
    return {
        item.attname: plain(getattr(row, item.attname))
        for item in row._meta.concrete_fields
        if item.name not in left_out
    }


def leaf_of(entry: OperatorAuditLog) -> str:
    """SHA-256 of the canonical text of everything the entry says."""
    said = {
        "at": entry.at,
        "actor_kind": entry.actor_kind,
        "actor_id": entry.actor_id,
        "actor_label": entry.actor_label,
        "via": entry.via,
        "action": entry.action,
        "entity_type": entry.entity_type,
        "entity_id": entry.entity_id,
        "entity_label": entry.entity_label,
        "entity_version": entry.entity_version,
        "request_id": entry.request_id,
        "job_run": entry.job_run,
        "before": entry.before,
        "after": entry.after,
        "notes": entry.notes,
        "format_version": entry.format_version,
    }
    return hashlib.sha256(b"\x00" + canonical(said).encode()).hexdigest()


def hash_of(prev: str, seq: int, chain: int, leaf: str) -> str:
    return hashlib.sha256(b"\x01" + f"{prev}|{seq}|{chain}|{leaf}".encode()).hexdigest()


def append_entries(pending: Sequence[PendingEntry]) -> None:
    """Give the entries their places and write them. Must run at the end of the writing transaction."""
    if not pending:
        return
    by_chain: dict[int, list[PendingEntry]] = defaultdict(list)
    for waiting in pending:
        by_chain[waiting.chain].append(waiting)
    rows: list[OperatorAuditLog] = []
    heads = _locked_heads(sorted(by_chain))
    for head in heads:
        for waiting in by_chain[head.chain]:
            entry = _placed(waiting, head)
            rows.append(entry)
            head.seq, head.head = entry.seq, entry.hash
    _save_heads(heads)
    OperatorAuditLog.objects.bulk_create(rows, batch_size=500)


def _locked_heads(chains: list[int]) -> list[AuditChain]:
    wanted = AuditChain.objects.select_for_update().filter(chain__in=chains).order_by("chain")
    heads = list(wanted)
    if len(heads) < len(chains):
        AuditChain.objects.bulk_create([AuditChain(chain=chain) for chain in chains], ignore_conflicts=True)
        heads = list(wanted.all())
    return heads


def _save_heads(heads: list[AuditChain]) -> None:
    AuditChain.objects.bulk_create(
        heads,
        update_conflicts=True,
        unique_fields=["chain"],
        update_fields=["seq", "head"],
        batch_size=500,
    )


def _placed(waiting: PendingEntry, head: AuditChain) -> OperatorAuditLog:
    actor = waiting.actor
    entry = OperatorAuditLog(
        chain=head.chain,
        seq=head.seq + 1,
        at=waiting.at,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=plain(actor.label),
        via=actor.via,
        action=waiting.action,
        entity_type=waiting.entity_type,
        entity_id=waiting.entity_id,
        entity_label=plain(waiting.entity_label)[:300],
        entity_version=waiting.entity_version,
        request_id=actor.request_id,
        job_run=actor.job_run,
        before=waiting.before,
        after=waiting.after,
        notes=plain(waiting.notes),
        format_version=FORMAT_VERSION,
        prev=head.head,
    )
    entry.leaf = leaf_of(entry)
    entry.hash = hash_of(entry.prev, entry.seq, entry.chain, entry.leaf)
    return entry
