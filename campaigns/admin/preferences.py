"""What people chose for themselves, to look at: each person changes their own in the pages."""

from django.contrib import admin

from campaigns.admin.base import ReadOnlyAdmin
from campaigns.models import Preferences


@admin.register(Preferences)
class PreferencesAdmin(ReadOnlyAdmin):
    list_display = ("user", "time_zone", "language", "digest", "digest_hour", "escalation_mail", "updated_at")
    list_filter = ("digest", "escalation_mail", "language")
    list_select_related = ("user",)
    search_fields = ("user__username",)
    fields = (
        "user",
        "time_zone",
        "language",
        "theme",
        "shortcuts",
        "digest",
        "digest_hour",
        "escalation_mail",
        "updated_at",
    )
