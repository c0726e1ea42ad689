"""The weekly summary: what was planned and done in an ISO week of a campaign, frozen when it is written."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.choices import Platform
from campaigns.models import AuditedModel, Campaign


class WeeklySummary(AuditedModel):
    """The numbers of one ISO week in the campaign's zone."""

    audit_noun = "weekly summary"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="weekly_summaries")
    week = models.CharField(_("week"), max_length=8)
    week_start = models.DateField()
    week_end = models.DateField()
    tasks_planned = models.PositiveIntegerField()
    tasks_completed = models.PositiveIntegerField()
    tasks_completed_late = models.PositiveIntegerField()
    tasks_overdue = models.PositiveIntegerField()
    tasks_missed = models.PositiveIntegerField()
    tasks_blocked = models.PositiveIntegerField()
    tasks_cancelled = models.PositiveIntegerField()
    completion_rate = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    metrics_summary = models.JSONField(default=dict, blank=True)
    top_platform = models.CharField(max_length=20, choices=Platform.choices, blank=True)
    best_posts = models.JSONField(default=list, blank=True)
    next_week_tasks = models.PositiveIntegerField(default=0)
    notes = models.TextField(blank=True)
    generated_at = models.DateTimeField()

    class Meta(AuditedModel.Meta):
        ordering = ["-week_start", "campaign"]
        verbose_name = _("weekly summary")
        verbose_name_plural = _("weekly summaries")
        constraints = [models.UniqueConstraint(fields=["campaign", "week"], name="summary_once_a_week")]
        permissions = [("write_summaries", "Can write weekly summaries")]

    def __str__(self) -> str:
        return f"{self.campaign} – {self.week}"
