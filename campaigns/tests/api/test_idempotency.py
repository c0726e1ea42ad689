"""A POST with an Idempotency-Key has its effect once, however often it is sent."""

import pytest

from campaigns.models import Client, KeptAnswer
from campaigns.tests.api.program import program_of
from campaigns.tests.witness import how_often, nothing_changes

pytestmark = pytest.mark.django_db

KEY = {"Idempotency-Key": "6f1c"}


@pytest.fixture
def managing(managing):
    """A program whose token is known to be in use, so that its next request notes nothing."""
    managing.get("/")
    return managing


def test_the_same_request_gets_the_same_answer_and_has_one_effect(managing):
    first = managing.post("/clients/", {"name": "Umbra", "notes": "x"}, KEY)
    with nothing_changes():
        second = managing.post("/clients/", {"notes": "x", "name": "Umbra"}, KEY)

    assert (first.status_code, first.headers.get("Idempotency-Replayed")) == (201, None)
    assert (second.status_code, second["Idempotency-Replayed"]) == (201, "true")
    assert (second.json(), second["ETag"]) == (first.json(), first["ETag"])
    assert second["Content-Type"] == first["Content-Type"] == "application/json"
    assert (Client.objects.count(), how_often("client.created")) == (1, 1)


def test_another_body_or_another_address_is_refused(managing):
    managing.post("/clients/", {"name": "Umbra"}, KEY)

    with nothing_changes():
        body = managing.post("/clients/", {"name": "Other"}, KEY)
        path = managing.post("/accounts/", {"name": "Umbra"}, KEY)
        query = managing.post("/clients/?x=1", {"name": "Umbra"}, KEY)

    assert [answer.status_code for answer in (body, path, query)] == [409] * 3
    assert body.json() == {
        "type": "/api/problems/#key-of-another-request",
        "title": "Conflict",
        "status": 409,
        "detail": "This Idempotency-Key came with another request before; use a new key for a new request.",
        "errors": {},
    }


def test_without_a_key_each_request_counts(managing):
    assert managing.post("/clients/", {"name": "Umbra"}).status_code == 201
    assert managing.post("/clients/", {"name": "Umbra"}).status_code == 409
    assert KeptAnswer.objects.count() == 0


def test_keys_belong_to_people_not_to_tokens(managing, manager_user, operator_user):
    first = managing.post("/clients/", {"name": "Umbra"}, KEY)
    again = program_of(manager_user).post("/clients/", {"name": "Umbra"}, KEY)
    other = program_of(operator_user).post("/clients/", {"name": "Umbra"}, KEY)

    assert (again["Idempotency-Replayed"], again.json()) == ("true", first.json())
    assert other.status_code == 403


def test_a_right_that_was_taken_away_answers_nothing_again(managing, manager_user):
    managing.post("/clients/", {"name": "Umbra"}, KEY)
    manager_user.groups.clear()

    assert managing.post("/clients/", {"name": "Umbra"}, KEY).status_code == 403


def test_a_refused_request_leaves_the_key_free(managing):
    managing.post("/clients/", {"name": "Umbra"})

    with nothing_changes():
        assert managing.post("/clients/", {"name": "Umbra"}, KEY).status_code == 409
        assert managing.post("/clients/", {"name": 5}, KEY).status_code == 400
        assert (
            managing.post("/accounts/", {"client": 10**9, "platform": "x", "handle": "a"}, KEY).status_code
            == 404
        )
    made = managing.post("/clients/", {"name": "Other"}, KEY)

    assert (made.status_code, made.headers.get("Idempotency-Replayed")) == (201, None)


@pytest.mark.parametrize("key", ["", " ", "two words", "x" * 256, "\u00e4", "tab\there", "nul\x00"])
def test_what_is_no_key_is_refused(managing, key):
    with nothing_changes():
        refused = managing.post("/clients/", {"name": "Umbra"}, {"Idempotency-Key": key})

    text = "A key has 1 to 255 visible ASCII characters."
    assert (refused.status_code, refused.json()["errors"]) == (400, {"Idempotency-Key": [text]})


@pytest.mark.parametrize("key", ["x", "x" * 255, '"6f1c"', "~!{}%00"])
def test_any_visible_text_is_a_key(managing, key):
    for _time in range(2):
        answer = managing.post("/clients/", {"name": "Umbra"}, {"Idempotency-Key": key})

    assert (answer.status_code, answer["Idempotency-Replayed"]) == (201, "true")


def test_other_methods_do_not_look_at_the_key(managing, client_acme):
    managing.post("/clients/", {"name": "Umbra"}, KEY)

    changed = managing.patch(f"/clients/{client_acme.pk}/", {"notes": "x", "version": 1}, KEY)

    assert (changed.status_code, managing.get("/clients/", KEY).status_code) == (200, 200)
    assert KeptAnswer.objects.count() == 1
