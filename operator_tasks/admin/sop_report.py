"""What operators found wrong in procedures, to look at; the library's pages answer it."""

from django.contrib import admin

from campaigns.admin.base import ReadOnlyAdmin
from operator_tasks.models import SopReport


@admin.register(SopReport)
class SopReportAdmin(ReadOnlyAdmin):
    list_display = ("note", "sop_version", "step_text", "reporter_label", "created_at", "answered_at")
    list_filter = (("answered_at", admin.EmptyFieldListFilter), "sop_version__sop__platform")
    list_select_related = ("sop_version__sop",)
    search_fields = ("note", "step_text", "reporter_label", "answer")
    date_hierarchy = "created_at"
    fields = (
        "sop_version",
        "task",
        "step_text",
        "note",
        "reporter_label",
        "created_at",
        "answer",
        "answered_by_label",
        "answered_at",
    )
