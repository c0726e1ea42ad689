"""Procedures: a manager publishes versions; what is published is never changed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from campaigns.actor import PUBLISHES
from campaigns.admin.base import AuditedAdmin, VerbModelForm
from campaigns.admin.display import link_to, numbered, table
from campaigns.admin.fields import PlainTextarea
from campaigns.admin.hand import Hand
from campaigns.templatetags.ui import markdown
from operator_tasks.choices import ProofType
from operator_tasks.domain.sops import create_sop, publish_version
from operator_tasks.models import Sop, SopVersion
from operator_tasks.sops.library import LONGEST_MINUTES, normalised


@admin.register(Sop)
class SopAdmin(AuditedAdmin):
    scoped = False
    verb_permission = PUBLISHES
    can_add = True
    add_fields = ("task_type", "platform", "content_type", "title")
    ordering = ("task_type", "platform", "content_type")
    list_display = ("title", "task_type", "platform", "content_type", "latest", "retired_at", "publish")
    list_filter = ("task_type", "platform", "content_type", ("retired_at", admin.EmptyFieldListFilter))
    search_fields = ("title",)
    fields = ("title", "task_type", "platform", "content_type", "versions_of_sop", "publish", "created_at")

    def add_row(self, values: dict[str, Any], hand: Hand) -> Sop:
        return create_sop(**values, by=hand.by, now=hand.now)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(last_number=Max("versions__number"))

    @admin.display(description=_("version"), ordering="last_number")
    def latest(self, row: Any) -> int | None:
        return row.last_number

    @admin.display(description=_("next version"))
    def publish(self, row: Sop) -> str:
        url = reverse("admin:operator_tasks_sopversion_add")
        return format_html('<a href="{}?sop={}">{}</a>', url, row.pk, _("Write the next version"))

    @admin.display(description=_("versions"))
    def versions_of_sop(self, row: Sop) -> str:
        rows = ((link_to(each), each.author_label, each.note) for each in row.versions.all()[:20])
        return table([_("version"), _("author"), _("what changed")], rows)


class NewVersionForm(VerbModelForm):
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=LONGEST_MINUTES)
    proof_types = forms.MultipleChoiceField(
        label=_("Accepted proof"), choices=ProofType.choices, widget=forms.CheckboxSelectMultiple
    )
    body = forms.CharField(
        label=_("Procedure"),
        max_length=50000,
        strip=False,
        widget=PlainTextarea(attrs={"rows": 30}),
        help_text=_(
            "Markdown with the sections WHERE, HOW (numbered steps), TIPS, COMMON MISTAKES, COMPLETION."
        ),
    )

    def clean_body(self) -> str:
        return normalised(self.cleaned_data["body"])


@admin.register(SopVersion)
class SopVersionAdmin(AuditedAdmin):
    scoped = False
    add_form = NewVersionForm
    verb_permission = PUBLISHES
    can_add = True
    add_fields = ("sop", "minutes", "proof_types", "body", "note")
    fields = (
        "sop",
        "number",
        "minutes",
        "proof_types",
        "author_label",
        "note",
        "published_at",
        "step_list",
        "text",
    )
    list_display = ("__str__", "number", "author_label", "minutes", "published_at", "note")
    list_filter = ("sop__task_type", "sop__platform")
    list_select_related = ("sop",)
    search_fields = ("sop__title", "author_label", "note")

    @admin.display(description=_("steps"))
    def step_list(self, row: SopVersion) -> str:
        return numbered(row.steps)

    @admin.display(description=_("procedure"))
    def text(self, row: SopVersion) -> str:
        return markdown(row.body)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The next version starts from the latest."""
        key = request.GET.get("sop", "")
        latest = (
            SopVersion.objects.filter(sop=int(key)).first() if key.isdecimal() and len(key) < 10 else None
        )
        if latest is None:
            return {}
        return {
            "sop": latest.sop_id,
            "body": latest.body,
            "minutes": latest.minutes,
            "proof_types": latest.proof_types,
        }

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, queryset=Sop.objects.all(), **options)

    def add_row(self, values: dict[str, Any], hand: Hand) -> SopVersion:
        return publish_version(values.pop("sop"), **values, by=hand.by, now=hand.now)
