"""System checks of the working side: a procedure for everything promised, a rule for every status."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning
from django.db import connections

from operator_tasks.choices import TaskStatus
from operator_tasks.models import Sop
from operator_tasks.sops.library import REQUIRED, BadSop, missing
from operator_tasks.states import TASK_TRANSITIONS


def check_shipped_sops(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:
    try:
        absent = missing()
    except BadSop as error:
        return [Error(str(error), hint="Mend the file in operator_tasks/sops/.", id="operator_tasks.E001")]
    return [
        Error(
            f"No procedure is shipped for {' '.join(part for part in triple if part)}.",
            hint="Write the Markdown file in operator_tasks/sops/.",
            id="operator_tasks.E002",
        )
        for triple in absent
    ]


def check_published_sops(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_options: Any
) -> list[CheckMessage]:
    errors: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            if Sop._meta.db_table not in connections[alias].introspection.table_names(cursor):
                continue
        published = Sop.objects.using(alias).filter(versions__isnull=False)
        there = set(published.values_list("task_type", "platform", "content_type"))
        errors += [
            Warning(
                f"No procedure is published for {' '.join(part for part in triple if part)}.",
                hint="Run `python manage.py migrate`; it publishes the shipped ones.",
                id="operator_tasks.W003",
            )
            for triple in sorted(REQUIRED - there)
        ]
    return errors


def check_transitions(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:
    reachable = set().union(*TASK_TRANSITIONS.values())
    return [
        Error(f"No verb can start from the status {status}.", id="operator_tasks.E004")
        for status in TaskStatus
        if status not in reachable
    ]
