"""Who is away when: managers enter it for others, people for themselves in the settings."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.admin.base import AuditedAdmin
from campaigns.admin.hand import Hand
from operator_tasks.admin.task_actions import MANAGE
from operator_tasks.domain.away import add_away, remove_away
from operator_tasks.domain.people import people_who_work
from operator_tasks.models import AwayPeriod


@admin.register(AwayPeriod)
class AwayPeriodAdmin(AuditedAdmin):
    verb_permission = MANAGE
    can_add = can_delete = True
    add_fields = ("user", "starts_on", "ends_on", "note")
    fields = (*add_fields, "created_at")
    list_display = ("user", "starts_on", "ends_on", "note")
    list_filter = ("starts_on", "ends_on")
    list_select_related = ("user",)
    search_fields = ("user__username", "note")
    date_hierarchy = "starts_on"
    ordering = ("-starts_on", "-id")
    delete_note = _("From now on the person counts as there; the audit log keeps the days.")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.remote_field.model is User:
            options["queryset"] = people_who_work()
        return super().formfield_for_foreignkey(db_field, request, **options)

    def add_row(self, values: dict[str, Any], hand: Hand) -> AwayPeriod:
        return add_away(values.pop("user"), **values, by=hand.by, now=hand.now)

    def delete_row(self, row: Any, hand: Hand) -> None:
        remove_away(row, by=hand.by, now=hand.now, seen_version=hand.seen_version)
