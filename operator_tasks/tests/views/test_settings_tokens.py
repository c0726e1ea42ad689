"""API tokens in the settings: made, shown once, listed in words and revoked, each person their own."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session

from campaigns.domain.api_tokens import create_token, note_use, revoke_token
from campaigns.models import ApiToken, OperatorAuditLog
from campaigns.tests.api.program import Program
from campaigns.tests.witness import how_often, nothing_changes, told

PAGE = "/settings/tokens/"
FORM = {"name": "Brief form", "scopes": ["read", "write"], "days": 30}


def revoking(token) -> str:
    return f"{PAGE}{token.pk}/revoke/"


def test_a_token_is_made_and_shown_in_the_answer_alone(as_operator, operator_user, now):
    answer = as_operator.post(PAGE, FORM)

    token, text = ApiToken.objects.get(), answer.context["text"]
    assert (answer.status_code, answer["Cache-Control"]) == (201, "private, no-store")
    assert answer.content.decode().count(text) == 1
    assert (token.user, token.name, token.scopes) == (operator_user, "Brief form", ["read", "write"])
    assert token.expires_at - token.created_at == timedelta(days=30)
    assert Program(text).get("/clients/").status_code == 200
    again = as_operator.get(PAGE)
    assert [part in again.content.decode() for part in (text, text[14:], token.prefix)] == [
        False,
        False,
        True,
    ]
    assert told("api_token.created")[:3] == ("omar", "page", "API token")


def test_the_text_of_a_token_is_kept_nowhere(as_operator, caplog):
    answer = as_operator.post(PAGE, FORM)

    secret = answer.context["text"][14:]
    kept = [
        *map(str, OperatorAuditLog.objects.values_list()),
        *map(str, ApiToken.objects.values_list()),
        *(str(session.get_decoded()) for session in Session.objects.all()),
        *map(str, get_messages(answer.wsgi_request)),
        caplog.text,
    ]
    assert [text for text in kept if secret in text] == []


def test_states_are_told_in_words(as_operator, operator_user, operator, now):
    def make(name, days, made):
        return create_token(operator_user, name=name, scopes=["read"], days=days, by=operator, now=made)[0]

    make("old", 1, now - timedelta(days=3))
    revoke_token(make("gone", 90, now), by=operator, now=now)
    note_use(make("used", 90, now), now=now)

    shown = as_operator.get(PAGE).context["tokens"]

    assert [(each.row.name, str(each.state.label), each.scopes, each.may_be_revoked) for each in shown] == [
        ("used", "Works", ["Read"], True),
        ("old", "Expired", ["Read"], False),
        ("gone", "Revoked", ["Read"], False),
    ]
    assert [each.row.last_used_at for each in shown] == [now, None, None]


def test_without_a_token_the_page_says_what_one_is_for(as_viewer):
    page = as_viewer.get(PAGE).content.decode()

    assert "You have no token" in page
    assert "curl -H &quot;Authorization: Bearer cops_…&quot;" in page


@pytest.mark.parametrize(
    ("change", "field", "text"),
    [
        ({"name": " "}, "name", "This field is required."),
        ({"scopes": []}, "scopes", "This field is required."),
        ({"scopes": ["root"]}, "scopes", "Select a valid choice. root is not one of the available choices."),
        ({"days": 4000}, "days", "Select a valid choice. 4000 is not one of the available choices."),
    ],
)
def test_what_cannot_be_used_is_refused_beside_its_field(as_operator, change, field, text):
    with nothing_changes():
        answer = as_operator.post(PAGE, {**FORM, **change})

    assert (answer.status_code, answer.context["form"].errors) == (400, {field: [text]})


def test_a_token_is_revoked_after_a_question(as_operator, operator_user, operator, now):
    token, text = create_token(operator_user, name="Brief form", scopes=["read"], by=operator, now=now)

    with nothing_changes():
        assert "Revoke “Brief form”?" in as_operator.get(revoking(token)).content.decode()
    answer = as_operator.post(revoking(token), follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    assert [str(said) for said in answer.context["messages"]] == ["“Brief form” is revoked."]
    assert Program(text).get("/clients/").status_code == 401
    assert told("api_token.revoked")[:3] == ("omar", "page", "API token")
    again = as_operator.post(revoking(token), follow=True)
    assert [str(said) for said in again.context["messages"]] == ["This token is revoked already."]
    assert how_often("api_token.revoked") == 1


def test_tokens_of_others_are_not_there_even_for_managers(as_manager, operator_user, operator, now):
    token, _text = create_token(operator_user, name="Mine", scopes=["read"], by=operator, now=now)

    with nothing_changes():
        answers = [as_manager.get(revoking(token)), as_manager.post(revoking(token))]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert as_manager.get(PAGE).context["tokens"] == []


def test_whoever_is_not_signed_in_signs_in_first(client, db):
    assert [client.get(path).status_code for path in (PAGE, f"{PAGE}1/revoke/")] == [302, 302]
    assert client.post(PAGE, FORM)["Location"] == f"/login/?next={PAGE}"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    as_operator, operator_user, operator, now, count, django_assert_num_queries
):
    for _each in range(count):
        create_token(operator_user, name="One", scopes=["read"], by=operator, now=now)

    with django_assert_num_queries(7):
        as_operator.get(PAGE)
