"""One act on many tasks: each by its own verb in its own transaction, so that one refusal stops no other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.actor import Actor
from campaigns.domain.audit import apart
from campaigns.errors import DomainError, InvalidInput
from campaigns.validators import local_moment
from operator_tasks.domain import transitions
from operator_tasks.domain.even_load import EvenLoad, assign_evenly
from operator_tasks.domain.take_back import Step, way_back
from operator_tasks.domain.tasks import assign_task
from operator_tasks.models import OperatorTask

MOST_AT_ONCE = 200
NEXT_MORNING = time(9)


class BulkAct(TextChoices):
    CLAIM = "claim", gettext_lazy("Claim")
    RELEASE = "release", gettext_lazy("Release")
    RESCHEDULE = "reschedule", gettext_lazy("Reschedule")
    BLOCK = "block", gettext_lazy("Block")
    ASSIGN = "assign", gettext_lazy("Assign")
    ASSIGN_EVENLY = "assign_evenly", gettext_lazy("Assign evenly")
    CANCEL = "cancel", gettext_lazy("Take out of the plan")


BY_MANAGERS = frozenset({BulkAct.ASSIGN, BulkAct.ASSIGN_EVENLY, BulkAct.CANCEL})


class Move(TextChoices):
    """How far to move, reckoned anew for each task on the clock of its campaign."""

    HOUR = "hour", gettext_lazy("One hour later")
    DAY = "day", gettext_lazy("One day later, at the same time")
    MORNING = "morning", gettext_lazy("Tomorrow at 09:00")
    TIME = "time", gettext_lazy("At a time of my own")


@dataclass(frozen=True)
class Pick:
    """A task that a person ticked, and the version they saw; None where a program did not say."""

    task_id: int
    version: int | None = None


@dataclass(frozen=True)
class Wish:
    """What is to be done to each picked task; `wall_clock` is read on the clock of each campaign."""

    act: BulkAct
    reason: str = ""
    move: str = ""
    wall_clock: datetime | None = None
    assignee: User | None = None


@dataclass(frozen=True)
class Refused:
    """A task that stayed as it was, and why; without a task where the person may not know of one."""

    number: int
    reason: str
    task: OperatorTask | None = None


@dataclass(frozen=True)
class Outcome:
    done: tuple[OperatorTask, ...]
    refused: tuple[Refused, ...]
    back: tuple[Step, ...] = ()


def do_to_each(picks: Sequence[Pick], wish: Wish, *, user: User, by: Actor, now: datetime) -> Outcome:
    """Do what is wished to every picked task; those that refuse stay as they are and say why.

    Each verb commits, and is audited, for itself. Tasks that the user may not see are refused like tasks that
    do not exist.
    """
    load = EvenLoad(now=now)

    def act_on(task: OperatorTask, pick: Pick) -> tuple[OperatorTask, tuple[Step, ...]]:
        if wish.act == BulkAct.ASSIGN_EVENLY:
            after = assign_evenly(task, load=load, by=by, now=now, seen_version=pick.version)
        else:
            after = _done(task, wish, seen_version=pick.version, user=user, by=by, now=now)
        return after, way_back(wish.act, task, after, by=by, now=now)

    return for_each(picks, act_on, user=user)


PerTask = Callable[..., tuple[OperatorTask, tuple[Step, ...]]]


def for_each(wanted: Sequence[Pick] | Sequence[Step], act_on: PerTask, *, user: User) -> Outcome:
    """Call `act_on` with each visible task and what is wanted of it; refusals are kept, other errors are raised."""
    ids = [one.task_id for one in wanted]
    visible = OperatorTask.objects.visible_to(user).filter(pk__in=ids)
    visible = visible.select_related("campaign__client", "assignee__preferences", "sop_version")
    found = {task.pk: task for task in visible}
    done: list[OperatorTask] = []
    back: list[Step] = []
    refused: list[Refused] = []
    for one in wanted:
        task = found.get(one.task_id)
        if task is None:
            unknown = _("There is no such task, or it is not one of yours.")
            refused.append(Refused(one.task_id, unknown))
            continue
        try:
            with apart():
                after, steps = act_on(task, one)
        except DomainError as refusal:
            refused.append(Refused(task.pk, refusal.message, task))
        else:
            done.append(after)
            back.extend(steps)
    return Outcome(tuple(done), tuple(refused), tuple(back))


def _done(
    task: OperatorTask, wish: Wish, *, seen_version: int | None, user: User, by: Actor, now: datetime
) -> OperatorTask:
    if wish.act in (BulkAct.CLAIM, BulkAct.RELEASE, BulkAct.ASSIGN):
        to = {BulkAct.CLAIM: user, BulkAct.RELEASE: None}.get(wish.act, wish.assignee)
        return assign_task(task, to=to, by=by, now=now, seen_version=seen_version)
    if wish.act == BulkAct.BLOCK:
        return transitions.block_task(task, reason=wish.reason, by=by, now=now, seen_version=seen_version)
    if wish.act == BulkAct.CANCEL:
        return transitions.cancel_task(task, reason=wish.reason, by=by, now=now, seen_version=seen_version)
    due_at = moved(task, wish, now)
    return transitions.reschedule_task(
        task, due_at=due_at, reason=wish.reason, by=by, now=now, seen_version=seen_version
    )


def moved(task: OperatorTask, wish: Wish, now: datetime) -> datetime:
    """The new time of a task, in UTC. Refuses a time that the campaign's clocks leap over.

    An hour counts from when the task is due, a day from the day on which it is due, each at the wall clock of
    the campaign; for a task whose time has passed they count from now.
    """
    zone = task.campaign.zone
    here, due = now.astimezone(zone), task.due_at.astimezone(zone)
    if wish.move == Move.HOUR:
        return _full_minute(max(task.due_at, now) + timedelta(hours=1))
    if wish.move == Move.DAY:
        wall_clock = datetime.combine(max(due, here).date() + timedelta(days=1), due.time())
    elif wish.move == Move.MORNING:
        wall_clock = datetime.combine(here.date() + timedelta(days=1), NEXT_MORNING)
    else:
        assert wish.wall_clock is not None  # the door asks for it
        wall_clock = wish.wall_clock
    try:
        return local_moment(wall_clock, zone)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), {"due_at": error.messages}) from error


def _full_minute(moment: datetime) -> datetime:
    seconds = timedelta(seconds=moment.second, microseconds=moment.microsecond)
    return moment - seconds + (timedelta(minutes=1) if seconds else timedelta())
