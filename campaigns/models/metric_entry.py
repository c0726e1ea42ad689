"""Metrics: numbers that people log or import for a campaign."""

from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.choices import Granularity, Platform
from campaigns.metric_names import MANUAL_SOURCE, MetricName
from campaigns.models.audited import AuditedModel
from campaigns.models.campaign import Campaign
from campaigns.validators import validate_clean_text


class MetricEntry(AuditedModel):
    """One value of one metric. `identity` is the external id where there is one, else the date."""

    audit_noun = "metric entry"
    unaudited_fields = frozenset({"identity"})

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="metric_entries")
    platform = models.CharField(_("platform"), max_length=20, choices=Platform.choices)
    date = models.DateField(_("day"))
    metric_name = models.CharField(_("metric"), max_length=40, choices=MetricName.choices)
    metric_value = models.DecimalField(
        _("value"), max_digits=18, decimal_places=4, validators=[MinValueValidator(0)]
    )
    notes = models.TextField(
        _("notes"), blank=True, max_length=5000, validators=[validate_clean_text, MaxLengthValidator(5000)]
    )
    task_id = models.BigIntegerField(null=True, blank=True, editable=False, db_index=True)
    source_format = models.CharField(max_length=40, default=MANUAL_SOURCE, editable=False)
    granularity = models.CharField(
        max_length=10, choices=Granularity.choices, default=Granularity.DAY, editable=False
    )
    external_id = models.CharField(max_length=255, blank=True, editable=False)
    identity = models.CharField(max_length=255, editable=False)
    as_of = models.DateTimeField(_("as of"), null=True, blank=True, editable=False)

    class Meta(AuditedModel.Meta):
        ordering = ["-date", "platform", "metric_name"]
        verbose_name = _("metric entry")
        verbose_name_plural = _("metric entries")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "platform", "source_format", "granularity", "identity", "metric_name"],
                name="metric_once",
                violation_error_message=_(
                    "This metric is logged for that day already; correct that entry instead."
                ),
            ),
            models.CheckConstraint(condition=Q(metric_value__gte=0), name="metric_not_negative"),
        ]
        indexes = [models.Index(fields=["campaign", "date"], name="metric_by_campaign_day")]
        permissions = [("log_metrics", "Can log, correct and import metrics")]

    def __str__(self) -> str:
        return f"{self.get_platform_display()} {self.metric_name} {self.date}: {self.metric_value}"
