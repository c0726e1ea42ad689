"""The admin of the working side; importing it registers every page."""

from operator_tasks.admin import (
    campaign,
    checklist,
    job_run,
    notice,
    proof,
    queue,
    sop,
    sop_report,
    task,
    weekly_summary,
)

__all__ = [
    "campaign",
    "checklist",
    "job_run",
    "notice",
    "proof",
    "queue",
    "sop",
    "sop_report",
    "task",
    "weekly_summary",
]
