"""What the health endpoints promise to those who watch."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from operator_tasks.domain import ledger


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def parts_of(answer) -> tuple[int, dict]:
    return answer.status_code, json.loads(answer.content)


def test_healthz_answers_without_a_database(visitor):
    # Without the db fixture any query would fail the test.

    answer = visitor.get("/healthz")

    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"ok", "text/plain")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_read(visitor, path):
    answer = visitor.post(path)

    assert answer.status_code == 405


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_answers_while_the_product_is_off(visitor, settings, db, path):
    settings.CAMPAIGN_OPS_ENABLED = False
    ledger.beat(now=timezone.now())

    answer = visitor.get(path)

    assert answer.status_code == 200


def test_readyz_is_200_when_every_part_is_in_order(visitor, db):
    ledger.beat(now=timezone.now())

    answer = visitor.get("/readyz")

    assert parts_of(answer) == (200, {"ready": True, "database": "ok", "migrations": "ok", "worker": "ok"})


def test_readyz_says_that_no_worker_was_ever_heard_of(visitor, db):
    answer = visitor.get("/readyz")

    assert parts_of(answer) == (
        503,
        {"ready": False, "database": "ok", "migrations": "ok", "worker": "has not been heard of yet"},
    )


def test_readyz_says_how_long_the_worker_is_silent(visitor, db):
    ledger.beat(now=timezone.now() - timedelta(minutes=7))

    answer = visitor.get("/readyz")

    assert parts_of(answer) == (
        503,
        {"ready": False, "database": "ok", "migrations": "ok", "worker": "last heard of 7 minutes ago"},
    )


def test_readyz_counts_migrations_that_are_not_applied(visitor, db):
    ledger.beat(now=timezone.now())
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")

    answer = visitor.get("/readyz")

    assert parts_of(answer) == (
        503,
        {
            "ready": False,
            "database": "ok",
            "migrations": "1 not applied; run `python manage.py migrate`",
            "worker": "ok",
        },
    )


def test_readyz_says_that_the_database_does_not_answer(visitor, db, monkeypatch):
    unknown = "unknown until the database answers"
    monkeypatch.setitem(connection.settings_dict, "NAME", "no/such/directory/database")

    # A thread opens a connection of its own, under the name that does not exist.
    with ThreadPoolExecutor(max_workers=1) as thread:
        answer = thread.submit(visitor.get, "/readyz").result()

    assert parts_of(answer) == (
        503,
        {"ready": False, "database": "does not answer", "migrations": unknown, "worker": unknown},
    )
