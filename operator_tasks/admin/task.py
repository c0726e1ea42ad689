"""Tasks: words are edited here, everything else is done by actions."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from campaigns.admin.base import AuditedAdmin, VerbModelForm
from campaigns.admin.display import NOTHING, link_to, local, named_with_time, numbered, table
from campaigns.admin.exchange.pages import ExportPages
from campaigns.admin.fields import LocalTimeField, in_zone
from campaigns.admin.filters import ClientFilter
from campaigns.admin.hand import Hand
from campaigns.choices import Platform
from campaigns.models import Account
from campaigns.templatetags.ui import status_badge
from operator_tasks.admin.person_filter import PersonFilter
from operator_tasks.admin.task_actions import MANAGE, TASK_ACTIONS
from operator_tasks.admin.task_export import TaskResource
from operator_tasks.admin.task_filters import BucketFilter
from operator_tasks.choices import TaskStatus
from operator_tasks.domain.tasks import create_manual_task, edit_task
from operator_tasks.models import OperatorTask

EDITABLE = ("title", "copy_text", "asset_ref", "account")
STATE = (
    "calendar_item",
    "parent",
    "follow_up_list",
    "blocked_reason",
    "proof_list",
    "completed",
    "cancelled",
    "sop_version",
    "created_at",
    "updated_at",
)


class TaskForm(VerbModelForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "account" in self.fields:
            accounts = Account.objects.filter(
                client=self.instance.campaign.client_id, platform=self.instance.platform
            )
            self.fields["account"].queryset = accounts  # type: ignore[attr-defined]


class NewTaskForm(VerbModelForm):
    platform = forms.ChoiceField(label=_("Platform"), choices=Platform.choices, initial=Platform.INTERNAL)
    due_at = LocalTimeField(label=_("Due"), help_text=_("The local time in the campaign's time zone."))


@admin.register(OperatorTask)
class OperatorTaskAdmin(ExportPages, AuditedAdmin):
    resource_class = TaskResource
    form = TaskForm
    add_form = NewTaskForm
    verb_permission = MANAGE
    verb_actions = TASK_ACTIONS
    can_add = can_change = True
    add_fields = ("campaign", "title", "platform", "due_at", "copy_text")
    readonly_fields = (
        "campaign",
        "task_type",
        "platform",
        "content_type",
        "badge",
        "due",
        "assignee",
        *STATE,
    )
    fieldsets = (
        (None, {"fields": ("campaign", "task_type", "platform", "content_type", "badge", "due", "assignee")}),
        (_("What to publish"), {"fields": EDITABLE}),
        (_("State"), {"fields": STATE}),
    )
    list_display = ("title", "badge", "due", "campaign_link", "platform", "task_type", "assignee")
    list_filter = (BucketFilter, ClientFilter, PersonFilter, "platform", "task_type")
    list_select_related = ("campaign", "assignee")
    search_fields = ("title", "campaign__name", "assignee__username")
    ordering = ("due_at", "id")

    def label_of(self, row: Any) -> str:
        return named_with_time(row, row.due_at, row.campaign.zone)

    @admin.display(description=_("campaign"), ordering="campaign__name")
    def campaign_link(self, row: OperatorTask) -> str:
        return link_to(row.campaign)

    @admin.display(description=_("status"), ordering="status")
    def badge(self, row: OperatorTask) -> str:
        if not row.is_live:
            return status_badge("CANCELLED", _("Cancelled"))  # type: ignore[arg-type]
        status = TaskStatus(row.shown_status(timezone.now()))
        return status_badge(status, str(status.label))

    @admin.display(description=_("due"), ordering="due_at")
    def due(self, row: OperatorTask) -> str:
        return local(row.due_at, row.campaign.zone)

    @admin.display(description=_("follow-ups"))
    def follow_up_list(self, row: OperatorTask) -> str:
        return numbered(link_to(task) for task in row.follow_ups.all())

    @admin.display(description=_("proof"))
    def proof_list(self, row: OperatorTask) -> str:
        rows = ((link_to(each), each.withdrawn_at and _("withdrawn")) for each in row.proofs.all())
        return table([_("proof"), _("state")], ((link, state or _("in force")) for link, state in rows))

    @admin.display(description=_("completed"))
    def completed(self, row: OperatorTask) -> str:
        if row.completed_at is None:
            return NOTHING
        when = local(row.completed_at, row.campaign.zone)
        return format_html("{}, {}", row.completed_by_label, when)

    @admin.display(description=_("out of the plan"))
    def cancelled(self, row: OperatorTask) -> str:
        return row.get_cancel_reason_display() or NOTHING

    def add_row(self, values: dict[str, Any], hand: Hand) -> OperatorTask:
        campaign = values["campaign"]
        return create_manual_task(
            campaign,
            title=values["title"],
            due_at=in_zone(values["due_at"], campaign.zone, field="due_at"),
            platform=values["platform"],
            copy_text=values["copy_text"],
            by=hand.by,
            now=hand.now,
        )

    def change_row(self, row: Any, values: dict[str, Any], hand: Hand) -> None:
        if "account" in values:
            account = values.pop("account")
            values["account_id"] = account and account.pk
        edit_task(row, values=values, by=hand.by, now=hand.now, seen_version=hand.seen_version)
