"""Invitations, to look at, to send again and to take back; they are made on the page of people."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from campaigns.admin.actions import Answers, VerbAction
from campaigns.admin.base import ReadOnlyAdmin
from campaigns.admin.hand import Hand
from operator_tasks.domain.invitations import invite_again, revoke_invitation
from operator_tasks.models import Invitation
from operator_tasks.models.invitation import INVITES


def _send_again(invitation: Invitation, _answers: Answers, hand: Hand) -> None:
    invite_again(invitation, by=hand.by, now=hand.now, seen_version=hand.seen_version)


def _take_back(invitation: Invitation, _answers: Answers, hand: Hand) -> None:
    revoke_invitation(invitation, by=hand.by, now=hand.now, seen_version=hand.seen_version)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    scoped = False
    verb_actions = (
        VerbAction(
            name="send_again",
            label=gettext_lazy("Send again"),
            permission=INVITES,
            verb=_send_again,
            done=gettext_lazy("gets a new link"),
        ),
        VerbAction(
            name="take_back",
            label=gettext_lazy("Take back"),
            permission=INVITES,
            verb=_take_back,
            done=gettext_lazy("taken back"),
        ),
    )
    list_display = (
        "email",
        "role",
        "invited_by",
        "created_at",
        "expires_at",
        "accepted_at",
        "revoked_at",
        "user",
    )
    list_filter = ("role", "accepted_at", "revoked_at")
    list_select_related = ("invited_by", "user")
    search_fields = ("email", "user__username")
    date_hierarchy = "created_at"
    fields = (
        "email",
        "role",
        "client_ids",
        "invited_by",
        "created_at",
        "expires_at",
        "accepted_at",
        "user",
        "revoked_at",
        "version",
    )
