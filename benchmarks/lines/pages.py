"""Pages and lists among many tasks, against the least that Django can answer with."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks import many_tasks
from benchmarks.contest import Contender, Contest, Work
from campaigns.api.pages import Cursor
from campaigns.models import Campaign
from operator_tasks.models import OperatorTask

SIZE, DEEP = 50, 1000


def contests(size: int) -> Iterator[Contest]:
    people = many_tasks.build(size)
    call_command("collectstatic", interactive=False, verbosity=0)  # pages name their files by these
    settings.ROOT_URLCONF = "benchmarks.bare"
    manager = people["manager"]
    ask, now = _browser(manager), timezone.now()
    yield _page("page_my_day", size, ask, "/?section=overdue", "/bare/tasks/")
    yield _page("page_report", size, ask, *_report(manager))
    yield _page("page_calendar", size, ask, *_calendar(manager, now))
    after = _place(min(size // 2, DEEP * SIZE))
    yield _page("api_list_50", size, ask, "/api/v1/tasks/", "/bare/api/")
    yield _page("api_list_deep", size, ask, _deep(after), f"/bare/api/?after={quote(after.isoformat())}")


def _browser(user: Any) -> Any:
    browser = Client()
    browser.force_login(user)

    def ask(address: str) -> Any:
        answer = browser.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} was answered {answer.status_code}: {answer.content[:300]!r}")
        return answer

    return ask


def _page(line: str, size: int, ask: Any, ours: str, bare: str) -> Contest:
    return Contest(
        line,
        size,
        ours=Contender(_asking(ask, ours)),
        raw=Contender(_asking(ask, bare)),
        note=f"{ours} and {bare}",
    )


def _asking(ask: Any, address: str) -> Work:
    return lambda: ask(address)


def _report(manager: Any) -> tuple[str, str]:
    """A week of one campaign, and the items of that week in the bare page."""
    campaign = Campaign.objects.visible_to(manager).order_by("pk")[0]
    day = timezone.now().date() - timedelta(days=14)
    monday = day - timedelta(days=day.weekday())
    ours = reverse("operator_tasks:report_detail", args=[campaign.pk, f"{monday:%G-W%V}"])
    return ours, f"/bare/items/{campaign.pk}/{monday}/{monday + timedelta(days=7)}/"


def _calendar(manager: Any, now: datetime) -> tuple[str, str]:
    """A month of one campaign, and the same days of it in the bare page."""
    campaign = Campaign.objects.visible_to(manager).order_by("pk")[0]
    first = now.date().replace(day=1)
    begun = first - timedelta(days=first.weekday())
    ended = begun + timedelta(days=42)
    ours = f"{reverse('campaigns:calendar')}?campaign={campaign.pk}"
    return ours, f"/bare/items/{campaign.pk}/{begun}/{ended}/"


def _place(row: int) -> datetime:
    found = OperatorTask.objects.order_by("due_at", "id").values_list("due_at", flat=True)[row]
    return found.astimezone(UTC)


def _deep(after: datetime) -> str:
    """The address of the page that follows a moment, as `next` of the page before would have it."""
    cursor = Cursor("due_at", False, (after.isoformat(), "0"), None)
    return f"/api/v1/tasks/?cursor={cursor.text()}"
