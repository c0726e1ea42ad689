"""Calendar links: an address that shows one person's work in a calendar program, without a password."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.audited import AuditedModel
from campaigns.models.campaign import Campaign


class CalendarFeed(AuditedModel):
    """A secret address of one person, for all they see or for one campaign; only its digest is kept.

    It shows what the person may see at the moment of asking, and nothing once they may not sign in any more.
    """

    audit_noun = "calendar link"
    client_path = None
    unaudited_fields: ClassVar[frozenset[str]] = frozenset({"digest", "last_used_at"})

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds", editable=False
    )
    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_feeds"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    class Meta(AuditedModel.Meta):
        ordering = ["-created_at", "-id"]
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")

    def __str__(self) -> str:
        return f"{self.user} – {self.campaign or _('everything')}"
