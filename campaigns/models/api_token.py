"""API tokens: what a program shows instead of a password. Only their digest is kept."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.audited import AuditedModel, AuditedQuerySet
from campaigns.validators import validate_clean_text, validate_one_line, validate_scopes


class ApiTokenQuerySet(AuditedQuerySet["ApiToken"]):
    def of_active_people(self) -> "ApiTokenQuerySet":
        return self.filter(user__is_active=True).select_related("user")


class ApiToken(AuditedModel):
    """A named key of one person. It opens what its scopes and the person's present rights both allow."""

    audit_noun = "API token"
    client_path = None
    unaudited_fields: ClassVar[frozenset[str]] = frozenset({"digest", "last_used_at"})

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens", editable=False
    )
    name = models.CharField(_("name"), max_length=100, validators=[validate_clean_text, validate_one_line])
    prefix = models.CharField(_("begins with"), max_length=20, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(_("scopes"), default=list, validators=[validate_scopes])
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()  # type: ignore[misc]  # a manager of its own words

    class Meta(AuditedModel.Meta):
        ordering = ["-created_at", "-id"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        permissions = [("manage_tokens", "Can see and revoke everybody's API tokens and calendar links")]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def works_at(self, now: datetime) -> bool:
        """Neither revoked nor expired; whether its person may still sign in is asked apart."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)
