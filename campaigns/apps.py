"""Wires the planning side: triggers and roles are made true after every migrate."""

from typing import Any

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from campaigns.checks import check_audit_triggers, check_sqlite_transactions
from campaigns.domain import audit_triggers


def _install_triggers(using: str, **_options: Any) -> None:
    audit_triggers.install(connections[using])


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campaigns")

    def ready(self) -> None:
        register(check_audit_triggers, Tags.database)
        register(check_sqlite_transactions, Tags.compatibility)
        post_migrate.connect(_install_triggers, sender=self)
