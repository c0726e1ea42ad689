"""A key that came before brings the answer of before; what was refused leaves the key free."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from campaigns.domain.clients import create_client
from campaigns.domain.repeats import KEPT, Answer, KeyOfAnother, answered_once, forget_answers
from campaigns.errors import NotNow
from campaigns.models import Client, KeptAnswer
from campaigns.tests.witness import how_often, nothing_changes, refused
from conftest import NOW

ANSWER = Answer(201, {"ETag": '"v1"'}, '{"id": 7}')


def once(user, by, *, key="k1", fingerprint="f1", now=NOW, name="Umbra"):
    def act() -> Answer:
        create_client(name=name, by=by, now=now)
        return ANSWER

    return answered_once(user, key=key, fingerprint=fingerprint, act=act, now=now)


def repeated(answer: Answer) -> tuple:
    return answer.status, dict(answer.headers), answer.body, answer.is_repeated


def test_the_second_is_answered_as_the_first_and_does_nothing(manager_user, manager):
    first = once(manager_user, manager)
    with nothing_changes():
        second = once(manager_user, manager, now=NOW + KEPT)

    assert repeated(first) == (201, {"ETag": '"v1"'}, '{"id": 7}', False)
    assert repeated(second) == (201, {"ETag": '"v1"'}, '{"id": 7}', True)
    assert (Client.objects.count(), how_often("client.created")) == (1, 1)


def test_a_key_of_another_request_is_refused(manager_user, manager):
    once(manager_user, manager)

    with refused(KeyOfAnother, "use a new key for a new request"):
        once(manager_user, manager, fingerprint="f2", name="Other")


def test_keys_belong_to_people(manager_user, manager, operator_user):
    once(manager_user, manager)

    other = once(operator_user, manager, name="Other")

    assert (other.is_repeated, Client.objects.count()) == (False, 2)


def test_after_a_day_a_key_is_free_again(manager_user, manager):
    once(manager_user, manager)

    later = once(manager_user, manager, now=NOW + KEPT + timedelta(microseconds=1), name="Other")

    assert (later.is_repeated, Client.objects.count(), KeptAnswer.objects.count()) == (False, 2, 1)


def test_what_is_refused_leaves_the_key_free(manager_user, manager):
    create_client(name="Umbra", by=manager, now=NOW)

    with refused(NotNow, "There is a client of this name already"):
        once(manager_user, manager)
    assert once(manager_user, manager, name="Other").is_repeated is False


def test_a_fault_leaves_the_key_free_and_nothing_behind(manager_user, manager):
    def act() -> Answer:
        create_client(name="Umbra", by=manager, now=NOW)
        raise ZeroDivisionError

    with nothing_changes(), pytest.raises(ZeroDivisionError):
        answered_once(manager_user, key="k1", fingerprint="f1", act=act, now=NOW)


def test_the_database_itself_knows_a_key_once(manager_user):
    row = {"user": manager_user, "key": "k1", "fingerprint": "f1", "created_at": NOW}
    KeptAnswer.objects.create(**row)

    with pytest.raises(IntegrityError), transaction.atomic():
        KeptAnswer.objects.create(**row)


def test_answers_are_forgotten_when_their_day_is_over(manager_user, manager):
    once(manager_user, manager)
    once(manager_user, manager, key="k2", name="Other", now=NOW + timedelta(hours=1))

    assert forget_answers(now=NOW + KEPT) == 0
    assert forget_answers(now=NOW + KEPT + timedelta(minutes=1)) == 1
    assert list(KeptAnswer.objects.values_list("key", flat=True)) == ["k2"]
