"""Proof, to look at: it is given and withdrawn with its task."""

from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from campaigns.admin.base import ReadOnlyAdmin
from campaigns.admin.display import NOTHING, link_to
from campaigns.admin.filters import ClientFilter
from operator_tasks.models import TaskProof


@admin.register(TaskProof)
class TaskProofAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "proof_type", "task_link", "platform", "is_weak", "created_at", "withdrawn_at")
    list_filter = (
        ClientFilter,
        "proof_type",
        "is_weak",
        ("doubt", admin.EmptyFieldListFilter),
        ("withdrawn_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("task",)
    search_fields = ("canonical_url", "post_id", "handle", "task__title")
    ordering = ("-id",)
    fields = (
        "task",
        "proof_type",
        "value",
        "download",
        "file_type",
        "file_sha256",
        "canonical_url",
        "platform",
        "post_id",
        "handle",
        "published_at",
        "is_weak",
        "doubt",
        "withdrawn_at",
        "created_at",
    )

    @admin.display(description=_("task"), ordering="task__title")
    def task_link(self, row: TaskProof) -> str:
        return link_to(row.task)

    @admin.display(description=_("file"))
    def download(self, row: TaskProof) -> str:
        """The file goes through the page that checks who asks; its place in the store is never shown."""
        if not row.file:
            return NOTHING
        try:
            url = reverse("operator_tasks:proof_file", args=[row.pk])
        except NoReverseMatch:
            return row.file_label
        return format_html('<a href="{}">{}</a>', url, row.file_label)
