"""Long lists on SQLite, which sorts everything that a filter leaves rather than read on in the order of an index."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from django.db import connections
from django.db.models import ForeignKey, Model, QuerySet
from django.db.models.expressions import Col, ExpressionList
from django.db.models.lookups import Exact, In
from django.db.models.sql.where import WhereNode

from campaigns.expressions import Literal, Unindexed


def walked(rows: QuerySet[Any], fields: Sequence[str]) -> QuerySet[Any]:
    """The same rows, which SQLite finds by going along the first of `fields`, where an index has it in order.

    Right where so many rows match that a page is full before long. Of a million tasks done, the first fifty come
    in less than a millisecond this way; by the index on the status all are read and sorted, which takes seconds.
    PostgreSQL counts its rows and decides well by itself.
    """
    if connections[rows.db].vendor != "sqlite" or not _is_indexed(rows.model, fields[0]):
        return rows
    found = rows.all()
    found.query.where = _unled(found.query.where, rows.model, fields[0])
    return found


def _is_indexed(model: type[Model], name: str) -> bool:
    return name == "pk" or any(index.fields[:1] == [name] for index in model._meta.indexes)


def _unled(node: WhereNode, model: type[Model], first: str) -> WhereNode:
    """The conditions, none of which offers SQLite an index of another order."""
    children = [
        _unled(child, model, first) if isinstance(child, WhereNode) else _plain(child, model, first)
        for child in node.children
    ]
    return WhereNode(children, node.connector, node.negated)


def _plain(condition: Any, model: type[Model], first: str) -> Any:
    column = getattr(condition, "lhs", None)
    if not isinstance(condition, Exact | In) or not isinstance(column, Col):
        return condition
    if _leads_to(column, model, first) or _is_partial(condition):
        return condition
    plain = copy(condition)
    plain.lhs = Unindexed(column, output_field=column.output_field)
    return plain


def _is_partial(condition: Exact | In) -> bool:
    """Whether the condition is one by which SQLite knows an index over some rows alone."""
    wanted = condition.rhs.get_source_expressions() if isinstance(condition.rhs, ExpressionList) else []
    return any(isinstance(value, Literal) for value in wanted)


def _leads_to(column: Col, model: type[Model], first: str) -> bool:
    """Whether an index has the rows of one value of this column in the order that is wanted."""
    field = column.target
    if field.model is not model:
        return False
    if first == "pk":
        return isinstance(field, ForeignKey)
    return any(index.fields[:2] == [field.name, first] for index in model._meta.indexes)
