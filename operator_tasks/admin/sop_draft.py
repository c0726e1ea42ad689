"""Drafts of procedures, to look at; they are written in the pages, where a preview stands beside them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from campaigns.admin.base import ReadOnlyAdmin
from campaigns.templatetags.ui import markdown
from operator_tasks.models import SopDraft


@admin.register(SopDraft)
class SopDraftAdmin(ReadOnlyAdmin):
    scoped = False
    list_display = ("sop", "author_label", "updated_at", "note")
    list_select_related = ("sop",)
    search_fields = ("sop__title", "author_label", "note")
    fields = ("sop", "minutes", "proof_types", "note", "author_label", "updated_at", "text")

    @admin.display(description=_("procedure"))
    def text(self, row: SopDraft) -> str:
        return markdown(row.body)
