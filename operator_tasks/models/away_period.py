"""Days on which a person is not there to work."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.actor import MANAGES
from campaigns.models import AuditedModel, AuditedQuerySet
from campaigns.validators import validate_clean_text, validate_one_line


class AwayPeriodQuerySet(AuditedQuerySet["AwayPeriod"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Everybody's for managers, who share out the work; to others their own."""
        if not isinstance(user, PermissionsMixin) or not user.is_authenticated:
            return self.none()
        return self if user.has_perm(MANAGES) else self.filter(user=user)


class AwayPeriod(AuditedModel):
    """From the first day to the last, both included, on the clock of the person. Periods may overlap."""

    audit_noun = "away period"
    client_path = None

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="away_periods",
        verbose_name=_("person"),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    note = models.CharField(
        _("note"), max_length=200, blank=True, validators=[validate_clean_text, validate_one_line]
    )

    objects = AwayPeriodQuerySet.as_manager()  # type: ignore[misc]  # a manager of its own words

    class Meta(AuditedModel.Meta):
        ordering = ["starts_on", "id"]
        verbose_name = _("away period")
        verbose_name_plural = _("away periods")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="away_period_has_days",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.UniqueConstraint(
                fields=["user", "starts_on", "ends_on"],
                name="away_period_once",
                violation_error_message=_("These days are entered already."),
            ),
        ]
        indexes = [models.Index(fields=["ends_on"], name="away_period_end")]

    def __str__(self) -> str:
        return f"{self.user}: {self.starts_on} – {self.ends_on}"
