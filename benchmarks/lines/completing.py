"""complete_task: one post becomes done, with proof, two follow-ups, and what the audit says of all of it."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction

from benchmarks import in_sql, little_world
from benchmarks.contest import Contender, Contest
from benchmarks.earlier import EarlierModule
from benchmarks.earlier import Task as EarlierTask
from benchmarks.little_world import BEGUN, BY, NAIVE, TASKS
from operator_tasks.domain.proofs import ProofInput
from operator_tasks.domain.transitions import complete_task
from operator_tasks.models import OperatorTask, TaskProof

NOW = BEGUN + timedelta(days=3)
POST = 7_434_000_000_000_000_000
ATTEMPTS = 100


def contests(size: int) -> Iterator[Contest]:
    campaign = little_world.campaign(little_world.client(), days=400)
    due = in_sql.moment(f"{int(NOW.timestamp()) + 3600} + n % 20000000")
    in_sql.execute(in_sql.insert_series(OperatorTask, size, little_world.task_values(campaign.pk, due)))
    in_sql.settle()
    waiting = iter(list(OperatorTask.objects.order_by("pk").values_list("pk", flat=True)[:ATTEMPTS]))
    module = EarlierModule()
    earlier = _earlier_tasks(module, size)
    yield Contest(
        "complete_task",
        size,
        ours=Contender(lambda: _complete(next(waiting))),
        raw=Contender(lambda: _raw(next(waiting))),
        earlier=Contender(lambda: module.complete(next(earlier), _address(1), NAIVE)),
    )


def _address(number: int) -> str:
    return f"https://www.linkedin.com/feed/update/urn:li:activity:{POST + number}/"


def _complete(key: int) -> None:
    task = OperatorTask.objects.select_related("campaign").get(pk=key)
    complete_task(task, proof=ProofInput("URL", _address(key)), by=BY, now=NOW)


def _raw(key: int) -> None:
    """The task, its proof and its follow-ups, each with an audit row, as few statements as there are tables."""
    at = in_sql.literal(NOW)
    common = {"version": "1", "created_at": at, "updated_at": at}
    proof = common | {
        "task_id": str(key),
        "proof_type": "'URL'",
        "value": f"'{_address(key)}'",
        "canonical_url": f"'{_address(key)}'",
        "platform": "'linkedin'",
        "post_id": f"'urn:li:activity:{POST + key}'",
    }
    (found,) = in_sql.fetched(
        f'SELECT campaign_id, title FROM "{TASKS}" WHERE id = {key} AND status = %s', ["PENDING"]
    )
    follow_up = little_world.task_values(
        found[0], in_sql.moment(f"{int(NOW.timestamp())} + 7200 + n * 79200")
    ) | {
        "task_type": "'ENGAGE'",
        "parent_id": str(key),
        "follow_up_hours": "2 + n * 22",
    }
    with transaction.atomic():
        in_sql.execute(in_sql.insert_series(TaskProof, 1, proof))
        in_sql.execute(
            f"UPDATE \"{TASKS}\" SET status = 'DONE', completed_at = {at}, performed_at = {at}, clock_at = NULL, "
            f'version = version + 1, proof_id = (SELECT id FROM "{TaskProof._meta.db_table}" WHERE task_id = {key}) '
            f"WHERE id = {key}"
        )
        in_sql.execute(in_sql.insert_series(OperatorTask, 2, follow_up))
        in_sql.execute(little_world.audit_of(TASKS, f"id = {key} OR parent_id = {key}"))
        in_sql.execute(little_world.audit_of(TaskProof._meta.db_table, f"task_id = {key}"))


def _earlier_tasks(module: EarlierModule, size: int) -> Iterator[int]:
    campaign = little_world.earlier_campaign(module)
    rows = [
        {
            "campaign_id": campaign,
            "task_type": "POST",
            "platform": "linkedin",
            "due_at": NAIVE,
            "title": f"Post {number}",
            "instructions_text": little_world.INSTRUCTIONS,
        }
        for number in range(1, size + 1)
    ]
    module.fill(EarlierTask, rows)
    return iter(range(1, ATTEMPTS))
