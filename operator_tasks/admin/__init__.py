"""The admin of the working side; importing it registers every page."""

from operator_tasks.admin import (
    away_period,
    campaign,
    checklist,
    invitation,
    job_run,
    notice,
    proof,
    queue,
    sop,
    sop_draft,
    sop_report,
    task,
    weekly_summary,
)

__all__ = [
    "away_period",
    "campaign",
    "checklist",
    "invitation",
    "job_run",
    "notice",
    "proof",
    "queue",
    "sop",
    "sop_draft",
    "sop_report",
    "task",
    "weekly_summary",
]
