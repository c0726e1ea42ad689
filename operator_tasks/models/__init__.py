"""What the working side stores; each model refuses writes outside a verb."""

from operator_tasks.models.away_period import AwayPeriod
from operator_tasks.models.checklist import TaskChecklist
from operator_tasks.models.invitation import Invitation
from operator_tasks.models.job_run import Automation, JobRun
from operator_tasks.models.notice import Notice
from operator_tasks.models.proof import TaskProof
from operator_tasks.models.sop import Sop, SopVersion
from operator_tasks.models.sop_draft import SopDraft
from operator_tasks.models.sop_report import SopReport
from operator_tasks.models.task import OperatorTask, OperatorTaskQuerySet
from operator_tasks.models.weekly_summary import WeeklySummary

__all__ = [
    "Automation",
    "AwayPeriod",
    "Invitation",
    "JobRun",
    "Notice",
    "OperatorTask",
    "OperatorTaskQuerySet",
    "Sop",
    "SopDraft",
    "SopReport",
    "SopVersion",
    "TaskChecklist",
    "TaskProof",
    "WeeklySummary",
]
