"""The campaign: what a client wants to be said, where, and from when to when."""

from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.choices import CampaignStatus
from campaigns.models.audited import AuditedModel, AuditedQuerySet
from campaigns.models.client import Client
from campaigns.validators import validate_clean_text, validate_dates, validate_one_line, validate_time_zone


class CampaignQuerySet(AuditedQuerySet["Campaign"]):
    def listed(self) -> "CampaignQuerySet":
        """Campaigns that people still look at: archived ones are left out."""
        return self.filter(archived_at__isnull=True)

    def active(self) -> "CampaignQuerySet":
        return self.filter(status=CampaignStatus.ACTIVE)

    def automated(self) -> "CampaignQuerySet":
        """Campaigns that jobs may touch: active, and not held by their own switch."""
        return self.active().filter(automation_paused=False)


class Campaign(AuditedModel):
    """A campaign of a client; its dates are inclusive days in its own time zone."""

    audit_noun = "campaign"
    client_path = "client"
    unaudited_fields: ClassVar[frozenset[str]] = frozenset({"name_key", "last_tick_at"})

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="campaigns")
    name = models.CharField(_("name"), max_length=255, validators=[validate_clean_text, validate_one_line])
    name_key = models.CharField(max_length=255, editable=False)
    venture_name = models.CharField(
        _("venture"), max_length=255, blank=True, validators=[validate_clean_text]
    )
    objective = models.TextField(
        _("objective"),
        max_length=20000,
        blank=True,
        validators=[validate_clean_text, MaxLengthValidator(20000)],
    )
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    primary_cta = models.CharField(
        _("call to action"), max_length=255, blank=True, validators=[validate_clean_text]
    )
    lead_capture_method = models.CharField(
        _("lead capture"), max_length=255, blank=True, validators=[validate_clean_text]
    )
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    blackout_dates = models.JSONField(
        _("blackout days"), default=list, blank=True, validators=[validate_dates]
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=CampaignStatus.choices,
        default=CampaignStatus.PLANNED,
        editable=False,
    )
    pause_reason = models.CharField(max_length=500, blank=True, editable=False)
    paused_at = models.DateTimeField(null=True, editable=False)
    completed_at = models.DateTimeField(null=True, editable=False)
    archived_at = models.DateTimeField(null=True, editable=False)
    automation_paused = models.BooleanField(_("automation is held"), default=False, editable=False)
    last_tick_at = models.DateTimeField(null=True, editable=False)

    objects = CampaignQuerySet.as_manager()  # type: ignore[misc]  # a manager of its own words

    class Meta(AuditedModel.Meta):
        ordering = ["-start_date", "name"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.UniqueConstraint(
                fields=["client", "name_key"],
                name="campaign_name_once",
                violation_error_message=_("This client has a campaign of this name already; choose another."),
            ),
            models.CheckConstraint(
                condition=Q(start_date__lte=F("end_date")),
                name="campaign_ends_after_start",
                violation_error_message=_("The last day is before the first; correct one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(status=CampaignStatus.PAUSED, paused_at__isnull=False)
                | (~Q(status=CampaignStatus.PAUSED) & Q(paused_at__isnull=True)),
                name="campaign_paused_has_time",
            ),
            models.CheckConstraint(
                condition=Q(status=CampaignStatus.COMPLETED, completed_at__isnull=False)
                | (~Q(status=CampaignStatus.COMPLETED) & Q(completed_at__isnull=True)),
                name="campaign_completed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=CampaignStatus.values), name="campaign_status_known"
            ),
        ]
        indexes = [models.Index(fields=["status"], name="campaign_by_status")]
        permissions = [
            ("manage_campaigns", "Can create, plan, activate, pause, resume, complete and reopen campaigns"),
            ("pause_automation", "Can hold the automation of one campaign or of all"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValidationError(
                {"end_date": _("The last day is before the first; correct one of the two.")}
            )
        if self.start_date and self.end_date and (self.end_date - self.start_date).days > 366 * 5:
            raise ValidationError(
                {"end_date": _("A campaign can last five years at most; choose an earlier day.")}
            )
        if self.start_date and not 2000 <= self.start_date.year <= 2200:
            raise ValidationError({"start_date": _("Choose a first day between 2000 and 2200.")})

    @property
    def audit_chain(self) -> int:
        return self.pk

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def starts_at(self) -> datetime:
        """The first moment of the first day, in UTC."""
        return datetime.combine(self.start_date, time.min, tzinfo=self.zone).astimezone(UTC)

    @property
    def ends_at(self) -> datetime:
        """The first moment after the last day, in UTC."""
        return datetime.combine(self.end_date + timedelta(days=1), time.min, tzinfo=self.zone).astimezone(UTC)

    def local_date(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def blackouts(self) -> frozenset[date]:
        return frozenset(date.fromisoformat(day) for day in self.blackout_dates)
