"""What a calendar link shows: posts and tasks as events, as its person may see them at the moment of asking."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actor import WORKS
from campaigns.models import CalendarFeed, CalendarItem, CalendarItemQuerySet, Campaign
from operator_tasks.choices import TaskStatus, TaskType
from operator_tasks.models import OperatorTask, OperatorTaskQuerySet

PRODUCT = "CampaignOps"
BACK, AHEAD = timedelta(days=30), timedelta(days=400)
# Calendars take an event out when they are told that it is cancelled, not when it is missing.
TOLD_CANCELLED = timedelta(days=30)
MOST_OF_EACH = 2_000
USUAL_MINUTES = 15


@dataclass(frozen=True)
class FeedEvent:
    """One entry of a calendar, from `starts_at` for `minutes`, on the clock of `zone` (an IANA name).

    `sequence` grows with every change of what the event stands for.
    """

    uid: str
    starts_at: datetime
    zone: str
    minutes: int
    summary: str
    description: str
    url: str
    categories: tuple[str, ...]
    is_cancelled: bool
    sequence: int
    changed_at: datetime


@dataclass(frozen=True)
class FeedCalendar:
    """All events of a link in the order of time; `is_cut` says that there are more than can be shown."""

    name: str
    first: datetime
    last: datetime
    events: tuple[FeedEvent, ...]
    is_cut: bool


def feed_calendar(feed: CalendarFeed, *, now: datetime) -> FeedCalendar:
    """Posts and tasks from 30 days back to 400 ahead, at most 2,000 of each, in a constant number of queries.

    A link of one campaign shows all its tasks, and so does one for everything of somebody who only reads; else it
    shows those of the person and of nobody. What was
    cancelled stays for 30 days as cancelled. Once the person does not see the campaign any more, nothing is told.
    """
    first, last = now - BACK, now + AHEAD
    items = list(_items(feed, now).filter(scheduled_at__gte=first, scheduled_at__lt=last)[: MOST_OF_EACH + 1])
    tasks = list(_tasks(feed, now).filter(due_at__gte=first, due_at__lt=last)[: MOST_OF_EACH + 1])
    events = [
        *(_event_of_item(item, now) for item in items[:MOST_OF_EACH]),
        *(_event_of_task(task, now) for task in tasks[:MOST_OF_EACH]),
    ]
    events.sort(key=lambda event: (event.starts_at, event.uid))
    is_cut = max(len(items), len(tasks)) > MOST_OF_EACH
    return FeedCalendar(_name(feed), first, last, tuple(events), is_cut)


def _name(feed: CalendarFeed) -> str:
    campaign = feed.campaign
    if campaign is None or not Campaign.objects.visible_to(feed.user).filter(pk=campaign.pk).exists():
        return PRODUCT
    return _line(f"{campaign.name} · {PRODUCT}")


def _shown(feed: CalendarFeed, now: datetime) -> Q:
    of_campaign = Q(campaign=feed.campaign_id) if feed.campaign_id else Q(campaign__archived_at=None)
    return of_campaign & (Q(cancelled_at=None) | Q(cancelled_at__gte=now - TOLD_CANCELLED))


def _items(feed: CalendarFeed, now: datetime) -> CalendarItemQuerySet:
    """Items in the order of time, each with every POST task it ever had, cancelled ones too, as `posts`."""
    posts = OperatorTask.objects.filter(task_type=TaskType.POST).select_related("sop_version")
    posts = posts.only(
        "calendar_item",
        "status",
        "system_kind",
        "due_at",
        "cancelled_at",
        "version",
        "updated_at",
        "sop_version__minutes",
    )
    items = CalendarItem.objects.visible_to(feed.user).filter(_shown(feed, now))
    items = items.select_related("campaign__client").defer("copy_text", "notes", "campaign__objective")
    return items.prefetch_related(Prefetch("tasks", posts, "posts")).order_by("scheduled_at", "pk")


def _tasks(feed: CalendarFeed, now: datetime) -> OperatorTaskQuerySet:
    """Tasks in the order in which they are due, without those that an item stands for."""
    tasks = OperatorTask.objects.visible_to(feed.user).filter(_shown(feed, now))
    tasks = tasks.exclude(task_type=TaskType.POST, calendar_item__isnull=False)
    if feed.campaign_id is None and feed.user.has_perm(WORKS):
        tasks = tasks.filter(Q(assignee=feed.user_id) | Q(assignee=None))
    tasks = tasks.select_related("campaign__client", "sop_version").order_by("due_at", "pk")
    return tasks.defer("copy_text", "instructions_text", "sop_version__body", "campaign__objective")


def _event_of_item(item: CalendarItem, now: datetime) -> FeedEvent:
    """A post as one event, whether or not it has its task yet. Each task it had counts in the sequence."""
    posts: list[OperatorTask] = item.posts  # type: ignore[attr-defined]  # put there by `_items`
    task = next((post for post in posts if post.is_live), None)
    status = task.shown_status(now) if task and item.cancelled_at is None else ""
    title = item.title or item.theme or item.get_content_type_display()
    url = _absolute("operator_tasks:task_detail", task.pk) if task else _item_url(item)
    return FeedEvent(
        uid=_uid("item", item.pk),
        starts_at=item.scheduled_at,
        zone=item.campaign.time_zone,
        minutes=_minutes(task),
        summary=_summary(item, title, status),
        description=_description(item, status or _("No task yet"), url),
        url=url,
        categories=(item.get_platform_display(), str(TaskType.POST.label)),
        is_cancelled=item.cancelled_at is not None,
        sequence=item.version - 1 + sum(post.version for post in posts),
        changed_at=max(row.updated_at for row in (item, *posts)),
    )


def _event_of_task(task: OperatorTask, now: datetime) -> FeedEvent:
    status = task.shown_status(now) if task.is_live else ""
    url = _absolute("operator_tasks:task_detail", task.pk)
    return FeedEvent(
        uid=_uid("task", task.pk),
        starts_at=task.due_at,
        zone=task.campaign.time_zone,
        minutes=_minutes(task),
        summary=_summary(task, task.title, status),
        description=_description(task, status, url),
        url=url,
        categories=(task.get_platform_display(), task.get_task_type_display()),
        is_cancelled=not task.is_live,
        sequence=task.version - 1,
        changed_at=task.updated_at,
    )


def _minutes(task: OperatorTask | None) -> int:
    version = task.sop_version if task else None
    return (version.minutes if version else 0) or USUAL_MINUTES


def _summary(row: CalendarItem | OperatorTask, title: str, status: str) -> str:
    """Platform, title and client; what is over says so first, where narrow calendars still show it."""
    said = _line(" · ".join([row.get_platform_display(), title, row.campaign.client.name]))
    if row.cancelled_at is not None:
        return _("Cancelled: %(event)s") % {"event": said}
    if status == TaskStatus.DONE:
        return _("✓ Done: %(event)s") % {"event": said}
    return _("Missed: %(event)s") % {"event": said} if status == TaskStatus.MISSED else said


def _description(row: CalendarItem | OperatorTask, status: str, url: str) -> str:
    known: dict[str, Any] = dict(TaskStatus.choices)
    shown = _("Cancelled") if row.cancelled_at is not None else str(known.get(status, status))
    campaign = f"{row.campaign.name} ({row.campaign.get_status_display()})"
    return "\n".join(
        [
            _("Status: %(status)s") % {"status": shown},
            _("Campaign: %(campaign)s") % {"campaign": _line(campaign)},
            url,
        ]
    )


def _line(text: str) -> str:
    """One line of what can be seen: control characters would break the file for strict readers."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _uid(kind: str, key: int) -> str:
    return f"{kind}-{key}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def _item_url(item: CalendarItem) -> str:
    return _absolute("campaigns:item_detail", item.pk)


def _absolute(view: str, key: int) -> str:
    return f"{settings.SITE_URL}{reverse(view, args=[key])}"
