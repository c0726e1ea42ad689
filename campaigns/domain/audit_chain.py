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

_quoted = json.encoder.encode_basestring
_encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode

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
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
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
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", str(key)): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    raise TypeError(f"{type(value).__name__} has no place in an audit entry.")


def canonical(value: dict[str, Any]) -> str:
    """JSON with sorted keys and no spaces: the very text that is stored and hashed."""
    return _encoded(plain(value))


def snapshot(row: AuditedModel) -> dict[str, Any]:
    """The audited fields of a row, in their plain form."""
    left_out = {"id", "version", "created_at", "updated_at", *row.unaudited_fields}
    return {
        item.attname: plain(getattr(row, item.attname))
        for item in row._meta.concrete_fields
        if item.name not in left_out
    }


# What an entry says, in the order in which people read it: its leaf is made of this. Then its place in the chain.
SAID = (
    "at",
    "actor_kind",
    "actor_id",
    "actor_label",
    "via",
    "action",
    "entity_type",
    "entity_id",
    "entity_label",
    "entity_version",
    "before",
    "after",
    "notes",
    "request_id",
    "job_run",
    "format_version",
)
PLACE = ("chain", "seq", "leaf", "prev", "hash")


_IN_ORDER = [(f'"{name}":', SAID.index(name)) for name in sorted(SAID)]
AT = SAID.index("at")


def leaf_of(said: Sequence[Any]) -> str:
    """SHA-256 of the canonical text of everything an entry says, in the order of `SAID`.

    Put together by hand, because a million entries are verified; it is the same text as `canonical` makes.
    """
    told = [
        _quoted(plain(value)) if isinstance(value, str) else "null" if value is None else str(value)
        for value in said
    ]
    told[AT] = _quoted(plain(said[AT]))
    text = ",".join([name + told[place] for name, place in _IN_ORDER])
    return hashlib.sha256(b"\x00{" + text.encode() + b"}").hexdigest()


def hash_of(prev: str, seq: int, chain: int, leaf: str) -> str:
    return hashlib.sha256(b"\x01" + f"{prev}|{seq}|{chain}|{leaf}".encode()).hexdigest()


def append_entries(pending: Sequence[PendingEntry]) -> None:
    """Give the entries their places and write them. Must run at the end of the writing transaction."""
    if not pending:
        return
    by_chain: dict[int, list[PendingEntry]] = defaultdict(list)
    for waiting in pending:
        by_chain[waiting.chain].append(waiting)
    rows: list[tuple[Any, ...]] = []
    heads = _locked_heads(sorted(by_chain))
    for head in heads:
        for waiting in by_chain[head.chain]:
            said = _said(waiting)
            leaf, prev = leaf_of(said), head.head
            head.seq += 1
            head.head = hash_of(prev, head.seq, head.chain, leaf)
            rows.append((*said, head.chain, head.seq, leaf, prev, head.head))
    _save_heads(heads)
    OperatorAuditLog.objects.append((*SAID, *PLACE), rows)


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


def _said(waiting: PendingEntry) -> tuple[Any, ...]:
    """What an entry says, in the order of `SAID`."""
    actor = waiting.actor
    return (
        waiting.at,
        str(actor.kind),
        actor.id,
        plain(actor.label),
        str(actor.via),
        waiting.action,
        waiting.entity_type,
        waiting.entity_id,
        plain(waiting.entity_label)[:300],
        waiting.entity_version,
        waiting.before,
        waiting.after,
        plain(waiting.notes),
        actor.request_id,
        actor.job_run,
        FORMAT_VERSION,
    )
