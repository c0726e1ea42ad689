"""Wires the working side: procedures, schedules and roles are made true after every migrate."""

from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import Tags, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.actor import Actor, Via


def _is_up_to_date(using: str) -> bool:
    """Whether the last migration of every app is in place: procedures are written by today's models."""
    executor = MigrationExecutor(connections[using])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


class OperatorTasksConfig(AppConfig):
    name = "operator_tasks"
    verbose_name = _("Operator tasks")

    def ready(self) -> None:
        from campaigns.domain import work as campaigns_work  # models are loaded only now
        from operator_tasks import checks, roles, schedules  # models are loaded only now
        from operator_tasks.domain.sops import sync_shipped  # models are loaded only now
        from operator_tasks.domain.work import CampaignWork  # models are loaded only now

        campaigns_work.register(CampaignWork())
        register(checks.check_shipped_sops, Tags.compatibility)
        register(checks.check_transitions, Tags.compatibility)
        register(checks.check_published_sops, Tags.database)

        def publish(using: str, **_options: Any) -> None:
            if _is_up_to_date(using):
                sync_shipped(by=Actor.system("shipped library", via=Via.COMMAND), now=timezone.now())

        def make_roles(**_options: Any) -> None:
            roles.sync()

        def make_schedules(**_options: Any) -> None:
            schedules.sync()

        # Roles and schedules hang on django_q, which migrates last: by then every permission is in place.
        post_migrate.connect(publish, sender=self, weak=False, dispatch_uid="publish shipped sops")
        last = apps.get_app_config("django_q")
        post_migrate.connect(make_roles, sender=last, weak=False, dispatch_uid="make roles")
        post_migrate.connect(make_schedules, sender=last, weak=False, dispatch_uid="make schedules")
