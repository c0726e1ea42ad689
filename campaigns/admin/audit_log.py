"""The audit log, to read: nobody adds, changes or removes an entry, whoever they are."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.actor import ActorKind, Via
from campaigns.admin.base import READ_AUDIT, ReadOnlyAdmin
from campaigns.admin.display import NOTHING, changes, link_to_list
from campaigns.domain.audit_people import PERSON
from campaigns.domain.audit_reads import chains_state
from campaigns.models import AuditChain, AuditedModel, Campaign, OperatorAuditLog
from campaigns.models.audit_entry import AuditItem
from campaigns.models.audited import SEE_EVERY_CLIENT


class _FixedFilter(SimpleListFilter):
    """Choices known beforehand: reading them from a log of millions of rows would cost a full scan."""

    values: tuple[str, ...] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, value) for value in self.values]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        return queryset.filter(**{str(self.parameter_name): chosen}) if chosen else queryset


class ViaFilter(_FixedFilter):
    title = _("via")
    parameter_name = "via"
    values = tuple(Via)


class KindFilter(_FixedFilter):
    title = _("kind of actor")
    parameter_name = "actor_kind"
    values = tuple(ActorKind)


class EntityFilter(_FixedFilter):
    """By what was changed: the nouns of the models, and people, who are Django's own."""

    title = _("what")
    parameter_name = "entity_type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        nouns = {model.audit_noun for model in apps.get_models() if issubclass(model, AuditedModel)}
        return [(noun, noun) for noun in sorted({*nouns, PERSON} - {""})]


class AuditAdmin(ReadOnlyAdmin):
    """Who cannot see every client reads the chains of the campaigns they can see."""

    scoped = False
    view_permission = READ_AUDIT

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if request.user.has_perm(SEE_EVERY_CLIENT):
            return rows
        return self.within(rows, Campaign.objects.visible_to(request.user).values("pk"))

    def within(self, rows: QuerySet[Any], campaigns: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(chain__in=campaigns)


@admin.register(OperatorAuditLog)
class OperatorAuditLogAdmin(AuditAdmin):
    list_display = ("at", "actor_label", "via", "action", "entity", "chain", "seq")
    list_filter = (ViaFilter, KindFilter, EntityFilter, "at")
    search_fields = ("entity_label", "actor_label", "action", "request_id")
    ordering = ("-id",)
    sortable_by = ()
    fields = (
        "at",
        "actor_label",
        "actor_kind",
        "actor_id",
        "via",
        "action",
        "entity",
        "entity_version",
        "changed",
        "notes",
        "request_id",
        "job_run",
        "chain",
        "chain_ends_well",
        "seq",
        "format_version",
        "leaf",
        "prev",
        "hash",
    )

    @admin.display(description=_("what"))
    def entity(self, row: OperatorAuditLog) -> str:
        label = f"{row.entity_type}: {row.entity_label}"
        which = {"entity_type__exact": row.entity_type, "entity_id__exact": row.entity_id}
        return link_to_list("campaigns_operatorauditlog", label, **which)

    @admin.display(description=_("the chain ends as its head says"), boolean=True)
    def chain_ends_well(self, row: OperatorAuditLog) -> bool:
        return not chains_state(row.chain).broken

    @admin.display(description=_("changes"))
    def changed(self, row: OperatorAuditLog) -> str:
        return changes(row.before, row.after)


@admin.register(AuditItem)
class AuditItemAdmin(AuditAdmin):
    """Details of set-based changes; only for those who may see every client, since they name no campaign."""

    list_display = ("at", "action", "entity_type", "entity_id", "entity_version", "batch")
    list_filter = ("at",)
    ordering = ("-id",)
    sortable_by = ()
    fields = ("at", "action", "entity_type", "entity_id", "entity_version", "batch", "changed")

    def within(self, rows: QuerySet[Any], campaigns: QuerySet[Any]) -> QuerySet[Any]:
        return rows.none()

    @admin.display(description=_("changes"))
    def changed(self, row: AuditItem) -> str:
        return changes(row.before, row.after)


@admin.register(AuditChain)
class AuditChainAdmin(AuditAdmin):
    list_display = ("chain", "seq", "head", "entries")
    ordering = ("chain",)
    fields = ("chain", "seq", "head", "entries")

    @admin.display(description=_("entries"))
    def entries(self, row: AuditChain) -> str:
        if not row.seq:
            return NOTHING
        return link_to_list("campaigns_operatorauditlog", _("entries"), chain__exact=row.chain)
