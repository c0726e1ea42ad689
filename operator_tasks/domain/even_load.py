"""Sharing out work by rule: each task to the operator of its client with the least to do in its week."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Sum
from django.db.models.functions import Coalesce, TruncWeek
from django.utils.translation import gettext as _

from campaigns.actor import MANAGES, Actor
from campaigns.domain.audit import apart, together
from campaigns.errors import NotAllowed, NotNow
from campaigns.models import Campaign, Client
from operator_tasks.domain.away import Absences
from operator_tasks.domain.people import people_for, people_who_may
from operator_tasks.domain.tasks import assign_task
from operator_tasks.models import OperatorTask

# What a task without a procedure counts for.
MINUTES_WITHOUT_SOP = 15


@dataclass
class _Crew:
    """The operators of one client, and who of them is away when."""

    people: list[User]
    absences: Absences

    def there(self, moment: datetime) -> list[User]:
        return [person for person in self.people if not self.absences.is_away(person, moment)]


class EvenLoad:
    """What operators have to do already, read once for each client in three queries, and added to as tasks are given.

    Load is what the procedures of a person's open tasks take, in minutes, in the week of the task (Monday to Sunday
    in UTC), for all of their clients. Work that is late counts as work of now when it is asked who is there.
    Managers are not given work by rule.
    """

    def __init__(self, *, now: datetime) -> None:
        self._now = now
        self._crews: dict[int, _Crew] = {}
        self._minutes: dict[tuple[int, date], int] = defaultdict(int)
        self._counted: set[int] = set()
        self._managers = set(people_who_may(MANAGES).values_list("pk", flat=True))

    def person_for(self, task: OperatorTask) -> User:
        """The operator with the least to do. Refuses where no operator of the client is there on that day."""
        client = task.campaign.client
        crew = self._crew(client)
        there, monday = crew.there(max(task.due_at, self._now)), _monday(task)
        if not there:
            raise NotNow(
                _(
                    "No operator of %(client)s is there on %(day)s; add one to its members or assign it by hand."
                )
                % {"client": client, "day": task.campaign.local_date(max(task.due_at, self._now))}
            )
        return min(there, key=lambda person: (self._minutes[person.pk, monday], person.username))

    def keeps(self, task: OperatorTask) -> bool:
        """Whether the task has somebody who is there on its day; managers took theirs on purpose."""
        if task.assignee_id is None or task.assignee_id in self._managers:
            return task.assignee_id is not None
        there = self._crew(task.campaign.client).there(max(task.due_at, self._now))
        return task.assignee_id in {person.pk for person in there}

    def took(self, person: User, task: OperatorTask) -> None:
        """Count the task to the person from now on, and no longer to the one who had it."""
        monday = _monday(task)
        minutes = task.sop_version.minutes if task.sop_version else MINUTES_WITHOUT_SOP
        self._minutes[person.pk, monday] += minutes
        if task.assignee_id is not None:
            self._minutes[task.assignee_id, monday] -= minutes

    def _crew(self, client: Client) -> _Crew:
        if client.pk not in self._crews:
            people = people_for(client).exclude(pk__in=self._managers).select_related("preferences")
            crew = list(people.filter(memberships__client=client))
            self._count([person for person in crew if person.pk not in self._counted])
            self._crews[client.pk] = _Crew(crew, Absences(crew, since=self._now))
        return self._crews[client.pk]

    def _count(self, people: list[User]) -> None:
        """Add what these people have; those of another client before may have been given more since."""
        for key, minutes in _minutes(people).items():
            self._minutes[key] += minutes
        self._counted.update(person.pk for person in people)


def _minutes(people: list[User]) -> dict[tuple[int, date], int]:
    monday = TruncWeek("due_at", tzinfo=UTC)
    open_tasks = OperatorTask.objects.open().filter(assignee__in=people).order_by()
    taken = Coalesce("sop_version__minutes", MINUTES_WITHOUT_SOP)
    rows = open_tasks.annotate(monday=monday).values_list("assignee", "monday").annotate(minutes=Sum(taken))
    return {(person, first_day.date()): minutes for person, first_day, minutes in rows}


def _monday(task: OperatorTask) -> date:
    day = task.due_at.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def assign_evenly(
    task: OperatorTask, *, load: EvenLoad, by: Actor, now: datetime, seen_version: int | None = None
) -> OperatorTask:
    """Give an open task to the operator of its client who is there and has the least to do in its week.

    A task of somebody who is away on its day is given on. Refuses tasks of the house, tasks of somebody who is
    there, and where no operator is there.
    """
    if not by.is_manager:
        raise NotAllowed(_("Only a manager shares out work by rule; you can claim a task for yourself."))
    if task.is_system:
        raise NotNow(_("This is a task of the house; assign it by hand."))
    if load.keeps(task):
        raise NotNow(
            _("%(who)s has this task and is there on its day; release it first.") % {"who": task.assignee}
        )
    person = load.person_for(task)
    after = assign_task(task, to=person, by=by, now=now, seen_version=seen_version)
    load.took(person, task)
    return after


@dataclass(frozen=True)
class SharedOut:
    """Who got how many tasks, by name, and a sentence for each task that stayed nobody's."""

    given: tuple[tuple[str, int], ...]
    left: tuple[str, ...]

    @property
    def count(self) -> int:
        return sum(count for _name, count in self.given)


def share_out(campaign: Campaign, *, by: Actor, now: datetime) -> SharedOut:
    """Give every open task of the campaign that is nobody's, or of somebody away on its day, to an operator by rule.

    In the order in which they are due; each task for itself, so that one that cannot be given stops no other.
    """
    load, given, left = EvenLoad(now=now), Counter[str](), []
    tasks = OperatorTask.objects.open().filter(campaign=campaign, system_kind="")
    tasks = tasks.select_related("campaign__client", "assignee__preferences", "sop_version")
    with together():
        for task in tasks.order_by("due_at", "pk"):
            if load.keeps(task):
                continue
            try:
                with apart():
                    after = assign_evenly(task, load=load, by=by, now=now)
            except NotNow as refusal:
                left.append(f"{task.title}: {refusal.message}")
            else:
                given[str(after.assignee)] += 1
    return SharedOut(tuple(sorted(given.items())), tuple(left))
