"""Cadence: how many posts a week a campaign wants on a platform, of which type."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.choices import ContentType, Platform
from campaigns.models.audited import AuditedModel
from campaigns.models.campaign import Campaign
from campaigns.models.client import Account
from campaigns.validators import validate_local_times, validate_weekdays

MOST_POSTS_A_WEEK = 50


class Cadence(AuditedModel):
    """Posts per week for one platform and content type; weekdays and times are the campaign's local ones."""

    audit_noun = "cadence"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="cadences")
    platform = models.CharField(_("platform"), max_length=20, choices=Platform.choices)
    content_type = models.CharField(
        _("content type"), max_length=20, choices=ContentType.choices, default=ContentType.POST
    )
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    posts_per_week = models.PositiveSmallIntegerField(
        _("posts a week"), validators=[MaxValueValidator(MOST_POSTS_A_WEEK)]
    )
    weekdays = models.JSONField(_("weekdays"), default=list, blank=True, validators=[validate_weekdays])
    times = models.JSONField(_("times of day"), default=list, blank=True, validators=[validate_local_times])

    class Meta(AuditedModel.Meta):
        ordering = ["platform", "content_type"]
        verbose_name = _("cadence")
        verbose_name_plural = _("cadence")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "platform", "content_type"],
                name="cadence_once",
                violation_error_message=_("This platform and content type has a line already."),
            ),
            models.CheckConstraint(
                condition=Q(posts_per_week__lte=MOST_POSTS_A_WEEK), name="cadence_at_most_50_a_week"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_platform_display()} {self.get_content_type_display()} × {self.posts_per_week}"
