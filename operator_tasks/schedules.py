"""The recurring jobs as data, made true after every migrate without touching when they run next."""

from dataclasses import dataclass

from django_q.models import Schedule

# Nothing is scheduled at a local time of day: 00:00 to 04:00 may happen twice or not at all when clocks change.
EVERY_MINUTE, EVERY_HOUR = 1, 60


@dataclass(frozen=True)
class Recurring:
    name: str
    func: str
    minutes: int


RECURRING = (
    Recurring("campaign_tick", "operator_tasks.jobs.campaign_tick", EVERY_MINUTE),
    Recurring("check", "operator_tasks.jobs.check", EVERY_MINUTE),
    Recurring("send_notices", "operator_tasks.jobs.send_notices", EVERY_MINUTE),
    Recurring("send_webhooks", "operator_tasks.jobs.send_webhooks", EVERY_MINUTE),
    Recurring("sweep", "operator_tasks.jobs.sweep", EVERY_MINUTE),
    Recurring("escalate_overdue_tasks", "operator_tasks.jobs.escalate_overdue_tasks", EVERY_HOUR),
    Recurring("weekly_campaign_summary", "operator_tasks.jobs.weekly_campaign_summary", EVERY_HOUR),
)


def sync() -> None:
    """Create what is missing and correct what differs; `next_run` of an existing schedule stays."""
    for recurring in RECURRING:
        same = {
            "func": recurring.func,
            "schedule_type": Schedule.MINUTES,
            "minutes": recurring.minutes,
            "repeats": -1,
        }
        found = Schedule.objects.filter(name=recurring.name).order_by("pk")
        if not found.exists():
            Schedule.objects.create(name=recurring.name, **same)
            continue
        keep = found[0]
        found.exclude(pk=keep.pk).delete()
        Schedule.objects.filter(pk=keep.pk).update(**same)
    Schedule.objects.filter(func__startswith="operator_tasks.jobs.").exclude(
        name__in=[recurring.name for recurring in RECURRING]
    ).delete()
