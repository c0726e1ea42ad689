"""The closed sets of the working side, each in the words operators use."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TaskType(models.TextChoices):
    POST = "POST", _("Post")
    ENGAGE = "ENGAGE", _("Engage")
    FOLLOW_UP = "FOLLOW_UP", _("Follow up")
    REVIEW = "REVIEW", _("Review")
    ANALYZE = "ANALYZE", _("Analyze")
    MANUAL = "MANUAL", _("Manual")


class TaskStatus(models.TextChoices):
    PENDING = "PENDING", _("Pending")
    DUE = "DUE", _("Due")
    OVERDUE = "OVERDUE", _("Overdue")
    BLOCKED = "BLOCKED", _("Blocked")
    DONE = "DONE", _("Done")
    MISSED = "MISSED", _("Missed")


class ProofType(models.TextChoices):
    URL = "URL", _("Address of the post")
    TEXT = "TEXT", _("Text")
    UPLOAD = "UPLOAD", _("Screenshot or file")
    MANUAL = "MANUAL", _("A manager's word")


class SystemKind(models.TextChoices):
    """Tasks of the house, made by jobs; the clock never makes them late."""

    ESCALATION = "escalation", _("Escalation")
    WEEKLY = "weekly", _("Weekly analysis")


class JobState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    DEAD = "dead", _("Dead")
    DISABLED = "disabled", _("Disabled")


class NoticeKind(models.TextChoices):
    DIGEST = "digest", _("Morning mail")
    ESCALATION = "escalation", _("Escalation")
    INVITATION = "invitation", _("Invitation")


class NoticeState(models.TextChoices):
    """`skipped` had nothing left to say, or nobody to say it to, when its turn came."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Not needed")
    FAILED = "failed", _("Failed")


# What pages call a job, and what it did, by the codes that the ledger keeps.
JOB_NAMES = {
    "campaign_tick": _("Clock of tasks and campaigns"),
    "check": _("Sign of life of the worker"),
    "escalate_overdue_tasks": _("Escalation of overdue tasks"),
    "send_notices": _("Sending of mail"),
    "send_webhooks": _("Sending to webhooks"),
    "sweep": _("Clearing up after lost runs"),
    "weekly_campaign_summary": _("Weekly summaries"),
}
COUNT_NAMES = {
    "due": pgettext_lazy("count", "became due"),
    "overdue": pgettext_lazy("count", "became overdue"),
    "missed": pgettext_lazy("count", "became missed"),
    "escalations": pgettext_lazy("count", "escalations"),
    "completed_campaigns": pgettext_lazy("count", "campaigns completed"),
    "changed": pgettext_lazy("count", "escalations changed"),
    "written": pgettext_lazy("count", "summaries written"),
    "digests": pgettext_lazy("count", "morning mails entered"),
    "sent": pgettext_lazy("count", "sent"),
    "delivered": pgettext_lazy("count", "delivered"),
    "skipped": pgettext_lazy("count", "not needed"),
    "waiting": pgettext_lazy("count", "put off"),
    "failed": pgettext_lazy("count", "failed"),
}


def job_name(name: str) -> str:
    return str(JOB_NAMES.get(name, name))
