"""Clients of the agency, their accounts on the platforms, and who works for them."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.choices import Platform
from campaigns.models.audited import AuditedModel
from campaigns.validators import validate_clean_text, validate_http_url, validate_one_line, validate_time_zone


class Client(AuditedModel):
    """A client of the agency; its zone is the default for its campaigns."""

    audit_noun = "client"
    client_path = ""
    unaudited_fields = frozenset({"name_key"})

    name = models.CharField(_("name"), max_length=255, validators=[validate_clean_text, validate_one_line])
    name_key = models.CharField(max_length=255, editable=False)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    notes = models.TextField(
        _("notes"), blank=True, max_length=20000, validators=[validate_clean_text, MaxLengthValidator(20000)]
    )

    class Meta(AuditedModel.Meta):
        ordering = ["name"]
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        constraints = [
            models.UniqueConstraint(
                fields=["name_key"],
                name="client_name_once",
                violation_error_message=_("There is a client of this name already; use that one."),
            )
        ]
        permissions = [
            ("see_every_client", "Can see the work of every client"),
            ("manage_clients", "Can create and change clients, their accounts and members"),
        ]

    def __str__(self) -> str:
        return self.name


class ClientMembership(AuditedModel):
    """That a user works for a client (operator) or reads it (viewer)."""

    audit_noun = "client membership"
    client_path = "client"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")

    class Meta(AuditedModel.Meta):
        verbose_name = _("client member")
        verbose_name_plural = _("client members")
        constraints = [models.UniqueConstraint(fields=["client", "user"], name="client_member_once")]

    def __str__(self) -> str:
        return f"{self.user} – {self.client}"


class Account(AuditedModel):
    """A client's account on a platform: the answer to "which account do I post from"."""

    audit_noun = "account"
    client_path = "client"
    unaudited_fields = frozenset({"handle_key"})

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="accounts")
    platform = models.CharField(_("platform"), max_length=20, choices=Platform.choices)
    handle = models.CharField(
        _("handle"), max_length=255, validators=[validate_clean_text, validate_one_line]
    )
    handle_key = models.CharField(max_length=255, editable=False)
    profile_url = models.CharField(
        _("profile address"), max_length=2000, blank=True, validators=[validate_clean_text, validate_http_url]
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta(AuditedModel.Meta):
        ordering = ["client", "platform", "handle"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["client", "platform", "handle_key"],
                name="account_once",
                violation_error_message=_("This account is in the list already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.handle} ({self.get_platform_display()})"
