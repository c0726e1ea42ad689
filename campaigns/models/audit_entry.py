"""The audit log: append-only rows in tamper-evident chains, one for each campaign and one for the house."""

from collections.abc import Sequence
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.gate import UnauditedWrite, require_open
from campaigns.models.plain_insert import insert_values

HOUSE_CHAIN = 0


def _refuse(what: str) -> NoReturn:
    raise UnauditedWrite(f"{what} is append-only: what was written stays as it is.")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **values: Any) -> NoReturn:
        _refuse(self.model.__name__)

    def delete(self) -> NoReturn:
        _refuse(self.model.__name__)

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        _refuse(self.model.__name__)

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list[Any]:
        require_open(self.model.__name__)
        return super().bulk_create(objs, *args, **options)

    def append(self, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert rows of plain values for the fields of these names."""
        require_open(self.model.__name__)
        insert_values(self.model, [self.model._meta.get_field(name) for name in names], rows)


class AppendOnlyModel(models.Model):
    """Rows that are written once, by the domain, and never changed or removed."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            _refuse(type(self).__name__)
        require_open(type(self).__name__)
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        _refuse(type(self).__name__)


class AuditChain(models.Model):
    """The head of a chain: its last entry's number and hash, locked while entries are added."""

    chain = models.BigIntegerField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("audit chain")
        verbose_name_plural = _("audit chains")

    def __str__(self) -> str:
        return f"chain {self.chain}, {self.seq} entries"


class OperatorAuditLog(AppendOnlyModel):
    """One change: who did what to which thing, through which door, with what it was before and after.

    No foreign keys: nothing may cascade into the log, and names are kept as text to outlive what they name.
    `before` and `after` are canonical JSON texts of the changed fields; times in them are UTC.
    """

    chain = models.BigIntegerField()
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField(_("time"))
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(_("who"), max_length=255)
    via = models.CharField(_("door"), max_length=10)
    action = models.CharField(_("action"), max_length=60)
    entity_type = models.CharField(max_length=40)
    entity_id = models.BigIntegerField()
    entity_label = models.CharField(_("what"), max_length=300)
    entity_version = models.PositiveIntegerField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    job_run = models.CharField(max_length=120, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    format_version = models.PositiveSmallIntegerField(default=1)
    leaf = models.CharField(max_length=64)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta(AppendOnlyModel.Meta):
        ordering = ["-id"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="audit_place_once")]
        indexes = [models.Index(fields=["entity_type", "entity_id", "id"], name="audit_by_entity")]
        permissions = [("read_audit", "Can read the audit log")]

    def __str__(self) -> str:
        return f"{self.action} {self.entity_label}"


class AuditItem(AppendOnlyModel):
    """One row of a set-based change; its batch entry in the chain carries the count and digest of all."""

    batch = models.UUIDField()
    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    entity_type = models.CharField(max_length=40)
    entity_id = models.BigIntegerField()
    entity_version = models.PositiveIntegerField()
    before = models.TextField()
    after = models.TextField()

    class Meta(AppendOnlyModel.Meta):
        verbose_name = _("audit detail")
        verbose_name_plural = _("audit details")
        constraints = [models.UniqueConstraint(fields=["batch", "entity_id"], name="audit_item_once")]
        indexes = [models.Index(fields=["entity_type", "entity_id", "id"], name="audit_item_by_entity")]

    def __str__(self) -> str:
        return f"{self.action} {self.entity_type} {self.entity_id}"
