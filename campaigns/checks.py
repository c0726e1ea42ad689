"""System checks of the planning side: a misconfiguration is a sentence before it is an incident."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning
from django.db import connections

from campaigns.domain import audit_triggers


def check_audit_triggers(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_options: Any
) -> list[CheckMessage]:
    return [
        Warning(
            f"The audit log is not protected: {', '.join(names)} missing in database {alias!r}.",
            hint="Run `python manage.py migrate`; it puts the triggers back.",
            id="campaigns.W001",
        )
        for alias in databases or ()
        if (names := audit_triggers.missing(connections[alias]))
    ]


def check_sqlite_transactions(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:
    return [
        Error(
            "SQLite transactions must begin IMMEDIATE, or verbs fail with 'database is locked'.",
            hint="Set OPTIONS['transaction_mode'] = 'IMMEDIATE', as settings.py does for DATABASE_URL.",
            id="campaigns.E002",
        )
        for connection in connections.all()
        if connection.vendor == "sqlite"
        and connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE"
    ]
