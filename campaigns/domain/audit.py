"""The one way to change an audited row: change and audit entry commit together or not at all.

A verb does its work inside `together()`. Each change is collected as it is made, and at the end of the
outermost block the entries are numbered, chained and written, with the heads of their chains locked in sorted
order, so that two verbs never wait for each other in a circle.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.actor import Actor
from campaigns.domain.audit_chain import PendingEntry, append_entries, canonical, snapshot
from campaigns.domain.audit_constraints import constraints_as_sentences
from campaigns.errors import InvalidInput, NotNow, StaleVersion
from campaigns.gate import open_gate
from campaigns.models import HOUSE_CHAIN, AuditedModel, AuditedQuerySet

Row = TypeVar("Row", bound=AuditedModel)


@dataclass
class _Unit:
    entries: list[PendingEntry] = field(default_factory=list)


_current: ContextVar[_Unit | None] = ContextVar("audit_unit", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Everything inside commits with its audit entries, or nothing does.

    Blocks may be nested; a refusal inside a nested one must leave the outermost one too, for there is no
    savepoint in between.
    """
    outer = _current.get()
    if outer is not None:
        with transaction.atomic(savepoint=False):
            yield
        return
    unit = _Unit()
    token = _current.set(unit)
    try:
        with open_gate(), transaction.atomic():
            yield
            append_entries(unit.entries)
    finally:
        _current.reset(token)


@contextmanager
def apart() -> Iterator[None]:
    """One of several changes, each of which may be refused by itself.

    Inside `together()` a refusal takes back this part alone, and the entries it had collected; outside of it each
    part is a transaction of its own anyhow.
    """
    unit = _current.get()
    if unit is None:
        yield
        return
    before = len(unit.entries)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        del unit.entries[before:]
        raise


def refuse_naive(now: datetime) -> None:
    """Every verb is told the time with its zone; without one it would be read as the server's."""
    if now.tzinfo is None:
        raise TypeError("`now` has no time zone; pass an aware datetime.")


def collect(entry: PendingEntry) -> None:
    """Keep an entry until the end of the outermost `together()`, when it gets its place in its chain."""
    unit = _current.get()
    if unit is None:
        raise RuntimeError("An audit entry was made outside together().")
    unit.entries.append(entry)


def locked(row: Row, *, seen_version: int | None = None) -> Row:
    """The row as it is now, locked until the transaction ends. Must be called inside `together()`.

    Refuses with `StaleVersion` when `seen_version` is given and is not the present one.
    """
    fresh = type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if fresh is None:
        raise NotNow(
            _("This %(what)s is gone; somebody removed it. Reload the list.")
            % {"what": row._meta.verbose_name}
        )
    if seen_version is not None and fresh.version != seen_version:
        raise StaleVersion(str(fresh), seen_version, fresh.version)
    return fresh


def validated(row: AuditedModel, names: set[str] | None = None) -> None:
    """Field rules of the changed fields and the model's own cross-field rules, as one refusal."""
    skip = {item.name for item in row._meta.fields if names is not None and item.name not in names}
    skip |= {
        item.name for item in row._meta.fields if item.is_relation or not (item.editable or item.choices)
    }
    skip |= {item.name for item in row._meta.fields if item.null and getattr(row, item.attname) is None}
    try:
        row.clean_fields(exclude=skip)
        row.clean()
    except ValidationError as error:
        texts = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
        raise InvalidInput(" ".join(text for group in texts.values() for text in group), texts) from error


@contextmanager
def recorded(
    action: str, row: Row, *, by: Actor, now: datetime, seen_version: int | None = None, notes: str = ""
) -> Iterator[Row]:
    """Yield the locked, fresh row; save what the block changed and collect one audit entry for it.

    A block that changes nothing writes nothing. Refuses stale versions and invalid values.
    """
    refuse_naive(now)
    with together():
        fresh = locked(row, seen_version=seen_version)
        before = snapshot(fresh)
        unaudited_before = {name: getattr(fresh, name) for name in fresh.unaudited_fields}
        yield fresh
        after = snapshot(fresh)
        changed = {name for name in after if after[name] != before[name]}
        derived = {name for name, old in unaudited_before.items() if getattr(fresh, name) != old}
        if changed:
            fresh.version += 1
            fresh.updated_at = now
            validated(fresh, {_field_name(fresh, name) for name in changed})
            save(fresh, {*changed, *derived, "version", "updated_at"})
            collect(
                entry_about(
                    action,
                    fresh,
                    by=by,
                    now=now,
                    notes=notes,
                    before={name: before[name] for name in changed},
                    after={name: after[name] for name in changed},
                )
            )
        elif derived:
            save(fresh, derived)


def _field_name(row: AuditedModel, attname: str) -> str:
    return next(item.name for item in row._meta.concrete_fields if item.attname == attname)


def save(row: AuditedModel, attnames: set[str]) -> None:
    names = [
        item.name for item in row._meta.concrete_fields if item.attname in attnames or item.name in attnames
    ]
    with constraints_as_sentences(row):
        row.save(update_fields=names)


def created(action: str, row: Row, *, by: Actor, now: datetime, notes: str = "") -> Row:
    """Insert a new row with its audit entry. Refuses invalid values and what a constraint forbids."""
    with together():
        row.created_at = row.updated_at = now
        validated(row)
        with constraints_as_sentences(row):
            row.save(force_insert=True)
        collect(entry_about(action, row, by=by, now=now, notes=notes, before=None, after=_filled(row)))
    return row


def created_many(action: str, rows: Sequence[Row], *, by: Actor, now: datetime) -> list[Row]:
    """Insert many new rows at once, each with its own audit entry."""
    if not rows:
        return []
    with together():
        for row in rows:
            row.created_at = row.updated_at = now
        table: AuditedQuerySet[Row] = AuditedQuerySet(type(rows[0]))
        made = table.insert_many(rows)
        for row in made:
            collect(entry_about(action, row, by=by, now=now, before=None, after=_filled(row)))
    return made


def deleted(action: str, row: AuditedModel, *, by: Actor, now: datetime, notes: str = "") -> None:
    """Delete a row and what hangs on it; one entry keeps its last state."""
    with together():
        fresh = locked(row)
        entry = entry_about(action, fresh, by=by, now=now, notes=notes, before=_filled(fresh), after=None)
        collect(entry)
        fresh.delete()


def echoed_in_house(action: str, row: AuditedModel, *, by: Actor, now: datetime) -> None:
    """Tell the house's chain too what ends a campaign's chain, so that the end cannot vanish with it."""
    with together():
        told = entry_about(action, row, by=by, now=now, before=None, after={"chain": row.audit_chain})
        collect(replace(told, chain=HOUSE_CHAIN))


def noted(
    action: str, row: AuditedModel, *, by: Actor, now: datetime, after: dict[str, Any], notes: str = ""
) -> None:
    """An entry about a row that itself did not change, such as a file that was imported into a campaign."""
    with together():
        collect(entry_about(action, row, by=by, now=now, notes=notes, before=None, after=after))


def _filled(row: AuditedModel) -> dict[str, Any]:
    """The row's state without what is empty, to keep entries readable."""
    return {name: value for name, value in snapshot(row).items() if value not in (None, "", [], {})}


def entry_about(
    action: str,
    row: AuditedModel,
    *,
    by: Actor,
    now: datetime,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    notes: str = "",
) -> PendingEntry:
    """What happened to a row, as its chain will tell it."""
    return PendingEntry(
        chain=row.audit_chain,
        at=now,
        actor=by,
        action=action,
        entity_type=row.audit_noun,
        entity_id=row.pk,
        entity_label=str(row)[:300],
        entity_version=row.version,
        before="" if before is None else canonical(before),
        after="" if after is None else canonical(after),
        notes=notes,
    )
