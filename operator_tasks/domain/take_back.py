"""The way back from what a person just did: which verb returns a task to where it was, and running it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.errors import InvalidInput
from operator_tasks.domain import transitions
from operator_tasks.domain.tasks import assign_task
from operator_tasks.models import OperatorTask
from operator_tasks.states import OPERATOR_MOVES

UNDO, UNBLOCK, RESTORE, ASSIGN, RESCHEDULE = "undo", "unblock", "restore", "assign", "reschedule"
_PLAIN = {
    UNDO: transitions.undo_task,
    UNBLOCK: transitions.unblock_task,
    RESTORE: transitions.restore_task,
}
_BACK_FROM = {
    "complete": UNDO,
    "block": UNBLOCK,
    "cancel": RESTORE,
    "claim": ASSIGN,
    "release": ASSIGN,
    "assign": ASSIGN,
    "assign_evenly": ASSIGN,
    "reschedule": RESCHEDULE,
}


@dataclass(frozen=True)
class Step:
    """One task, the version it got, and the verb that takes the act back, with the value that was there before.

    As text it travels through a page and back: `12:3:reschedule:2026-03-02T08:00:00+00:00`. Whatever comes back
    goes through the verb with all its guards, so that a text somebody made up can do no more than its author.
    """

    task_id: int
    version: int
    verb: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.task_id}:{self.version}:{self.verb}:{self.value}"


def parse_steps(text: str, *, most: int) -> tuple[Step, ...]:
    """Refuses anything that `Step` did not write, more than `most` steps, and one task twice."""
    words = text.split()
    steps = [_parsed(word) for word in words[: most + 1]]
    known = [step for step in steps if step is not None]
    if (
        not words
        or len(words) > most
        or len(known) < len(words)
        or len({s.task_id for s in known}) < len(known)
    ):
        raise InvalidInput(_("This cannot be undone from here; open the task and change it there."))
    return tuple(known)


def _parsed(word: str) -> Step | None:
    parts = word.split(":", 3)
    if len(parts) != 4 or not all(_is_number(part) for part in parts[:2]):
        return None
    task_id, version, verb, value = int(parts[0]), int(parts[1]), parts[2], parts[3]
    if verb in _PLAIN:
        readable = value == ""
    elif verb == ASSIGN:
        readable = value == "" or _is_number(value)
    else:
        readable = verb == RESCHEDULE and _moment(value) is not None
    return Step(task_id, version, verb, value) if readable else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def way_back(
    act: str, before: OperatorTask, after: OperatorTask, *, by: Actor, now: datetime
) -> tuple[Step, ...]:
    """The step that takes `act` back, or none where no verb would. Needs the task as it was, and as it is."""
    verb = _BACK_FROM.get(act)
    value = ""
    if verb is None or after.version == before.version:
        return ()
    if verb == ASSIGN:
        value = str(before.assignee_id or "")
        if not by.is_manager and before.assignee_id not in (None, by.id):
            return ()
    if verb == RESCHEDULE:
        value = before.due_at.isoformat()
        if before.due_at <= now or (not by.is_manager and after.operator_moves >= OPERATOR_MOVES):
            return ()
    if verb == RESTORE and before.due_at <= now:
        return ()
    return (Step(after.pk, after.version, verb, value),)


def take_back(
    task: OperatorTask, step: Step, *, people: Iterable[User], by: Actor, now: datetime
) -> OperatorTask:
    """Run the verb of a step on its task. Refuses what that verb refuses, and a person who is gone."""
    told = {"by": by, "now": now, "seen_version": step.version}
    if step.verb in _PLAIN:
        return _PLAIN[step.verb](task, **told)  # type: ignore[arg-type]  # the same three for every verb
    if step.verb == ASSIGN:
        to = next((person for person in people if str(person.pk) == step.value), None)
        if step.value and to is None:
            raise InvalidInput(_("The person who had this task before is gone; choose another."))
        return assign_task(task, to=to, **told)  # type: ignore[arg-type]
    due_at = _moment(step.value)
    assert due_at is not None  # `parse_steps` read it
    return transitions.reschedule_task(task, due_at=due_at, **told)  # type: ignore[arg-type]
