"""The outbox of mail to our own people: one row for each mail that somebody is to get."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from operator_tasks.choices import NoticeKind, NoticeState


class Notice(models.Model):
    """One mail to one person about one event, which `key` names; written with the event, sent by a job.

    What the mail says is read when it is sent, so that it lists only what is still open. `token` changes with
    each claim: a sender that was overtaken cannot book its mail. Who is invited is no user yet: `key` names the
    invitation, which has the address.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="notices"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=NoticeKind.choices)
    key = models.CharField(_("event"), max_length=100)
    state = models.CharField(
        _("state"), max_length=10, choices=NoticeState.choices, default=NoticeState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    token = models.UUIDField(null=True, editable=False)
    try_at = models.DateTimeField(_("next attempt"))
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("created"))
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            # Led by the event, because that is what each minute's work and the task's page ask by.
            models.UniqueConstraint(fields=["kind", "key", "user"], name="notice_once"),
            # Databases take two rows without a user for different ones.
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(user__isnull=True), name="notice_once_to_no_user"
            ),
            models.CheckConstraint(
                condition=Q(kind=NoticeKind.INVITATION, user__isnull=True)
                | (~Q(kind=NoticeKind.INVITATION) & Q(user__isnull=False)),
                name="notice_has_a_reader",
            ),
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="notice_state_known"),
        ]
        # Not partial: SQLite takes no partial index for states that come as parameters.
        indexes = [
            models.Index(fields=["state", "try_at"], name="notice_by_turn"),
            models.Index(fields=["state", "created_at"], name="notice_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
