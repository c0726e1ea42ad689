"""The calendar: what is to be published where and when."""

import uuid
from pathlib import PurePosixPath

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.choices import CancelReason, ContentType, Platform, label_of
from campaigns.models.audited import AuditedModel, AuditedQuerySet
from campaigns.models.campaign import Campaign
from campaigns.models.client import Account
from campaigns.validators import validate_clean_text, validate_one_line


class CalendarItemQuerySet(AuditedQuerySet["CalendarItem"]):
    def live(self) -> "CalendarItemQuerySet":
        return self.filter(cancelled_at__isnull=True)


def asset_path(_item: "CalendarItem", file_name: str) -> str:
    """A name that nobody can guess; only the kind of file is kept of the name it came with."""
    return f"assets/{uuid.uuid4().hex}{PurePosixPath(file_name).suffix.lower()[:10]}"


class CalendarItem(AuditedModel):
    """One planned post. Its status is the status of its live task, so it has none of its own.

    `slot_content_type`, `slot_week` and `slot_index` identify the slot that the cadence called for and never
    change, even when a person makes a carousel of the post; they are empty for items made by hand or imported.
    `import_key` makes an import that is run twice the same as once.
    """

    audit_noun = "calendar item"
    unaudited_fields = frozenset({"import_key"})

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="calendar_items")
    platform = models.CharField(_("platform"), max_length=20, choices=Platform.choices)
    content_type = models.CharField(
        _("content type"), max_length=20, choices=ContentType.choices, default=ContentType.POST
    )
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    slot_content_type = models.CharField(max_length=20, blank=True, editable=False)
    slot_week = models.PositiveIntegerField(null=True, editable=False)
    slot_index = models.PositiveIntegerField(null=True, editable=False)
    import_key = models.CharField(max_length=64, blank=True, editable=False)
    scheduled_at = models.DateTimeField(_("scheduled for"))
    title = models.CharField(
        _("title"), max_length=255, blank=True, validators=[validate_clean_text, validate_one_line]
    )
    copy_text = models.TextField(
        _("copy"), blank=True, max_length=100000, validators=[validate_clean_text, MaxLengthValidator(100000)]
    )
    asset = models.FileField(_("asset"), upload_to=asset_path, blank=True, max_length=255)
    asset_label = models.CharField(max_length=150, blank=True, editable=False)
    asset_type = models.CharField(max_length=40, blank=True, editable=False)
    asset_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    asset_ref = models.CharField(
        _("asset reference"), max_length=2000, blank=True, validators=[validate_clean_text]
    )
    cta_text = models.CharField(
        _("call to action"), max_length=255, blank=True, validators=[validate_clean_text]
    )
    theme = models.CharField(_("theme"), max_length=2000, blank=True, validators=[validate_clean_text])
    notes = models.TextField(
        _("notes"), blank=True, max_length=20000, validators=[validate_clean_text, MaxLengthValidator(20000)]
    )
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancel_reason = models.CharField(max_length=30, blank=True, choices=CancelReason.choices, editable=False)

    objects = CalendarItemQuerySet.as_manager()  # type: ignore[misc]  # a manager of its own words

    class Meta(AuditedModel.Meta):
        ordering = ["scheduled_at", "id"]
        verbose_name = _("calendar item")
        verbose_name_plural = _("calendar items")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "platform", "slot_content_type", "slot_week", "slot_index"],
                name="calendar_slot_once",
                violation_error_message=_("This slot is in the calendar already; reload the page."),
            ),
            models.UniqueConstraint(
                fields=["campaign", "import_key"],
                condition=~Q(import_key=""),
                name="calendar_import_once",
                violation_error_message=_("This row was imported already; reload the page."),
            ),
            models.CheckConstraint(
                condition=Q(slot_week__isnull=True, slot_index__isnull=True)
                | Q(slot_week__isnull=False, slot_index__isnull=False),
                name="calendar_slot_whole",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="calendar_cancelled_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "scheduled_at"], name="calendar_by_campaign"),
            models.Index(
                fields=["scheduled_at"], name="calendar_live_by_time", condition=Q(cancelled_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{label_of(Platform, self.platform)} {label_of(ContentType, self.content_type)}"
