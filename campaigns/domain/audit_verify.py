"""Verification of the audit chains: every entry is hashed again and every row compared with its last entry."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Max

from campaigns.domain.audit_batch import digest_of
from campaigns.domain.audit_chain import GENESIS, PLACE, SAID, hash_of, leaf_of
from campaigns.models import HOUSE_CHAIN, AuditChain, AuditedModel, AuditItem, OperatorAuditLog

DELETED = ".deleted"
# Where these stand in an entry that is read as plain values: its place in the chain, then what it says.
SEQ, HASH, AFTER = PLACE.index("seq"), PLACE.index("hash"), len(PLACE) + SAID.index("after")


@dataclass(frozen=True)
class Fault:
    """The first wrong row of a chain, or a row whose present version the log does not know."""

    chain: int
    seq: int | None
    text: str

    def __str__(self) -> str:
        place = f"chain {self.chain}" + (f", entry {self.seq}" if self.seq is not None else "")
        return f"{place}: {self.text}"


@dataclass(frozen=True)
class Verification:
    chains: int
    entries: int
    faults: tuple[Fault, ...]


def verify(chain: int | None = None) -> Verification:
    """Check all chains, or one. Reads everything once, streaming; writes nothing."""
    written = OperatorAuditLog.objects.order_by().values_list("chain", flat=True).distinct()
    heads = {head.chain: head for head in AuditChain.objects.all()}
    chains = sorted({*written, *heads}) if chain is None else [chain]
    faults: list[Fault] = []
    entries = 0
    for number in chains:
        count, fault = _verify_chain(number, heads.get(number))
        entries += count
        if fault:
            faults.append(fault)
    faults += _verify_versions(chain)
    if chain is None:
        faults += _unclaimed_batches()
        faults += _vanished_chains(set(heads))
    return Verification(chains=len(chains), entries=entries, faults=tuple(faults))


def _verify_chain(chain: int, head: AuditChain | None) -> tuple[int, Fault | None]:
    prev, seq = GENESIS, 0
    entries = OperatorAuditLog.objects.filter(chain=chain).order_by("seq").values_list(*PLACE, *SAID)
    for entry in entries.iterator(chunk_size=2000):
        seq += 1
        if entry[SEQ] != seq:
            return seq - 1, Fault(chain, seq, f"is missing; the next one found is {entry[SEQ]}.")
        trouble = _trouble_with(entry, prev)
        if trouble:
            said = dict(zip(SAID, entry[len(PLACE) :], strict=True))
            about = f"({said['action']} of {said['entity_type']} {said['entity_id']})"
            return seq, Fault(chain, seq, f"{about} {trouble}")
        prev = entry[HASH]
    if head is None or (head.seq, head.head) != (seq, prev):
        return seq, Fault(chain, None, f"the chain ends at entry {seq}, but its head says otherwise.")
    return seq, None


def _trouble_with(entry: tuple[Any, ...], prev: str) -> str:
    chain, seq, leaf, told_prev, told_hash = entry[: len(PLACE)]
    if told_prev != prev:
        return "does not follow from the entry before it."
    if leaf_of(entry[len(PLACE) :]) != leaf:
        return "was changed after it was written."
    if hash_of(prev, seq, chain, leaf) != told_hash:
        return "has a hash that is not its own."
    after = entry[AFTER]
    said = json.loads(after) if '"batch"' in after else {}
    if "batch" in said and digest_of(UUID(said["batch"])) != (said["count"], said["digest"]):
        return "is a batch whose details were changed, added or removed."
    return ""


def audited_models() -> Iterator[type[AuditedModel]]:
    for model in apps.get_models():
        if issubclass(model, AuditedModel):
            yield model


def _last_versions(noun: str) -> dict[int, int]:
    """The last version the log knows of each row; details of batches count too."""
    entries = OperatorAuditLog.objects.filter(entity_type=noun).exclude(action__endswith=DELETED).order_by()
    last = dict(entries.values_list("entity_id").annotate(Max("entity_version")))
    items = AuditItem.objects.filter(entity_type=noun).order_by()
    for key, version in items.values_list("entity_id").annotate(Max("entity_version")):
        last[key] = max(last.get(key, 0), version)
    return last


def _verify_versions(chain: int | None) -> list[Fault]:
    """Rows that the log knows otherwise, rows it does not know, and rows that are gone without an entry."""
    faults: list[Fault] = []
    for model in audited_models():
        missing = _last_versions(model.audit_noun)
        for pk, version in (
            model._base_manager.order_by("pk").values_list("pk", "version").iterator(chunk_size=5000)
        ):
            known = missing.pop(pk, None)
            if known == version:
                continue
            row_chain = model._base_manager.get(pk=pk).audit_chain
            told = f"the log ends at version {known}" if known else "the log does not know it"
            faults.append(
                Fault(row_chain, None, f"{model.audit_noun} {pk} is at version {version}, but {told}.")
            )
        faults += _gone_without_entry(model.audit_noun, set(missing))
    return [fault for fault in faults if chain is None or fault.chain == chain]


def _gone_without_entry(noun: str, keys: set[int]) -> list[Fault]:
    """Of rows that are not there any more: those whose removal, or whose campaign's, no entry tells."""
    if not keys:
        return []
    removals = OperatorAuditLog.objects.filter(action__endswith=DELETED).order_by()
    told = set(removals.filter(entity_type=noun).values_list("entity_id", flat=True))
    gone_campaigns = set(removals.filter(entity_type="campaign").values_list("entity_id", flat=True))
    entries = OperatorAuditLog.objects.filter(entity_type=noun).order_by()
    chains = _chains_of_batches(noun, keys) | dict(entries.values_list("entity_id", "chain"))
    return [
        Fault(chains.get(key, 0), None, f"{noun} {key} is gone, and no entry tells who removed it.")
        for key in sorted(keys - told)
        if chains.get(key) not in gone_campaigns
    ]


def _chains_of_batches(noun: str, keys: set[int]) -> dict[int, int]:
    """The chains of rows that were made in a batch, such as an import; their details name no chain."""
    batches = dict(
        AuditItem.objects.filter(entity_type=noun, entity_id__in=keys).values_list("entity_id", "batch")
    )
    entries = OperatorAuditLog.objects.filter(after__startswith='{"batch"') if batches else []
    chains = {json.loads(entry.after)["batch"]: entry.chain for entry in entries}
    return {key: chains[str(batch)] for key, batch in batches.items() if str(batch) in chains}


def _vanished_chains(heads: set[int]) -> list[Fault]:
    """Chains of deleted campaigns stay; the house's chain remembers which there must be."""
    ended = OperatorAuditLog.objects.filter(chain=HOUSE_CHAIN, action="campaign.deleted").order_by()
    return [
        Fault(number, None, "the chain of this deleted campaign is gone.")
        for number in ended.values_list("entity_id", flat=True)
        if number not in heads
    ]


def _unclaimed_batches() -> list[Fault]:
    """Details that no entry of a chain names were not written by the product."""
    batches = OperatorAuditLog.objects.filter(after__startswith='{"batch"').values_list("after", flat=True)
    named = {json.loads(after)["batch"] for after in batches.iterator()}
    written = AuditItem.objects.order_by().values_list("batch", flat=True).distinct()
    return [
        Fault(0, None, f"the details of batch {batch} belong to no entry.")
        for batch in written
        if str(batch) not in named
    ]
