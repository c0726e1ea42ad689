"""Invitations: how people get an account, by a link in a mail that works once and for a few days."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.choices import Role
from campaigns.models import AuditedModel, AuditedQuerySet
from campaigns.validators import validate_clean_text, validate_one_line

INVITES = "operator_tasks.invite_people"


class InvitationQuerySet(AuditedQuerySet["Invitation"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """All for those who invite; nobody else knows who is to come."""
        if isinstance(user, PermissionsMixin) and user.is_authenticated and user.has_perm(INVITES):
            return self
        return self.none()

    def open(self) -> Self:
        """Neither taken up nor taken back; among them those that have run out and can be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(AuditedModel):
    """An account that is offered to an address, with its role and clients, until `expires_at` (UTC).

    `mark` is part of the link and another one each time the link is sent, so that older links end.
    """

    audit_noun = "invitation"
    client_path = None
    unaudited_fields: ClassVar[frozenset[str]] = frozenset({"mark"})

    email = models.EmailField(_("mail address"), validators=[validate_clean_text, validate_one_line])
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    client_ids = models.JSONField(_("clients"), default=list, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="invitations_made",
        verbose_name=_("invited by"),
        editable=False,
    )
    mark = models.CharField(max_length=43, unique=True, editable=False)
    expires_at = models.DateTimeField(_("works until"), editable=False)
    accepted_at = models.DateTimeField(_("taken up"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("taken back"), null=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="invitation",
        verbose_name=_("person"),
        editable=False,
    )

    objects = InvitationQuerySet.as_manager()  # type: ignore[misc]  # a manager of its own words

    class Meta(AuditedModel.Meta):
        ordering = ["-created_at", "-id"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        permissions = [("invite_people", "Can invite people")]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_open_once",
                violation_error_message=_("This address is invited already; send that invitation again."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, user__isnull=True)
                | Q(accepted_at__isnull=False, user__isnull=False, revoked_at__isnull=True),
                name="invitation_taken_up_by_somebody",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
        ]

    def __str__(self) -> str:
        return self.email
