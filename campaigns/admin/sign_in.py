"""The sign-in library's rows: to look at, without secrets; a superuser helps who lost phone and codes."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401 - they register pages that can write, which ours take the place of
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.http import HttpRequest

from campaigns.admin.base import ReadOnlyAdmin

# Addresses are kept at the person; the library's own book of them is not used.
for model in (EmailAddress, Authenticator, UserSession):
    admin.site.unregister(model)


class _RemovableBySuperuser(ReadOnlyAdmin):
    scoped = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(Authenticator)
class AuthenticatorAdmin(_RemovableBySuperuser):
    """Removing one is entered in the house's chain by the same watcher as everywhere."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__username",)
    date_hierarchy = "created_at"
    fields = list_display


@admin.register(UserSession)
class UserSessionAdmin(ReadOnlyAdmin):
    scoped = False
    list_display = ("user", "ip", "user_agent", "created_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "ip")
    date_hierarchy = "created_at"
    fields = list_display
