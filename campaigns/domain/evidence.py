"""A campaign's audit chain as a file that others can check without us."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from campaigns.domain.audit_chain import PLACE, SAID, plain
from campaigns.domain.audit_reads import details_of
from campaigns.models import AuditChain, Campaign, OperatorAuditLog
from campaigns.models.audit_entry import AuditItem

OF_DETAIL = ("at", "action", "entity_type", "entity_id", "entity_version", "before", "after")
Row = Sequence[object]


def evidence_table(campaign: Campaign) -> Iterator[Row]:
    """Header and lines, oldest first: each entry, and below it the rows of a change of many, which have no place."""
    names = ("seq", *SAID, "leaf", "prev", "hash")
    yield names
    for entry, details in _entries(_head(campaign)):
        yield [_cell(entry.get(name)) for name in names]
        for detail in details:
            yield [_cell({**detail, "seq": entry["seq"]}.get(name)) for name in names]


def evidence_json(campaign: Campaign) -> Iterator[str]:
    """One JSON object in pieces: the campaign, the head of its chain, and every entry with its details."""
    head = _head(campaign)
    told = {
        "campaign": {"id": campaign.pk, "name": campaign.name, "client": campaign.client.name},
        "head": {"chain": head.chain, "seq": head.seq, "hash": head.head},
    }
    yield json.dumps(told, ensure_ascii=False)[:-1] + ', "entries": ['
    for place, (entry, details) in enumerate(_entries(head)):
        yield (",\n" if place else "\n") + json.dumps({**entry, "details": details}, ensure_ascii=False)
    yield "\n]}\n"


def _head(campaign: Campaign) -> AuditChain:
    return AuditChain.objects.filter(chain=campaign.pk).first() or AuditChain(chain=campaign.pk)


def _entries(head: AuditChain) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """As far as this head says: what is added while the file is read belongs to the next one."""
    entries = OperatorAuditLog.objects.filter(chain=head.chain, seq__lte=head.seq)
    for entry in entries.order_by("seq").iterator(chunk_size=2000):
        details = details_of(entry).order_by("entity_id")
        yield _fields(entry, (*SAID, *PLACE)), [_fields(detail, OF_DETAIL) for detail in details]


def _fields(row: OperatorAuditLog | AuditItem, names: Sequence[str]) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in names}


def _cell(value: object) -> object:
    return "" if value is None else value
