"""audit_verify: every entry of every chain hashed again, against reading and hashing the same text and no more."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction

from benchmarks import in_sql, little_world
from benchmarks.contest import Contender, Contest
from benchmarks.little_world import BEGUN, BY
from campaigns.domain.audit_chain import PendingEntry, append_entries, canonical
from campaigns.domain.audit_verify import verify
from campaigns.gate import open_gate
from operator_tasks.models import OperatorTask

CHAINS, AT_ONCE, OF_A_TASK = 100, 5_000, 10


def contests(size: int) -> Iterator[Contest]:
    campaigns = [
        little_world.campaign(little_world.client()).pk for _number in range(min(CHAINS, size // 100))
    ]
    tasks = size // OF_A_TASK
    due = in_sql.literal(BEGUN + timedelta(days=30))
    values = little_world.task_values(f"{campaigns[0]} + n % {len(campaigns)}", due)
    values |= {"id": "n + 1", "version": str(OF_A_TASK)}
    in_sql.execute(in_sql.insert_series(OperatorTask, tasks, values))
    for begun in range(0, tasks, AT_ONCE // OF_A_TASK):
        _tell(range(begun, min(begun + AT_ONCE // OF_A_TASK, tasks)), campaigns)
    in_sql.settle()
    faults = verify().faults
    if faults:
        raise SystemExit(f"The log of the benchmark is not whole: {faults[0]}")
    yield Contest(
        "audit_verify",
        size,
        ours=Contender(verify),
        raw=Contender(_raw),
        note="Plain SQL reads all columns in the order of the chains and hashes them as they are.",
    )


def _tell(numbers: range, campaigns: list[int]) -> None:
    before, after = canonical({"due_at": BEGUN}), canonical({"due_at": BEGUN + timedelta(days=1)})
    entries = [
        PendingEntry(
            chain=campaigns[number % len(campaigns)],
            at=BEGUN,
            actor=BY,
            action="task.rescheduled",
            entity_type=OperatorTask.audit_noun,
            entity_id=number + 1,
            entity_label=f"Post {number} of the campaign",
            entity_version=version,
            before=before,
            after=after,
        )
        for number in numbers
        for version in range(1, OF_A_TASK + 1)
    ]
    with open_gate(), transaction.atomic():
        append_entries(entries)


def _raw() -> str:
    digest = hashlib.sha256()
    for row in in_sql.streamed('SELECT * FROM "campaigns_operatorauditlog" ORDER BY chain, seq'):
        digest.update(hashlib.sha256(repr(row).encode()).digest())
    return digest.hexdigest()
