"""What tests say about a verb in one line: that a refusal changed nothing, and what the audit log was told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps

from campaigns.errors import DomainError
from campaigns.models import OperatorAuditLog

APPS = ("campaigns", "operator_tasks")


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every stored row of the product, the audit log among them."""
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


@contextmanager
def refused(error: type[DomainError], sentence: str) -> Iterator[None]:
    """The block is refused with this error and sentence, and neither a row nor an audit entry was written."""
    before = everything()
    with pytest.raises(error, match=sentence):
        yield
    assert everything() == before


@contextmanager
def nothing_changes() -> Iterator[None]:
    before = everything()
    yield
    assert everything() == before


def told(action: str) -> tuple[str, str, str, int | None, dict[str, Any], dict[str, Any]]:
    """The latest entry of this action: who, through which door, about what, its version, before and after."""
    entry = OperatorAuditLog.objects.filter(action=action).latest("pk")
    before, after = (json.loads(text or "{}") for text in (entry.before, entry.after))
    return entry.actor_label, entry.via, entry.entity_type, entry.entity_version, before, after


def how_often(action: str) -> int:
    return OperatorAuditLog.objects.filter(action=action).count()
