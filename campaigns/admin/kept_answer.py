"""Answers kept for a day for programs that ask again; what they say is the program's, so only that they are there."""

from django.contrib import admin

from campaigns.admin.base import ReadOnlyAdmin
from campaigns.models import KeptAnswer


@admin.register(KeptAnswer)
class KeptAnswerAdmin(ReadOnlyAdmin):
    scoped = False
    list_display = ("key", "user", "status", "created_at")
    list_select_related = ("user",)
    search_fields = ("key", "user__username")
    date_hierarchy = "created_at"
    fields = ("user", "key", "status", "created_at")
