"""What the database refuses, in the words of the constraint that refused it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from campaigns.errors import NotNow
from campaigns.models import AuditedModel


@contextmanager
def constraints_as_sentences(row: AuditedModel) -> Iterator[None]:
    """A broken constraint is the database's refusal: say it in the constraint's own words."""
    try:
        yield
    except IntegrityError as error:
        text = str(error)
        for constraint in row._meta.constraints:
            columns = getattr(constraint, "fields", ())
            table = row._meta.db_table
            sqlite_text = ", ".join(f"{table}.{row._meta.get_field(name).column}" for name in columns)  # type: ignore[union-attr]
            if constraint.name in text or (columns and text.endswith(sqlite_text)):
                message = str(constraint.get_violation_error_message())
                raise NotNow(message, {"__all__": [message]}) from error
        if any(_is_twice(row, item, text) for item in row._meta.concrete_fields):
            raise NotNow(_("This was stored already, from elsewhere; reload the page.")) from error
        raise


def _is_twice(row: AuditedModel, item: models.Field, text: str) -> bool:
    """Whether the database refused a second row with the value of a field that is unique by itself."""
    by_name = f"{row._meta.db_table}.{item.column}"
    return (
        item.unique and not item.primary_key and (text.endswith(by_name) or f"Key ({item.column})=" in text)
    )
