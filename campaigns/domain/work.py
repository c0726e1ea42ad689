"""What the planning side asks of the working side, without importing it.

The apps point one way (`operator_tasks → campaigns`), yet pausing a campaign must stop its tasks. The working
side registers its answer once, at start-up; there is exactly one, and every call is explicit.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from campaigns.actor import Actor
from campaigns.choices import CancelReason, ResumePolicy
from campaigns.models import CalendarItem, Campaign, Client


@dataclass(frozen=True)
class Progress:
    """How far a campaign is: its live tasks by outcome, and when the next one is due."""

    planned: int = 0
    done: int = 0
    late: int = 0
    missed: int = 0
    blocked: int = 0
    overdue: int = 0
    next_due: datetime | None = None

    @property
    def open(self) -> int:
        return self.planned - self.done - self.missed

    @property
    def percent(self) -> int:
        """Done of planned; 100 only when all are."""
        return self.done * 100 // self.planned if self.planned else 0

    @property
    def on_time_percent(self) -> int | None:
        """Of what is done the part that was on time; None before anything is done."""
        return (self.done - self.late) * 100 // self.done if self.done else None


class Work(Protocol):
    """The tasks of campaigns. Each method runs inside the caller's transaction, with the campaign locked."""

    def judge_clock(self, campaign: Campaign, *, now: datetime) -> None: ...
    def activated(self, campaign: Campaign, *, by: Actor, now: datetime) -> None: ...
    def paused(self, campaign: Campaign, *, now: datetime) -> None: ...
    def resumed(
        self, campaign: Campaign, *, paused_at: datetime, policy: ResumePolicy, by: Actor, now: datetime
    ) -> None: ...
    def completed(self, campaign: Campaign, *, by: Actor, now: datetime) -> None: ...
    def reopened(self, campaign: Campaign, *, by: Actor, now: datetime) -> None: ...
    def cancel_after(self, campaign: Campaign, *, end: datetime, by: Actor, now: datetime) -> None: ...
    def open_after(self, campaign: Campaign, *, end: datetime) -> list[str]: ...
    def open_count(self, campaign: Campaign) -> int: ...
    def finished_count(self, campaign: Campaign) -> int: ...
    def progress(self, campaigns: Collection[int], *, now: datetime) -> dict[int, Progress]: ...
    def refuse_if_done(self, item: CalendarItem) -> None: ...
    def item_moved(self, item: CalendarItem, *, by: Actor, now: datetime) -> None: ...
    def item_edited(self, item: CalendarItem, *, by: Actor, now: datetime) -> None: ...
    def item_cancelled(
        self, item: CalendarItem, *, reason: CancelReason, by: Actor, now: datetime
    ) -> None: ...
    def member_left(self, client: Client, user_id: int, *, by: Actor, now: datetime) -> None: ...
    def tasks_of_posts(
        self, campaign: Campaign, posts: Collection[tuple[str, str]]
    ) -> dict[tuple[str, str], int]: ...
    def item_restored(self, item: CalendarItem, *, by: Actor, now: datetime) -> None: ...


_registered: list[Work] = []


def register(work: Work) -> None:
    """Called once, when the working side starts."""
    _registered[:] = [work]


def work() -> Work:
    return _registered[0]
