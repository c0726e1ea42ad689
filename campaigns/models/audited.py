"""The base of everything whose changes are audited: rows that refuse to be written outside a verb."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.db import models

from campaigns.gate import require_open
from campaigns.models.plain_insert import insert_rows

SEE_EVERY_CLIENT = "campaigns.see_every_client"

M = TypeVar("M", bound="AuditedModel")


class AuditedQuerySet(models.QuerySet[M]):
    """Refuses set-based writes unless the write gate is open."""

    def update(self, **values: Any) -> int:
        require_open(self.model.__name__)
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        require_open(self.model.__name__)
        return super().delete()

    def bulk_create(self, objs: Iterable[M], *args: Any, **options: Any) -> list[M]:
        require_open(self.model.__name__)
        return super().bulk_create(objs, *args, **options)

    def insert_many(self, rows: Sequence[M]) -> list[M]:
        """Insert new rows; cheaper than `bulk_create`, and without its options."""
        require_open(self.model.__name__)
        return insert_rows(rows) if rows else []

    def bulk_update(self, objs: Iterable[M], *args: Any, **options: Any) -> int:
        require_open(self.model.__name__)
        return super().bulk_update(objs, *args, **options)

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """The rows this user may know of: all for managers, else those of the clients they are a member of."""
        if not isinstance(user, PermissionsMixin) or not user.is_authenticated:
            return self.none()
        path = self.model.client_path
        if path is None or user.has_perm(SEE_EVERY_CLIENT):
            return self
        return self.filter(**{f"{path}__memberships__user" if path else "memberships__user": user})


class AuditedModel(models.Model):
    """A row with a version that grows by one with every audited change.

    `audit_noun` is the entity type in the audit log. Fields in `unaudited_fields` are caches that can be
    derived from the others; they are left out of before and after. `client_path` leads to the client; it is
    None for what belongs to the house and everybody may see.
    """

    audit_noun: ClassVar[str] = ""
    unaudited_fields: ClassVar[frozenset[str]] = frozenset()
    client_path: ClassVar[str | None] = "campaign__client"

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)

    objects = AuditedQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **options: Any) -> None:
        require_open(type(self).__name__)
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        require_open(type(self).__name__)
        return super().delete(*args, **options)

    @property
    def audit_chain(self) -> int:
        """The audit chain this row belongs to: its campaign's key, or 0 for the house."""
        return getattr(self, "campaign_id", None) or 0
