"""Verbs for metrics: logged by people, corrected by people, never added up where that means nothing."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.choices import CampaignStatus, Granularity, MetricKind, Platform
from campaigns.domain.audit import created, deleted, locked, recorded, together
from campaigns.errors import InvalidInput, NotAllowed, NotNow
from campaigns.metric_names import kind_of, parse_metric_name
from campaigns.models import Campaign, MetricEntry

FIRST_DAY = date(2000, 1, 1)
LATEST_AFTER_COMPLETION = timedelta(days=90)
# Fifteen digits in all: more than that, and SQLite gives another number back.
LARGEST = Decimal(10) ** 11
NUMBER = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?(E[+-]?[0-9]{1,2})?", re.IGNORECASE)


def log_metric(
    campaign: Campaign,
    *,
    platform: str,
    day: date,
    metric_name: str,
    metric_value: str | int | Decimal,
    notes: str = "",
    task_id: int | None = None,
    by: Actor,
    now: datetime,
) -> MetricEntry:
    """Log one value of one metric for one local day of the campaign, or of the post a task is about.

    Numbers of a post (`task_id` given) are kept apart from those of days and never added to them.

    Refuses unknown platforms and metrics, values below zero, rates outside 0 to 1, days in the future, and a
    second value for the same day and metric: that one is corrected instead.
    """
    known_platform = _platform(platform)
    name = _metric_name(metric_name)
    with together():
        fresh = locked(campaign)
        refuse_closed(fresh, by=by, now=now)
        _refuse_foreign_task(fresh, task_id)
        if not FIRST_DAY <= day <= fresh.local_date(now):
            text = _("The day must not lie in the future, nor before 2000; metrics are what has happened.")
            raise InvalidInput(text, {"date": [text]})
        entry = MetricEntry(
            campaign=fresh,
            platform=known_platform,
            date=day,
            metric_name=name,
            metric_value=exact_value(name, metric_value),
            notes=notes,
            task_id=task_id,
            granularity=Granularity.DAY if task_id is None else Granularity.POST,
            identity=day.isoformat() if task_id is None else f"task-{task_id}",
        )
        return created("metric.logged", entry, by=by, now=now)


def correct_metric(
    entry: MetricEntry,
    *,
    metric_value: str | int | Decimal | None = None,
    notes: str | None = None,
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> MetricEntry:
    """Replace value and notes of an entry, None leaves one as it is; the audit log keeps what was before."""
    with together():
        refuse_closed(locked(entry.campaign), by=by, now=now)
        return put_right(
            entry, metric_value=metric_value, notes=notes, by=by, now=now, seen_version=seen_version
        )


def put_right(
    entry: MetricEntry,
    *,
    metric_value: str | int | Decimal | None,
    notes: str | None = None,
    by: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> MetricEntry:
    """The one place that corrects a value, inside the transaction of a verb that asked the campaign before."""
    with recorded("metric.corrected", entry, by=by, now=now, seen_version=seen_version) as fresh:
        if metric_value is not None:
            fresh.metric_value = exact_value(fresh.metric_name, metric_value)
        fresh.notes = fresh.notes if notes is None else notes
        if fresh.as_of is not None and fresh.as_of < now:
            # An export from before the correction must not undo it.
            fresh.as_of = now
    return fresh


def delete_metric(entry: MetricEntry, *, by: Actor, now: datetime, seen_version: int | None = None) -> None:
    """Remove an entry that was logged by mistake; the audit log keeps its last state."""
    with together():
        refuse_closed(locked(entry.campaign), by=by, now=now)
        deleted("metric.deleted", locked(entry, seen_version=seen_version), by=by, now=now)


def refuse_closed(campaign: Campaign, *, by: Actor, now: datetime) -> None:
    """Refuses what the status of the campaign does not allow: numbers before it, and late ones after it."""
    if campaign.status == CampaignStatus.PLANNED:
        raise NotNow(_("The campaign is not active yet; activate it before logging metrics."))
    if campaign.status != CampaignStatus.COMPLETED:
        return
    if not by.is_manager:
        raise NotAllowed(_("The campaign is completed; ask a manager to log this."))
    if campaign.completed_at and now > campaign.completed_at + LATEST_AFTER_COMPLETION:
        raise NotNow(_("The campaign was completed more than 90 days ago; its numbers are closed."))


def _refuse_foreign_task(campaign: Campaign, task_id: int | None) -> None:
    if task_id is not None and not campaign.tasks.filter(pk=task_id).exists():
        text = _("This task is not one of the campaign's; choose its own campaign first.")
        raise InvalidInput(text, {"task": [text]})


def _platform(text: str) -> Platform:
    try:
        platform = Platform.parse(text)
        if platform is Platform.INTERNAL:
            raise ValueError
        return platform
    except ValueError:
        message = _("%(platform)s is not a platform we know.") % {"platform": text[:40]}
        raise InvalidInput(message, {"platform": [message]}) from None


def _metric_name(text: str) -> str:
    try:
        return parse_metric_name(text)
    except ValueError:
        message = _("%(name)s is not a metric we know; choose one from the list.") % {"name": text[:40]}
        raise InvalidInput(message, {"metric_name": [message]}) from None


def exact_value(name: str, given: str | int | Decimal) -> Decimal:
    """A finite number, rounded to four decimals; refuses rates outside 0 to 1, and what is too large."""
    written = str(given).strip()
    value = Decimal(written) if NUMBER.fullmatch(written) else Decimal(-1)
    if value >= LARGEST:
        text = _("This is more than any platform counts; write less than %(most)s.") % {
            "most": f"{LARGEST:,}"
        }
        raise InvalidInput(text, {"metric_value": [text]})
    if value < 0:
        text = _("Write the value as a number of at least 0, such as 1250 or 0.042.")
        raise InvalidInput(text, {"metric_value": [text]})
    if kind_of(name) is MetricKind.RATIO and value > 1:
        text = _("A rate lies between 0 and 1: write 0.042 for 4.2 percent.")
        raise InvalidInput(text, {"metric_value": [text]})
    return value.quantize(Decimal("0.0001"))
