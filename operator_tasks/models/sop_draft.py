"""The next version of a procedure while it is being written."""

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import AuditedModel
from campaigns.validators import validate_clean_text
from operator_tasks.models.sop import Sop


class SopDraft(AuditedModel):
    """One for each procedure, for all managers; nobody works by it, and it may be incomplete."""

    audit_noun = "sop draft"
    client_path = None

    sop = models.OneToOneField(Sop, on_delete=models.PROTECT, related_name="draft", editable=False)
    body = models.TextField(
        _("procedure"), max_length=50000, validators=[validate_clean_text, MaxLengthValidator(50000)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(480)]
    )
    proof_types = models.JSONField(_("accepted proof"), default=list, blank=True)
    note = models.CharField(_("what changed"), max_length=500, blank=True, validators=[validate_clean_text])
    author_label = models.CharField(_("last written by"), max_length=255)

    class Meta(AuditedModel.Meta):
        ordering = ["-updated_at"]
        verbose_name = _("draft of a procedure")
        verbose_name_plural = _("drafts of procedures")

    def __str__(self) -> str:
        return f"{self.sop} – {_('draft')}"
