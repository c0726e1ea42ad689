"""What programs are answered: declared as serializers, so that the schema is true, and read without their cost."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, ClassVar

from rest_framework import serializers

from campaigns.api.fields import Number, as_number

Reader = Callable[[Any], Any]


class Output(serializers.Serializer):
    """A row as an object. Fields named in `inside` are only for those who work here; others get them empty.

    A field is read from the row's attribute of its name or `source` (dots go on, and stop at None); a
    `SerializerMethodField` from its method. Values go to the encoder as they are: times in UTC.
    """

    inside: ClassVar[tuple[str, ...]] = ()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        readers = self.__dict__.get("_readers")
        if readers is None:
            readers = self._readers = self._made_readers()
        return {name: read(instance) for name, read in readers}

    def _made_readers(self) -> list[tuple[str, Reader]]:
        hidden = () if self.context.get("works_here", False) else self.inside
        return [
            (name, _empty_of(field) if name in hidden else self._reader(name, field))
            for name, field in self.fields.items()
        ]

    def _reader(self, name: str, field: serializers.Field) -> Reader:
        if isinstance(field, serializers.SerializerMethodField):
            method: Reader = getattr(self, field.method_name or f"get_{name}")
            return method
        read = _attribute(field.source or name)
        if isinstance(field, serializers.ListSerializer):
            return lambda row: [field.child.to_representation(entry) for entry in read(row)]
        if isinstance(field, Output):
            return lambda row: None if read(row) is None else field.to_representation(read(row))
        if isinstance(field, Number):
            return lambda row: as_number(read(row))
        return read


def _attribute(path: str) -> Reader:
    if "." not in path:
        return attrgetter(path)
    steps = path.split(".")

    def follow(row: Any) -> Any:
        for step in steps:
            row = getattr(row, step)
            if row is None:
                return None
        return row

    return follow


def _empty_of(field: serializers.Field) -> Reader:
    value = None if field.allow_null else ""
    return lambda _row: value
