"""How much one program may ask in a minute, and that others do not feel it."""

import time

import pytest
from django.test import Client as Browser
from django.urls import path
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.tests.api.program import program_of
from campaigns.tests.views.conftest import browser_of
from campaigns.tests.witness import nothing_changes

pytestmark = pytest.mark.django_db


class Open(APIView):
    permission_classes = (AllowAny,)

    def get(self, request):
        return Response({})


urlpatterns = [path("api/v1/open/", Open.as_view())]


@pytest.fixture(autouse=True)
def _three_a_minute(settings):
    settings.API_RATE = 3


def test_the_fourth_request_of_a_minute_waits(operating):
    answers = [operating.get("/clients/") for _time in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    refused = answers[-1]
    assert refused["Content-Type"] == "application/problem+json"
    assert 1 <= int(refused["Retry-After"]) <= 60
    told = refused.json()
    assert (told["type"], told["title"], told["status"], told["errors"]) == (
        "/api/problems/#too-many-requests",
        "Too Many Requests",
        429,
        {},
    )
    assert f"{refused['Retry-After']} second" in told["detail"]


def test_all_addresses_count_together(operating):
    paths = ["/", "/clients/", "/metrics/", "/accounts/"]

    assert [operating.get(path).status_code for path in paths] == [200, 200, 200, 429]


def test_each_token_counts_for_itself_even_of_one_person(operator_user):
    one, other = program_of(operator_user), program_of(operator_user)
    for _time in range(4):
        last = one.get("/clients/")

    assert (last.status_code, other.get("/clients/").status_code) == (429, 200)
    assert browser_of(operator_user).get("/api/v1/clients/").status_code == 200


@pytest.mark.urls(__name__)
def test_where_strangers_may_ask_they_are_counted_by_their_address(db):
    def stranger(address: str) -> int:
        return Browser(REMOTE_ADDR=address).get("/api/v1/open/").status_code

    assert [stranger("192.0.2.1") for _time in range(5)] == [200] * 3 + [429] * 2
    assert stranger("192.0.2.2") == 200


def test_strangers_do_not_use_up_what_a_program_may_ask(operating):
    assert [Browser().get("/api/v1/clients/").status_code for _time in range(4)] == [401] * 4
    assert operating.get("/clients/").status_code == 200


def with_token(text: str, address: str):
    return Browser(REMOTE_ADDR=address).get("/api/v1/clients/", headers={"Authorization": f"Bearer {text}"})


def test_bad_tokens_of_an_address_wait_after_three_a_minute(operating):
    unknown, misshapen = "cops_00000000_" + "x" * 43, "nonsense"
    tried = [unknown, misshapen, unknown, misshapen, unknown]

    answers = [with_token(text, "192.0.2.1") for text in tried]

    assert [answer.status_code for answer in answers] == [401] * 3 + [429] * 2
    refused = answers[-1]
    assert refused["Content-Type"] == "application/problem+json"
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused.json()["type"] == "/api/problems/#too-many-requests"
    assert with_token(unknown, "192.0.2.2").status_code == 401
    assert with_token(operating.text, "192.0.2.1").status_code == 200


def test_bad_tokens_cannot_hide_behind_the_address_that_they_tell():
    def told(address: str) -> int:
        headers = {"Authorization": "Bearer nonsense", "X-Forwarded-For": address}
        return Browser().get("/api/v1/clients/", headers=headers).status_code

    assert [told(f"192.0.2.{number}") for number in range(4)] == [401] * 3 + [429]


def test_a_minute_begins_with_its_first_request_and_ends_sixty_seconds_later(operating, monkeypatch):
    begun = time.time()

    def status_after(seconds: float) -> tuple[int, str | None]:
        monkeypatch.setattr(time, "time", lambda: begun + seconds)
        answer = operating.get("/clients/")
        return answer.status_code, answer.headers.get("Retry-After")

    assert [status_after(seconds) for seconds in (0, 20, 40)] == [(200, None)] * 3
    assert [status_after(seconds) for seconds in (45.5, 59.5)] == [(429, "15"), (429, "1")]
    assert [status_after(seconds) for seconds in (61, 62, 63, 64)] == [(200, None)] * 3 + [(429, "57")]


def test_a_refused_request_changes_nothing(managing):
    for _time in range(3):
        managing.get("/")

    with nothing_changes():
        assert managing.post("/clients/", {"name": "Umbra"}).status_code == 429
