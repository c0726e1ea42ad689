"""API tokens: made by their person, known by their text alone, revoked, and used without a trace of business."""

import hashlib
from datetime import timedelta

import pytest

from campaigns.actor import Actor
from campaigns.domain.api_tokens import create_token, note_use, revoke_token, token_named_by
from campaigns.domain.key_states import KeyState, token_state, tokens_in
from campaigns.errors import InvalidInput, NotAllowed, NotNow, StaleVersion
from campaigns.models import ApiToken, OperatorAuditLog
from campaigns.tests.witness import nothing_changes, refused, told
from conftest import NOW, actor_for, hours, user_named

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def make(operator_user, operator):
    """Makes a token of the operator; what is not told is usual."""

    def make(**changes):
        given = {"name": "Brief form", "scopes": ["read"], "days": 30, "by": operator, "now": NOW}
        return create_token(operator_user, **{**given, **changes})

    return make


@pytest.fixture
def viewer(db) -> Actor:
    return actor_for(user_named("vera", "viewer"))


def test_the_text_is_known_once_and_kept_as_a_digest(make, operator_user):
    token, text = make(name="  Brief form ")

    assert ApiToken.objects.values().get() == {
        "id": token.pk,
        "user_id": operator_user.pk,
        "name": "Brief form",
        "prefix": text[:13],
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "scopes": ["read"],
        "expires_at": NOW + 30 * DAY,
        "last_used_at": None,
        "revoked_at": None,
        "version": 1,
        "created_at": NOW,
        "updated_at": NOW,
    }
    assert (text[:5], text[13], len(text)) == ("cops_", "_", 57)
    assert told("api_token.created") == (
        "omar",
        "page",
        "API token",
        1,
        {},
        {
            "user_id": operator_user.pk,
            "name": "Brief form",
            "prefix": text[:13],
            "scopes": ["read"],
            "expires_at": "2026-04-01T06:00:00.000000Z",
        },
    )


def test_neither_text_nor_digest_is_in_the_audit_log(make):
    token, text = make()

    entries = "".join(map(str, OperatorAuditLog.objects.values_list()))
    assert [word in entries for word in (text, text[14:], token.digest, token.prefix)] == [
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        ({"name": " "}, InvalidInput, "Give the token a name"),
        ({"scopes": []}, InvalidInput, "Choose at least one scope"),
        ({"scopes": ["root"]}, InvalidInput, "Choose at least one scope"),
        ({"days": 0}, InvalidInput, "from 1 to 365 days"),
        ({"days": 366}, InvalidInput, "from 1 to 365 days"),
    ],
)
def test_what_cannot_be_used_is_refused(make, changes, error, sentence):
    with refused(error, sentence):
        make(**changes)


def test_nobody_makes_tokens_of_others(make, manager):
    with refused(NotAllowed, "Each person makes their own tokens"):
        make(by=manager)


def test_fifty_that_work_are_enough(make, operator):
    made = [make(days=1)[0] for _each in range(50)]

    with refused(NotNow, "You have 50 tokens that work"):
        make()
    revoke_token(made[0], by=operator, now=NOW)
    make()
    assert make(now=NOW + DAY)[0].pk


def test_a_token_is_revoked_once_by_its_person_or_a_manager(make, operator, manager, viewer):
    token, text = make()

    with refused(NotAllowed, "This is another person's token"):
        revoke_token(token, by=viewer, now=NOW)
    with refused(StaleVersion, "version 7"):
        revoke_token(token, by=operator, now=NOW, seen_version=7)

    revoked = revoke_token(token, by=manager, now=NOW + hours(1))

    assert (revoked.revoked_at, revoked.version) == (NOW + hours(1), 2)
    assert token_named_by(text, now=NOW) is None
    assert told("api_token.revoked") == (
        "maria",
        "page",
        "API token",
        2,
        {"revoked_at": None},
        {"revoked_at": "2026-03-02T07:00:00.000000Z"},
    )
    with refused(NotNow, "This token is revoked already"):
        revoke_token(token, by=operator, now=NOW)


def test_a_token_is_known_until_it_expires_or_its_person_leaves(make, operator_user):
    token, text = make(days=1)

    moments = (NOW, NOW + DAY - timedelta(seconds=1), NOW + DAY)
    assert [token_named_by(text, now=now) for now in moments] == [token, token, None]
    operator_user.is_active = False
    operator_user.save()
    assert token_named_by(text, now=NOW) is None


@pytest.mark.parametrize("change", [lambda text: "", lambda text: text[:13], lambda text: f"{text}x"])
def test_other_texts_find_nothing(make, change):
    assert token_named_by(change(make()[1]), now=NOW) is None


def test_use_is_noted_to_the_minute_without_an_entry(make):
    token, text = make()
    entries = OperatorAuditLog.objects.count()

    note_use(token, now=NOW)
    with nothing_changes():
        note_use(token_named_by(text, now=NOW), now=NOW + timedelta(seconds=59))
    note_use(token_named_by(text, now=NOW), now=NOW + timedelta(seconds=60))

    seen = ApiToken.objects.get()
    assert (seen.last_used_at, seen.version) == (NOW + timedelta(seconds=60), 1)
    assert OperatorAuditLog.objects.count() == entries


def test_states_are_the_same_for_one_and_for_lists(make, operator):
    works, ends, gone = make(days=2)[0], make(days=1)[0], make(days=2)[0]
    revoke_token(gone, by=operator, now=NOW)
    now = NOW + DAY

    listed = {
        state: list(ApiToken.objects.filter(tokens_in(state, now=now)).order_by("pk")) for state in KeyState
    }

    assert listed == {KeyState.WORKS: [works], KeyState.EXPIRED: [ends], KeyState.REVOKED: [gone]}
    assert {state: [token_state(token, now=now) for token in tokens] for state, tokens in listed.items()} == {
        state: [state] for state in KeyState
    }
