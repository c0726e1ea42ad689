"""What one person has chosen for themselves: clock, language, look, keys and mail."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.choices import DigestDays, Theme
from campaigns.models.audited import AuditedModel
from campaigns.validators import validate_time_zone

DIGEST_HOUR = 8


class Preferences(AuditedModel):
    """A person without a row has the defaults; an empty zone or language is the installation's."""

    audit_noun = "preferences"
    client_path = None

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences", editable=False
    )
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[validate_time_zone])
    language = models.CharField(_("language"), max_length=10, blank=True, choices=settings.LANGUAGES)
    theme = models.CharField(_("look"), max_length=10, blank=True, choices=Theme.choices)
    shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)
    digest = models.CharField(
        _("morning mail"), max_length=10, choices=DigestDays.choices, default=DigestDays.WORKDAYS
    )
    digest_hour = models.PositiveSmallIntegerField(
        _("hour of the morning mail"), default=DIGEST_HOUR, validators=[MaxValueValidator(23)]
    )
    escalation_mail = models.BooleanField(_("mail at once when work is escalated"), default=True)

    class Meta(AuditedModel.Meta):
        verbose_name = _("preferences")
        verbose_name_plural = _("preferences")
        constraints = [
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="preferences_digest_hour"),
        ]

    def __str__(self) -> str:
        return self.user.get_username()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)
