"""Attacks on the audit log: each one is found and named, and an honest log never raises an alarm."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from campaigns.domain import audit_triggers
from campaigns.domain.audit_verify import verify
from campaigns.domain.housekeeping import delete_campaign
from campaigns.models import OperatorAuditLog
from conftest import NOW, hours
from operator_tasks.domain.ticking import tick_all

LOG, ITEMS, CHAINS = "campaigns_operatorauditlog", "campaigns_audititem", "campaigns_auditchain"


@pytest.fixture
def history(tasks, clock):
    """Ten tasks, of which the first two became overdue in one set-based tick."""
    tick_all(by=clock, now=tasks[1].due_at + hours(0.1))
    audit_triggers.drop(connection)
    return tasks[0].campaign_id


def run(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def told(chain=None):
    return [str(fault) for fault in verify(chain).faults]


def test_honest_log_is_intact(history):
    assert verify().faults == ()


ATTACKS = {
    "a note was added to an old entry": f"UPDATE {LOG} SET notes = 'x' WHERE chain = %s AND seq = 3",
    "the actor was changed": f"UPDATE {LOG} SET actor_label = 'nobody' WHERE chain = %s AND seq = 3",
    "the time was changed": f"UPDATE {LOG} SET at = '2020-01-01 00:00:00+00' WHERE chain = %s AND seq = 3",
    "what was written was changed": f"UPDATE {LOG} SET after = '{{}}' WHERE chain = %s AND seq = 3",
    "an entry was removed": f"DELETE FROM {LOG} WHERE chain = %s AND seq = 3",
    "the last entry was removed": (
        f"DELETE FROM {LOG} WHERE chain = %s AND seq = (SELECT seq FROM {CHAINS} WHERE chain = {LOG}.chain)"
    ),
    "the hash was replaced": f"UPDATE {LOG} SET hash = prev WHERE chain = %s AND seq = 3",
    "the leaf was replaced": f"UPDATE {LOG} SET leaf = prev WHERE chain = %s AND seq = 3",
    "the head was turned back": f"UPDATE {CHAINS} SET seq = seq - 1 WHERE chain = %s",
    "a detail of a tick was changed": f"UPDATE {ITEMS} SET before = '{{}}' WHERE %s > 0",
    "the details of a tick were removed": f"DELETE FROM {ITEMS} WHERE %s > 0",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_tampering_is_found(history, attack):
    run(ATTACKS[attack], history)

    assert told() != []


def test_two_entries_that_changed_places_are_found(history):
    run(f"UPDATE {LOG} SET seq = 99999 WHERE chain = %s AND seq = 3", history)
    run(f"UPDATE {LOG} SET seq = 3 WHERE chain = %s AND seq = 4", history)
    run(f"UPDATE {LOG} SET seq = 4 WHERE chain = %s AND seq = 99999", history)

    assert told() != []


def test_row_changed_past_the_log_is_found(history, tasks):
    run("UPDATE operator_tasks_operatortask SET version = version + 1 WHERE id = %s", tasks[3].pk)

    assert told() == [f"chain {history}: task {tasks[3].pk} is at version 2, but the log ends at version 1."]


def test_command_names_the_entry_and_ends_with_status_1(history, capsys):
    call_command("audit_verify")
    assert "chains are intact" in capsys.readouterr().out

    run(ATTACKS["the actor was changed"], history)

    with pytest.raises(CommandError, match=rf"chain {history}, entry 3: .* was changed after it was written"):
        call_command("audit_verify")
    with pytest.raises(CommandError):
        call_command("audit_verify", "--campaign", str(history))


@pytest.mark.parametrize("statement", ["UPDATE {} SET action = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", [LOG, ITEMS])
def test_triggers_refuse_sql_typed_by_hand(history, statement, table):
    audit_triggers.install(connection)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(statement.format(table))


def test_row_cannot_be_replaced_by_an_insert(history):
    audit_triggers.install(connection)
    entry = OperatorAuditLog.objects.values().first()
    columns, marks = ", ".join(entry), ", ".join(["%s"] * len(entry))
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"

    with pytest.raises(DatabaseError), transaction.atomic():
        run(f"{verb} INTO {LOG} ({columns}) VALUES ({marks})", *entry.values())


def test_missing_triggers_are_named_and_put_back(history):
    assert len(audit_triggers.missing(connection)) == (6 if connection.vendor == "sqlite" else 4)

    audit_triggers.install(connection)

    assert audit_triggers.missing(connection) == []


def test_detail_that_belongs_to_no_entry_is_found(history):
    run(
        f"INSERT INTO {ITEMS} (batch, at, action, entity_type, entity_id, entity_version, before, after) "
        f"SELECT %s, at, action, entity_type, entity_id + 1000, entity_version, before, after FROM {ITEMS} LIMIT 1",
        "0" * 32 if connection.vendor == "sqlite" else "00000000-0000-0000-0000-000000000000",
    )

    assert told()[-1] == (
        "chain 0: the details of batch 00000000-0000-0000-0000-000000000000 belong to no entry."
    )


def test_row_removed_past_the_log_is_found(history, tasks):
    run("DELETE FROM operator_tasks_operatortask WHERE id = %s", tasks[3].pk)

    assert told() == [f"chain {history}: task {tasks[3].pk} is gone, and no entry tells who removed it."]


def test_deleted_campaign_takes_its_rows_with_it_and_the_log_knows(campaign, manager):
    delete_campaign(campaign, by=manager, now=NOW)

    assert verify().faults == ()


def test_chain_of_a_deleted_campaign_cannot_vanish_unseen(campaign, manager):
    delete_campaign(campaign, by=manager, now=NOW)
    audit_triggers.drop(connection)
    run(f"DELETE FROM {LOG} WHERE chain = %s", campaign.pk)
    run(f"DELETE FROM {CHAINS} WHERE chain = %s", campaign.pk)

    assert told() == [f"chain {campaign.pk}: the chain of this deleted campaign is gone."]
