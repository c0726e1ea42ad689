"""Wires the working side: procedures, schedules and roles are made true after every migrate."""

from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate
from django.utils import timezone

from campaigns.actor import Actor, Via


class OperatorTasksConfig(AppConfig):
    name = "operator_tasks"
    verbose_name = "Operator tasks"

    def ready(self) -> None:
        from campaigns.domain import work as campaigns_work  # models are loaded only now
        from operator_tasks import checks, roles, schedules  # models are loaded only now
        from operator_tasks.domain.sops import sync_shipped  # models are loaded only now
        from operator_tasks.domain.work import CampaignWork  # models are loaded only now

        campaigns_work.register(CampaignWork())
        register(checks.check_shipped_sops, Tags.compatibility)
        register(checks.check_transitions, Tags.compatibility)
        register(checks.check_published_sops, Tags.database)

        def publish(**_options: Any) -> None:
            sync_shipped(by=Actor.system("shipped library", via=Via.COMMAND), now=timezone.now())

        def make_roles(**_options: Any) -> None:
            roles.sync()

        def make_schedules(**_options: Any) -> None:
            schedules.sync()

        # Each hangs on the app whose tables it writes and that migrates last among them.
        post_migrate.connect(publish, sender=self, weak=False, dispatch_uid="publish shipped sops")
        post_migrate.connect(
            make_roles, sender=apps.get_app_config("auth"), weak=False, dispatch_uid="make roles"
        )
        post_migrate.connect(
            make_schedules, sender=apps.get_app_config("django_q"), weak=False, dispatch_uid="make schedules"
        )
