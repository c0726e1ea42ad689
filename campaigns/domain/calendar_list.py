"""Calendar items as a plain list, narrowed by what they are and by how far their tasks are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from campaigns.domain.calendar_board import POST_TASK, status_of
from campaigns.models import CalendarItem


class ItemStatus(TextChoices):
    """What an item can be: what its post task is, pending where it has none, and cancelled."""

    PENDING = "PENDING", _("Pending")
    DUE = "DUE", _("Due")
    OVERDUE = "OVERDUE", _("Overdue")
    BLOCKED = "BLOCKED", _("Blocked")
    DONE = "DONE", _("Done")
    MISSED = "MISSED", _("Missed")
    CANCELLED = "CANCELLED", _("Deleted")


def items_matching(
    items: QuerySet[CalendarItem],
    *,
    now: datetime,
    cancelled: bool | None = None,
    campaign: int | None = None,
    client: int | None = None,
    platform: str = "",
    content_type: str = "",
    status: str = "",
    scheduled_after: datetime | None = None,
    scheduled_before: datetime | None = None,
    search: str = "",
) -> QuerySet[CalendarItem]:
    """Live items, or with `cancelled` those that were taken out; of archived campaigns only where one is named.

    `scheduled_after` is included, `scheduled_before` is not; `search` looks at title, copy and theme.
    """
    gone = status == ItemStatus.CANCELLED if cancelled is None else cancelled
    found = items.filter(cancelled_at__isnull=not gone)
    if campaign is None:
        found = found.filter(campaign__archived_at__isnull=True)
    wanted = {
        "campaign": campaign,
        "campaign__client": client,
        "platform": platform,
        "content_type": content_type,
        "scheduled_at__gte": scheduled_after,
        "scheduled_at__lt": scheduled_before,
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value not in (None, "")})
    if search:
        found = found.filter(
            Q(title__icontains=search) | Q(copy_text__icontains=search) | Q(theme__icontains=search)
        )
    return found.filter(_has_status(status, now)) if status else found


def _has_status(status: str, now: datetime) -> Q:
    """Time decides between the open ones, as on every page, whether or not the tick has been by."""
    if status == ItemStatus.CANCELLED:
        return Q(cancelled_at__isnull=False)
    # The working side is reached through its relation alone; this app must not import it.
    tasks: Any = CalendarItem._meta.get_field("tasks").related_model
    posts = tasks._base_manager.live().filter(task_type=POST_TASK, calendar_item=OuterRef("pk"))
    by_clock: dict[str, Any] = {
        ItemStatus.PENDING: posts.upcoming,
        ItemStatus.DUE: posts.due,
        ItemStatus.OVERDUE: posts.overdue,
    }
    fitting = Exists(by_clock[status](now) if status in by_clock else posts.filter(status=status))
    waiting = Q(cancelled_at__isnull=True) & (fitting | ~Exists(posts))
    return waiting if status == ItemStatus.PENDING else Q(fitting)


def item_status(item: CalendarItem, now: datetime) -> str:
    """The status of an item of `with_post_task`: pending before it has a task."""
    return status_of(item, now)[0] or ItemStatus.PENDING.value


def complete_for_reading(items: Sequence[CalendarItem]) -> None:
    """Give new or previewed items their client and account, in two queries however many they are."""
    prefetch_related_objects(items, "campaign__client", "account")
