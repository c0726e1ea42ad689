"""Every refusal has the shape of RFC 9457, whatever went wrong and whoever noticed; never a page, never a traceback."""

import json

import pytest
from django.http import Http404
from django.test import Client as Browser
from django.urls import include, path
from rest_framework.views import APIView

from campaigns.models import Client
from campaigns.problems import CONTENT_TYPE
from campaigns.tests.api.program import program_of
from campaigns.tests.witness import nothing_changes

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

NO_ADDRESS = (
    "There is nothing at this address. Addresses of the API begin with /api/v1/ and end with a slash."
)


class Faulty(APIView):
    """A view with a fault of ours."""

    def get(self, request):
        raise ZeroDivisionError("the secret of the house")

    def post(self, request):
        raise Http404


def broken_outside_of_views(request):
    raise ZeroDivisionError("the secret of the house")


urlpatterns = [
    path("api/v1/faulty/", Faulty.as_view()),
    path("api/v1/broken/", broken_outside_of_views),
    path("", include("campaignops_site.urls")),
]
handler400 = "campaignops_site.api.bad_request"
handler403 = "campaignops_site.api.not_allowed"
handler404 = "campaignops_site.api.not_found"
handler500 = "campaignops_site.api.our_fault"


@pytest.fixture(params=[False, True], ids=["production", "debug"])
def debug(request, settings) -> bool:
    settings.DEBUG = request.param
    return bool(request.param)


@pytest.fixture
def managing(managing):
    """A program whose token is known to be in use, so that its next request notes nothing."""
    managing.get("/")
    return managing


def problem_of(answer) -> dict:
    """What a problem tells; every problem has the same five members and its own media type."""
    told = answer.json()
    assert answer["Content-Type"] == CONTENT_TYPE
    assert list(told) == ["type", "title", "status", "detail", "errors"]
    assert told["status"] == answer.status_code
    assert told["type"].startswith("/api/problems/#")
    assert "<" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert told["detail"]
    return told


def sent(program, data: bytes | str, method: str = "post", path: str = "/clients/", **options):
    """A body as it is, byte by byte."""
    return getattr(Browser(raise_request_exception=False), method)(
        f"/api/v1{path}",
        data,
        **{"content_type": "application/json", **options},
        headers={"Authorization": f"Bearer {program.text}"},
    )


# -- by status --------------------------------------------------------------------------------------------------
def test_401(debug):
    assert problem_of(Browser().get("/api/v1/clients/"))["type"] == "/api/problems/#not-signed-in"


def test_403(debug, operating):
    assert problem_of(operating.post("/clients/", {"name": "x"}))["type"] == "/api/problems/#not-allowed"


@pytest.mark.parametrize(
    "path", ["/nothing/", "/", "/v1/nothing/", "/v1/clients/abc/", "/v2/", "/v1//clients/", "/v1/clients/-1/"]
)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options"])
def test_404_of_an_unknown_address(debug, method, path):
    told = problem_of(getattr(Browser(), method)(f"/api{path}"))

    assert told == {
        "type": "/api/problems/#not-found",
        "title": "Not Found",
        "status": 404,
        "detail": NO_ADDRESS,
        "errors": {},
    }


@pytest.mark.parametrize("key", ["0", "999999999999999999", "1" + "0" * 18, "9" * 40, "9" * 4000])
def test_404_of_an_unknown_row(debug, managing, key):
    told = problem_of(managing.get(f"/clients/{key}/"))

    assert told["type"] == "/api/problems/#not-found"
    assert told["detail"] in {"There is nothing at this address that you may see.", NO_ADDRESS}


@pytest.mark.parametrize("address", ["/clients", "/clients/1", "/metrics/bulk"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_404_without_the_last_slash_and_no_redirect(debug, managing, method, address):
    answer = getattr(managing, method)(address)

    assert problem_of(answer)["detail"] == NO_ADDRESS
    assert not answer.has_header("Location")


def test_404_that_a_view_raises(debug, managing):
    assert problem_of(managing.post("/faulty/"))["type"] == "/api/problems/#not-found"


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("delete", "/clients/", {"GET", "POST", "HEAD"}),
        ("put", "/clients/", {"GET", "POST", "HEAD"}),
        ("post", "/clients/1/", {"GET", "PUT", "PATCH", "HEAD"}),
        ("get", "/metrics/bulk/", {"POST"}),
        ("patch", "/", {"GET"}),
    ],
)
def test_405_names_what_is_allowed(debug, managing, method, address, allowed):
    answer = managing.get(address) if method == "get" else getattr(managing, method)(address, {})

    assert answer.status_code == 405
    assert problem_of(answer)["type"] == "/api/problems/#no-such-method"
    assert set(answer["Allow"].split(", ")) - {"OPTIONS"} == allowed


def test_413_of_a_body_over_five_megabytes(debug, managing, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5000
    body = json.dumps({"name": "x" * 5000})

    with nothing_changes():
        answer = sent(managing, body)

    assert (answer.status_code, problem_of(answer)["type"]) == (413, "/api/problems/#too-large")


def test_411_of_a_body_in_chunks_which_would_not_be_read(debug, managing):
    with nothing_changes():
        answer = sent(managing, "", CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")

    assert (answer.status_code, problem_of(answer)["type"]) == (411, "/api/problems/#needs-length")


def test_a_body_of_just_five_megabytes_is_read(managing, settings):
    body = json.dumps({"name": "x" * 4000}).encode()
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = len(body)

    assert problem_of(sent(managing, body))["errors"] == {
        "name": ["Ensure this field has no more than 255 characters."]
    }


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "text/html",
        "nonsense",
        "application/xml",
        "multipart/form-data; boundary=x",
    ],
)
def test_415_of_what_is_not_json(debug, managing, kind):
    with nothing_changes():
        answer = sent(managing, "name=Umbra", content_type=kind)

    assert (answer.status_code, problem_of(answer)["type"]) == (415, "/api/problems/#not-read-here")


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
def test_json_may_say_that_it_is_json_in_any_way(managing, kind):
    assert sent(managing, '{"name": "Umbra"}', content_type=kind).status_code == 201


@pytest.mark.parametrize("accept", ["text/html", "image/png", "nonsense", "*/*", "application/xml;q=0.9"])
def test_whatever_is_accepted_the_answer_is_json(debug, managing, accept):
    assert managing.get("/clients/", {"Accept": accept})["Content-Type"] == "application/json"
    problem_of(managing.get("/nothing/", {"Accept": accept}))


def test_428_and_412(debug, managing, client_acme):
    address = f"/clients/{client_acme.pk}/"

    assert problem_of(managing.patch(address, {"notes": "x"}))["type"] == "/api/problems/#needs-version"
    stale = managing.patch(address, {"notes": "x"}, {"If-Match": '"v9"'})
    assert problem_of(stale)["type"] == "/api/problems/#changed-meanwhile"


def test_429(debug, managing, settings):
    settings.API_RATE = 1
    managing.get("/")

    assert problem_of(managing.get("/"))["status"] == 429


@pytest.mark.parametrize("address", ["/api/v1/faulty/", "/api/v1/broken/"])
def test_500_tells_nothing_of_the_inside_and_is_logged(settings, manager_user, caplog, address):
    browser = Browser(raise_request_exception=False)
    browser.force_login(manager_user)

    answer = browser.get(address)

    told = problem_of(answer)
    assert told == {
        "type": "/api/problems/#our-fault",
        "title": "Internal Server Error",
        "status": 500,
        "detail": "Something went wrong on our side and was logged; nothing was changed. Try again in a moment.",
        "errors": {},
    }
    assert answer["X-Request-ID"]
    logged = [record for record in caplog.records if record.exc_info and record.levelname == "ERROR"]
    assert [str(record.exc_info[1]) for record in logged] == ["the secret of the house"]


def test_500_is_a_problem_with_debug_too(settings, managing):
    settings.DEBUG = True
    browser = Browser(raise_request_exception=False)

    answer = browser.get("/api/v1/faulty/", headers={"Authorization": f"Bearer {managing.text}"})

    assert problem_of(answer)["type"] == "/api/problems/#our-fault"


# -- bodies -----------------------------------------------------------------------------------------------------
NESTED = '{"name": ' + "[" * 500 + "]" * 500 + "}"
BODIES = [
    "",
    "   ",
    "{",
    "name",
    '{"name": "Umbra"} {}',
    '{"name": NaN}',
    '{"name": Infinity}',
    '{"name": -Infinity}',
    '{"name": 1e999}',
    '{"name": ' + "9" * 4001 + "}",
    '{"name": ' + "9" * 5000 + "}",
    '{"name": "\\u0000"}',
    '{"name": "\\ud800"}',
    '{"\\udfff": 1}',
    '{"a\\u0000": 1}',
    NESTED,
    "[" * 100_000,
    "[" * 100_000 + "]" * 100_000,
    '{"a":' * 100_000,
    b"\xff\xfe{\x00}\x00",
    b'{"name": "\xe4"}',
    b"\xef\xbb\xbf{}",
    b"\x00",
    "null",
    "[]",
    "5",
    '"text"',
    "true",
    '[{"name": "Umbra"}]',
    '{"__proto__": {}, "name": "Umbra"}',
    '{"name": {"$ne": null}}',
]


@pytest.mark.parametrize("number", range(len(BODIES)))
@pytest.mark.parametrize("method", ["post", "put"])
def test_400_of_a_body_that_cannot_be_used(managing, client_acme, method, number):
    address = "/clients/" if method == "post" else f"/clients/{client_acme.pk}/"

    with nothing_changes():
        answer = sent(managing, BODIES[number], method, address)

    assert (answer.status_code, problem_of(answer)["type"]) == (400, "/api/problems/#invalid-input")


def test_twenty_levels_are_deep_enough(managing):
    def nested(depth: int) -> str:
        return '{"name": ' + "[" * depth + "]" * depth + "}"

    assert "nested too deeply" in problem_of(sent(managing, nested(25)))["detail"]
    assert problem_of(sent(managing, nested(15)))["errors"] == {"name": ["Write this as text, in quotes."]}


def test_a_name_that_is_given_twice_is_refused(managing):
    with nothing_changes():
        answer = sent(managing, '{"name": "Umbra", "name": "Other"}')

    assert problem_of(answer)["detail"] == "The body is not JSON in UTF-8: “name” is given twice."


# -- addresses --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page_size=1000000000", "page_size"),
        ("page_size=0", "page_size"),
        ("page_size=-1", "page_size"),
        ("page_size=1e3", "page_size"),
        ("page_size=%D9%A3", "page_size"),
        ("page=0", "page"),
        ("page=1000000000", "page"),
        ("page=" + "9" * 4000, "page"),
        ("ordering=password", "ordering"),
        ("ordering=-", "ordering"),
        ("ordering=name,id", "ordering"),
        ("ordering=", "ordering"),
        ("client__name=Acme", "client__name"),
        ("format=api", "format"),
        ("search=", "search"),
        ("search=" + "x" * 201, "search"),
        ("cursor=" + "x" * 1001, "cursor"),
        ("page=1&page=2", "page"),
    ],
)
def test_400_of_a_query_that_means_nothing(debug, managing, query, field):
    told = problem_of(managing.get(f"/clients/?{query}"))

    assert (told["status"], list(told["errors"])) == (400, [field])


@pytest.mark.parametrize(
    "address",
    ["/clients/?search=%00", "/clients/?%00=1", "/clients/%00/", "/%00/"],
)
def test_unclean_text_in_an_address_is_refused(debug, managing, address):
    answer = managing.get(address)

    problem_of(answer)
    assert answer.status_code in {400, 404}


@pytest.mark.parametrize(
    "search", ["%25", "_", "'", '"', "\\", "%27%20OR%201=1--", "%F0%9F%98%80", "%FF", "%ED%A0%80"]
)
def test_any_text_may_be_searched_for(managing, client_acme, search):
    answer = managing.get(f"/clients/?search={search}")

    assert (answer.status_code, answer.json()["results"]) == (200, [])


@pytest.mark.parametrize("host", ["evil.example", "a b", ""])
def test_a_foreign_host_is_refused_as_a_problem(managing, host):
    answer = Browser(raise_request_exception=False).get(
        "/api/v1/clients/", headers={"Host": host or "\u00e4"}
    )

    assert (problem_of(answer)["status"], answer.status_code) == (400, 400)


def test_head_has_no_body_and_options_says_nothing_of_the_inside(managing, manager_user, client_acme):
    program = program_of(manager_user)
    headers = {"Authorization": f"Bearer {program.text}"}

    head = Browser().head("/api/v1/clients/", headers=headers)
    assert (head.status_code, head.content) == (200, b"")
    assert Client.objects.count() == 1
    options = Browser().options("/api/v1/clients/", headers=headers)
    assert (options.status_code, options["Content-Type"]) == (405, CONTENT_TYPE)
    assert options["Allow"] == "GET, POST, HEAD"
