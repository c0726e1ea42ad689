"""Which steps of their procedures tasks have behind them, to look at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from campaigns.admin.base import ReadOnlyAdmin
from operator_tasks.models import TaskChecklist


@admin.register(TaskChecklist)
class TaskChecklistAdmin(ReadOnlyAdmin):
    list_display = ("task", "step_count", "updated_at")
    list_select_related = ("task",)
    search_fields = ("task__title",)
    fields = ("task", "ticked", "updated_at")

    @admin.display(description=_("ticked steps"))
    def step_count(self, row: TaskChecklist) -> int:
        return len(row.ticked)
