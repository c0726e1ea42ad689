"""Everybody's calendar links, to look at and to revoke; each person makes their own in the settings."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.admin.actions import Answers, VerbAction
from campaigns.admin.api_token import MANAGE_TOKENS
from campaigns.admin.base import ReadOnlyAdmin
from campaigns.admin.hand import Hand
from campaigns.domain.calendar_feeds import revoke_feed
from campaigns.domain.key_states import KeyState, feed_state
from campaigns.models import CalendarFeed


def _revoke(feed: CalendarFeed, _answers: Answers, hand: Hand) -> None:
    revoke_feed(feed, by=hand.by, now=hand.now, seen_version=hand.seen_version)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[Any, str]]:
        return [(state.value, str(state.label)) for state in (KeyState.WORKS, KeyState.REVOKED)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in (KeyState.WORKS, KeyState.REVOKED):
            return queryset
        return queryset.filter(revoked_at__isnull=self.value() == KeyState.WORKS)


@admin.register(CalendarFeed)
class CalendarFeedAdmin(ReadOnlyAdmin):
    scoped = False
    view_permission = MANAGE_TOKENS
    verb_actions = (
        VerbAction(
            name="revoke",
            label=_("Revoke"),
            permission=MANAGE_TOKENS,
            verb=_revoke,
            done=_("revoked"),
            warning=_("Calendars that read these links get nothing more. This cannot be undone."),
        ),
    )
    list_display = ("shows", "user", "state", "created_at", "last_used_at")
    list_filter = (StateFilter,)
    list_select_related = ("user", "campaign")
    search_fields = ("user__username", "campaign__name")
    fields = ("shows", "user", "state", "created_at", "last_used_at", "revoked_at")

    @admin.display(description=_("shows"))
    def shows(self, row: CalendarFeed) -> str:
        return str(row.campaign or _("everything"))

    @admin.display(description=_("state"))
    def state(self, row: CalendarFeed) -> str:
        return str(feed_state(row).label)
