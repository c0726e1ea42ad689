"""Weekly summaries, to look at: their numbers are frozen when they are written."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from campaigns.admin.base import ReadOnlyAdmin
from campaigns.admin.display import link_to, pretty
from campaigns.admin.filters import ClientFilter
from operator_tasks.models import WeeklySummary

NUMBERS = (
    "tasks_planned",
    "tasks_completed",
    "tasks_completed_late",
    "tasks_overdue",
    "tasks_missed",
    "tasks_blocked",
    "tasks_cancelled",
    "completion_rate",
    "next_week_tasks",
)


@admin.register(WeeklySummary)
class WeeklySummaryAdmin(ReadOnlyAdmin):
    list_display = ("week", "campaign_link", *NUMBERS[:5], "completion_rate", "top_platform")
    list_filter = (ClientFilter, "top_platform")
    list_select_related = ("campaign",)
    search_fields = ("campaign__name", "week")
    date_hierarchy = "week_start"
    fields = (
        "campaign",
        "week",
        "week_start",
        "week_end",
        *NUMBERS,
        "top_platform",
        "metrics",
        "posts",
        "notes",
        "generated_at",
    )

    @admin.display(description=_("campaign"), ordering="campaign__name")
    def campaign_link(self, row: WeeklySummary) -> str:
        return link_to(row.campaign)

    @admin.display(description=_("metrics"))
    def metrics(self, row: WeeklySummary) -> str:
        return pretty(row.metrics_summary)

    @admin.display(description=_("best posts"))
    def posts(self, row: WeeklySummary) -> str:
        return pretty(row.best_posts)
