"""What an operator found wrong in a procedure, for a manager to mend."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import AuditedModel
from campaigns.validators import validate_clean_text
from operator_tasks.models.sop import SopVersion
from operator_tasks.models.task import OperatorTask


class SopReport(AuditedModel):
    """One note on a step, counted from 0, or on the whole procedure; open until a manager answers it."""

    audit_noun = "sop report"
    client_path = "task__campaign__client"
    unaudited_fields = frozenset({"sameness"})

    sop_version = models.ForeignKey(SopVersion, on_delete=models.PROTECT, related_name="reports")
    task = models.ForeignKey(OperatorTask, on_delete=models.SET_NULL, null=True, related_name="sop_reports")
    step = models.PositiveSmallIntegerField(_("step"), null=True)
    step_text = models.CharField(_("the step as it read"), max_length=1000, blank=True)
    note = models.TextField(
        _("what is wrong"), max_length=1000, validators=[validate_clean_text, MaxLengthValidator(1000)]
    )
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reporter_label = models.CharField(max_length=255)
    # A digest of version, step, reporter and note: a step may be none, and a note is too long for an index.
    sameness = models.CharField(max_length=64, editable=False)
    answer = models.TextField(
        _("answer"), blank=True, max_length=1000, validators=[validate_clean_text, MaxLengthValidator(1000)]
    )
    answered_at = models.DateTimeField(null=True)
    answered_by_label = models.CharField(max_length=255, blank=True)

    class Meta(AuditedModel.Meta):
        ordering = ["-created_at", "-id"]
        verbose_name = _("report on a procedure")
        verbose_name_plural = _("reports on procedures")
        constraints = [
            models.UniqueConstraint(
                fields=["sameness"],
                condition=Q(answered_at__isnull=True),
                name="sop_report_waits_once",
                violation_error_message=_("You reported this already; it waits for a manager's answer."),
            )
        ]
        indexes = [
            models.Index(
                fields=["sop_version"], condition=Q(answered_at__isnull=True), name="sop_report_open"
            )
        ]

    def __str__(self) -> str:
        return self.note[:80]

    @property
    def audit_chain(self) -> int:
        """Procedures belong to the house, and so does what is said about them."""
        return 0
