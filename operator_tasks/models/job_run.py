"""The ledger of jobs: the truth about what ran, whatever the queue forgot."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import AuditedModel
from operator_tasks.choices import COUNT_NAMES, JobState, job_name


class JobRunQuerySet(models.QuerySet["JobRun"]):
    def claimable(self, now: datetime) -> "JobRunQuerySet":
        """Runs that wait, failed with attempts left, or whose holder let the lease run out."""
        waiting = Q(state__in=[JobState.QUEUED, JobState.FAILED]) & (
            Q(lease_until__isnull=True) | Q(lease_until__lte=now)
        )
        abandoned = Q(state=JobState.RUNNING, lease_until__lte=now)
        return self.filter(waiting | abandoned, attempts__lt=F("max_attempts"))

    def buriable(self, now: datetime) -> "JobRunQuerySet":
        """Unfinished runs without attempts left."""
        spent = Q(state=JobState.FAILED) | Q(state=JobState.RUNNING, lease_until__lte=now)
        return self.filter(spent, attempts__gte=F("max_attempts"))


class JobRun(models.Model):
    """One run of a job; (name, key) makes it happen once. The key names a period, never a moment."""

    name = models.CharField(_("job"), max_length=60)
    key = models.CharField(_("period"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    lease_until = models.DateTimeField(null=True)
    token = models.CharField(max_length=32, blank=True)
    counts = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("job run")
        verbose_name_plural = _("job runs")
        constraints = [models.UniqueConstraint(fields=["name", "key"], name="job_run_once")]
        indexes = [
            models.Index(
                fields=["state", "lease_until"],
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING, JobState.FAILED]),
                name="job_run_unfinished",
            ),
            models.Index(fields=["name", "finished_at"], name="job_run_last"),
        ]
        permissions = [("run_jobs", "Can run jobs again and see their errors")]

    def __str__(self) -> str:
        return f"{self.name} {self.key}"

    @property
    def spoken_name(self) -> str:
        """The job in the reader's language."""
        return job_name(self.name)

    @property
    def spoken_counts(self) -> list[tuple[str, int]]:
        """What it did in the reader's language."""
        return [(str(COUNT_NAMES.get(name, name)), count) for name, count in self.counts.items()]


class Automation(AuditedModel):
    """The one switch that holds all automation; there is one row of it."""

    audit_noun = "automation"
    client_path = None

    is_paused = models.BooleanField(_("all automation is held"), default=False, editable=False)

    class Meta(AuditedModel.Meta):
        verbose_name = _("automation")
        verbose_name_plural = _("automation")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="automation_single_row")]

    def __str__(self) -> str:
        return "automation"
