"""What the figures are held to: the least by which ours is ahead of the earlier way, and the most above plain SQL."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """None where nothing is asked."""

    earlier_over_ours: float | None = None
    ours_over_raw: float | None = None


TARGETS = {
    "tick_half": Target(8, 2),
    "tick_small": Target(None, 1.5),
    "tick_none": Target(1_000, 1.5),
    "tasks_from_items": Target(150, 40),
    "calendar_year": Target(30, 20),
    "complete_task": Target(2, 12),
    "weekly_summary": Target(60, 1.5),
    "queue_first_50": Target(1_000, 10),
    "page_my_day": Target(None, 1.5),
    "api_list_50": Target(None, 2),
    "api_list_deep": Target(None, 2),
}
