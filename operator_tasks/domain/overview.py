"""What a manager of many campaigns looks at first: what is late, who has how much, what ends, and what runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db.models import Count, Min, Q, Sum
from django.db.models.functions import Coalesce

from campaigns.actor import MANAGES
from campaigns.domain.audit_reads import ChainsState, chains_state
from campaigns.domain.work import Progress
from campaigns.models import Campaign
from operator_tasks.choices import SystemKind, TaskStatus
from operator_tasks.domain.away import Absences
from operator_tasks.domain.campaign_progress import RUNNING, progress
from operator_tasks.domain.even_load import MINUTES_WITHOUT_SOP
from operator_tasks.domain.people import people_who_may, people_who_work
from operator_tasks.domain.running import Running, running
from operator_tasks.domain.weeks import Week, week_of
from operator_tasks.models import OperatorTask, OperatorTaskQuerySet, SopReport
from operator_tasks.states import OPEN

SHOWN = 10
ENDS_SOON = timedelta(days=14)


@dataclass(frozen=True)
class Late:
    """Overdue work of one client, or of one person; the key is None for what is nobody's."""

    key: int | None
    name: str
    count: int
    oldest: datetime


@dataclass(frozen=True)
class Load:
    """What one operator has until the end of the week, overdue work included, and what they did since its Monday."""

    user: User
    open: int
    minutes: int
    done: int
    is_away: bool


@dataclass(frozen=True)
class Ending:
    """A running campaign whose last day is near; `days_left` is 0 on the last day, and less after it."""

    campaign: Campaign
    days_left: int
    open: int


@dataclass(frozen=True)
class Overview:
    week: Week
    late_clients: tuple[Late, ...]
    late_people: tuple[Late, ...]
    loads: tuple[Load, ...]
    ending: tuple[Ending, ...]
    unassigned: int
    escalations: int
    reports: int
    running: Running
    chains: ChainsState

    @property
    def most_minutes(self) -> int:
        """The longest of the loads, against which the others are drawn."""
        return max((load.minutes for load in self.loads), default=0) or 1


def overview(user: User, *, zone: ZoneInfo, now: datetime) -> Overview:
    """As far as the user may see; the week is that of `zone`. Eighteen queries, however much there is."""
    week = week_of(now.astimezone(zone).date(), zone)
    overdue = OperatorTask.objects.visible_to(user).in_running_campaigns().overdue(now).order_by()
    visible = OperatorTask.objects.visible_to(user).in_running_campaigns().live()
    waiting = visible.to_do_before(week.ends_at).filter(assignee=None)
    escalations = visible.filter(system_kind=SystemKind.ESCALATION, status__in=OPEN)
    return Overview(
        week=week,
        late_clients=_late(overdue, "campaign__client", "campaign__client__name"),
        late_people=_late(overdue, "assignee", "assignee__username"),
        loads=_loads(user, week, now),
        ending=_ending(user, now),
        unassigned=waiting.count(),
        escalations=escalations.count(),
        reports=SopReport.objects.visible_to(user).filter(answered_at__isnull=True).count(),
        running=running(now=now),
        chains=chains_state(),
    )


def _late(overdue: OperatorTaskQuerySet, key: str, name: str) -> tuple[Late, ...]:
    rows = overdue.values_list(key, name).annotate(count=Count("pk"), oldest=Min("due_at"))
    return tuple(Late(*row) for row in rows.order_by("-count", name)[:SHOWN])


def _loads(user: User, week: Week, now: datetime) -> tuple[Load, ...]:
    """Of every operator, those with the most to do first; managers only where they have something."""
    is_open = Q(status__in=OPEN, due_at__lt=week.ends_at, system_kind="")
    is_done = Q(status=TaskStatus.DONE, completed_at__gte=week.starts_at)
    tasks = OperatorTask.objects.visible_to(user).in_running_campaigns().live().filter(is_open | is_done)
    minutes = Sum(Coalesce("sop_version__minutes", MINUTES_WITHOUT_SOP), filter=is_open)
    rows = tasks.filter(assignee__isnull=False).order_by().values_list("assignee")
    counted = {
        row[0]: row[1:]
        for row in rows.annotate(
            open=Count("pk", filter=is_open), minutes=minutes, done=Count("pk", filter=is_done)
        )
    }
    managers = set(people_who_may(MANAGES).values_list("pk", flat=True))
    people = [
        person
        for person in people_who_work().select_related("preferences")
        if person.pk in counted or person.pk not in managers
    ]
    absences = Absences(people, since=now)
    found = []
    for person in people:
        open_count, taken, done = counted.get(person.pk, (0, 0, 0))
        found.append(Load(person, open_count, taken or 0, done, absences.is_away(person, now)))
    return tuple(sorted(found, key=lambda load: (-load.minutes, load.user.username)))


def _ending(user: User, now: datetime) -> tuple[Ending, ...]:
    campaigns = Campaign.objects.visible_to(user).filter(
        status__in=RUNNING, end_date__lte=(now + ENDS_SOON).date()
    )
    found = list(campaigns.select_related("client").order_by("end_date", "name")[:SHOWN])
    far = progress([campaign.pk for campaign in found], now=now)
    return tuple(
        Ending(
            campaign=campaign,
            days_left=(campaign.end_date - campaign.local_date(now)).days,
            open=far.get(campaign.pk, Progress()).open,
        )
        for campaign in found
    )
