"""The pages of an admin list that hand its rows out as a file and take a file in."""

import secrets
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.admin.exchange.resource import Imported, VerbResource
from campaigns.admin.exchange.tables import FILES, MOST_ROWS, dataset_of, file_answer
from campaigns.admin.hand import Hand
from campaigns.errors import DomainError, InvalidInput

MOST_EXPORTED = 20_000
ROWS_SHOWN = 200
# How long a file waits between its preview and the decision.
KEPT_SECONDS = 60 * 60
_SEEN = TimestampSigner(salt="campaigns.admin.exchange")


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, values in request.GET.lists() for value in values]


class _Differs(Exception):
    """What an import did is not what its preview said."""

    def __init__(self, told: Imported, data: bytes) -> None:
        super().__init__()
        self.told, self.data = told, data


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.xls"}),
        help_text=gettext_lazy(
            "CSV, XLSX or XLS with the columns of an export; nothing is changed before you have seen what would."
        ),
    )


class ExportPages:
    """Adds the list as a file, filtered as the list is. Mixed in before an admin class."""

    resource_class: ClassVar[type[VerbResource]]
    change_list_template: Any = "admin/change_list_exchange.html"
    can_import: ClassVar[bool] = False

    def get_urls(self) -> list[Any]:
        page: Any = self
        name = f"{page.opts.app_label}_{page.opts.model_name}"
        view = page.admin_site.admin_view
        own = [
            path(f"export.{kind}", view(self.export_page), {"kind": kind}, f"{name}_{kind}") for kind in FILES
        ]
        if self.can_import:
            own.append(path("import/", view(self.import_page), name=f"{name}_import"))
        return [*own, *super().get_urls()]  # type: ignore[misc]  # the admin class behind this mixin

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        page: Any = self
        name = f"admin:{page.opts.app_label}_{page.opts.model_name}"
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        exchange = {
            "exports": [(kind.upper(), reverse(f"{name}_{kind}") + query) for kind in FILES],
            "import_url": reverse(f"{name}_import") if self.may_import(request) else "",
        }
        shown = {**(extra_context or {}), **exchange}
        return super().changelist_view(request, shown)  # type: ignore[misc]

    def may_import(self, request: HttpRequest) -> bool:
        page: Any = self
        return self.can_import and bool(page.has_add_permission(request))

    def export_page(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        page: Any = self
        if not page.has_view_permission(request):
            raise PermissionDenied
        # The page of the list and its complaint about a filter are no filters.
        request.GET = QueryDict(
            urlencode([pair for pair in _pairs(request) if pair[0] not in (PAGE_VAR, ERROR_FLAG)])
        )
        try:
            chosen = page.get_changelist_instance(request).get_queryset(request)
        except (IncorrectLookupParameters, DisallowedModelAdminLookup):
            return HttpResponseRedirect(f"./?{ERROR_FLAG}=1")
        if chosen[: MOST_EXPORTED + 1].count() > MOST_EXPORTED:
            text = _("The list has more than %(most)d rows. Filter it, and export the parts.")
            page.message_user(request, text % {"most": MOST_EXPORTED}, messages.ERROR)
            return HttpResponseRedirect("./")
        table = self._resource(request).export(chosen)
        return file_answer(kind, slugify(str(page.opts.verbose_name_plural)), table)

    def _resource(self, request: HttpRequest) -> VerbResource:
        return self.resource_class(request.user, Hand.of(request))  # type: ignore[arg-type]  # signed in

    def import_page(self, request: HttpRequest) -> HttpResponse:
        """A file is shown first; the second step carries out the very file that was shown."""
        if not self.may_import(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._ask(request, FileForm())
        try:
            return self._carry_out(request) if "seen" in request.POST else self._preview(request)
        except DomainError as refusal:
            form = FileForm()
            return self._ask(request, form, {"refusal": refusal.message}, status=refusal.status)

    def _preview(self, request: HttpRequest) -> HttpResponse:
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._ask(request, form, status=400)
        data: bytes = form.cleaned_data["file"].read()
        told = self._resource(request).run(dataset_of(data), dry_run=True)
        return self._ask(
            request, FileForm(), self._shown(request, told, data), status=400 if told.errors else 200
        )

    def _shown(self, request: HttpRequest, told: Imported, data: bytes) -> dict[str, Any]:
        seen = ""
        if not told.errors and (told.new or told.changed):
            key = secrets.token_urlsafe(16)
            cache.set(_cache_key(key), data, KEPT_SECONDS)
            seen = _SEEN.sign(f"{self._place(request)}.{key}.{told.digest}")
        return {
            "told": told,
            "rows": told.rows[:ROWS_SHOWN],
            "more": len(told.rows[ROWS_SHOWN:]),
            "seen": seen,
        }

    def _place(self, request: HttpRequest) -> str:
        """Who saw a preview, and of which list."""
        page: Any = self
        return f"{request.user.pk}-{page.opts.model_name}"

    def _carry_out(self, request: HttpRequest) -> HttpResponse:
        page: Any = self
        key, digest = self._seen(request)
        if not cache.add(_taken_key(key), True, KEPT_SECONDS):
            page.message_user(request, _("This file is imported already."), messages.INFO)
            return HttpResponseRedirect("../")
        told = None
        try:
            told = self._imported(request, key, digest)
        except _Differs as difference:
            shown = self._shown(request, difference.told, difference.data)
            shown["refusal"] = _(
                "Something was changed since the preview. Nothing is imported yet; look again."
            )
            return self._ask(request, FileForm(), shown, status=409)
        finally:
            # What was not carried out, for whatever reason, may be tried again.
            cache.delete(_cache_key(key) if told else _taken_key(key))
        counts = {"new": told.new, "changed": told.changed, "same": told.same}
        text = _("The file is imported: %(new)d new, %(changed)d changed, %(same)d as they were.")
        page.message_user(request, text % counts, messages.SUCCESS)
        return HttpResponseRedirect("../")

    def _imported(self, request: HttpRequest, key: str, digest: str) -> Imported:
        """All of the file as its preview said, or nothing."""
        data = cache.get(_cache_key(key))
        if not isinstance(data, bytes):
            raise _gone()
        resource, table = self._resource(request), dataset_of(data)
        with transaction.atomic():
            told = resource.run(table, dry_run=False)
            if told.errors or told.digest != digest:
                raise _Differs(told, data)
        return told

    def _seen(self, request: HttpRequest) -> tuple[str, str]:
        """Under which key the file waits that this person saw a preview of, and what the preview said, as a digest."""
        try:
            told = _SEEN.unsign(request.POST["seen"][:300], max_age=KEPT_SECONDS)
        except BadSignature as error:
            raise _gone() from error
        place, key, digest = told.split(".")
        if place != self._place(request):
            raise _gone()
        return key, digest

    def _ask(
        self, request: HttpRequest, form: forms.Form, shown: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        page: Any = self
        context = {
            **page.admin_site.each_context(request),
            "title": _("Import %(what)s") % {"what": page.opts.verbose_name_plural},
            "opts": page.opts,
            "form": form,
            "columns": [field.column_name for field in self.resource_class(None, None).get_import_fields()],  # type: ignore[arg-type]
            "most_rows": MOST_ROWS,
            **(shown or {}),
        }
        return TemplateResponse(request, "admin/import_rows.html", context, status=status)


def _cache_key(key: str) -> str:
    return f"admin-import:{key}"


def _taken_key(key: str) -> str:
    return f"admin-import-taken:{key}"


def _gone() -> InvalidInput:
    return InvalidInput(_("The preview is too old or was another person's. Choose the file again."))
