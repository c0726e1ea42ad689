"""Words of SQL that Django has no name for."""

from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, Func, Value


class Unindexed(Func):
    """A column as a plain value, so that no index on it leads a database away from a better one."""

    template = "+%(expressions)s"

    def __init__(self, column: Any, **extra: Any) -> None:
        super().__init__(column, **extra)


class Later(Func):
    """A time that much later than a column's, to the microsecond.

    Django asks Python for it once for each row on SQLite, which takes most of the time of a large statement; so it is
    said in SQLite's own words, which know no microseconds: they are cut off and put back.
    """

    def __init__(self, column: str, by: timedelta) -> None:
        super().__init__(column, output_field=DateTimeField())
        self.seconds, rest = divmod(by, timedelta(seconds=1))
        if rest:
            raise ValueError("Give a distance of whole seconds.")

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        whole, rest = "substr(%(expressions)s, 1, 19)", "substr(%(expressions)s, 20)"
        # Twice doubled: once for this template, once for the parameters of the statement.
        template = (
            f"strftime('%%%%Y-%%%%m-%%%%d %%%%H:%%%%M:%%%%S', {whole}, '{self.seconds:+d} seconds') || {rest}"
        )
        return super().as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = f"(%(expressions)s + interval '{self.seconds} seconds')"
        return super().as_sql(compiler, connection, template=template, **extra)


class Literal(Value):
    """A word of the product's own, written into the statement itself rather than beside it as a parameter.

    SQLite plans a statement before it sees its parameters, and uses an index over some rows alone only where it can
    tell from the statement that it looks for no others.
    """

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not self.value.isidentifier():
            raise ValueError(f"{self.value!r} is not a plain word; pass it as a parameter.")
        return f"'{self.value}'", []
