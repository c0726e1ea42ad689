"""Migrations run back and forward with data in place, and the triggers of the audit log survive."""

import pytest
from django.core.management import call_command
from django.db import connection, models

from campaigns.domain import audit_triggers
from campaigns.domain.audit_verify import verify
from campaigns.models import OperatorAuditLog
from conftest import NOW, linkedin_proof
from operator_tasks.domain.transitions import complete_task
from operator_tasks.models import OperatorTask, SopVersion

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(*target):
    call_command("migrate", *target, verbosity=0)


def test_going_back_a_step_and_forward_keeps_everything(linkedin_task, manager):
    complete_task(linkedin_task, proof=linkedin_proof(), by=manager, now=NOW)
    before = list(OperatorTask.objects.order_by("pk").values())
    entries = OperatorAuditLog.objects.count()

    migrate("campaigns", "0001")
    migrate()

    assert list(OperatorTask.objects.order_by("pk").values()) == before
    assert OperatorAuditLog.objects.count() == entries
    assert audit_triggers.missing(connection) == []
    assert verify().faults == ()


def test_going_back_to_nothing_and_forward_gives_a_working_product(linkedin_task):
    migrate("operator_tasks", "zero")
    migrate("campaigns", "zero")
    migrate()

    assert OperatorTask.objects.count() == 0
    assert set(SopVersion.objects.values_list("number", flat=True)) == {1}
    assert audit_triggers.missing(connection) == []


def test_table_rebuild_that_loses_triggers_is_healed_by_migrate(tasks):
    field = OperatorAuditLog._meta.get_field("notes")
    wider = models.CharField(max_length=5000, blank=True)
    wider.set_attributes_from_name("notes")
    wider.model = OperatorAuditLog
    with connection.schema_editor() as editor:
        editor.alter_field(OperatorAuditLog, field, wider)
    with connection.schema_editor() as editor:
        editor.alter_field(OperatorAuditLog, wider, field)

    migrate()

    assert audit_triggers.missing(connection) == []
    assert verify().faults == ()
