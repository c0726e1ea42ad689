"""Filters of the task list in the words of the queue; it opens with what is still to be done."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from operator_tasks.choices import TaskStatus
from operator_tasks.domain.weeks import Week, week_of

OPEN, ALL = "open", "all"


def this_week(now: datetime) -> Week:
    """On the clock of the person at the page, as the overview reckons it."""
    zone = ZoneInfo(str(timezone.get_current_timezone()))
    return week_of(now.astimezone(zone).date(), zone)


class BucketFilter(SimpleListFilter):
    title = _("state")
    parameter_name = "bucket"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            (OPEN, _("Open")),
            ("week", _("To do this week")),
            ("overdue", _("Overdue")),
            ("due", _("Due within the hour")),
            ("upcoming", _("Upcoming")),
            ("blocked", _("Blocked")),
            ("done", _("Done")),
            ("missed", _("Missed")),
            ("cancelled", _("Cancelled")),
            (ALL, _("All")),
        ]

    def value(self) -> str:
        return super().value() or OPEN

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Without Django's own “All”, which would mean the open ones here."""
        for value, title in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == value, "query_string": query, "display": title}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        tasks: Any = queryset
        now = timezone.now()
        buckets = {
            OPEN: tasks.open,
            "week": lambda: tasks.to_do_before(this_week(now).ends_at),
            "overdue": lambda: tasks.overdue(now),
            "due": lambda: tasks.due(now),
            "upcoming": lambda: tasks.upcoming(now),
            "blocked": tasks.blocked,
            "done": lambda: tasks.filter(status=TaskStatus.DONE),
            "missed": lambda: tasks.live().filter(status=TaskStatus.MISSED),
            "cancelled": lambda: tasks.filter(cancelled_at__isnull=False),
            ALL: tasks.all,
        }
        return buckets.get(self.value(), tasks.none)()
