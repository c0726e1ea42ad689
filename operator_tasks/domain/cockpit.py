"""Everything about one task: its procedure, its proof, what belongs to it, and what happened to it."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.actor import MANAGES, WORKS, Via, door_name
from campaigns.models import Account, AuditItem, OperatorAuditLog
from campaigns.spoken_dates import spoken
from operator_tasks.choices import SystemKind, TaskStatus
from operator_tasks.domain.checklists import ticked_steps
from operator_tasks.domain.notices import LastNotice, last_notice
from operator_tasks.domain.queries import TaskRow, row_of
from operator_tasks.domain.sop_reports import reports_for
from operator_tasks.models import OperatorTask, SopReport, SopVersion, TaskProof
from operator_tasks.sops.library import steps_of

HISTORY = 100
# Keys of other rows, and what the entry itself says or implies, tell a person nothing more.
_QUIET = frozenset(
    {
        "proof_id",
        "completed_by_id",
        "completed_by_label",
        "completed_at",
        "copy_overridden",
        "operator_moves",
        "listed_tasks",
        "calendar_item_id",
        "parent_id",
    }
)
_SECTION = re.compile(r"^## (?P<name>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One step of a task's procedure, counted from 1 as people do, with what was reported about it."""

    number: int
    text: str
    is_ticked: bool
    reports: tuple[SopReport, ...]


@dataclass(frozen=True)
class Procedure:
    """The text a task keeps, in its sections; `newer` is a version published after the one it pins.

    `reports` are those on the procedure as a whole; `may_tick` is whether the reader works on this task now.
    """

    version: SopVersion | None
    before_steps: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    after_steps: tuple[tuple[str, str], ...]
    newer: SopVersion | None
    reports: tuple[SopReport, ...]
    may_tick: bool

    @property
    def ticked(self) -> int:
        return sum(step.is_ticked for step in self.steps)


@dataclass(frozen=True)
class TaskHistoryEntry:
    """One thing that happened to a task, by a person or by the clock; changes are (field, before, after)."""

    at: datetime
    actor_label: str
    via: str
    action: str
    changes: tuple[tuple[str, str, str], ...]
    notes: str = ""


@dataclass(frozen=True)
class Cockpit:
    """One task as its page shows it. Viewers get neither procedure nor history nor withdrawn proof.

    `mailed` tells who was mailed about an escalation; None for other tasks, and where nobody was to be.
    """

    row: TaskRow
    procedure: Procedure | None
    proof: TaskProof | None
    withdrawn: tuple[TaskProof, ...]
    follow_ups: tuple[TaskRow, ...]
    history: tuple[TaskHistoryEntry, ...]
    mailed: LastNotice | None = None


def cockpit(task: OperatorTask, user: User, now: datetime) -> Cockpit:
    """Needs the task as `OperatorTask.objects.for_list()` loads it, with its SOP version."""
    follow_ups = OperatorTask.objects.filter(parent=task).for_list()
    rows = tuple(row_of(follow_up, user, now) for follow_up in follow_ups)
    if not user.has_perm(WORKS):
        return Cockpit(row_of(task, user, now), None, task.proof, (), rows, ())
    proofs = TaskProof.objects.filter(task=task, withdrawn_at__isnull=False).order_by("-withdrawn_at", "-pk")
    return Cockpit(
        row=row_of(task, user, now),
        procedure=procedure_of(task, user),
        proof=task.proof,
        withdrawn=tuple(proofs),
        follow_ups=rows,
        history=task_history(task),
        mailed=last_notice(task) if task.system_kind == SystemKind.ESCALATION else None,
    )


def procedure_of(task: OperatorTask, user: User) -> Procedure | None:
    """The procedure of a task with its ticks and reports, for somebody who works; None where it has none."""
    if not task.instructions_text:
        return None
    pinned = task.sop_version
    newer = None
    if pinned is not None:
        later = SopVersion.objects.filter(sop=pinned.sop_id, number__gt=pinned.number)
        newer = later.order_by("-number").first()
    before, texts, after = procedure_parts(task.instructions_text)
    ticked, reports = ticked_steps(task), reports_for(task, user)
    steps = tuple(
        Step(place + 1, text, place in ticked, tuple(one for one in reports if one.step == place))
        for place, text in enumerate(texts)
    )
    general = tuple(one for one in reports if one.step is None)
    mine = task.assignee_id in (None, user.pk) or user.has_perm(MANAGES)
    return Procedure(pinned, before, steps, after, newer, general, may_tick=task.is_open and mine)


def procedure_parts(
    text: str,
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...], tuple[tuple[str, str], ...]]:
    """A procedure as (sections before the steps, steps, sections after); a text without sections is one part."""
    starts = list(_SECTION.finditer(text))
    ends = [*(start.start() for start in starts[1:]), len(text)]
    sections = [
        (start["name"].strip(), text[start.end() : end].strip())
        for start, end in zip(starts, ends, strict=False)
    ]
    names = [name for name, _text in sections]
    steps = steps_of(text)
    if not steps or "HOW" not in names:
        return tuple(sections) or (("", text),), (), ()
    place = names.index("HOW")
    return tuple(sections[:place]), steps, tuple(sections[place + 1 :])


def task_history(task: OperatorTask) -> tuple[TaskHistoryEntry, ...]:
    """What people, jobs and the clock did to a task, latest first, at most `HISTORY` of each kind."""
    same = {"entity_type": OperatorTask.audit_noun, "entity_id": task.pk}
    entries = list(OperatorAuditLog.objects.filter(**same).order_by("-id")[:HISTORY])
    details = list(AuditItem.objects.filter(**same).order_by("-id")[:HISTORY])
    names = _names_in(entries, task)
    zone = task.campaign.zone
    told = [
        TaskHistoryEntry(
            entry.at,
            entry.actor_label,
            door_name(entry.via),
            entry.action,
            _changes(entry.before, entry.after, zone, names),
            entry.notes,
        )
        for entry in entries
    ]
    by_clock = [
        TaskHistoryEntry(
            item.at,
            _("The clock"),
            door_name(Via.JOB),
            item.action,
            _changes(item.before, item.after, zone, names),
        )
        for item in details
    ]
    return tuple(sorted([*told, *by_clock], key=lambda entry: entry.at, reverse=True))


def _names_in(entries: Sequence[OperatorAuditLog], task: OperatorTask) -> dict[str, dict[Any, str]]:
    """The people and accounts that entries name by key, in two queries."""
    people = {
        key
        for entry in entries
        for text in (entry.before, entry.after)
        if text and (key := json.loads(text).get("assignee_id"))
    }
    accounts = Account.objects.filter(client=task.campaign.client_id)
    return {
        "assignee_id": dict(User.objects.filter(pk__in=people or [0]).values_list("pk", "username")),
        "account_id": dict(accounts.values_list("pk", "handle")),
    }


def _changes(
    before: str, after: str, zone: ZoneInfo, names: dict[str, dict[Any, str]]
) -> tuple[tuple[str, str, str], ...]:
    """Nothing for a row that was made: its page shows what it is."""
    if not before or not after:
        return ()
    old, new = json.loads(before), json.loads(after)
    fields = {item.attname: item for item in OperatorTask._meta.concrete_fields}
    return tuple(
        (
            capfirst(str(fields[name].verbose_name)) if name in fields else name,
            _told(name, old.get(name), zone, names),
            _told(name, value, zone, names),
        )
        for name, value in new.items()
        if name not in _QUIET
    )


def _told(name: str, value: Any, zone: ZoneInfo, names: dict[str, dict[Any, str]]) -> str:
    """A value of the audit text in a person's words; times on the campaign's clock."""
    if value in (None, "", [], {}):
        return ""
    if name in names:
        return names[name].get(value, f"#{value}")
    if name.endswith("_at"):
        local = datetime.fromisoformat(value).astimezone(zone)
        return f"{spoken(local, 'D j M Y, H:i')} {local:%Z}"
    if name == "status" and value in TaskStatus.values:
        return str(TaskStatus(value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def proof_files(user: User) -> QuerySet[TaskProof]:
    """Proofs with a file that the user may open; withdrawn ones are for those who work."""
    proofs = TaskProof.objects.visible_to(user).exclude(file="")
    return proofs if user.has_perm(WORKS) else proofs.filter(withdrawn_at__isnull=True)
