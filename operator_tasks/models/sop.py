"""Standard operating procedures: how a task of a kind is done, in numbered versions."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.choices import ContentType, Platform
from campaigns.models import AuditedModel
from campaigns.validators import validate_clean_text, validate_one_line
from operator_tasks.choices import TaskType


class Sop(AuditedModel):
    """A procedure for a task type on a platform and content type; an empty one means any.

    A retired one is pinned by no task that is made from then on; its versions and their tasks stay.
    """

    audit_noun = "sop"
    client_path = None

    task_type = models.CharField(_("task type"), max_length=20, choices=TaskType.choices)
    platform = models.CharField(_("platform"), max_length=20, choices=Platform.choices, blank=True)
    content_type = models.CharField(_("content type"), max_length=20, choices=ContentType.choices, blank=True)
    title = models.CharField(_("title"), max_length=255, validators=[validate_clean_text, validate_one_line])

    retired_at = models.DateTimeField(_("retired"), null=True, editable=False)

    class Meta(AuditedModel.Meta):
        ordering = ["task_type", "platform", "content_type"]
        verbose_name = _("SOP")
        verbose_name_plural = _("SOPs")
        constraints = [
            models.UniqueConstraint(
                fields=["task_type", "platform", "content_type"],
                name="sop_once",
                violation_error_message=_(
                    "There is a procedure for this already; publish a new version of it."
                ),
            )
        ]
        permissions = [("publish_sops", "Can write and publish versions of procedures")]

    def __str__(self) -> str:
        return self.title


class SopVersion(AuditedModel):
    """Version `number` of a procedure: Markdown with its steps. A published version is never edited."""

    audit_noun = "sop version"
    client_path = None

    sop = models.ForeignKey(Sop, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    body = models.TextField(
        _("procedure"), max_length=50000, validators=[validate_clean_text, MaxLengthValidator(50000)]
    )
    steps = models.JSONField(default=list)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    proof_types = models.JSONField(_("accepted proof"), default=list)
    author_label = models.CharField(_("author"), max_length=255)
    note = models.CharField(_("what changed"), max_length=500, blank=True, validators=[validate_clean_text])
    shipped_digest = models.CharField(max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"))

    class Meta(AuditedModel.Meta):
        ordering = ["sop", "-number"]
        verbose_name = _("SOP version")
        verbose_name_plural = _("SOP versions")
        constraints = [
            models.UniqueConstraint(fields=["sop", "number"], name="sop_version_once"),
            models.CheckConstraint(condition=~Q(body=""), name="sop_version_has_body"),
        ]

    def __str__(self) -> str:
        return f"{self.sop} – version {self.number}"
