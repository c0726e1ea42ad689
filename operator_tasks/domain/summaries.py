"""Weekly summaries: the numbers of a week, frozen when they are written, with one ANALYZE task."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, F, Max, Q, Sum
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import CampaignStatus, Granularity, MetricKind, Platform
from campaigns.domain.audit import created, locked, recorded, together
from campaigns.domain.audit_chain import plain
from campaigns.errors import InvalidInput, NotNow
from campaigns.metric_names import CLICK_METRICS, ENGAGEMENT_PARTS, MANUAL_SOURCE, MetricName, kind_of
from campaigns.models import Campaign, MetricEntry
from campaigns.words import in_house_words
from operator_tasks.choices import SystemKind, TaskStatus, TaskType
from operator_tasks.domain.clock import set_by_clock
from operator_tasks.domain.sops import SopShelf
from operator_tasks.domain.webhook_events import summary_written
from operator_tasks.domain.weeks import Week, begun_weeks, finished_weeks
from operator_tasks.models import OperatorTask, WeeklySummary
from operator_tasks.states import TIMED

MetricsByPlatform = dict[str, dict[str, str]]


@dataclass(frozen=True)
class WeekNumbers:
    """What happened in a week of a campaign. Cancelled tasks are told apart and counted nowhere else."""

    tasks_planned: int
    tasks_completed: int
    tasks_completed_late: int
    tasks_overdue: int
    tasks_missed: int
    tasks_blocked: int
    tasks_cancelled: int
    completion_rate: Decimal | None
    metrics_summary: MetricsByPlatform
    top_platform: str
    best_posts: list[dict[str, str]]
    next_week_tasks: int
    notes: str


def week_numbers(campaign: Campaign, week: Week, *, now: datetime) -> WeekNumbers:
    """The numbers of a week as they are at `now`, by aggregates in the database."""
    counts = _task_counts(campaign, week, now)
    planned, done = counts["tasks_planned"], counts["tasks_completed"]
    rate = (Decimal(done) / planned).quantize(Decimal("0.0001")) if planned else None
    metrics = metrics_by_platform(campaign, week)
    top = top_platform(metrics)
    upcoming = OperatorTask.objects.live().filter(campaign=campaign, system_kind="")
    after = week.next()
    return WeekNumbers(
        **counts,
        completion_rate=rate,
        metrics_summary=metrics,
        top_platform=top,
        best_posts=_best_posts(campaign, week),
        next_week_tasks=upcoming.filter(due_at__gte=after.starts_at, due_at__lt=after.ends_at).count(),
        notes=_told(counts, rate, top),
    )


def _task_counts(campaign: Campaign, week: Week, now: datetime) -> dict[str, int]:
    tasks = OperatorTask.objects.filter(
        campaign=campaign, system_kind="", due_at__gte=week.starts_at, due_at__lt=week.ends_at
    )
    live = Q(cancelled_at__isnull=True)
    done = live & Q(status=TaskStatus.DONE)
    return tasks.aggregate(
        tasks_planned=Count("pk", filter=live),
        tasks_completed=Count("pk", filter=done),
        tasks_completed_late=Count("pk", filter=done & Q(is_late=True)),
        tasks_overdue=Count("pk", filter=live & Q(status__in=TIMED, due_at__lt=now)),
        tasks_missed=Count("pk", filter=live & Q(status=TaskStatus.MISSED)),
        tasks_blocked=Count("pk", filter=live & Q(status=TaskStatus.BLOCKED)),
        tasks_cancelled=Count("pk", filter=~live),
    )


def metrics_by_platform(campaign: Campaign, week: Week) -> MetricsByPlatform:
    """One value for each platform and metric of the week's days.

    Additive metrics are summed; of a snapshot the latest counts, of a unique count the highest day, of a rate
    the mean of the days. Where several sources tell the same metric, the one with the most days counts, an
    export before hand-logged values: adding two tellings up would count the same thing twice.
    """
    entries = MetricEntry.objects.filter(
        campaign=campaign, granularity=Granularity.DAY, date__gte=week.monday, date__lte=week.sunday
    ).order_by()
    grouped: Any = entries.values("platform", "metric_name", "source_format").annotate(
        days=Count("pk"),
        total=Sum("metric_value"),
        highest=Max("metric_value"),
        mean=Avg("metric_value"),
    )
    chosen: dict[tuple[str, str], dict[str, Any]] = {}
    for row in sorted(grouped, key=lambda row: (row["days"], row["source_format"] != MANUAL_SOURCE)):
        chosen[row["platform"], row["metric_name"]] = row
    summary: MetricsByPlatform = defaultdict(dict)
    for (platform, name), row in sorted(chosen.items()):
        summary[platform][name] = plain(_combined(row, entries))
    return dict(summary)


def _combined(row: dict[str, Any], entries: Any) -> Decimal:
    kind = kind_of(row["metric_name"])
    if kind is MetricKind.ADDITIVE:
        return row["total"]
    if kind is MetricKind.UNIQUE:
        return row["highest"]
    if kind is MetricKind.RATIO:
        return Decimal(row["mean"]).quantize(Decimal("0.0001"))
    same = {name: row[name] for name in ("platform", "metric_name", "source_format")}
    return entries.filter(**same).order_by("-date").values_list("metric_value", flat=True)[0]


def top_platform(metrics: MetricsByPlatform) -> str:
    """The platform with the most engagement and clicks; empty where nothing of the kind is known."""
    scores = {platform: engagement(values) for platform, values in metrics.items()}
    best = max(scores, key=lambda platform: (scores[platform], platform), default="")
    return best if best and scores[best] > 0 else ""


def engagement(values: dict[str, str]) -> Decimal:
    """Engagements, or the sum of their parts where the platform gives no sum, plus clicks."""
    total = values.get(MetricName.ENGAGEMENTS)
    engaged = (
        Decimal(total)
        if total
        else sum((Decimal(values.get(part, 0)) for part in ENGAGEMENT_PARTS), Decimal())
    )
    clicks = next((Decimal(values[name]) for name in CLICK_METRICS if name in values), Decimal())
    return engaged + clicks


def _best_posts(campaign: Campaign, week: Week) -> list[dict[str, str]]:
    posts = MetricEntry.objects.filter(
        campaign=campaign,
        granularity=Granularity.POST,
        date__gte=week.monday,
        date__lte=week.sunday,
        metric_name=MetricName.ENGAGEMENTS,
    )
    best = posts.order_by(F("metric_value").desc(), "pk")[:5]
    return [
        {"platform": post.platform, "post": post.identity, "engagements": plain(post.metric_value)}
        for post in best
    ]


@in_house_words
def _told(counts: dict[str, int], rate: Decimal | None, top: str) -> str:
    if rate is None:
        return _("No task was planned for this week.")
    text = _("%(done)d of %(planned)d tasks were completed (%(rate)s %%), %(late)d of them late.") % {
        "done": counts["tasks_completed"],
        "planned": counts["tasks_planned"],
        "rate": plain(rate * 100),
        "late": counts["tasks_completed_late"],
    }
    if counts["tasks_overdue"] or counts["tasks_missed"] or counts["tasks_blocked"]:
        text += " " + _("%(overdue)d are overdue, %(missed)d were missed, %(blocked)d are blocked.") % {
            "overdue": counts["tasks_overdue"],
            "missed": counts["tasks_missed"],
            "blocked": counts["tasks_blocked"],
        }
    return text + (
        " " + _("Most engagement and clicks: %(platform)s.") % {"platform": Platform(top).label}
        if top
        else ""
    )


def write_missing_summaries(*, by: Actor, now: datetime) -> int:
    """Write every finished week of the automated campaigns that lacks a summary; return how many were."""
    written = 0
    for campaign in Campaign.objects.automated().order_by("pk"):
        written += write_campaign_summaries(campaign, by=by, now=now)
    return written


def missing_weeks(campaign: Campaign, *, now: datetime) -> list[Week]:
    """Finished weeks without a summary, or with one that was written by hand before the week was over."""
    return _unwritten(campaign, finished_weeks(campaign, now))


def _unwritten(campaign: Campaign, weeks: Iterable[Week]) -> list[Week]:
    written = dict(campaign.weekly_summaries.values_list("week", "generated_at"))
    return [week for week in weeks if week.name not in written or written[week.name] < week.ends_at]


def write_campaign_summaries(campaign: Campaign, *, by: Actor, now: datetime) -> int:
    """The missing summaries of one active campaign; the latest week gets the ANALYZE task."""
    with together():
        fresh = locked(campaign)
        if fresh.status != CampaignStatus.ACTIVE or fresh.automation_paused:
            return 0
        missing = missing_weeks(fresh, now=now)
        for week in missing:
            _store(fresh, week, by=by, now=now)
        if missing:
            open_analysis(fresh, missing[-1], by=by, now=now)
        return len(missing)


def write_last_summaries(campaign: Campaign, *, by: Actor, now: datetime) -> None:
    """When a campaign ends: the missing summaries of its weeks, the one that ends with it too; nobody analyzes."""
    for week in _unwritten(campaign, begun_weeks(campaign, now)):
        _store(campaign, week, by=by, now=now)


def write_summary(campaign: Campaign, week: Week, *, by: Actor, now: datetime) -> WeeklySummary:
    """Write (or write again) the summary of a week by hand, and open its ANALYZE task once.

    Refuses a week that has not begun.
    """
    if week.starts_at > now:
        raise NotNow(_("This week has not begun; its summary can be written from its Monday on."))
    if week.sunday < campaign.start_date or week.monday > campaign.end_date:
        text = _("This week is not one of the campaign's; choose a week between its first and its last day.")
        raise InvalidInput(text, {"week": [text]})
    with together():
        fresh = locked(campaign)
        summary = _store(fresh, week, by=by, now=now)
        if fresh.status == CampaignStatus.ACTIVE:
            open_analysis(fresh, week, by=by, now=now)
        return summary


def _store(campaign: Campaign, week: Week, *, by: Actor, now: datetime) -> WeeklySummary:
    numbers = asdict(week_numbers(campaign, week, now=now))
    existing = WeeklySummary.objects.filter(campaign=campaign, week=week.name).first()
    if existing is not None:
        with recorded("summary.rewritten", existing, by=by, now=now) as fresh:
            for name, value in {**numbers, "generated_at": now}.items():
                setattr(fresh, name, value)
        summary_written(fresh, campaign, now=now)
        return fresh
    summary = WeeklySummary(
        campaign=campaign,
        week=week.name,
        week_start=week.monday,
        week_end=week.sunday,
        generated_at=now,
        **numbers,
    )
    created("summary.written", summary, by=by, now=now)
    summary_written(summary, campaign, now=now)
    return summary


@in_house_words
def _analysis(week: Week) -> str:
    return _("Analyze week %(week)s") % {"week": week.name}


def open_analysis(campaign: Campaign, week: Week, *, by: Actor, now: datetime) -> OperatorTask | None:
    """The ANALYZE task of a week; None when it was made before."""
    weekly = OperatorTask.objects.filter(campaign=campaign, system_kind=SystemKind.WEEKLY, week=week.name)
    if weekly.exists():
        return None
    sop = SopShelf(TaskType.ANALYZE).find(Platform.INTERNAL, "")
    task = OperatorTask(
        campaign=campaign,
        task_type=TaskType.ANALYZE,
        system_kind=SystemKind.WEEKLY,
        week=week.name,
        platform=Platform.INTERNAL,
        due_at=now,
        title=_analysis(week),
        sop_version=sop,
        instructions_text=sop.body,
    )
    set_by_clock(task, campaign, now)
    return created("task.created", task, by=by, now=now)
