"""What a table of a list holds, and how its rows reach the verbs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar

import tablib
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets
from import_export.results import Result, RowResult

from campaigns.admin.base import LONGEST_KEY
from campaigns.admin.exchange.tables import NUMBER
from campaigns.admin.hand import Hand
from campaigns.domain.imports.moments import parsed_date
from campaigns.errors import DomainError
from campaigns.models import AuditedModel

Row = dict[str, str]


class DayWidget(widgets.Widget):
    """A day as 2026-03-31."""

    def clean(self, value: Any, row: Any = None, **_options: Any) -> date | None:
        if not value:
            return None
        try:
            return parsed_date(str(value).partition(" ")[0])
        except ValueError as error:
            raise ValueError(_("Write the day as 2026-03-31.")) from error

    def render(self, value: Any, obj: Any = None, **_options: Any) -> str:
        return value.isoformat() if value else ""


def text(column: str, attribute: str = "") -> fields.Field:
    return fields.Field(attribute=attribute or column, column_name=column, widget=widgets.CharWidget())


def day(column: str, attribute: str = "") -> fields.Field:
    return fields.Field(attribute=attribute or column, column_name=column, widget=DayWidget())


def told(column: str, attribute: str) -> fields.Field:
    """A column that only goes out: what a file says in it changes nothing."""
    return fields.Field(attribute=attribute, column_name=column, readonly=True)


@dataclass(frozen=True)
class Change:
    """What becomes of one cell."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class PreviewRow:
    number: int
    kind: str
    label: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class RowError:
    number: int
    column: str
    sentence: str


@dataclass(frozen=True)
class Imported:
    """What an import does or did: rows by kind, and what is wrong, by row."""

    rows: tuple[PreviewRow, ...]
    errors: tuple[RowError, ...]

    @property
    def digest(self) -> str:
        """The same for the same rows and changes."""
        return sha256(repr(self.rows).encode()).hexdigest()

    def count(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.rows)

    @property
    def new(self) -> int:
        return self.count(RowResult.IMPORT_TYPE_NEW)

    @property
    def changed(self) -> int:
        return self.count(RowResult.IMPORT_TYPE_UPDATE)

    @property
    def same(self) -> int:
        return self.count(RowResult.IMPORT_TYPE_SKIP)


class VerbResource(resources.ModelResource):
    """Rows of one model; a subclass says how one is found, made and changed.

    A file without `id` finds its rows by what makes them the same; what differs is changed, what is the same stays
    as it is. Columns that a file does not have are left alone.
    """

    # What a row is read with, in one query and one more for each of the second kind.
    joined: ClassVar[Sequence[str]] = ()
    fetched: ClassVar[Sequence[str]] = ()
    needs: ClassVar[Sequence[str]] = ()
    # What verbs call a column in their refusals, where the file calls it otherwise.
    columns_of_verbs: ClassVar[dict[str, str]] = {}

    class Meta:
        import_id_fields = ("id",)
        force_init_instance = False
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = False
        use_transactions = True
        skip_html_diff = True
        store_instance = True

    def __init__(self, user: User, hand: Hand) -> None:
        super().__init__()
        self.user, self.hand = user, hand

    def get_queryset(self) -> Any:
        return self.filter_export(super().get_queryset())

    def filter_export(self, queryset: Any, **_options: Any) -> Any:
        return queryset.select_related(*self.joined).prefetch_related(None).prefetch_related(*self.fetched)

    def found(self, row: Row) -> AuditedModel | None:
        """The row of the database that a row without a key means."""
        raise NotImplementedError

    def make(self, instance: Any, row: Row) -> AuditedModel:
        raise NotImplementedError

    def change(self, instance: Any, values: dict[str, Any]) -> AuditedModel:
        """`values` are the columns of the file, by their attributes."""
        raise NotImplementedError

    def fill(self, instance: Any) -> None:
        """Attributes of columns that the model itself does not have."""

    def export_field(self, field: Any, instance: Any, **options: Any) -> Any:
        if not getattr(instance, "is_filled", False):
            self.fill(instance)
            instance.is_filled = True
        return super().export_field(field, instance, **options)

    def run(self, table: tablib.Dataset, *, dry_run: bool) -> Imported:
        """Carry a table out, or with `dry_run` only find out what would happen. One wrong row, and nothing is done."""
        wrong = self._wrong_columns(table.headers)
        if wrong:
            return Imported((), tuple(wrong))
        result = self.import_data(table, dry_run=dry_run, rollback_on_validation_errors=True)
        for failed in result.error_rows:
            raise failed.errors[0].error
        for failure in result.base_errors:
            raise failure.error
        columns = {
            field.attribute: field.column_name for field in self.get_import_fields()
        } | self.columns_of_verbs
        return Imported(tuple(self._rows(result, table)), tuple(_errors(result, table, columns)))

    def _wrong_columns(self, headers: Sequence[str]) -> list[RowError]:
        known = {field.column_name for field in self.get_import_fields()} | {NUMBER}
        unknown = _("There is no such column here; these are known: %(names)s.") % {
            "names": ", ".join(sorted(known - {NUMBER}))
        }
        return [RowError(1, name, unknown) for name in headers if name not in known]

    def _check_import_id_fields(self, headers: Any) -> None:
        """The key may be missing: rows are found by what makes them the same."""

    def before_import_row(self, row: Any, **_options: Any) -> None:
        row.setdefault("id", "")

    def get_instance(self, instance_loader: Any, row: Row) -> AuditedModel | None:
        key = row["id"]
        if not key:
            there = self.found(row)
        else:
            rows = self._meta.model.objects.visible_to(self.user)
            there = rows.filter(pk=key).first() if key.isdecimal() and len(key) <= LONGEST_KEY else None
            if there is None:
                raise ValidationError(
                    {"id": _("No row of this list has this key. Leave the cell empty for a new one.")}
                )
        return there

    def after_init_instance(self, instance: Any, new: bool, row: Any, **_options: Any) -> None:
        if new:
            missing = [name for name in self.needs if not row.get(name)]
            if missing:
                raise ValidationError({name: _("A new row needs a value here.") for name in missing})
        self.fill(instance)
        instance.is_filled = True

    def save_instance(self, instance: Any, is_create: bool, row: Any, **_options: Any) -> None:
        values = {
            field.attribute: getattr(instance, field.attribute)
            for field in self.get_import_fields()
            if field.column_name in row and not field.readonly and field.column_name != "id"
        }
        try:
            saved = self.make(instance, row) if is_create else self.change(instance, values)
        except DomainError as refusal:
            raise ValidationError(dict(refusal.fields) or refusal.message) from refusal
        instance.pk = saved.pk

    def _rows(self, result: Result, table: tablib.Dataset) -> list[PreviewRow]:
        numbers = table[NUMBER]
        return [
            PreviewRow(int(numbers[place]), row.import_type, str(row.instance), self._changes(row))
            for place, row in enumerate(result.rows)
            if row.import_type != RowResult.IMPORT_TYPE_INVALID
        ]

    def _changes(self, row: RowResult) -> tuple[Change, ...]:
        changes = []
        for field in self.get_import_fields():
            if field.readonly or field.column_name == "id":
                continue
            before = str(self.export_field(field, row.original)) if row.original is not None else ""
            after = str(self.export_field(field, row.instance))
            if before != after:
                changes.append(Change(field.column_name, before, after))
        return tuple(changes)


def _errors(result: Result, table: tablib.Dataset, columns: dict[str, str]) -> list[RowError]:
    numbers = table[NUMBER]
    found: list[RowError] = []
    for invalid in result.invalid_rows:
        number = int(numbers[invalid.number - 1])
        for column, sentences in invalid.field_specific_errors.items():
            place = columns.get(column, column)
            found += [RowError(number, place, str(sentence)) for sentence in sentences]
        found += [RowError(number, "", str(sentence)) for sentence in invalid.non_field_specific_errors]
    return found
