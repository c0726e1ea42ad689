"""The base of every admin page: it shows what the person may see, and writes through verbs alone."""

from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.main import ERROR_FLAG, SEARCH_VAR
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.admin.actions import VerbAction
from campaigns.admin.fields import PlainTextarea
from campaigns.admin.hand import Hand
from campaigns.errors import DomainError, InvalidInput
from campaigns.forms import refusal_status, show_refusal
from campaigns.models import AuditedModel

READ_AUDIT = "campaigns.read_audit"
MOST_COUNTED = 10_000
# A key of more digits than a 64-bit column holds would be an error of the database, not an answer.
LONGEST_KEY = 18
LONGEST_YEAR = 4
SEEN = "seen_version"


class CappedPaginator(Paginator):
    """Counts no further than anybody pages, so that a list costs the same whatever the table holds."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows.order_by()[:MOST_COUNTED].count()


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows to look at; nobody can add, change or delete one here.

    `scoped` rows are limited to the clients the person may see. `view_permission`, where given, takes the place
    of Django's own permission to view.
    """

    scoped: ClassVar[bool] = True
    view_permission: ClassVar[str] = ""
    verb_actions: ClassVar[tuple[VerbAction, ...]] = ()
    # What is newest comes first, for which no long table has to be sorted; a list that wants another order says so.
    ordering: ClassVar[Any] = ("-pk",)
    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    view_on_site = False
    paginator = CappedPaginator

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """A filter by a key that no database can hold is answered as Django answers other invalid filters."""
        filters = [str(text) for name, text in request.GET.items() if name != SEARCH_VAR]
        years = [str(text) for name, text in request.GET.items() if name.endswith("__year")]
        too_long = any(text.isdecimal() and len(text) > LONGEST_KEY for text in filters)
        if too_long or any(text.isdecimal() and len(text) > LONGEST_YEAR for text in years):
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
        return super().changelist_view(request, extra_context)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user) if self.scoped else rows

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if self.view_permission:
            return request.user.has_perm(self.view_permission)
        return super().has_view_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def label_of(self, row: Any) -> str:
        """What names a row among others where actions list and tell it."""
        return str(row)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Only verbs, each with its own permission; Django's `delete_selected` is none."""
        allowed = [action for action in self.verb_actions if request.user.has_perm(action.permission)]
        return {action.name: (action, action.name, action.label) for action in allowed}

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any) -> Any:
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if all(key.isdecimal() and len(key) <= LONGEST_KEY for key in chosen):
            return super().response_action(request, queryset, *args)
        self.message_user(request, _("Choose rows from the list; nothing was changed."), messages.ERROR)
        return None

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history of an audited row is the audit log, for those who may read it."""
        if not (issubclass(self.model, AuditedModel) and request.user.has_perm(READ_AUDIT)):
            return super().history_view(request, object_id, extra_context)
        log = reverse("admin:campaigns_operatorauditlog_changelist")
        noun = self.model.audit_noun.replace(" ", "+")
        key = object_id if object_id.isdecimal() and len(object_id) <= LONGEST_KEY else "0"
        return HttpResponseRedirect(f"{log}?entity_type__exact={noun}&entity_id__exact={key}")


class VerbModelForm(forms.ModelForm):
    """A form whose values go to a verb. It carries the version it was shown with, and a verb's refusal."""

    refusal: ClassVar[DomainError | None] = None
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is None:
            del self.fields[SEEN]
        else:
            self.initial[SEEN] = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal is not None:
            show_refusal(self, self.refusal)  # type: ignore[arg-type]  # any form with errors will do
        return cleaned

    def changed_values(self) -> dict[str, Any]:
        """What the person changed, and nothing else: a field they left alone is never written back."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != SEEN}


class AuditedAdmin(ReadOnlyAdmin):
    """Rows that people write through verbs: a subclass says which, in `add_row`, `change_row`, `delete_row`.

    A refusal of the verb rolls everything back and is shown in the form, beside its field where it has one.
    """

    form = VerbModelForm
    add_form: ClassVar[type[VerbModelForm]] = VerbModelForm
    add_fields: ClassVar[tuple[str, ...]] = ()
    verb_permission: ClassVar[str] = ""
    can_add: ClassVar[bool] = False
    can_change: ClassVar[bool] = False
    can_delete: ClassVar[bool] = False
    delete_confirmation_template = "admin/delete_by_verb.html"
    delete_note: ClassVar[Any] = gettext_lazy("The audit log keeps its last state.")
    formfield_overrides = {models.TextField: {"widget": PlainTextarea, "strip": False}}

    def add_row(self, values: dict[str, Any], hand: Hand) -> AuditedModel:
        """The verb that makes a row from the values of the form."""
        raise NotImplementedError

    def change_row(self, row: Any, values: dict[str, Any], hand: Hand) -> None:
        """The verb that changes a row; `values` holds only what the person changed."""
        raise NotImplementedError

    def delete_row(self, row: Any, hand: Hand) -> None:
        """The verb that takes a row away."""
        raise NotImplementedError

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        return self.can_add and self._may(request) and admin.ModelAdmin.has_add_permission(self, request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = self.can_change and self._may(request)
        return may and admin.ModelAdmin.has_change_permission(self, request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = self.can_delete and self._may(request)
        return may and admin.ModelAdmin.has_delete_permission(self, request, obj)

    def _may(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.verb_permission)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if obj is None:
            return [(None, {"fields": self.add_fields})]
        fieldsets = list(super().get_fieldsets(request, obj))
        if self.has_change_permission(request, obj):
            fieldsets.append((None, {"fields": (SEEN,)}))
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else super().get_readonly_fields(request, obj)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> type[Any]:
        base = options["form"] = self.add_form if obj is None else self.form
        # A verb may ask for what the model calls not editable; the form declares it, and the model stays out.
        fixed = {field.name for field in self.opts.fields if not field.editable}
        wanted = options.get("fields") or flatten_fieldsets(self.get_fieldsets(request, obj))
        options["fields"] = [name for name in wanted if name not in fixed & base.declared_fields.keys()]
        form: Any = super().get_form(request, obj, change=change, **options)
        form.refusal = getattr(request, "refusal_of_verb", None)
        return form

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        related: Any = db_field.remote_field.model
        if issubclass(related, AuditedModel):
            options.setdefault("queryset", related.objects.visible_to(request.user))
        return super().formfield_for_foreignkey(db_field, request, **options)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """A refusal has rolled back the first pass; the second shows the same form with its sentences."""
        try:
            response: Any = super().changeform_view(request, object_id, form_url, extra_context)
        except DomainError as refusal:
            request.refusal_of_verb = refusal  # type: ignore[attr-defined]
            response = super().changeform_view(request, object_id, form_url, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if shown.get("errors"):
            response.status_code = refusal_status(shown["adminform"].form)
        return response

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        hand = Hand.of(request)
        if change:
            seen = form.cleaned_data[SEEN]
            self.change_row(obj, form.changed_values(), replace(hand, seen_version=seen))
        else:
            obj.pk = self.add_row(form.cleaned_data, hand).pk
        obj.refresh_from_db()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with the row, counted: whether it may go is the verb's question, not the collector's."""
        counts: dict[str, int] = {}
        for relation in self.opts.related_objects:
            if getattr(relation, "on_delete", None) is models.CASCADE and not relation.hidden:
                rows = getattr(objs[0], str(relation.get_accessor_name()))
                counts[str(relation.related_model._meta.verbose_name_plural)] = rows.count()
        return [str(row) for row in objs], counts, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        seen = request.POST.get(SEEN, "")
        if not (seen.isdecimal() and len(seen) <= LONGEST_KEY):
            raise InvalidInput(_("Open the row again and confirm there; nothing was deleted."))
        self.delete_row(obj, replace(Hand.of(request), seen_version=int(seen)))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        try:
            return super().delete_view(request, object_id, {"delete_note": self.delete_note})
        except DomainError as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(name, args=[object_id]))
