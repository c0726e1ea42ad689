"""A person changes their own password: what is refused, and what the house's chain is told."""

import pytest
from django.core.cache import cache

from campaigns.domain.audit_verify import verify
from campaigns.domain.people import MOST_TRIES, change_password
from campaigns.errors import InvalidInput, NotAllowed, NotNow
from campaigns.models import HOUSE_CHAIN, OperatorAuditLog
from campaigns.tests.witness import refused, told
from conftest import NOW, actor_for, user_named

OLD, NEW = "correct horse battery", "seven green bottles hang"


def test_the_password_changes_and_the_house_is_told_without_it(operator_user, operator):
    fresh = change_password(operator_user, old=OLD, new=NEW, by=operator, now=NOW)

    entry = OperatorAuditLog.objects.get(action="user.password_changed")
    assert fresh.check_password(NEW)
    assert told("user.password_changed") == ("omar", "page", "user", None, {}, {})
    assert (entry.chain, entry.entity_id, entry.entity_label) == (HOUSE_CHAIN, operator_user.pk, "omar")
    assert verify().faults == ()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("wrong", NEW, "not your password"),
        (OLD, OLD, "have already"),
        (OLD, "short", "too short"),
        (OLD, "omar@example.com", "too similar"),
        (OLD, "password1234", "too common"),
    ],
)
def test_what_will_not_do_is_refused(operator_user, operator, old, new, sentence):
    with refused(InvalidInput, sentence):
        change_password(operator_user, old=old, new=new, by=operator, now=NOW)


def test_after_five_wrong_ones_the_person_waits_alone(operator_user, operator, manager_user, manager):
    for _number in range(MOST_TRIES):
        with refused(InvalidInput, "not your password"):
            change_password(operator_user, old="wrong", new=NEW, by=operator, now=NOW)

    with refused(NotNow, "wrong too often. Wait 15 minutes"):
        change_password(operator_user, old=OLD, new=NEW, by=operator, now=NOW)
    assert change_password(manager_user, old=OLD, new=NEW, by=manager, now=NOW).check_password(NEW)

    cache.clear()  # as after 15 minutes
    assert change_password(operator_user, old=OLD, new=NEW, by=operator, now=NOW).check_password(NEW)


def test_the_right_password_ends_the_count(operator_user, operator):
    for old in ("wrong", "wrong", "wrong", "wrong", OLD, "wrong"):
        with refused(InvalidInput, "."):
            change_password(operator_user, old=old, new="short", by=operator, now=NOW)

    assert change_password(operator_user, old=OLD, new=NEW, by=operator, now=NOW).check_password(NEW)


def test_another_persons_is_refused_even_to_a_manager(operator_user, manager):
    with refused(NotAllowed, "another person's password"):
        change_password(operator_user, old=OLD, new=NEW, by=manager, now=NOW)


def test_two_changes_at_once_keep_the_first(db):
    olga = user_named("olga", "operator")
    seen = type(olga).objects.get(pk=olga.pk)
    change_password(olga, old=OLD, new=NEW, by=actor_for(olga), now=NOW)

    with refused(NotNow, "changed meanwhile"):
        change_password(seen, old=OLD, new="nine brown bears walk", by=actor_for(olga), now=NOW)


def test_the_time_has_a_zone(operator_user, operator):
    with pytest.raises(TypeError):
        change_password(operator_user, old=OLD, new=NEW, by=operator, now=NOW.replace(tzinfo=None))
