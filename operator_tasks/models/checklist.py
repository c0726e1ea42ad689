"""Which steps of its procedure a task has behind it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import AuditedModel
from operator_tasks.models.task import OperatorTask


class TaskChecklist(AuditedModel):
    """The ticked steps of one task, counted from 0; it has a version of its own, so ticking disturbs no form."""

    audit_noun = "checklist"
    client_path = "task__campaign__client"

    task = models.OneToOneField(OperatorTask, on_delete=models.CASCADE, related_name="checklist")
    ticked = models.JSONField(_("ticked steps"), default=list, blank=True)

    class Meta(AuditedModel.Meta):
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")

    def __str__(self) -> str:
        return self.task.title

    @property
    def audit_chain(self) -> int:
        return self.task.campaign_id
