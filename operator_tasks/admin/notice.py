"""The outbox of mail to our own people, to look at."""

from django.contrib import admin

from campaigns.admin.base import ReadOnlyAdmin
from operator_tasks.models import Notice


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ("kind", "user", "key", "state", "attempts", "created_at", "sent_at")
    list_filter = ("kind", "state")
    list_select_related = ("user",)
    search_fields = ("user__username", "key")
    date_hierarchy = "created_at"
    fields = ("user", "kind", "key", "state", "attempts", "try_at", "created_at", "sent_at", "error")
