"""Weekly summaries as programs read them: as written, else as things stand now, with the task that analyzes them."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet, Subquery

from campaigns.models import Campaign
from operator_tasks.choices import SystemKind
from operator_tasks.domain.summaries import WeekNumbers, week_numbers
from operator_tasks.domain.weeks import Week
from operator_tasks.models import OperatorTask, WeeklySummary


@dataclass(frozen=True)
class LiveWeek(WeekNumbers):
    """A week that nobody has written down: its fields are those of a summary, its numbers of the moment."""

    campaign_id: int
    week: str
    week_start: date
    week_end: date
    generated_at: None = None
    analyze_task: None = None


def written_summaries(campaign: Campaign, user: User) -> QuerySet[WeeklySummary]:
    """The campaign's summaries, each with the key of its `analyze_task`; null where the user may not see it."""
    tasks = OperatorTask.objects.visible_to(user).filter(
        campaign=OuterRef("campaign"), system_kind=SystemKind.WEEKLY, week=OuterRef("week")
    )
    known = WeeklySummary.objects.visible_to(user).filter(campaign=campaign)
    return known.annotate(analyze_task=Subquery(tasks.order_by("pk").values("pk")[:1]))


def week_told(campaign: Campaign, week: Week, user: User, *, now: datetime) -> WeeklySummary | LiveWeek:
    """The summary of a week if one is written, else its numbers as they are at `now`."""
    written = written_summaries(campaign, user).filter(week=week.name).first()
    if written is not None:
        return written
    return LiveWeek(
        **asdict(week_numbers(campaign, week, now=now)),
        campaign_id=campaign.pk,
        week=week.name,
        week_start=week.monday,
        week_end=week.sunday,
    )
