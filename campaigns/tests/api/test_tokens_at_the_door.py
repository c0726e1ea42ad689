"""Who gets in: tokens that are good, sessions with their CSRF token, and nobody else."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client as Browser
from django.utils import timezone

from campaigns.domain.api_tokens import create_token, revoke_token
from campaigns.models import ApiToken, Client, OperatorAuditLog
from campaigns.tests.api.program import Program, program_of
from campaigns.tests.views.conftest import browser_of
from campaigns.tests.witness import how_often, nothing_changes

pytestmark = pytest.mark.django_db

NOT_VALID = "This token is not valid, has expired or was revoked; make a new one in Settings."


def asked(header: str | None, path: str = "/api/v1/"):
    return Browser().get(path, headers={} if header is None else {"Authorization": header})


def test_the_root_tells_a_program_who_it_is(operating):
    answer = operating.get("/")

    assert answer.json() == {
        "name": "CampaignOps",
        "version": "v1",
        "user": "omar",
        "scopes": ["read", "write", "admin"],
    }


@pytest.mark.parametrize(
    "header",
    [
        "Bearer cops_00000000_" + "x" * 43,
        "Bearer cops_\u00e4",
        "Bearer ",
        "Bearer",
        "Bearer cops_" + "x" * 1_000_000,
        "Bearer cops_00000000_" + "x" * 43 + "\x00",
        "bearer nonsense",
    ],
)
def test_an_unknown_token_is_refused_and_writes_nothing(operating, header):
    with nothing_changes():
        refused = asked(header)

    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Bearer")
    assert refused.json() == {
        "type": "/api/problems/#not-signed-in",
        "title": "Unauthorized",
        "status": 401,
        "detail": NOT_VALID,
        "errors": {},
    }


@pytest.mark.parametrize("header", [None, "", "Basic bWFyaWE6eA==", "Token cops_1", "Bearercops_1"])
def test_without_a_token_nobody_gets_in(db, header):
    refused = asked(header)

    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Bearer")
    assert refused["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer  "])
def test_the_scheme_may_be_written_in_any_case(operating, scheme):
    assert asked(f"{scheme} {operating.text}").json()["user"] == "omar"


@pytest.mark.parametrize("name", ["token", "access_token", "api_key", "Authorization"])
def test_a_token_in_the_address_opens_nothing(operating, name):
    assert asked(None, f"/api/v1/?{name}={operating.text}").status_code == 401
    assert asked(None, f"/api/v1/clients/?{name}={operating.text}").status_code == 401


def test_an_expired_and_a_revoked_token_are_refused(operator_user, operator):
    past = timezone.now() - timedelta(days=2)
    values = {"name": "old", "scopes": ["read"], "by": operator}
    _expired, old = create_token(operator_user, **values, days=1, now=past)
    revoked, gone = create_token(operator_user, **values, now=timezone.now())
    revoke_token(revoked, by=operator, now=timezone.now())

    answers = [Program(text).get("/") for text in (old, gone)]

    assert [(answer.status_code, answer.json()["detail"]) for answer in answers] == [(401, NOT_VALID)] * 2


def test_a_person_who_left_and_a_role_that_was_taken_away_count_at_once(manager_user):
    program = program_of(manager_user)
    assert program.post("/clients/", {"name": "Umbra"}).status_code == 201

    manager_user.groups.set([Group.objects.get(name="viewer")])
    assert program.post("/clients/", {"name": "Other"}).status_code == 403
    assert program.get("/clients/").json()["results"] == []

    manager_user.is_active = False
    manager_user.save()
    assert program.get("/clients/").status_code == 401
    assert list(Client.objects.values_list("name", flat=True)) == ["Umbra"]


@pytest.mark.parametrize(
    ("scopes", "statuses"),
    [
        (("read",), [200, 403, 403]),
        (("write",), [403, 404, 403]),
        (("admin",), [403, 403, 201]),
        (("read", "write"), [200, 404, 403]),
    ],
)
def test_a_token_opens_what_its_scopes_say_and_nothing_more(manager_user, scopes, statuses):
    program = program_of(manager_user, scopes)
    metric = {"campaign": 1, "platform": "x", "date": "2026-03-02", "metric_name": "likes", "metric_value": 1}

    answers = [
        program.get("/clients/"),
        program.post("/metrics/", metric),
        program.post("/clients/", {"name": "Umbra"}),
    ]

    assert [answer.status_code for answer in answers] == statuses


def test_use_is_noted_at_most_once_a_minute_and_not_in_the_audit_log(operating):
    entries = OperatorAuditLog.objects.count()
    before = timezone.now()

    operating.get("/")
    first = ApiToken.objects.get().last_used_at
    operating.get("/")

    assert before <= first <= timezone.now()
    assert ApiToken.objects.get().last_used_at == first
    assert (OperatorAuditLog.objects.count(), how_often("api_token.used")) == (entries, 0)


def test_a_session_needs_the_csrf_token_to_change_something(manager_user):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(manager_user)
    sent = {"content_type": "application/json", "data": {"name": "Umbra"}}

    refused = browser.post("/api/v1/clients/", **sent)
    browser.get("/campaigns/")
    csrf = browser.cookies["csrftoken"].value
    made = browser.post("/api/v1/clients/", **sent, headers={"X-CSRFToken": csrf})

    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    assert refused.json()["type"] == "/api/problems/#not-allowed"
    assert made.status_code == 201
    assert browser.get("/api/v1/").json()["scopes"] is None
    assert OperatorAuditLog.objects.get(action="client.created").via == "api"


def test_a_token_needs_no_csrf_token_even_beside_a_session(manager_user, operator_user):
    program = program_of(manager_user)
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(operator_user)

    made = browser.post(
        "/api/v1/clients/",
        {"name": "Umbra"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {program.text}"},
    )

    assert (made.status_code, OperatorAuditLog.objects.get(action="client.created").actor_label) == (
        201,
        "maria",
    )


def test_a_session_does_what_its_person_may(operator_user):
    answer = browser_of(operator_user).post(
        "/api/v1/clients/", {"name": "Mine"}, content_type="application/json"
    )

    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "Your role does not allow this; ask a manager.",
    )


def test_neither_text_nor_digest_is_ever_answered(manager_user):
    program = program_of(manager_user)
    digest = ApiToken.objects.get().digest
    secret = program.text[14:]

    bodies = [program.get(path).content.decode() for path in ("/", "/clients/", "/metrics/", "/nothing/")]

    assert not [body for body in bodies if secret in body or digest in body]
