"""What a program is told of its person."""

import pytest
from django.utils import timezone

from campaigns.domain.preferences import change_preferences
from campaigns.tests.api.program import program_of
from campaigns.tests.views.conftest import browser_of

pytestmark = pytest.mark.django_db


def test_everybody_learns_who_they_are(managing, operator_user, viewing, operator, client_acme, foreign):
    values = {"time_zone": "Asia/Tokyo", "language": "de"}
    change_preferences(operator_user, values=values, by=operator, now=timezone.now())
    acme = {"id": client_acme.pk, "name": "Acme"}
    globex = {"id": foreign.client_id, "name": "Globex"}

    told = [
        program.get("/me/").json() for program in (managing, program_of(operator_user, ("read",)), viewing)
    ]

    everything, usual = ["read", "write", "admin"], {"time_zone": "UTC", "language": "en"}
    assert told == [
        {"username": "maria", "role": "manager", "scopes": everything, **usual, "clients": [acme, globex]},
        {"username": "omar", "role": "operator", "scopes": ["read"], **values, "clients": [acme]},
        {"username": "vera", "role": "viewer", "scopes": everything, **usual, "clients": [acme]},
    ]


def test_a_session_has_no_scopes(operator_user, client_acme):
    assert browser_of(operator_user).get("/api/v1/me/").json()["scopes"] is None


def test_a_token_without_the_scope_read_is_refused(operator_user):
    assert program_of(operator_user, ("write",)).get("/me/").status_code == 403
