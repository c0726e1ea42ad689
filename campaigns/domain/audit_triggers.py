"""Database triggers that make the audit log append-only even for SQL typed by hand."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = {
    "campaigns_operatorauditlog": ("chain", "seq"),
    "campaigns_audititem": ("batch", "entity_id"),
}
REFUSAL = "the audit log is append-only"


def _sqlite(table: str, unique: tuple[str, str]) -> dict[str, str]:
    same = " AND ".join(f"{column} = NEW.{column}" for column in unique)
    body = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return {
        f"{table}_no_update": f"BEFORE UPDATE ON {table} {body}",
        f"{table}_no_delete": f"BEFORE DELETE ON {table} {body}",
        # INSERT OR REPLACE deletes the old row without asking the triggers above.
        f"{table}_no_replace": (
            f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR ({same})) {body}"
        ),
    }


def _postgresql(table: str, _unique: tuple[str, str]) -> dict[str, str]:
    call = "EXECUTE FUNCTION campaigns_refuse_audit_change()"
    return {
        f"{table}_no_change": f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {call}",
        f"{table}_no_truncate": f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {call}",
    }


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, str]:
    build = _sqlite if connection.vendor == "sqlite" else _postgresql
    triggers: dict[str, str] = {}
    for table, unique in TABLES.items():
        triggers |= build(table, unique)
    return triggers


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should be there and are not, once their tables exist."""
    with connection.cursor() as cursor:
        if not set(TABLES) <= set(connection.introspection.table_names(cursor)):
            return []
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        present = {name for (name,) in cursor.fetchall()}
    return sorted(set(_wanted(connection)) - present)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put back every trigger that is missing; running it again changes nothing."""
    absent = missing(connection)
    if not absent:
        return
    wanted = _wanted(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION campaigns_refuse_audit_change() RETURNS trigger AS $$ "
                f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$ LANGUAGE plpgsql"
            )
        for name in absent:
            cursor.execute(f"CREATE TRIGGER {name} {wanted[name]}")


def drop(connection: BaseDatabaseWrapper) -> None:
    """Remove the triggers: for going back past the migration that made them, and for emptying test databases."""
    present = set(_wanted(connection)) - set(missing(connection))
    with connection.cursor() as cursor:
        for name in sorted(present):
            table = next(table for table in TABLES if name.startswith(table))
            cursor.execute(
                f"DROP TRIGGER {name}" if connection.vendor == "sqlite" else f"DROP TRIGGER {name} ON {table}"
            )
