"""Proof: what shows that a task was done. Rows are never overwritten; a withdrawn one keeps its text."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.choices import Platform
from campaigns.models import AuditedModel
from campaigns.validators import validate_clean_text
from operator_tasks.choices import ProofType
from operator_tasks.models.task import OperatorTask


class TaskProof(AuditedModel):
    """One piece of proof; `published_at` is the time hidden in the post's id, where the platform has one."""

    audit_noun = "proof"
    unaudited_fields = frozenset({"submission_key"})
    client_path = "task__campaign__client"

    task = models.ForeignKey(OperatorTask, on_delete=models.CASCADE, related_name="proofs")
    proof_type = models.CharField(_("kind of proof"), max_length=10, choices=ProofType.choices)
    value = models.TextField(
        _("proof"), blank=True, max_length=5000, validators=[validate_clean_text, MaxLengthValidator(5000)]
    )
    file = models.FileField(upload_to="proofs/%Y/%m", blank=True, max_length=255)
    file_label = models.CharField(max_length=150, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_type = models.CharField(max_length=40, blank=True)
    canonical_url = models.CharField(max_length=2000, blank=True)
    platform = models.CharField(max_length=20, choices=Platform.choices, blank=True)
    post_id = models.CharField(max_length=255, blank=True)
    handle = models.CharField(max_length=255, blank=True)
    published_at = models.DateTimeField(null=True)
    is_weak = models.BooleanField(default=False)
    doubt = models.CharField(max_length=255, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    # Names one press of the button: a form that is sent again after a lost connection finds its own proof.
    submission_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta(AuditedModel.Meta):
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "post_id"],
                condition=Q(withdrawn_at__isnull=True) & ~Q(post_id=""),
                name="proof_post_once",
                violation_error_message=_(
                    "This post is the proof of another task already; paste the new one."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.canonical_url or self.file_label or self.value[:80]

    @property
    def audit_chain(self) -> int:
        return self.task.campaign_id
