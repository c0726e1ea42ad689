"""Everybody's API tokens, to look at and to revoke; each person makes their own in the settings."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.admin.actions import Answers, VerbAction
from campaigns.admin.base import ReadOnlyAdmin
from campaigns.admin.hand import Hand
from campaigns.domain.api_tokens import revoke_token
from campaigns.domain.key_states import KeyState, token_state, tokens_in
from campaigns.models import ApiToken

MANAGE_TOKENS = "campaigns.manage_tokens"


def _revoke(token: ApiToken, _answers: Answers, hand: Hand) -> None:
    revoke_token(token, by=hand.by, now=hand.now, seen_version=hand.seen_version)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[Any, str]]:
        return [(state.value, str(state.label)) for state in KeyState]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = next((state for state in KeyState if state.value == self.value()), None)
        return queryset.filter(tokens_in(chosen, now=timezone.now())) if chosen else queryset


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    scoped = False
    view_permission = MANAGE_TOKENS
    verb_actions = (
        VerbAction(
            name="revoke",
            label=_("Revoke"),
            permission=MANAGE_TOKENS,
            verb=_revoke,
            done=_("revoked"),
            warning=_("Programs that use these tokens get in no more. This cannot be undone."),
        ),
    )
    list_display = (
        "name",
        "user",
        "prefix",
        "scope_names",
        "state",
        "created_at",
        "last_used_at",
        "expires_at",
    )
    list_filter = (StateFilter,)
    list_select_related = ("user",)
    search_fields = ("name", "prefix", "user__username")
    fields = (
        "name",
        "user",
        "prefix",
        "scope_names",
        "state",
        "created_at",
        "last_used_at",
        "expires_at",
        "revoked_at",
    )

    def label_of(self, row: ApiToken) -> str:
        return f"{row} – {row.user}"

    @admin.display(description=_("scopes"))
    def scope_names(self, row: ApiToken) -> str:
        return ", ".join(row.scopes)

    @admin.display(description=_("state"))
    def state(self, row: ApiToken) -> str:
        return str(token_state(row, now=timezone.now()).label)
