"""Tasks of the earlier module: open ones go on by our clock, finished ones keep what shows that they were done."""

from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit import created_many, recorded
from campaigns.models import CalendarItem, Campaign
from campaigns.words import in_house_words
from operator_tasks.choices import ProofType, TaskStatus, TaskType
from operator_tasks.domain.clock import set_by_clock
from operator_tasks.domain.takeover.source import Row, moment
from operator_tasks.domain.takeover.words import (
    Report,
    line_of,
    platform_of,
    proof_type_of,
    task_status_of,
    task_type_of,
    text_of,
)
from operator_tasks.models import OperatorTask, TaskProof
from operator_tasks.states import FINAL

Items = dict[int, CalendarItem]
Pair = tuple[Row, OperatorTask]


def take_tasks(
    rows: list[Row], campaign: Campaign, items: Items, report: Report, *, by: Actor, now: datetime
) -> None:
    """Open tasks of the house are left out: ours opens its own where there is a reason."""
    pairs: list[Pair] = []
    taken: set[int] = set()
    for row in sorted(rows, key=lambda row: (task_status_of(row["status"]) != TaskStatus.DONE, row["id"])):
        task = _task(row, campaign, items, taken, report, now)
        if task is not None:
            pairs.append((row, task))
    created_many("task.taken_over", [task for _row, task in pairs], by=by, now=now)
    done = [pair for pair in pairs if task_status_of(pair[0]["status"]) == TaskStatus.DONE]
    _finish(done, by=by, now=now)
    report.count("tasks", len(pairs))


def _task(
    row: Row, campaign: Campaign, items: Items, taken: set[int], report: Report, now: datetime
) -> OperatorTask | None:
    platform, due_at, status = (
        platform_of(row["platform"]),
        moment(row["due_at"]),
        task_status_of(row["status"]),
    )
    if platform is None or due_at is None:
        report.note(f"“{campaign}”: task {row['id']} has no platform or time that is known; it was left out.")
        return None
    task_type = task_type_of(row["task_type"])
    if task_type == TaskType.REVIEW and status not in FINAL:
        report.count("open escalations that were left out")
        return None
    item = _own_item(row, task_type, items, taken, campaign, report)
    task = OperatorTask(
        campaign=campaign,
        calendar_item=item,
        task_type=task_type,
        platform=platform,
        content_type=item.content_type if item else "",
        due_at=due_at,
        title=line_of(row["title"]) or f"Task {row['id']}",
        instructions_text=text_of(row["instructions_text"], 100_000),
        copy_text=text_of(row["copy_text"], 100_000),
        asset_ref=line_of(row["asset_ref"], 512),
        status=TaskStatus.PENDING,
    )
    if status == TaskStatus.BLOCKED:
        task.status, task.blocked_reason = status, line_of(row["blocked_reason"], 500) or _no_reason()
    elif status == TaskStatus.MISSED:
        task.status = status
    elif status != TaskStatus.DONE:
        set_by_clock(task, campaign, now)
    return task


def _own_item(
    row: Row, task_type: TaskType, items: Items, taken: set[int], campaign: Campaign, report: Report
) -> CalendarItem | None:
    """The calendar item, unless another post of it was taken over before: those that are done go first."""
    key = row["calendar_item_id"]
    if key is None or key not in items or task_type != TaskType.POST:
        return None
    if key in taken:
        report.note(
            f"“{campaign}”: task {row['id']} is a second one of item {key}; it was taken over without it."
        )
        return None
    taken.add(key)
    return items[key]


def _finish(done: list[Pair], *, by: Actor, now: datetime) -> None:
    proofs = [_proof(row, task) for row, task in done]
    created_many("proof.taken_over", proofs, by=by, now=now)
    for (row, task), proof in zip(done, proofs, strict=True):
        finished = moment(row["completed_at"]) or moment(row["updated_at"]) or task.due_at
        with recorded("task.taken_over_done", task, by=by, now=now) as fresh:
            fresh.status, fresh.proof = TaskStatus.DONE, proof
            fresh.completed_at = fresh.performed_at = finished
            fresh.completed_by_label = "operator"
            fresh.is_late = finished > fresh.due_at


def _proof(row: Row, task: OperatorTask) -> TaskProof:
    value = text_of(row["completion_proof_value"], 5_000)
    kind = proof_type_of(row["completion_proof_type"]) if value else ProofType.TEXT
    is_address = kind == ProofType.URL and value.startswith(("http://", "https://"))
    return TaskProof(
        task=task,
        proof_type=kind if is_address else ProofType.TEXT,
        value=value or _no_proof(),
        canonical_url=value[:2000] if is_address else "",
        platform=task.platform if is_address else "",
        # Nobody looked at it with our rules.
        is_weak=True,
    )


@in_house_words
def _no_reason() -> str:
    return _("The earlier module kept no reason.")


@in_house_words
def _no_proof() -> str:
    return _("The earlier module kept no proof.")
