"""Calendar items: edited and moved by verbs, shown with the status of their task."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.admin.actions import Answers, VerbAction
from campaigns.admin.base import AuditedAdmin, VerbModelForm
from campaigns.admin.display import NOTHING, link_to, local, named_with_time, table
from campaigns.admin.exchange.items import CalendarItemResource
from campaigns.admin.exchange.pages import ExportPages
from campaigns.admin.fields import LocalTimeField, in_zone
from campaigns.admin.filters import ClientFilter
from campaigns.admin.hand import Hand
from campaigns.domain.calendar import add_item, delete_item, edit_item, move_item, restore_item
from campaigns.errors import InvalidInput
from campaigns.models import Account, CalendarItem
from campaigns.templatetags.ui import status_badge

MANAGE = "campaigns.manage_campaigns"
CONTENT = ("title", "copy_text", "asset_ref", "cta_text", "theme", "notes")


class CalendarItemForm(VerbModelForm):
    """The time is typed as clocks show it in the campaign's zone."""

    scheduled_at = LocalTimeField(
        label=_("Scheduled for"), help_text=_("The local time in the campaign's time zone.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is None:
            return
        campaign = self.instance.campaign
        self.initial["scheduled_at"] = self.instance.scheduled_at.astimezone(campaign.zone)
        if "account" in self.fields:
            accounts = Account.objects.filter(client=campaign.client_id, platform=self.instance.platform)
            self.fields["account"].queryset = accounts  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        campaign = cleaned.get("campaign") if self.instance.pk is None else self.instance.campaign
        wanted = cleaned.get("scheduled_at")
        if campaign is None or wanted is None:
            return cleaned
        if "scheduled_at" not in self.changed_data:
            return {**cleaned, "scheduled_at": self.instance.scheduled_at}
        try:
            moment = in_zone(wanted, campaign.zone, field="scheduled_at")
        except InvalidInput as refusal:
            raise forms.ValidationError({"scheduled_at": refusal.message}) from refusal
        return {**cleaned, "scheduled_at": moment}


def _cancel(item: CalendarItem, _answers: Answers, hand: Hand) -> None:
    delete_item(item, by=hand.by, now=hand.now, seen_version=hand.seen_version)


def _restore(item: CalendarItem, _answers: Answers, hand: Hand) -> None:
    restore_item(item, by=hand.by, now=hand.now, seen_version=hand.seen_version)


@admin.register(CalendarItem)
class CalendarItemAdmin(ExportPages, AuditedAdmin):
    resource_class = CalendarItemResource
    can_import = True
    form = add_form = CalendarItemForm
    verb_permission = MANAGE
    verb_actions = (
        VerbAction(
            name="cancel",
            label=_("Take out of the plan"),
            permission=MANAGE,
            verb=_cancel,
            done=_("taken out of the plan"),
            warning=_("Their open tasks are cancelled with them; the rows stay and can be restored."),
        ),
        VerbAction(
            name="restore",
            label=_("Restore"),
            permission=MANAGE,
            verb=_restore,
            done=_("restored"),
            confirms=False,
        ),
    )
    can_add = can_change = can_delete = True
    delete_note = _("It leaves the plan with its open task; the row stays and can be restored.")
    add_fields = ("campaign", "platform", "content_type", "scheduled_at", *CONTENT)
    readonly_fields = (
        "campaign",
        "platform",
        "zone",
        "tasks_of_item",
        "cancelled",
        "created_at",
        "updated_at",
    )
    fields = (
        "campaign",
        "platform",
        "content_type",
        "account",
        "scheduled_at",
        "zone",
        *CONTENT,
        "tasks_of_item",
        "cancelled",
        "created_at",
        "updated_at",
    )
    list_display = ("__str__", "campaign_link", "platform", "content_type", "local_time", "task_status")
    list_filter = (
        ClientFilter,
        "platform",
        "content_type",
        ("cancelled_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("campaign",)
    search_fields = ("title", "theme", "campaign__name")
    date_hierarchy = "scheduled_at"
    ordering = ("scheduled_at", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("campaign").prefetch_related("tasks")

    def label_of(self, row: Any) -> str:
        return named_with_time(row, row.scheduled_at, row.campaign.zone)

    @admin.display(description=_("campaign"), ordering="campaign__name")
    def campaign_link(self, row: CalendarItem) -> str:
        return link_to(row.campaign)

    @admin.display(description=_("scheduled for"), ordering="scheduled_at")
    def local_time(self, row: CalendarItem) -> str:
        return local(row.scheduled_at, row.campaign.zone)

    @admin.display(description=_("time zone"))
    def zone(self, row: CalendarItem) -> str:
        return row.campaign.time_zone

    @admin.display(description=_("status of the task"))
    def task_status(self, row: Any) -> str:
        if row.cancelled_at is not None:
            return row.get_cancel_reason_display()
        live = (task for task in row.tasks.all() if task.is_live)
        return next((status_badge(task.status, task.get_status_display()) for task in live), NOTHING)

    @admin.display(description=_("tasks"))
    def tasks_of_item(self, row: Any) -> str:
        rows = ((link_to(task), task.get_status_display()) for task in row.tasks.all())
        return table([_("task"), _("status")], rows)

    @admin.display(description=_("out of the plan"))
    def cancelled(self, row: CalendarItem) -> str:
        return row.get_cancel_reason_display() or NOTHING

    def add_row(self, values: dict[str, Any], hand: Hand) -> CalendarItem:
        return add_item(
            values["campaign"],
            platform=values["platform"],
            content_type=values["content_type"],
            scheduled_at=values["scheduled_at"],
            values={name: values[name] for name in CONTENT},
            by=hand.by,
            now=hand.now,
        )

    def change_row(self, row: Any, values: dict[str, Any], hand: Hand) -> None:
        """Content and time are two verbs; both or neither happens, the surrounding transaction sees to it."""
        moved_to = values.pop("scheduled_at", None)
        if "account" in values:
            account = values.pop("account")
            values["account_id"] = account and account.pk
        if values or moved_to is None:
            seen = hand.seen_version
            row = edit_item(row, values=values, by=hand.by, now=hand.now, seen_version=seen)
            hand = replace(hand, seen_version=row.version)
        if moved_to is not None:
            move_item(row, to=moved_to, by=hand.by, now=hand.now, seen_version=hand.seen_version)

    def delete_row(self, row: Any, hand: Hand) -> None:
        delete_item(row, by=hand.by, now=hand.now, seen_version=hand.seen_version)
