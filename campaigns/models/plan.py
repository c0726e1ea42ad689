"""The campaign plan: a numbered version of what is to be said, never edited."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.choices import maker_name
from campaigns.models.audited import AuditedModel
from campaigns.models.campaign import Campaign
from campaigns.validators import validate_clean_text, validate_text_list, validate_text_map


class CampaignPlan(AuditedModel):
    """Version `number` of a campaign's plan; a change is a new version."""

    audit_noun = "plan"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveIntegerField(_("version"), editable=False)
    angles = models.JSONField(_("angles"), default=list, blank=True, validators=[validate_text_list])
    positioning = models.TextField(
        _("positioning"),
        blank=True,
        max_length=20000,
        validators=[validate_clean_text, MaxLengthValidator(20000)],
    )
    messaging = models.JSONField(_("messaging"), default=dict, blank=True, validators=[validate_text_map])
    weekly_themes = models.JSONField(
        _("weekly themes"), default=list, blank=True, validators=[validate_text_list]
    )
    generated_by = models.CharField(_("made by"), max_length=50, editable=False)

    class Meta(AuditedModel.Meta):
        ordering = ["-number"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"{self.campaign} – plan {self.number}"

    @property
    def maker(self) -> str:
        """Who made it, in the reader's language."""
        return maker_name(self.generated_by)
