"""The admin of the working side; importing it registers every page."""

from operator_tasks.admin import campaign, job_run, proof, queue, sop, task, weekly_summary

__all__ = ["campaign", "job_run", "proof", "queue", "sop", "task", "weekly_summary"]
